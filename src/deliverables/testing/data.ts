import { seedSql } from '../../artifacts/seed-sql.ts';
import {
  claimsOf,
  codeCell,
  code,
  count,
  judgement,
  link,
  names,
  paragraph,
  section,
  table,
  unknown,
} from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import type { Column, Table } from '../../model/data.ts';

export const seedPath = '7-testing/generate-data.sql';

export function dataArtifacts({ backend }: Basis): readonly Artifact[] {
  const { text, lost } = seedSql(backend.data);
  return text === '' ? [] : [{ path: seedPath, text, lost, items: ['7.10', '2.13'] }];
}

/** What the generator makes: sizes, skew, and what it cannot make. */
export function dataGenerator(basis: Basis): Section | undefined {
  const { data } = basis.backend;
  const { text, lost } = seedSql(data);
  if (text === '') return undefined;
  const described = data.tables
    .flatMap(({ columns }) => columns)
    .filter(({ statistics }) => statistics !== undefined);
  return section(
    { id: 'data', title: 'Data with the skew of production', items: ['7.10'] },
    paragraph(
      `Rows are computed from their number by MD5, so that every run gives the same ones, and no value is taken from a real system. ${described.length} columns follow their statistics; the others are spread evenly. Few parents have many children. What would break a check or a key is left out by the statement itself.`,
    ),
    table(
      ['table', 'designed rows', 'children of', 'skewed columns'],
      data.tables.map((entry): readonly Cell[] => [
        codeCell(entry.name),
        entry.rows ?? entry.growthPerYear ?? 'not known: 1,000',
        names(entry.foreignKeys.map(({ references }) => references.table)),
        names(skewedColumns(entry)),
      ]),
    ),
    code('sh', `psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f 2-database/schema.sql -f ${seedPath}`),
    table(
      ['file', 'tables'],
      [[link('generate-data.sql', seedPath), count(data.tables.length, 'tables filled')]],
    ),
    lost.length === 0 ? undefined : unknown(lost.join('; ')),
    claimsOf(basis, 'seed/'),
    judgement(
      'Skew between columns (who orders what) is not modelled; statistics that are projected stay projections.',
    ),
  );
}

const skewedColumns = ({ columns }: Table): readonly string[] =>
  columns.filter(isSkewed).map(({ name, statistics }) => {
    const [top] = statistics?.commonValues ?? [];
    return top === undefined ? name : `${name} (${top.value} ${Math.round(top.frequency * 100)} %)`;
  });

const isSkewed = ({ statistics }: Column): boolean =>
  statistics !== undefined && ((statistics.commonValues?.length ?? 0) > 0 || statistics.distinct > 1);
