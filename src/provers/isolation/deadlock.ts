import type { World } from './world.ts';

/** Whether a transaction waits for one that waits, through others, for it. */
export function isCircle(world: World, from: number): boolean {
  const seen = new Set<number>();
  const visit = (at: number): boolean =>
    (world.running[at]?.phase === 'waiting' ? world.running[at].waitsFor : []).some((next) => {
      if (next === from) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return visit(next);
    });
  return visit(from);
}
