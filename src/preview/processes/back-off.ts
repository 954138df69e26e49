import type { Job } from '../../model/processes.ts';

/** Pauses between attempts, ms: they double from the first to the longest. */
export interface BackOff {
  readonly first: number;
  readonly longest: number;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `5 min` in ms. */
export function duration(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim()) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Read from what the model says, such as `exponential from 1 s to 5 min, full jitter`. */
export function backOffOf({ backoff = '' }: Pick<Job, 'backoff'>): BackOff {
  const [, first = '', longest = ''] = /from (\d+ ?[a-z]+) to (\d+ ?[a-z]+)/.exec(backoff) ?? [];
  return { first: duration(first) ?? 1000, longest: duration(longest) ?? 300_000 };
}

/** Full jitter (Brooker, AWS Architecture Blog, 2015): anything from nothing to the pause. `chance`: 0 to 1. */
export const pauseBefore = (attempt: number, { first, longest }: BackOff, chance: number): number =>
  chance * Math.min(longest, first * 2 ** Math.max(0, attempt - 1));
