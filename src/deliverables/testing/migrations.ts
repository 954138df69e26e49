import { code, codeCell, judgement, section, steps, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import type { Table } from '../../model/data.ts';

/** Up, down and up again on volume, with a sum that must not change. */
export function migrationTests({ backend }: Basis): Section | undefined {
  const { tables, engine } = backend.data;
  if (tables.length === 0) return undefined;
  const largest = tables.toSorted((a, b) => size(b) - size(a)).slice(0, 5);
  const postgres = engine?.name.toLowerCase().startsWith('postgres') ?? true;
  return section(
    { id: 'migrations', title: 'Migration and rollback tests', items: ['7.7'] },
    steps([
      'Start from the released schema with generated rows; take the row count and checksum of each table that is touched.',
      'Apply the migration while the load profile `smoke` of the released version runs: no request may fail, no lock may be waited for longer than `lock_timeout`.',
      'Check counts and checksums over the columns both versions know: equal.',
      'Run the released version against the new schema (expand), then the new version (migrate), each with its contract tests.',
      'Take the migration back, check again, apply it again: the second time must give the same schema as the first (`pg_dump --schema-only`, compared).',
    ]),
    table(
      ['table', 'rows', 'why it is among the tables tried'],
      largest.map((entry): readonly Cell[] => [
        codeCell(entry.name),
        entry.rows ?? entry.growthPerYear ?? 'not known',
        entry.rows === undefined
          ? 'its size is not known'
          : 'one of the five largest: locks are held longest',
      ]),
    ),
    postgres ? code('sql', checksumSql(largest)) : undefined,
    judgement(
      'The migrations themselves are not part of this package unless it is a migration; the procedure was not executed.',
    ),
  );
}

const size = ({ rows, growthPerYear }: Table): number => (rows ?? growthPerYear)?.value ?? 0;

function checksumSql(tables: readonly Table[]): string {
  const selects = tables.map((entry) => {
    const columns = entry.columns
      .filter(({ generated }) => generated === undefined)
      .map(({ name }) => quoteName(name));
    return `select '${entry.name.replaceAll("'", "''")}' as "table", count(*) as rows, coalesce(sum(hashtextextended(row(${columns.join(', ')})::text, 0)::numeric), 0) as checksum from ${qualifiedName(entry)}`;
  });
  return `-- before and after: equal rows give equal sums, in whatever order they lie\n${selects.join('\nunion all\n')};`;
}
