import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';
import { inferredNames } from '../inferred/inferred-tables.ts';
import { isCatalogue, tableNames } from '../coupling/table-names.ts';
import { known, none, unknown } from './told.ts';
import type { Told } from './told.ts';

export interface DataFigures {
  readonly engine?: string;
  readonly tables: number;
  readonly columns: number;
  readonly foreignKeys: number;
  /** Names of tables whose rows nothing tells apart. */
  readonly withoutKey: readonly string[];
  /** Tables that no statement of the code names; absent where some statement names its table only when it runs. */
  readonly unused?: readonly string[];
  /** Tables that statements name and no schema that was read has. */
  readonly missing: readonly string[];
  readonly statements: number;
  readonly interpolated: number;
  readonly inTransaction: number;
  /** Statements whose table has no name in the code. */
  readonly withoutTable: number;
  /** Statements that change rows. */
  readonly writing: number;
}

export function dataOf({ data, coverage, gaps }: Backend): Told<DataFigures> {
  const { queries, engine } = data;
  const inferred = inferredNames({ gaps });
  const tables = data.tables.filter(({ name }) => !inferred.has(name));
  if (tables.length === 0 && queries.length === 0)
    return coverage.files === 0
      ? unknown('no file was read')
      : none(`neither a table nor a statement was found in ${coverage.files} files`);
  const nameOf = tableNames(tables);
  const schema = new Set(tables.map(({ name }) => name.toLowerCase()));
  const asked = new Map(
    queries.flatMap((query) =>
      query.tables.filter(isName).map((name) => [lastPart(nameOf(name)), name] as const),
    ),
  );
  const count = (holds: (query: (typeof queries)[number]) => boolean): number => queries.filter(holds).length;
  const withoutTable = count(({ tables: named }) => named.length > 0 && !named.some(isName));
  return known(
    {
      ...(engine === undefined ? {} : { engine: `${engine.name} ${engine.version ?? ''}`.trim() }),
      tables: tables.length,
      columns: tables.reduce((sum, { columns }) => sum + columns.length, 0),
      foreignKeys: tables.reduce((sum, { foreignKeys }) => sum + foreignKeys.length, 0),
      withoutKey: tables
        .filter(({ primaryKey, uniques }) => primaryKey === undefined && uniques.length === 0)
        .map(({ name }) => name),
      ...(withoutTable > 0
        ? {}
        : { unused: tables.filter(({ name }) => !asked.has(name.toLowerCase())).map(({ name }) => name) }),
      missing:
        data.tables.length === 0
          ? []
          : [...asked]
              .filter(([name]) => !schema.has(name) && !isCatalogue(asked.get(name) ?? ''))
              .map(([, name]) => name)
              .toSorted(compareText),
      statements: queries.length,
      interpolated: count(({ interpolated }) => interpolated === true),
      inTransaction: count(({ inTransaction }) => inTransaction === true),
      withoutTable,
      writing: count(({ kind }) => kind === 'insert' || kind === 'update' || kind === 'delete'),
    },
    tables.map(({ origin }) => origin),
  );
}

/** A name that is put together when the code runs stands in braces. */
export const isName = (table: string): boolean => !/[{}$]|unknown_part/.test(table);

const lastPart = (name: string): string => (name.split('.').at(-1) ?? name).toLowerCase();
