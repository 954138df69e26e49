import { learnedAlarm } from '../../artifacts/detection/learned.ts';
import { drawer } from '../seeded.ts';
import { six } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { calls } from './draws.ts';
import type { Draw } from './draws.ts';
import { interval, months, verdictOf, wanted } from './false-alarms.ts';
import type { LearnedRule } from './rules.ts';

/** Calls an hour of operations nobody stated a rate of, quiet to busy. */
const rates = [0.2, 2, 20, 200];

/** Honest hours of a day that swings, the threshold learned from the days before; then a spike in one hour. */
export function playLearned(rule: LearnedRule, seed: number): Settled {
  const draw = drawer(seed);
  const played = rates.map((rate) => ({ rate, ...playRate(rule, rate, draw) }));
  const seen = played.reduce((sum, { alarms }) => sum + alarms, 0);
  const worst = played.map(({ alarms }) => interval(alarms, months)).toSorted((a, b) => b[1] - a[1])[0] ?? [
    0, 0,
  ];
  return {
    verdict: verdictOf(worst, rule.id),
    measurements: {
      'days played': rates.length * months * 30,
      'false alarms': seen,
      'false alarms in 30 days, at most': six(worst[1]),
      ...Object.fromEntries(
        played.map(({ rate, spike }) => [
          `smallest spike seen in one hour at ${rate} calls an hour`,
          Math.ceil(spike),
        ]),
      ),
    },
    incomplete: [
      'days are alike but for chance: weekends, sales and growth are not played',
      'the first days, until enough are known, have no threshold',
    ],
  };
}

/** Part of the mean rate at an hour of the day: a sine between 0.2 and 1.8. */
const swing = (hour: number): number => 1 + 0.8 * Math.sin((2 * Math.PI * (hour - 8)) / 24);

function playRate(
  { days, visit }: LearnedRule,
  rate: number,
  draw: Draw,
): { readonly alarms: number; readonly spike: number } {
  const history: number[][] = Array.from({ length: 24 }, () => []);
  let alarms = 0;
  const margins: number[] = [];
  for (let day = 0; day < days + months * 30; day += 1)
    for (let hour = 0; hour < 24; hour += 1) {
      const count = calls(draw, (rate * swing(hour)) / visit, visit);
      const own = history[hour] ?? [];
      if (own.length === days) {
        const limit = learnedAlarm(own, visit);
        if (count >= limit) alarms += 1;
        margins.push(limit - count);
        own.shift();
      }
      own.push(count);
    }
  const sorted = margins.toSorted((a, b) => a - b);
  return { alarms, spike: sorted[Math.floor(sorted.length * wanted)] ?? 0 };
}
