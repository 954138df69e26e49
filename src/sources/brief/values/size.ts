import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { formatNumber, plain, scaled, tidy } from './amount.ts';
import type { Amount } from './amount.ts';
import { countPattern } from './amount.ts';

const factors: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** `20kB`: bytes, decimal multiples. */
export function parseBytes(text: string): Parsed<Amount> {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(B|kB|MB|GB|TB)$/.exec(text.trim());
  if (match === null)
    return refused(
      `"${text.slice(0, 40)}" is not a size.`,
      'Write a number and one of B, kB, MB, GB, TB: 20kB.',
    );
  return parsed({ value: tidy(Number(match[1]) * (factors[match[2] ?? 'B'] ?? 1)), unit: 'bytes' });
}

export function formatBytes(bytes: number): string {
  const unit = ['TB', 'GB', 'MB', 'kB'].find(
    (name) => Number.isInteger(tidy(bytes / (factors[name] ?? 1))) && bytes > 0,
  );
  return unit === undefined ? `${plain(bytes)}B` : `${plain(tidy(bytes / (factors[unit] ?? 1)))}${unit}`;
}

const budget = new RegExp(String.raw`^${countPattern}\s+EUR/(month|year)$`);

/** `25k EUR/month`. */
export function parseBudget(text: string): Parsed<Amount> {
  const match = budget.exec(text.trim());
  if (match === null)
    return refused(
      `"${text.slice(0, 40)}" is not a budget.`,
      'Write an amount in euro and its period: 25k EUR/month or 300k EUR/year. Other currencies have no fixed rate here.',
    );
  const sum = scaled(match[1], match[2]);
  return parsed({ value: match[3] === 'year' ? tidy(sum / 12) : sum, unit: 'EUR/month' });
}

/** `24.50 EUR`: what one unit costs, for a month unless it is a gigabyte sent. */
export const parsePrice = (text: string): Parsed<Amount> => unitPrice(text, 'EUR', 'EUR/month');

/** `0.08 EUR`: what one gigabyte costs that is sent. */
export const parseTransferPrice = (text: string): Parsed<Amount> => unitPrice(text, 'EUR', 'EUR');

/** `1.5x`: a managed service against the bare machine. */
export const parsePriceFactor = (text: string): Parsed<Amount> => unitPrice(text, 'x', 'x');

function unitPrice(text: string, written: 'EUR' | 'x', unit: Amount['unit']): Parsed<Amount> {
  const match = new RegExp(String.raw`^(\d{1,9}(?:\.\d{1,6})?)\s*${written}$`).exec(text.trim());
  if (match === null)
    return refused(
      `"${text.slice(0, 40)}" is not a unit price.`,
      written === 'EUR'
        ? 'Write an amount in euro: 24.50 EUR. Other currencies have no fixed rate here.'
        : 'Write a factor and x: 1.5x, how many times the bare machine it costs.',
    );
  return parsed({ value: Number(match[1]), unit });
}

export const formatPrice = ({ value, unit }: Amount): string =>
  unit === 'x' ? `${plain(value)}x` : `${plain(value)} EUR`;

export const formatBudget = (perMonth: number): string => `${formatNumber(perMonth)} EUR/month`;
