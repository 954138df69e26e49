import { assumed } from '../../../model/origin.ts';
import type { Quantity } from '../../../model/origin.ts';
import type { SaidUsers } from '../fragment/workloads.ts';
import type { Crowd } from '../said.ts';
import { plain, tidy } from '../values/amount.ts';
import { formatUsers } from '../values/users.ts';
import type { UserBasis } from '../values/users.ts';

/** A group of users with one rhythm: how many at once, seconds between two requests, and how far the peak lies above. */
export interface Population {
  readonly users: Quantity;
  readonly think: Quantity;
  readonly peak: Quantity;
}

/** Completes what was said of a group of users with assumptions, each with the range it is expected in. */
export function population(said: Crowd): Population {
  const basis = said.users?.basis ?? 'concurrent';
  return {
    users: said.users === undefined ? unknownUsers : concurrentUsers(said.users),
    think: said.think ?? assumedThink,
    peak: said.peak ?? assumedPeak(basis),
  };
}

export const assumedThink: Quantity = assumed(
  20,
  's',
  'Between two requests a person reads; 20 s lies in the middle of what web applications show.',
  5,
  60,
);

export const unknownUsers: Quantity = assumed(
  1000,
  'users',
  'No number of users was given; a thousand at once is a small public service.',
  100,
  10_000,
);

function assumedPeak(basis: UserBasis): Quantity {
  return basis === 'concurrent'
    ? assumed(1, 'x', 'Users said to be there at once already are the peak; nothing is added.', 1, 2)
    : assumed(3, 'x', 'The busiest hour of a day carries about three times the mean of 24 hours.', 2, 10);
}

interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly words: string;
}

/** Present at any moment = a day's users × the time each stays ÷ 24 h (Little's law over a day). */
const stay: Part = {
  value: 15 / 1440,
  low: 5 / 1440,
  high: 30 / 1440,
  words: 'each stays 15 min a day (assumed, 5 to 30 min of 1,440)',
};
const daily: Part = {
  value: 0.2,
  low: 0.1,
  high: 0.3,
  words: 'a fifth of a month’s users come on one day (assumed, 10 to 30 %)',
};
const active: Part = {
  value: 0.3,
  low: 0.1,
  high: 0.5,
  words: 'three in ten accounts are used within a month (assumed, 10 to 50 %)',
};

const steps: Readonly<Record<UserBasis, readonly Part[]>> = {
  concurrent: [],
  daily: [stay],
  monthly: [daily, stay],
  registered: [active, daily, stay],
};

export function concurrentUsers({ count, basis }: SaidUsers): Quantity {
  const parts = steps[basis];
  if (parts.length === 0) return count;
  const times = (pick: (part: Part) => number): number =>
    Math.max(1, Math.round(tidy(parts.reduce((product, part) => product * pick(part), count.value))));
  return {
    value: times((part) => part.value),
    unit: 'users',
    origin: {
      kind: 'derived',
      rule: `users at once, mean over a day, from ${basis} users`,
      from: [formatUsers(count.value, basis), ...parts.map(({ words }) => words)],
    },
    low: times((part) => part.low),
    high: times((part) => part.high),
  };
}

/** Mean requests a second of a group: users ÷ seconds between two requests. */
export const meanRate = ({ users, think }: Pick<Population, 'users' | 'think'>): number =>
  tidy(users.value / think.value);

/** `100,000 users / 20 s = 5,000 requests/s`. */
export const rateInWords = ({ users, think }: Pick<Population, 'users' | 'think'>): string =>
  `${grouped(users.value)} users / ${plain(think.value)} s = ${grouped(meanRate({ users, think }))} requests/s`;

/** Thousands separated by commas, at most two decimals below a hundred; the same on every machine. */
export function grouped(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const [whole = '', fraction] = plain(Number(value.toFixed(digits))).split('.');
  const head = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? head : `${head}.${fraction}`;
}
