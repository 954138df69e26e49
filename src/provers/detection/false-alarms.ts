import { proved, refuted, six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';

export const month = 30 * 86_400;
/** Spans of 30 days that are played. */
export const months = 20;
/** An attack counts as seen when this part of the tries raises the alarm in the first whole window. */
export const wanted = 0.95;

/** 95 % interval of a mean count from `seen` events in `spans` spans (Garwood 1936, by the normal approximation of Wilson and Hilferty 1931). */
export function interval(seen: number, spans: number): readonly [low: number, high: number] {
  const bound = (k: number, z: number): number =>
    k === 0 ? 0 : k * (1 - 1 / (9 * k) + z / (3 * Math.sqrt(k))) ** 3;
  return [bound(seen, -1.96) / spans, bound(seen + 1, 1.96) / spans];
}

/** Fewer than one false alarm in 30 days, or more, or too close to tell. */
export function verdictOf([low, high]: readonly [number, number], id: string): Settled['verdict'] {
  if (high < 1) return proved;
  const range = `${six(low)} to ${six(high)} false alarms in 30 days`;
  return low >= 1 ? refuted(`${id}: ${range}`) : undecided(`${id}: ${range}, too close to one`);
}
