import type { NetworkSimulation } from '../../../model/network-figures.ts';

/** Answers in time per second of all sources, over time. */
export const goodputCurve = ({ timeline }: NetworkSimulation): readonly (readonly [number, number])[] =>
  timeline.map(({ at, sources }) => [at, sources.reduce((sum, { goodput }) => sum + goodput, 0)]);

/** Mean of the points with `from` ≤ x < `to`; zero where there is none. */
export function meanBetween(
  points: readonly (readonly [number, number])[],
  from: number,
  to: number,
): number {
  const inside = points.filter(([x]) => x >= from && x < to);
  return inside.length === 0 ? 0 : inside.reduce((sum, [, y]) => sum + y, 0) / inside.length;
}

export const requestRate = (value: number): string => `${Number(value.toPrecision(3))} requests/s`;
export const secondsText = (value: number): string =>
  value < 1 ? `${Number((value * 1000).toPrecision(3))} ms` : `${Number(value.toPrecision(3))} s`;
