import { quoteName } from '../../../artifacts/sql-names.ts';
import type { Session } from '../session.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Population } from '../rows/populate.ts';
import { literal } from '../rows/problem.ts';
import type { StoredRow } from '../rows/problem.ts';
import { settingsIn } from './expected.ts';
import { askAll } from './under.ts';

/** Somebody, and the row that is theirs. */
export interface Owner {
  readonly settings: ReadonlyMap<string, string>;
  readonly row: StoredRow;
}

export const fullName = ({ schema, name }: TableFacts): string => `${quoteName(schema)}.${quoteName(name)}`;

/** Finds exactly one row, by all its values. */
export function rowCondition(table: TableFacts, { values }: StoredRow): string {
  return table.columns
    .filter(({ type }) => !/^(json|xml|point|box|path|polygon|circle|line)$/.test(type))
    .map(
      ({ name, type }) =>
        `${quoteName(name)} is not distinct from ${literal(values.get(name) ?? null, type)}`,
    )
    .join(' and ');
}

const maxCombinations = 300;

/**
 * Two owners under a condition of the model: settings under which the first row satisfies it and the second does
 * not, and the other way round. Every referenced key that is there is tried as the value of every setting the
 * condition reads.
 */
export async function ownersOf(
  session: Session,
  table: TableFacts,
  condition: string,
  { tables, stored }: Population,
): Promise<readonly [Owner, Owner] | undefined> {
  const names = settingsIn(condition);
  const [a, b] = stored.get(table.oid) ?? [];
  if (names.length === 0 || a === undefined || b === undefined) return undefined;
  const keys = tables.flatMap(({ table: each }) =>
    each.references.flatMap(({ target, targetColumns }) =>
      (stored.get(target) ?? []).flatMap(({ values }) =>
        targetColumns.flatMap((name) => values.get(name) ?? []),
      ),
    ),
  );
  const own = [a, b].flatMap(({ values }) => [...values.values()].filter((value) => value !== null));
  const values = [...new Set([...keys, ...own.filter((value) => /^[0-9a-f-]{36}$/.test(value))])];
  let choices: readonly (readonly string[])[] = [[]];
  for (const _ of names) choices = choices.flatMap((choice) => values.map((value) => [...choice, value]));
  const tried = choices
    .slice(0, maxCombinations)
    .map((choice) => new Map(names.map((name, at) => [name, choice[at] ?? ''])));
  const heard = await askAll(
    session,
    tried.flatMap((settings) =>
      [a, b].map((row) => ({
        settings,
        statement: `select from ${fullName(table)} where (${rowCondition(table, row)}) and (${condition})`,
      })),
    ),
  );
  const sees = (at: number, row: 0 | 1): boolean => heard[at * 2 + row]?.rows === 1;
  const first = tried.find((_, at) => sees(at, 0) && !sees(at, 1));
  const second = tried.find((_, at) => sees(at, 1) && !sees(at, 0));
  if (first === undefined || second === undefined) return undefined;
  return [
    { settings: first, row: a },
    { settings: second, row: b },
  ];
}
