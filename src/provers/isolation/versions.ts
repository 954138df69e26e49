import type { Action } from './effect.ts';
import { forget } from './serializable.ts';
import { withRunning } from './world.ts';
import type { Line, Running, Version, World } from './world.ts';

/** Adds the versions that a transaction made. */
export function apply(world: World, at: number, actions: readonly Action[]): World {
  const lines = new Map<string, Line>(world.lines);
  let { clock } = world;
  for (const action of actions) {
    if (action.kind === 'lock') continue;
    const mode = action.kind === 'insert' ? 'update' : action.mode;
    const version: Version = {
      ...(action.kind !== 'delete' && { tuple: action.tuple }),
      by: at,
      mode,
      position: clock++,
    };
    const row = action.kind === 'insert' ? `${action.table}#${at + 1}.${version.position}` : action.row;
    lines.set(row, { table: action.table, versions: [...(lines.get(row)?.versions ?? []), version] });
  }
  return { ...world, lines, clock };
}

/** Takes back what a transaction wrote. */
export function release(world: World, at: number): World {
  const lines = new Map<string, Line>();
  for (const [row, line] of world.lines) {
    const versions = line.versions.filter(({ by }) => by !== at);
    if (versions.length > 0) lines.set(row, { ...line, versions });
  }
  const clean: Partial<Running> = { rowLocks: new Map(), objectLocks: [], reads: [], doomed: false };
  return forget(withRunning({ ...world, lines }, at, clean), at);
}
