import type { Effect } from './effect.ts';
import { afterReading, seenReads } from './serializable.ts';
import type { Judged } from './serializable.ts';
import type { Here } from './step-over.ts';
import { unseenLayers } from './unseen.ts';
import { withRunning } from './world.ts';
import type { Shown, World } from './world.ts';

/** A statement, what it did, and what it did without unique indexes and foreign keys where these refused it. */
interface Ran {
  readonly sql: string;
  readonly effect: Effect;
  readonly written: Effect;
  /** It meets another transaction on a row: it has not come to its foreign keys. */
  readonly waits: boolean;
}

/**
 * What a serializable transaction remembers to have read, also of a statement that waits or fails after it, and which
 * others wrote what it did not see.
 */
export async function noteReads(here: Here, world: World, shown: Shown, ran: Ran): Promise<Judged> {
  const { at, step, transaction } = here;
  const running = world.running[at];
  if (transaction.isolation !== 'serializable' || running === undefined) return { world, refused: false };
  const named = new Set(step.tables);
  const isReached = (table: string): boolean => !ran.waits || named.has(table);
  const all = await rowsToFind(here, world, shown, ran);
  const found = new Set([...all].filter((row) => isReached(world.lines.get(row)?.table ?? '')));
  if (running.doomed && isNoticed(world, ran.written, found)) return { world, refused: true };
  const reads = seenReads(ran.written, shown).filter(({ read }) => isReached(read.table));
  const read = afterReading(world, at, reads, found, shown);
  return {
    ...read,
    world: withRunning(read.world, at, { reads: [...running.reads, ...reads] }),
  };
}

/** Rows a serializable statement would find through indexes, had it seen what others have written meanwhile. */
async function rowsToFind(
  { stage, at }: Here,
  world: World,
  shown: Shown,
  { sql, effect }: Ran,
): Promise<ReadonlySet<string>> {
  const rows = new Set(rowsFound(effect));
  if (!effect.reads.some(({ kind }) => kind === 'index')) return rows;
  for (const contents of unseenLayers(world, at, shown)) {
    const more = await stage.run(sql, contents, world.running[at]?.sequences ?? {});
    for (const row of rowsFound(more)) rows.add(row);
  }
  return rows;
}

/** A row that a transaction writes itself is no longer remembered as read. */
const rowsFound = ({ reads, actions }: Effect): readonly string[] => [
  ...reads.flatMap((read) => (read.kind === 'row' ? [read.row] : [])),
  ...actions.flatMap((action) => (action.kind === 'insert' ? [] : [action.row])),
];

/** A transaction that is to be refused learns of it with the first row that it meets (predicate.c). */
const isNoticed = (world: World, { reads, actions }: Effect, found: ReadonlySet<string>): boolean =>
  actions.length > 0 ||
  found.size > 0 ||
  reads.some(
    (read) => read.kind === 'table' && [...world.lines.values()].some(({ table }) => table === read.table),
  );
