import { locksConflict } from '../migration/trace/locks.ts';
import type { Action, Effect } from './effect.ts';
import { rowLocksConflict } from './row-locks.ts';
import type { Step } from './transaction.ts';
import { keyTaken, newKeys } from './unique-keys.ts';
import { isUnderWay, visible } from './world.ts';
import type { Line, Shown, Version, World } from './world.ts';

/** What stands in the way of a statement, at the first row where something does. */
export type Obstacle =
  /** Another transaction holds it. */
  | {
      readonly kind: 'held';
      readonly by: readonly number[];
      readonly on: string;
      readonly row?: string;
      /** Unique index whose key it is. */
      readonly index?: string;
    }
  /** There is a newer version than the one shown. */
  | { readonly kind: 'newer'; readonly row: string; readonly deleted: boolean }
  /** A row has its key; `position` tells its newest version. */
  | { readonly kind: 'duplicate'; readonly row: string; readonly position: number };

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
      (action.kind === 'insert' ? undefined : rowObstacle(world, at, shown, action)) ??
      keyObstacle(world, at, shown, action);
    if (obstacle !== undefined && !isShown(shown, obstacle))
      return { passed: [...passed, ...begun(step, action, obstacle)], obstacle };
    passed.push(action);
  }
  return { passed };
}

/**
 * A row is written before its keys are looked at, index by index; those before the one in question are in. With
 * ON CONFLICT all are looked at first.
 */
function begun({ upsert }: Step, action: Action, obstacle: Obstacle): readonly Action[] {
  if (upsert || obstacle.kind !== 'held' || obstacle.index === undefined) return [];
  if (action.kind !== 'insert' && action.kind !== 'update') return [];
  const all = Object.entries(action.tuple.keys);
  const keys = Object.fromEntries(
    all.slice(
      0,
      all.findIndex(([index]) => index === obstacle.index),
    ),
  );
  return [{ ...action, tuple: { ...action.tuple, keys } }];
}

function keyObstacle(world: World, at: number, shown: Shown, action: Action): Obstacle | undefined {
  if (action.kind === 'insert') return keyTaken(world, at, action.table, action.tuple.keys);
  return action.kind === 'update'
    ? keyTaken(world, at, action.table, newKeys(shown, action), action.row)
    : undefined;
}

/** What unique indexes say to the rows that a statement would have written, up to the first one that is refused. */
export function walkKeys(world: World, at: number, step: Step, shown: Shown, { actions }: Effect): Walk {
  const passed: Action[] = [];
  for (const action of actions) {
    const obstacle = keyObstacle(world, at, shown, action);
    if (obstacle !== undefined) return { passed: [...passed, ...begun(step, action, obstacle)], obstacle };
    passed.push(action);
  }
  return { passed };
}

/** A key of a row that was shown as it is: PostgreSQL itself has judged it. */
export const isShown = (shown: Shown, obstacle: Obstacle): boolean =>
  obstacle.kind === 'duplicate' && shown.versions.get(obstacle.row)?.position === obstacle.position;

function rowObstacle(
  world: World,
  at: number,
  shown: Shown,
  { kind, row, mode }: Exclude<Action, { kind: 'insert' }>,
): Obstacle | undefined {
  const by = world.running.flatMap((other, index) => {
    const held = index === at || !isUnderWay(other) ? undefined : other.rowLocks.get(row);
    return held !== undefined && rowLocksConflict(held, mode) ? [index] : [];
  });
  const line = world.lines.get(row);
  if (by.length > 0) return { kind: 'held', by, on: `a row of ${line?.table ?? ''}`, row };
  if (line === undefined) return undefined;
  const seen = shown.versions.get(row);
  const newest = line.versions.findLast((version) => version.by === at || !isUnderWayBy(world, version.by));
  if (newest?.position === seen?.position)
    return kind !== 'lock' && isNewToSnapshot(world, at, row, line, seen)
      ? { kind: 'newer', row, deleted: false }
      : undefined;
  // Whether the row is there is all a key share lock asks, and a change that left its key alone does not matter to it.
  const later = line.versions.filter(({ position }) => position > (seen?.position ?? -1));
  const isKept = later.every((version) => version.mode !== 'update' && version.tuple !== undefined);
  if (mode === 'key share' && isKept) return undefined;
  return { kind: 'newer', row, deleted: newest?.tuple === undefined };
}

/**
 * What a foreign key changes along is found as it is now, and refused when the snapshot of the transaction does not
 * have it (src/backend/utils/adt/ri_triggers.c, the crosscheck snapshot of `ri_PerformCheck`).
 */
function isNewToSnapshot(
  world: World,
  at: number,
  row: string,
  line: Line,
  seen: Version | undefined,
): boolean {
  const { snapshot, renewed } = world.running[at] ?? {};
  if (world.transactions[at]?.isolation === 'read committed' || snapshot === undefined) return false;
  return renewed?.has(row) !== true && visible(world, at, line, snapshot) !== seen;
}

export const isUnderWayBy = (world: World, by: number): boolean => {
  const other = world.running[by];
  return other !== undefined && isUnderWay(other);
};
