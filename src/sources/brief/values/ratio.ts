import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { plain, tidy } from './amount.ts';
import type { Amount } from './amount.ts';

/** `99.95%` as a ratio from 0 to 1. */
export function parsePercent(text: string): Parsed<Amount> {
  const match = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text.trim());
  const percent = Number(match?.[1] ?? 'NaN');
  if (match === null || percent > 100)
    return refused(
      `"${text.slice(0, 40)}" is not a percentage from 0% to 100%.`,
      'Write a number and % without a blank: 15%, 99.95%.',
    );
  return parsed({ value: tidy(percent / 100), unit: 'ratio' });
}

export const formatPercent = (ratio: number): string => `${plain(tidy(ratio * 100))}%`;

/** `3x`: how much higher the peak is than the mean. */
export function parsePeak(text: string): Parsed<Amount> {
  const match = /^(\d{1,4}(?:\.\d{1,3})?)x$/.exec(text.trim());
  const factor = Number(match?.[1] ?? 'NaN');
  if (match === null || factor < 1)
    return refused(
      `"${text.slice(0, 40)}" is not a peak factor.`,
      'Write a number of at least 1 and x: 1x if there is no peak, 3x for three times the mean.',
    );
  return parsed({ value: factor, unit: 'x' });
}

export const formatPeak = (factor: number): string => `${plain(factor)}x`;
