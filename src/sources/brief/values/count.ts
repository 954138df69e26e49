import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { countPattern, formatNumber, parseNumber, scaled, tidy } from './amount.ts';
import type { Amount } from './amount.ts';
import { secondsPer } from './duration.ts';

const rate = new RegExp(`^${countPattern}/(s|min|h|day|month|year)$`);
type Period = 's' | 'min' | 'h' | 'day' | 'month' | 'year';
const periods: readonly Period[] = ['s', 'min', 'h', 'day', 'month', 'year'];
const isPeriod = (text: string | undefined): text is Period => periods.some((period) => period === text);

function perSecond(text: string): { readonly count: number; readonly period: Period } | undefined {
  const match = rate.exec(text.trim());
  const period = match?.[3];
  return match === null || !isPeriod(period) ? undefined : { count: scaled(match[1], match[2]), period };
}

/** `60/min`: requests a second. */
export function parseRate(text: string): Parsed<Amount> {
  const found = perSecond(text);
  if (found === undefined)
    return refused(
      `"${text.slice(0, 40)}" is not a rate.`,
      'Write a count, a slash and one of s, min, h, day, month, year: 60/min, 2k/s.',
    );
  return parsed({ value: tidy(found.count / secondsPer[found.period]), unit: 'requests/s' });
}

export const parseRows = (text: string): Parsed<Amount> => amount(parseNumber(text), 'rows');
export const parsePlainCount = (text: string): Parsed<Amount> => amount(parseNumber(text), 'count');
export const parsePeople = (text: string): Parsed<Amount> => amount(parseNumber(text), 'people');

function amount(number: Parsed<number>, unit: Amount['unit']): Parsed<Amount> {
  return number.kind === 'problem' ? number : parsed({ value: number.value, unit });
}

/** Rows of a table: `200k` = alive rows, `5M/year` = growth (any period, told a year). */
export function parseVolume(text: string): Parsed<Amount> {
  const found = perSecond(text);
  if (found !== undefined)
    return parsed({
      value: tidy((found.count * secondsPer.year) / secondsPer[found.period]),
      unit: 'rows/year',
    });
  const number = parseNumber(text);
  if (number.kind === 'value') return parsed({ value: number.value, unit: 'rows' });
  return refused(
    `"${text.slice(0, 40)}" says neither how many rows there are nor how many come.`,
    'Write 200k for rows alive, or 5M/year for rows added.',
  );
}

/** `3 per Order`: rows as a multiple of another entity's. */
export function parseRatio(text: string): Parsed<{ readonly ratio: Amount; readonly entity: string }> {
  const match = new RegExp(String.raw`^${countPattern}\s+per\s+([A-Z][A-Za-z0-9]*)$`).exec(text.trim());
  if (match === null)
    return refused(`"${text.slice(0, 40)}" counts no rows.`, 'Write 200k, 5M/year or 3 per Order.');
  return parsed({ ratio: { value: scaled(match[1], match[2]), unit: 'x' }, entity: match[3] ?? '' });
}

export const formatVolume = (value: Amount): string =>
  value.unit === 'rows/year' ? `${formatNumber(value.value)}/year` : formatNumber(value.value);

export function formatRate(perSecondValue: number): string {
  const perMinute = tidy(perSecondValue * 60);
  if (Number.isInteger(perSecondValue)) return `${formatNumber(perSecondValue)}/s`;
  if (Number.isInteger(perMinute)) return `${formatNumber(perMinute)}/min`;
  const perYear = tidy(perSecondValue * secondsPer.year);
  return `${formatNumber(Number.isInteger(tidy(perSecondValue * 3600)) ? tidy(perSecondValue * 3600) : perYear)}/${
    Number.isInteger(tidy(perSecondValue * 3600)) ? 'h' : 'year'
  }`;
}
