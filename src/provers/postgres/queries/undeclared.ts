import { quoteText } from '../../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../../model/database-statistics.ts';
import type { Relation } from '../catalogue.ts';
import { nodesOf } from '../plan-shape.ts';
import type { Production } from '../production/open-production.ts';
import { guesses, guessesOf } from './guesses.ts';
import type { Guess } from './guesses.ts';
import type { PlannedQuery } from './plan-queries.ts';
import { readTables } from './read-tables.ts';
import type { Flipped } from './reason.ts';
import { columnKey, columnWords, comparisonsOf, tableWords, usedColumns } from './used-columns.ts';
import type { UsedColumn } from './used-columns.ts';
import { factsOf, withColumn, withColumns } from './variations.ts';
import type { Change } from './variations.ts';

/**
 * Finds the columns nobody declared on which plans rest. One column at a time is given other values; then the rows of
 * one table are made narrow or wide; at last, for queries whose plan nothing changed so far, all columns change at once.
 */
export async function tryGuesses(
  production: Production,
  planned: readonly PlannedQuery[],
  flipped: Flipped,
): Promise<void> {
  const found = new Set<PlannedQuery>();
  const keep = async (some: Promise<readonly PlannedQuery[]>): Promise<void> => {
    for (const each of await some) found.add(each);
  };
  for (const { used, guess, queries } of singleGuesses(production, planned)) {
    const words = columnWords(used);
    await keep(
      withColumn(production, used, changeTo(used, guess), () =>
        flipped(queries, 'undeclared', `${words} with ${guess.name}`, [words]),
      ),
    );
  }
  for (const { columns, queries } of await byWidth(production, planned))
    for (const { name, bytes } of widths)
      await keep(withWidth(production, columns, name, bytes, queries, flipped));
  for (const each of planned) if (!found.has(each)) await allAtOnce(production, each, flipped);
}

interface Single {
  readonly used: UsedColumn;
  readonly guess: Guess;
  readonly queries: readonly PlannedQuery[];
}

function singleGuesses(production: Production, planned: readonly PlannedQuery[]): readonly Single[] {
  const found = new Map<string, Single & { readonly queries: PlannedQuery[] }>();
  const add = (used: UsedColumn, guess: Guess, query: PlannedQuery) => {
    const key = `${columnKey(used)} ${guess.name}`;
    const single = found.get(key) ?? { used, guess, queries: [] };
    found.set(key, single);
    single.queries.push(query);
  };
  for (const each of planned) {
    for (const used of undeclaredOf(production, each)) for (const guess of guesses) add(used, guess, each);
    for (const { operator, value, ...used } of comparisonsOf(production, each.plan))
      if (isUndeclared(production, used))
        for (const guess of guessesOf({ ...used, operator, value })) add(used, guess, each);
  }
  return [...found.values()];
}

const undeclaredOf = (production: Production, { plan }: PlannedQuery): readonly UsedColumn[] =>
  usedColumns(production, plan).filter((used) => isUndeclared(production, used));

const isUndeclared = (production: Production, used: UsedColumn): boolean =>
  factsOf(production, used) === undefined;

const changeTo =
  ({ column }: UsedColumn, { facts }: Pick<Guess, 'facts'>): Change =>
  (_, { path }): ColumnFacts => ({
    name: column,
    type: '',
    inherited: path === undefined,
    nullFraction: 0,
    averageWidth: 8,
    distinct: 0,
    correlation: 0,
    ...facts,
  });

/** Bytes of each value that has no fixed length; without statistics the planner takes at most 32 for most of them. */
const widths: readonly { readonly name: string; readonly bytes: number }[] = [
  { name: '4 bytes', bytes: 4 },
  { name: '200 bytes', bytes: 200 },
];

interface Wide {
  readonly columns: readonly UsedColumn[];
  readonly queries: readonly PlannedQuery[];
}

/** Nodes that hold rows, so that their width counts. */
const keepsRows =
  /^(?:Hash|Sort|Incremental Sort|Materialize|Memoize|Aggregate|WindowAgg|SetOp|.*Join|Nested Loop)$/;

/** For each table the columns whose width nobody declared, and the queries that read it. */
async function byWidth(production: Production, planned: readonly PlannedQuery[]): Promise<readonly Wide[]> {
  const found: Wide[] = [];
  const keeping = planned.filter(({ plan }) => nodesOf(plan).some(({ type }) => keepsRows.test(type)));
  for (const { root, queries } of readTables(production, keeping)) {
    const columns = (await varying(production, root)).filter((used) => isUndeclared(production, used));
    if (columns.length > 0) found.push({ columns, queries });
  }
  return found;
}

const varying = async ({ session }: Production, root: Relation['root']): Promise<readonly UsedColumn[]> =>
  (
    await session.rows(
      `select attname from pg_attribute where attnum > 0 and not attisdropped and attlen < 0 and attrelid =
        (select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = ${quoteText(root.schema)} and c.relname = ${quoteText(root.name)}) order by attnum`,
    )
  ).map(({ attname }) => ({ root, column: attname ?? '' }));

async function withWidth(
  production: Production,
  columns: readonly UsedColumn[],
  name: string,
  bytes: number,
  queries: readonly PlannedQuery[],
  flipped: Flipped,
): Promise<readonly PlannedQuery[]> {
  const [first] = columns;
  if (first === undefined) return [];
  const names = columns.map(({ column }) => column).join(', ');
  return withColumns(
    production,
    columns.map((used) => ({ used, change: changeTo(used, { facts: { averageWidth: bytes } }) })),
    () =>
      flipped(
        queries,
        'undeclared',
        `${tableWords(first.root)} with ${name} in each of ${names}`,
        columns.map(columnWords),
      ),
  );
}

/** Every column of a query at once: few values, or those that its comparisons keep. */
async function allAtOnce(production: Production, each: PlannedQuery, flipped: Flipped): Promise<void> {
  const columns = undeclaredOf(production, each);
  if (columns.length < 2) return;
  const kept = new Map(
    comparisonsOf(production, each.plan).flatMap((comparison) =>
      guessesOf(comparison)
        .slice(0, 1)
        .map((guess) => [columnWords(comparison), guess] as const),
    ),
  );
  const words = columns.map(columnWords);
  for (const guess of guesses.slice(0, 2)) {
    const chosen = columns.map((used) => ({ used, guess: kept.get(columnWords(used)) ?? guess }));
    const changed = chosen.map(({ used, guess: one }) => `${columnWords(used)} with ${one.name}`);
    const found = await withColumns(
      production,
      chosen.map(({ used, guess: one }) => ({ used, change: changeTo(used, one) })),
      () => flipped([each], 'undeclared', changed.join(' and '), words),
    );
    if (found.length > 0) return;
  }
}
