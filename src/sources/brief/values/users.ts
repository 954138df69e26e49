import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { countPattern, formatNumber, scaled } from './amount.ts';

/** What a number of users counts: those present at once, or those who come within a day or month, or all accounts. */
export type UserBasis = 'concurrent' | 'daily' | 'monthly' | 'registered';

const bases: readonly UserBasis[] = ['concurrent', 'daily', 'monthly', 'registered'];
const pattern = new RegExp(String.raw`^${countPattern}\s+([a-z]+)$`);

/** `100k concurrent`, `2M monthly`. */
export function parseUsers(text: string): Parsed<{ readonly count: number; readonly basis: UserBasis }> {
  const match = pattern.exec(text.trim());
  const basis = bases.find((candidate) => candidate === match?.[3]);
  if (match === null || basis === undefined)
    return refused(
      `"${text.slice(0, 40)}" does not say how many users there are and how they are counted.`,
      `Write a count and one of ${bases.join(', ')}: 100k concurrent.`,
    );
  return parsed({ count: scaled(match[1], match[2]), basis });
}

export const formatUsers = (count: number, basis: UserBasis): string => `${formatNumber(count)} ${basis}`;
