import { parseSync } from 'libpg-query';
import { quoteName, quoteNullable } from '../../../artifacts/sql-names.ts';
import { drawer } from '../../seeded.ts';
import { withParameters } from '../parameters.ts';
import type { RowsDatabase } from '../rewrites/rows-database.ts';
import { focusOf, valueOf } from '../rewrites/compare.ts';
import { difference } from '../rewrites/difference.ts';
import { fill, states } from '../rewrites/states.ts';
import { mentionedIn, poolsOf } from '../rewrites/values.ts';
import type { TableFacts } from '../rows/facts.ts';
import { inOrder } from '../rows/populate.ts';
import { printFailure } from '../session.ts';
import type { Session } from '../session.ts';
import type { OneStatement } from './one-statement.ts';

/** What asking for keys one by one and all at once showed. */
export type KeysCompared =
  | {
      readonly kind: 'equal';
      readonly keys: number;
      readonly rows: number;
      readonly databases: number;
      /** Rows of each key also came in the same order, wherever the query asks for one. */
      readonly inOrder: boolean;
    }
  | { readonly kind: 'differ'; readonly counterexample: string }
  | { readonly kind: 'undecided'; readonly why: string };

/** Keys that one statement is asked for, on each database, this many times. */
const keysAtOnce = 5;
const draws = 3;

/** Rows that must have been compared before two answers count as equal. */
const fewest = 5;

type Tuple = readonly (string | null)[];
type Answer = ReadonlyMap<string, readonly string[]> | string;

/** Runs the query once for each key, and the one statement for all of them, on generated databases. */
export async function compareKeys(
  { session }: RowsDatabase,
  sql: string,
  types: readonly string[],
  one: OneStatement,
  tables: readonly TableFacts[],
): Promise<KeysCompared> {
  const ordered = inOrder(tables);
  const mentioned = mentionedIn(parseSync(sql));
  const pools = await poolsOf(session, ordered, types, mentioned);
  const setting = { session, tables: ordered, pools, types, mentioned };
  let [keys, rows, sameOrder] = [0, 0, true];
  for (const state of states) {
    const drawn = await fill(session, ordered, pools, state);
    const draw = drawer(state.seed * 7919);
    for (let turn = 0; turn < draws; turn++) {
      const tuples = distinctTuples(keysAtOnce, () => {
        const focus = focusOf(ordered, drawn, draw);
        return types.map((type, at) => valueOf(setting, focus, type, at + 1, draw));
      });
      const found = await compareOnce(session, sql, one, tuples);
      if (found.kind === 'undecided') return found;
      if (found.kind === 'differ')
        return { ...found, counterexample: `${found.counterexample} (seed ${state.seed})` };
      sameOrder &&= found.inOrder;
      rows += found.rows;
      keys += tuples.length;
    }
  }
  if (rows < fewest)
    return {
      kind: 'undecided',
      why: `only ${rows} generated rows are in its answers, which shows too little`,
    };
  return { kind: 'equal', keys, rows, databases: states.length, inOrder: sameOrder };
}

/** Both ways for the same keys, on the rows that are there. */
async function compareOnce(
  session: Session,
  sql: string,
  one: OneStatement,
  tuples: readonly Tuple[],
): Promise<
  | { readonly kind: 'equal'; readonly rows: number; readonly inOrder: boolean }
  | Exclude<KeysCompared, { kind: 'equal' }>
> {
  const single = await oneByOne(session, sql, tuples, one.kind);
  const found = await atOnce(session, one, tuples);
  if (typeof single === 'string') return { kind: 'undecided', why: single };
  if (typeof found === 'string') return { kind: 'undecided', why: found };
  let [rows, sameOrder] = [0, true];
  for (const tuple of tuples) {
    const [left, right] = [single.get(keyOf(tuple)) ?? [], found.get(keyOf(tuple)) ?? []];
    const compared = difference(left, right);
    if (compared.kind !== 'equal') {
      const words = compared.kind === 'differ' ? compared.words : compared.why;
      return { kind: 'differ', counterexample: `for ${tuple.map(quoteNullable).join(', ')}: ${words}` };
    }
    sameOrder &&= left.every((row, at) => row === right[at]);
    rows += left.length;
  }
  return { kind: 'equal', rows, inOrder: sameOrder };
}

const keyOf = (tuple: Tuple): string => JSON.stringify(tuple);

function distinctTuples(count: number, draw: () => Tuple): readonly Tuple[] {
  const found = new Map<string, Tuple>();
  for (let at = 0; at < count * 2 && found.size < count; at++) {
    const tuple = draw();
    found.set(keyOf(tuple), tuple);
  }
  return [...found.values()];
}

async function oneByOne(
  session: Session,
  sql: string,
  tuples: readonly Tuple[],
  kind: OneStatement['kind'],
): Promise<Answer> {
  const answers = new Map<string, readonly string[]>();
  for (const tuple of tuples) {
    const ran = await session.run(`execute plumbline_one(${tuple.map(quoteNullable).join(', ')})`);
    if (ran.kind === 'failed') return printFailure(ran.failure);
    const rows = ran.rows.map(({ row }) => row ?? '');
    // A count of nothing is a row of its own when it is asked for, and no row among the counts of others.
    answers.set(keyOf(tuple), kind === 'counts' ? rows.filter((row) => row !== '(0)') : rows);
  }
  return answers;
}

/** What PostgreSQL says the parameters are, with the query made ready to be asked key by key. */
export async function prepareOne(session: Session, sql: string): Promise<readonly string[] | string> {
  await session.script('deallocate all');
  const ran = await session.run(`prepare plumbline_one as select q::text as row from (${sql}\n) q`);
  if (ran.kind === 'failed') return printFailure(ran.failure);
  const [row] = await session.rows(
    `select array_to_json(parameter_types::text[]) as types from pg_prepared_statements where name = 'plumbline_one'`,
  );
  const types: unknown = JSON.parse(row?.['types'] ?? '[]');
  return Array.isArray(types) ? types.map(String) : [];
}

async function atOnce(session: Session, one: OneStatement, tuples: readonly Tuple[]): Promise<Answer> {
  const width = tuples[0]?.length ?? 0;
  const arrays = Array.from(
    { length: width },
    (_, at) => `array[${tuples.map((tuple) => quoteNullable(tuple[at] ?? null)).join(', ')}]`,
  );
  const sql = withParameters(one.sql, (number) => arrays[number - 1] ?? 'null');
  const asked =
    one.kind === 'each'
      ? `select k.n::text as key, q::text as row ${sql.slice(sql.indexOf('from unnest('))}`
      : `select q.${quoteName(one.key)}::text as key, ${one.kind === 'counts' ? "regexp_replace(q::text, '^.*,', '(')" : 'q::text'} as row from (${sql}\n) q`;
  const ran = await session.run(asked);
  if (ran.kind === 'failed') return printFailure(ran.failure);
  const answers = new Map<string, string[]>();
  for (const { key, row } of ran.rows) {
    const tuple = one.kind === 'each' ? tuples[Number(key) - 1] : tuples.find(([value]) => value === key);
    if (tuple === undefined)
      return `it answers for ${key ?? 'null'}, which is none of the keys as they were given`;
    answers.set(keyOf(tuple), [...(answers.get(keyOf(tuple)) ?? []), row ?? '']);
  }
  return answers;
}
