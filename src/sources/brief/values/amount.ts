import type { Origin, Quantity, Unit } from '../../../model/origin.ts';
import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';

/** A number with its unit before anybody knows where it came from. */
export interface Amount {
  readonly value: number;
  readonly unit: Unit;
}

export const quantity = (amount: Amount, origin: Origin): Quantity => ({ ...amount, origin });

/** Twelve significant digits: removes the noise of decimal factors (1.1 × 10⁶) and loses nothing a person wrote. */
export const tidy = (value: number): number => Number(value.toPrecision(12));

const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

export const countPattern = String.raw`(\d{1,15}(?:\.\d{1,9})?)(k|M|G)?`;

const countOnly = new RegExp(`^${countPattern}$`);

/** `200`, `200k`, `1.5M`, `2G`: a plain number. */
export function parseNumber(text: string): Parsed<number> {
  const match = countOnly.exec(text.trim());
  if (match === null)
    return refused(
      `"${text.slice(0, 40)}" is not a count.`,
      'Write a number with an optional k, M or G: 200, 200k, 1.5M.',
    );
  return parsed(scaled(match[1], match[2]));
}

export const scaled = (digits: string | undefined, suffix: string | undefined): number =>
  tidy(Number(digits ?? '0') * (scales[suffix ?? ''] ?? 1));

/** The shortest way to write a number that is read back as the same number. */
export function formatNumber(value: number): string {
  for (const suffix of ['G', 'M', 'k'] as const) {
    const part = tidy(value / (scales[suffix] ?? 1));
    if (part >= 1 && isShort(part)) return `${part}${suffix}`;
  }
  return plain(value);
}

const isShort = (value: number): boolean => Number.isInteger(tidy(value * 1000));

/** Decimal notation without an exponent. */
export const plain = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(9).replace(/0+$/, '').replace(/\.$/, '');
