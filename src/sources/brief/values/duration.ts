import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { plain, tidy } from './amount.ts';
import type { Amount } from './amount.ts';

/** A year has 365 days and a month a twelfth of it, so that rates a month and rates a year agree. */
export const secondsPer = {
  ms: 0.001,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
  day: 86_400,
  month: 2_628_000,
  y: 31_536_000,
  year: 31_536_000,
} as const;

const pattern = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d|y)$/;
const unitOrder = ['y', 'd', 'h', 'm', 's', 'ms'] as const;
type DurationUnit = (typeof unitOrder)[number];

const isUnit = (text: string | undefined): text is DurationUnit => unitOrder.some((unit) => unit === text);

function seconds(text: string): Parsed<number> {
  const match = pattern.exec(text.trim());
  const unit = match?.[2];
  if (match === null || !isUnit(unit))
    return refused(
      `"${text.slice(0, 40)}" is not a duration.`,
      'Write a number and one of ms, s, m (minutes), h, d, y without a blank: 250ms, 15m, 30d.',
    );
  return parsed(tidy(Number(match[1]) * secondsPer[unit]));
}

/** A duration in seconds. */
export function parseDuration(text: string): Parsed<Amount> {
  const result = seconds(text);
  return result.kind === 'problem' ? result : parsed({ value: result.value, unit: 's' });
}

/** The same grammar, in milliseconds: latencies and service times. */
export function parseMilliseconds(text: string): Parsed<Amount> {
  const result = seconds(text);
  return result.kind === 'problem' ? result : parsed({ value: tidy(result.value * 1000), unit: 'ms' });
}

/** Seconds in the largest unit that needs at most three decimals… and is read back as the same number. */
export function formatDuration(value: number): string {
  if (value === 0) return '0s';
  for (const unit of unitOrder) {
    const part = tidy(value / secondsPer[unit]);
    if (part >= 1 && Number.isInteger(part)) return `${part}${unit}`;
  }
  return value >= 1 ? `${plain(value)}s` : `${plain(tidy(value * 1000))}ms`;
}
