import type { Action, Effect, Tuple } from './effect.ts';
import type { Obstacle } from './conflicts.ts';
import { isUnderWay, visible } from './world.ts';
import type { Shown, Version, World } from './world.ts';

/**
 * Unique indexes are looked into without a snapshot, one after the other in the order in which they were made
 * (src/backend/access/nbtree/nbtinsert.c, `_bt_check_unique`; execIndexing.c): a key that another transaction has
 * added or is about to give up is waited for, one that is there now is taken, whatever the statement can see.
 * @param own the row that gets the keys, when it is there already
 */
export function keyTaken(
  world: World,
  at: number,
  table: string,
  keys: Tuple['keys'],
  own?: string,
): Obstacle | undefined {
  for (const [index, key] of Object.entries(keys)) {
    if (key === null) continue;
    const has = (tuple: Tuple | undefined): boolean => tuple?.keys[index] === key;
    const found = pendingKey(world, at, table, index, has) ?? heldKey(world, at, table, index, has, own);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Has = (tuple: Tuple | undefined) => boolean;

/** Written by a statement that waits itself, or given up by it. */
function pendingKey(world: World, at: number, table: string, index: string, has: Has): Obstacle | undefined {
  const settled = (row: string): Tuple | undefined => world.lines.get(row)?.versions.at(-1)?.tuple;
  const by = world.running.findIndex(
    (other, one) =>
      one !== at &&
      isUnderWay(other) &&
      other.pending.some(
        (pending) =>
          pending.table === table &&
          (has(pending.tuple) || (pending.row !== undefined && has(settled(pending.row)))),
      ),
  );
  return by === -1 ? undefined : { kind: 'held', by: [by], on: `a new key of ${index}`, index };
}

function heldKey(
  world: World,
  at: number,
  table: string,
  index: string,
  has: Has,
  own: string | undefined,
): Obstacle | undefined {
  for (const [row, line] of world.lines) {
    if (line.table !== table || row === own) continue;
    const newest = line.versions.at(-1);
    if (newest === undefined) continue;
    const { by } = newest;
    const other = world.running[by];
    if (by !== at && other !== undefined && isUnderWay(other)) {
      const settled = line.versions.findLast((version) => version.by !== by);
      const theirs = line.versions.filter((version) => version.by === by);
      if ([settled, ...theirs].some((version) => has(version?.tuple)))
        return { kind: 'held', by: [by], on: `a key of ${index}`, index };
    } else if (has(newest.tuple)) return { kind: 'duplicate', row, position: newest.position };
  }
  return undefined;
}

/** The keys that an update gives to a row and that it had not. */
export function newKeys(shown: Shown, { row, tuple }: Extract<Action, { kind: 'update' }>): Tuple['keys'] {
  const before = shown.versions.get(row)?.tuple?.keys ?? {};
  return Object.fromEntries(Object.entries(tuple.keys).filter(([index, key]) => before[index] !== key));
}

/** Whether what a statement did on the rows it was shown hangs on keys that are perhaps not those of this moment. */
export const hangsOnKeys = ({ upsert }: { readonly upsert: boolean }, { failure }: Effect): boolean =>
  upsert || failure?.code === '23505' || failure?.code === '23503';

/** Rows that were shown as they were once, and that the statement did not come to. */
export function staleRows(world: World, at: number, shown: Shown, { actions }: Effect): readonly string[] {
  const touched = new Set(actions.flatMap((action) => (action.kind === 'insert' ? [] : [action.row])));
  return [...world.lines].flatMap(([row, line]) => {
    const newest: Version | undefined = visible(world, at, line, world.commits);
    const seen = shown.versions.get(row);
    const isSame = newest?.tuple === undefined ? seen === undefined : seen === newest;
    return isSame || touched.has(row) ? [] : [row];
  });
}
