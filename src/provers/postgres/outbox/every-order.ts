import { advance } from '../../isolation/advance.ts';
import type { Stage } from '../../isolation/database.ts';
import type { Contents, Tuple } from '../../isolation/effect.ts';
import type { Step, Transaction } from '../../isolation/transaction.ts';
import { isOver, newWorld } from '../../isolation/world.ts';
import type { Running, World } from '../../isolation/world.ts';

/** A transaction that commits or dies before it does: both are tried. */
export interface Actor {
  readonly name: string;
  /** `does`: what the statement does, in words. */
  readonly steps: readonly (Pick<Step, 'sql' | 'tables' | 'policy' | 'upsert'> & { readonly does: string })[];
}

export interface Explored {
  readonly states: number;
  /** What was found wrong, each with the shortest way to it in words. */
  readonly faults: ReadonlyMap<string, readonly string[]>;
  /** Every order of turns was followed to its end. */
  readonly complete: boolean;
}

export interface Questions {
  /** A fault that is looked for: once found, nothing else is asked. */
  readonly until?: string;
  /** Two worlds with the same text go on alike. */
  readonly identity: (world: World) => string;
  /** What is wrong in a state; `over` when nobody can move any more. */
  readonly faults: (world: World, over: boolean) => Promise<readonly string[]> | readonly string[];
}

/** States of one question; a few hundred are usual. */
const stateLimit = 5000;

const ends = ['commit', 'rollback'] as const;

/**
 * Every order of turns of the actors, statement by statement, each played on the rows that PostgreSQL's locks let it
 * see; each actor commits or dies (its connection breaks, which PostgreSQL rolls back) at its end. Breadth first, so
 * that the way to a fault is a shortest one.
 */
export async function everyOrder(
  stage: Stage,
  contents: Contents,
  actors: readonly Actor[],
  { until, identity, faults }: Questions,
): Promise<Explored> {
  const clocks = clocksOf(contents);
  const found = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const queue = [
    // Every message brings its number: no sequence is asked.
    { world: newWorld(actors.map(transactionOf), contents, []), way: [''] },
  ];
  queue.forEach(({ world }) => seen.add(identity(world)));
  for (let at = 0; at < queue.length && queue.length < stateLimit; at++) {
    const { world, way } = queue[at] ?? {};
    if (world === undefined || way === undefined) break;
    const able = world.running.flatMap((one, index) =>
      isOver(one) || one.phase === 'waiting' ? [] : [index],
    );
    for (const fault of await faults(world, able.length === 0))
      if (!found.has(fault)) found.set(fault, way.slice(1));
    if (until !== undefined && found.has(until)) break;
    for (const index of able)
      for (const { world: start, words } of movesOf(world, index, actors)) {
        const next = steadied((await advance(stage, start, index)).world, stage, clocks);
        const key = identity(next);
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push({ world: next, way: [...way, words] });
      }
  }
  return { states: seen.size, faults: found, complete: queue.length < stateLimit };
}

/** The first value of each column, by `table.column`. */
const clocksOf = (contents: Contents): Map<string, string> =>
  new Map(
    [...contents].flatMap(([table, rows]) =>
      rows.flatMap(({ tuple }) =>
        Object.entries(tuple.values).flatMap(([column, value]) =>
          value === null ? [] : [[`${table}.${column}`, value] as const],
        ),
      ),
    ),
  );

/**
 * Clocks tell another time in each run, which decides nothing here but whether there is one: all get the same time,
 * so that states reached by different ways are the same.
 */
function steadied(world: World, { unsteady }: Stage, clocks: Map<string, string>): World {
  const steady = (table: string, tuple: Tuple): Tuple => ({
    ...tuple,
    values: Object.fromEntries(
      Object.entries(tuple.values).map(([column, value]) => {
        const name = `${table}.${column}`;
        if (value === null || !unsteady.has(name)) return [column, value];
        const time = clocks.get(name) ?? value;
        clocks.set(name, time);
        return [column, time];
      }),
    ),
  });
  const lines = [...world.lines].map(([row, line]) => {
    const versions = line.versions.map((version) =>
      version.tuple === undefined ? version : { ...version, tuple: steady(line.table, version.tuple) },
    );
    return [row, { ...line, versions }] as const;
  });
  return { ...world, lines: new Map(lines) };
}

const transactionOf = ({ name, steps }: Actor): Transaction => ({
  name,
  line: 0,
  isolation: 'read committed',
  readOnly: false,
  steps: [
    ...steps.map(({ sql, tables, policy, upsert }): Step => ({
      kind: 'statement',
      sql,
      tables,
      policy,
      upsert,
      line: 0,
      when: [],
    })),
    endOf('commit'),
  ],
});

const endOf = (kind: 'commit' | 'rollback'): Step => ({
  kind,
  sql: kind,
  line: 0,
  tables: [],
  policy: 'wait',
  upsert: false,
  when: [],
});

/** Its next statement, or at the end either way to end. */
function movesOf(world: World, index: number, actors: readonly Actor[]) {
  const { name = '', steps = [] } = actors[index] ?? {};
  const next = world.running[index]?.next ?? 0;
  if (next < steps.length) return [{ world, words: `${name} ${steps[next]?.does ?? ''}` }];
  return ends.map((kind) => ({
    words: `${name} ${kind === 'commit' ? 'commits' : 'dies before its commit'}`,
    world: {
      ...world,
      transactions: world.transactions.map((one, at) =>
        at === index ? { ...one, steps: [...one.steps.slice(0, -1), endOf(kind)] } : one,
      ),
    },
  }));
}

/** What has to be the same of a transaction for two worlds to go on alike, beside the rows. */
export const progressOf = ({ phase, next, waitsFor }: Running): unknown => [phase, next, waitsFor];
