import { parseSync } from 'libpg-query';
import { quoteNullable } from '../../../artifacts/sql-names.ts';
import { drawer } from '../../seeded.ts';
import { inOrder } from '../rows/populate.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Session } from '../session.ts';
import type { KeysetPage } from './rule.ts';
import { prepare, volatileIn } from './prepare.ts';
import { run } from './run.ts';
import { fill, states } from './states.ts';
import type { Drawn, State } from './states.ts';
import { mentionedIn, poolsOf } from './values.ts';
import type { Mentioned, Pools } from './values.ts';

/** Two ways to say something; `pages` holds many pages of one query to the pages of the other. */
export type Pair =
  | { readonly kind: 'queries'; readonly one: string; readonly other: string; readonly retyped: boolean }
  | { readonly kind: 'writes'; readonly one: string; readonly other: string }
  | { readonly kind: 'pages'; readonly page: KeysetPage };

/** What executing both on every generated database showed. */
export type Compared =
  | {
      readonly kind: 'equal';
      /** Comparisons that were made, over how many databases. */
      readonly runs: number;
      readonly databases: number;
      /** Rows that were compared. */
      readonly rows: number;
    }
  | { readonly kind: 'differ'; readonly counterexample: string; readonly seed: number }
  | { readonly kind: 'undecided'; readonly why: string };

/** Parameter values tried on each database. */
const draws = 8;

/** Rows that must have been compared before two answers count as equal. */
const fewest = 5;

interface Setting {
  readonly session: Session;
  readonly tables: readonly TableFacts[];
  readonly pools: Pools;
  readonly types: readonly string[];
  readonly mentioned: Mentioned;
}

/**
 * Executes both of a pair on generated databases. Equal means: the same rows as often, for each database and each
 * draw of parameters, and at least one row was there to compare.
 * @param tables what the queries read; the others stay empty
 */
export async function compare(
  session: Session,
  pair: Pair,
  tables: readonly TableFacts[],
): Promise<Compared> {
  const texts = textsOf(pair);
  const volatile = await volatileIn(session, texts);
  if (volatile !== undefined)
    return { kind: 'undecided', why: `${volatile}() answers differently every time` };
  const prepared = await prepare(session, pair);
  if (prepared.kind === 'refused') return { kind: 'undecided', why: prepared.why };
  const mentioned = mentionedIn(texts.map(treeOf));
  const ordered = inOrder(tables);
  const pools = await poolsOf(session, ordered, prepared.types, mentioned);
  const setting: Setting = { session, tables: ordered, pools, types: prepared.types, mentioned };
  try {
    return await onEach(setting, pair);
  } finally {
    await session.script('deallocate all');
  }
}

function textsOf(pair: Pair): readonly string[] {
  switch (pair.kind) {
    case 'queries':
    case 'writes':
      return [pair.one, pair.other];
    case 'pages':
      return [pair.page.whole];
  }
}

function treeOf(sql: string): unknown {
  try {
    return parseSync(sql);
  } catch {
    return undefined;
  }
}

async function onEach(setting: Setting, pair: Pair): Promise<Compared> {
  let runs = 0;
  let rows = 0;
  let failure: string | undefined;
  for (const state of states) {
    const drawn = await fill(setting.session, setting.tables, setting.pools, state);
    const draw = drawer(state.seed * 7919);
    for (let turn = 0; turn < (setting.types.length === 0 ? 1 : draws); turn++) {
      const focus = focusOf(setting.tables, drawn, draw);
      const values = setting.types.map((type, at) => valueOf(setting, focus, type, at + 1, draw));
      const answer = await run(setting, pair, values);
      if (answer.kind === 'failed') {
        failure ??= answer.why;
        continue;
      }
      if (answer.kind === 'differ')
        return {
          kind: 'differ',
          counterexample: inWords(answer.words, setting.types, values, state),
          seed: state.seed,
        };
      runs++;
      rows += answer.rows;
    }
  }
  if (runs === 0) return { kind: 'undecided', why: failure ?? 'nothing could be compared' };
  if (rows < fewest)
    return {
      kind: 'undecided',
      why: `only ${rows} generated rows are in its answer, which shows too little`,
    };
  return { kind: 'equal', runs, databases: states.length, rows };
}

function inWords(
  words: string,
  types: readonly string[],
  values: readonly (string | null)[],
  state: State,
): string {
  const given = types.map((_, at) => `$${at + 1} = ${quoteNullable(values[at] ?? null)}`);
  return `${given.length === 0 ? '' : `with ${given.join(', ')}: `}${words} (seed ${state.seed}, ${state.rows} rows drawn a table)`;
}

/** One row of each table: parameters that are taken from it meet several conditions at once. */
export function focusOf(
  tables: readonly TableFacts[],
  drawn: Drawn,
  draw: () => number,
): ReadonlyMap<string, ReadonlyMap<string, string | null>> {
  return new Map(
    tables.flatMap(({ oid }) => {
      const rows = drawn.get(oid) ?? [];
      const row = rows[Math.floor(draw() * rows.length)];
      return row === undefined ? [] : [[oid, row] as const];
    }),
  );
}

/** A value that is likely to meet something: of a column it is compared with, else of its type. */
export function valueOf(
  { tables, pools, mentioned }: Setting,
  focus: ReturnType<typeof focusOf>,
  type: string,
  number: number,
  draw: () => number,
): string | null {
  const columns = mentioned.parameters.get(number) ?? new Set<string>();
  const [pick, isNull, isFocus] = [draw(), draw() < 0.05, draw() < 0.6];
  const alike = tables.flatMap((table) =>
    table.columns.flatMap(({ name, type: own }) => {
      if (!columns.has(name) || (own !== type && familyOf(own) !== familyOf(type))) return [];
      const seen = focus.get(table.oid)?.get(name);
      return isFocus && typeof seen === 'string' ? [seen] : (pools.get(`${table.oid}.${name}`) ?? []);
    }),
  );
  const pool = alike.length > 0 ? alike : (pools.get(type) ?? []);
  return isNull ? null : (pool[Math.floor(pick * pool.length)] ?? null);
}

/** Types whose values read alike. */
const familyOf = (type: string): string =>
  /^(smallint|integer|bigint)/.test(type)
    ? 'whole'
    : /^(text|character varying)/.test(type)
      ? 'text'
      : /^(date|timestamp)/.test(type)
        ? 'time'
        : type;
