import { locksConflict } from '../migration/trace/locks.ts';
import type { Action, Effect, Tuple } from './effect.ts';
import { rowLocksConflict } from './row-locks.ts';
import type { RowLock } from './row-locks.ts';
import type { Step } from './transaction.ts';
import { isUnderWay } from './world.ts';
import type { Shown, World } from './world.ts';

/** What stands in the way of a statement, at the first row where something does. */
export type Obstacle =
  /** Another transaction holds it. */
  | { readonly kind: 'held'; readonly by: readonly number[]; readonly on: string; readonly row?: string }
  /** There is a newer version than the one shown. */
  | { readonly kind: 'newer'; readonly row: string; readonly deleted: boolean };

export interface Walk {
  /** Actions before the obstacle; all of them when there is none. */
  readonly passed: readonly Action[];
  readonly obstacle?: Obstacle;
}

/** Other transactions that hold, or queue for, a conflicting lock on a table. */
export function objectHolders(world: World, at: number, { locks }: Pick<Effect, 'locks'>) {
  const since = world.running[at]?.since ?? 0;
  const isQueued = world.running[at]?.wants !== undefined;
  for (const lock of locks) {
    const conflicts = (other: { readonly object: string; readonly mode: (typeof lock)['mode'] }): boolean =>
      other.object === lock.object && locksConflict(other.mode, lock.mode);
    const mine = world.running[at]?.objectLocks ?? [];
    if (mine.some(({ object, mode }) => object === lock.object && mode === lock.mode)) continue;
    const by = world.running.flatMap((other, index) => {
      if (index === at || !isUnderWay(other)) return [];
      const ahead = other.wants !== undefined && (!isQueued || other.since < since);
      return other.objectLocks.some(conflicts) || (ahead && other.wants && conflicts(other.wants))
        ? [index]
        : [];
    });
    if (by.length > 0) return { lock, by };
  }
  return undefined;
}

/** Goes through what a statement did, in PostgreSQL's order, up to the first row on which it would have met another. */
export function walk(world: World, at: number, step: Step, shown: Shown, { actions }: Effect): Walk {
  const passed: Action[] = [];
  for (const action of actions) {
    const obstacle =
      action.kind === 'insert'
        ? rival(world, at, shown, action.table, action.tuple)
        : (rowObstacle(world, at, step, shown, action.row, action.mode) ??
          (action.kind === 'update' ? changedKey(world, at, shown, action) : undefined));
    if (obstacle !== undefined) return { passed, obstacle };
    passed.push(action);
  }
  return { passed };
}

function rowObstacle(
  world: World,
  at: number,
  step: Step,
  shown: Shown,
  row: string,
  mode: RowLock,
): Obstacle | undefined {
  const by = world.running.flatMap((other, index) => {
    const held = index === at || !isUnderWay(other) ? undefined : other.rowLocks.get(row);
    return held !== undefined && rowLocksConflict(held, mode) ? [index] : [];
  });
  if (by.length > 0) return { kind: 'held', by, on: `a row of ${world.lines.get(row)?.table ?? ''}`, row };
  const newest = world.lines
    .get(row)
    ?.versions.findLast((version) => version.by === at || !isUnderWayBy(world, version.by));
  const seen = shown.versions.get(row);
  if (newest === undefined || newest.position === seen?.position) return undefined;
  // A foreign key asks whether the row is there, and a change that left its key alone does not matter to it.
  const later =
    world.lines.get(row)?.versions.filter(({ position }) => position > (seen?.position ?? -1)) ?? [];
  const isKept = later.every((version) => version.mode !== 'update' && version.tuple !== undefined);
  if (mode === 'key share' && !step.keyShare && isKept) return undefined;
  return { kind: 'newer', row, deleted: newest.tuple === undefined };
}

const isUnderWayBy = (world: World, by: number): boolean => {
  const other = world.running[by];
  return other !== undefined && isUnderWay(other);
};

function changedKey(
  world: World,
  at: number,
  shown: Shown,
  { row, table, tuple }: Extract<Action, { kind: 'update' }>,
): Obstacle | undefined {
  const before = shown.versions.get(row)?.tuple?.keys ?? {};
  const keys = Object.fromEntries(Object.entries(tuple.keys).filter(([name, key]) => before[name] !== key));
  return rival(world, at, shown, table, { ...tuple, keys }, row);
}

/** A row of another transaction with the same key: PostgreSQL looks at those that are not committed, too. */
function rival(
  world: World,
  at: number,
  shown: Shown,
  table: string,
  { keys }: Tuple,
  own?: string,
): Obstacle | undefined {
  const mine = Object.entries(keys).filter(([, key]) => key !== null);
  if (mine.length === 0) return undefined;
  const collides = (tuple: Tuple | undefined): string | undefined =>
    tuple && mine.find(([name, key]) => tuple.keys[name] === key)?.[0];
  for (const [by, other] of world.running.entries()) {
    if (by === at || !isUnderWay(other)) continue;
    const index = other.pending
      .filter((pending) => pending.table === table)
      .map(({ tuple }) => collides(tuple))
      .find((name) => name !== undefined);
    if (index !== undefined) return { kind: 'held', by: [by], on: `a new key of ${index}` };
  }
  for (const [row, line] of world.lines) {
    if (line.table !== table || row === own) continue;
    const newest = line.versions.at(-1);
    if (newest === undefined || newest.by === at) continue;
    const before = line.versions.at(-2);
    if (isUnderWayBy(world, newest.by)) {
      const index = collides(newest.tuple) ?? collides(before?.tuple);
      if (index !== undefined) return { kind: 'held', by: [newest.by], on: `a key of ${index}` };
    } else if (collides(newest.tuple) !== undefined && shown.versions.get(row)?.position !== newest.position)
      return { kind: 'newer', row, deleted: false };
  }
  return undefined;
}
