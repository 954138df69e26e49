import type { Action, Effect } from './effect.ts';
import type { Shown, SeenRead, World } from './world.ts';
import { visible, withRunning } from './world.ts';

/**
 * Serializable snapshot isolation as PostgreSQL does it (src/backend/storage/lmgr/predicate.c; Ports and Grittner,
 * "Serializable Snapshot Isolation in PostgreSQL", VLDB 2012): reader → writer dependencies are gathered, and a
 * transaction is refused when one is followed by another whose writer committed first.
 */
export type Judged = { readonly world: World; readonly refused: boolean };

const isSerializable = (world: World, at: number): boolean =>
  world.transactions[at]?.isolation === 'serializable';

const committed = (world: World, at: number): number | undefined => world.running[at]?.committedAt;

/** Concurrent with it, not rolled back. */
function isRival(world: World, at: number, other: number): boolean {
  const one = world.running[other];
  if (other === at || other < 0 || one === undefined || !isSerializable(world, other)) return false;
  if (one.phase === 'fresh' || one.phase === 'aborted' || one.phase === 'failed') return false;
  return one.committedAt === undefined || one.committedAt > (world.running[at]?.snapshot ?? 0);
}

export const seenReads = ({ reads }: Effect, { versions }: Shown): readonly SeenRead[] =>
  reads.map((read) => ({
    read,
    position: read.kind === 'row' ? (versions.get(read.row)?.position ?? -1) : -1,
  }));

/**
 * After a statement has read: what others wrote and it did not see.
 * @param found rows it would have found, had it seen what others wrote
 */
export function afterReading(
  world: World,
  at: number,
  reads: readonly SeenRead[],
  found: ReadonlySet<string>,
  { moment }: Shown,
): Judged {
  if (!isSerializable(world, at)) return { world, refused: false };
  const tables = new Set(reads.flatMap(({ read }) => (read.kind === 'table' ? [read.table] : [])));
  const writers = new Set<number>();
  for (const [row, line] of world.lines) {
    if (!tables.has(line.table) && !found.has(row)) continue;
    const seen = visible(world, at, line, moment(line.table))?.position ?? -1;
    for (const { by, position } of line.versions)
      if (position > seen && isRival(world, at, by)) writers.add(by);
  }
  return [...writers].reduce<Judged>(
    (judged, writer) => (judged.refused ? judged : depend(judged.world, at, writer, at)),
    { world, refused: false },
  );
}

/** After a statement has written: others who read what it replaces, or where it adds. */
export function afterWriting(
  world: World,
  at: number,
  actions: readonly Action[],
  { versions }: Shown,
): Judged {
  if (!isSerializable(world, at)) return { world, refused: false };
  const readers = world.running.flatMap(({ reads }, other) => {
    if (!isRival(world, at, other)) return [];
    return reads.some((read) => actions.some((action) => overwrites(action, read, versions))) ? [other] : [];
  });
  return readers.reduce<Judged>(
    (judged, reader) => (judged.refused ? judged : depend(judged.world, reader, at, at)),
    { world, refused: false },
  );
}

function overwrites(action: Action, { read, position }: SeenRead, versions: Shown['versions']): boolean {
  if (action.kind === 'lock' || action.table !== read.table) return false;
  switch (read.kind) {
    case 'table':
      return true;
    case 'row':
      return (
        action.kind !== 'insert' && action.row === read.row && versions.get(read.row)?.position === position
      );
    case 'index':
      return action.kind === 'insert' || (action.kind === 'update' && action.indexed);
  }
}

/** A new dependency: OnConflict_CheckForSerializationFailure. */
function depend(before: World, reader: number, writer: number, me: number): Judged {
  if (before.arcs.some((arc) => arc.reader === reader && arc.writer === writer))
    return { world: before, refused: false };
  const world = { ...before, arcs: [...before.arcs, { reader, writer }] };
  if (!isDangerous(world, reader, writer)) return { world, refused: false };
  if (writer === me || committed(world, writer) !== undefined) return { world, refused: true };
  return { world: withRunning(world, writer, { doomed: true }), refused: false };
}

function isDangerous(world: World, reader: number, writer: number): boolean {
  const readerAt = committed(world, reader) ?? Infinity;
  const writerAt = committed(world, writer) ?? Infinity;
  const readsOnly = isReadOnly(world, reader);
  const asPivot = world.arcs.some(({ reader: pivot, writer: last }) => {
    const lastAt = committed(world, last);
    if (pivot !== writer || lastAt === undefined) return false;
    if (lastAt > readerAt || lastAt > writerAt) return false;
    return !readsOnly || lastAt <= (world.running[reader]?.snapshot ?? 0);
  });
  if (asPivot) return true;
  if (committed(world, writer) === undefined || readsOnly) return false;
  return world.arcs.some(({ reader: first, writer: pivot }) => {
    if (pivot !== reader || world.running[first]?.doomed === true) return false;
    if ((committed(world, first) ?? Infinity) < writerAt) return false;
    return !isReadOnly(world, first) || (world.running[first]?.snapshot ?? 0) >= writerAt;
  });
}

/** Declared so, or committed without having written. */
const isReadOnly = (world: World, at: number): boolean =>
  world.transactions[at]?.readOnly === true ||
  (world.running[at]?.committedAt !== undefined && !world.running[at].wrote);

/** Before a commit: PreCommit_CheckForSerializationFailure. It may doom the transaction between two others. */
export function beforeCommit(world: World, at: number): Judged {
  if (!isSerializable(world, at)) return { world, refused: false };
  if (world.running[at]?.doomed === true) return { world, refused: true };
  const isLive = (one: number): boolean =>
    world.running[one]?.committedAt === undefined &&
    world.running[one]?.doomed !== true &&
    world.running[one]?.phase !== 'aborted' &&
    world.running[one]?.phase !== 'failed';
  const pivots = world.arcs.flatMap(({ reader: pivot, writer }) =>
    writer === at &&
    isLive(pivot) &&
    world.arcs.some(
      (arc) =>
        arc.writer === pivot && (arc.reader === at || (isLive(arc.reader) && !isReadOnly(world, arc.reader))),
    )
      ? [pivot]
      : [],
  );
  return {
    world: pivots.reduce((doomed, pivot) => withRunning(doomed, pivot, { doomed: true }), world),
    refused: false,
  };
}

/** A transaction that was rolled back leaves no dependency. */
export const forget = (world: World, at: number): World => ({
  ...world,
  arcs: world.arcs.filter(({ reader, writer }) => reader !== at && writer !== at),
});
