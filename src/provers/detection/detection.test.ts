import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectionPath, detectionRules } from '../../artifacts/detection/detection-rules.ts';
import { learnedAlarm } from '../../artifacts/detection/learned.ts';
import { falseTravel } from '../../artifacts/detection/travel.ts';
import { shopText } from '../../testing/briefs.ts';
import { basisOf, partsOf } from '../../testing/designed.ts';
import { drawer } from '../seeded.ts';
import { detection } from './detection.ts';
import { calls, gamma, logFactorial, poisson } from './draws.ts';
import { interval } from './false-alarms.ts';
import { playCount, poissonTail } from './play-count.ts';
import { playLearned } from './play-learned.ts';
import { playTravel } from './play-travel.ts';

const many = 40_000;
const moments = (values: readonly number[]): readonly [mean: number, variance: number] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)];
};

describe('draws follow their laws', () => {
  test.each([0.3, 4, 9.9, 10, 35, 800])('Poisson of mean %d', (mean) => {
    const draw = drawer(7);
    const values = Array.from({ length: many }, () => poisson(draw, mean));
    const [found, variance] = moments(values);
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(mean / many));
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.05);
    const k = Math.ceil(mean + 2 * Math.sqrt(mean));
    const beyond = values.filter((value) => value >= k).length / many;
    const tail = poissonTail(mean, k);
    expect(Math.abs(beyond - tail)).toBeLessThan(4 * Math.sqrt(tail / many));
  });

  test('gamma, and calls of visits: mean m·s, variance m·(2s² − s)', () => {
    const draw = drawer(3);
    const [shape] = moments(Array.from({ length: many }, () => gamma(draw, 2.5)));
    expect(Math.abs(shape - 2.5)).toBeLessThan(0.05);
    const [mean, variance] = moments(Array.from({ length: many }, () => calls(draw, 6, 10)));
    expect(Math.abs(mean / 60 - 1)).toBeLessThan(0.02);
    expect(Math.abs(variance / (6 * (2 * 100 - 10)) - 1)).toBeLessThan(0.05);
  });

  test('ln k! by the series agrees with the sum', () => {
    let sum = 0;
    for (let k = 1; k < 200; k += 1) {
      sum += Math.log(k);
      expect(Math.abs(logFactorial(k) - sum)).toBeLessThan(1e-6);
    }
  });

  test('the interval of a count holds the known limits of Garwood', () => {
    expect(interval(0, 1)[1]).toBeCloseTo(3.69, 1);
    expect(interval(10, 1)[0]).toBeCloseTo(4.8, 1);
    expect(interval(10, 1)[1]).toBeCloseTo(18.4, 1);
  });
});

const count = {
  id: 'sign-in',
  kind: 'count',
  window: 300,
  expected: 700,
  most: 900,
  visit: 10,
  watched: 1,
} as const;

test('a threshold near what is expected cries wolf and is refuted; one far away is proved', () => {
  expect(playCount({ ...count, alarm: 1000 }, 1).verdict.kind).toBe('refuted');
  expect(playCount({ ...count, alarm: 4000 }, 1).verdict.kind).toBe('proved');
});

test('a higher threshold sees only larger attacks', () => {
  const seen = (alarm: number): unknown =>
    playCount({ ...count, alarm }, 1).measurements['smallest attack seen in one window at peak, a second'];
  expect(Number(seen(4000))).toBeGreaterThan(Number(seen(3000)));
});

test('the count of one person is refuted where chance alone reaches it among so many', () => {
  const person = { ...count, window: 3600, expected: 2, most: 2, visit: 1, watched: 100_000 };
  expect(playCount({ ...person, alarm: 8 }, 1).verdict.kind).toBe('refuted');
  expect(playCount({ ...person, alarm: 20 }, 1).verdict.kind).toBe('proved');
});

test('a learned threshold grows with what was seen', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 14, maxLength: 14 }),
      fc.integer({ min: 1, max: 50 }),
      (history, more) => {
        const limit = learnedAlarm(history, 2);
        expect(limit).toBeGreaterThan(history.reduce((sum, each) => sum + each, 0) / 14);
        expect(
          learnedAlarm(
            history.map((each) => each + more),
            2,
          ),
        ).toBeGreaterThanOrEqual(limit);
      },
    ),
  );
  expect(playLearned({ id: 'l', kind: 'learned', window: 3600, days: 14, visit: 2 }, 1).verdict.kind).toBe(
    'proved',
  );
});

test('what is stated of travel is what is played, and another share is refuted', () => {
  const habits = { speed: 1000, elsewhere: 0.02, gap: 20, nearest: 500, farthest: 12_000, newDevice: 0.03 };
  const alone = falseTravel(habits);
  const rule = { id: 't', kind: 'travel', ...habits } as const;
  expect(playTravel({ ...rule, stated: { alone, onNewDevice: alone * 0.03 } }, 1).verdict.kind).toBe(
    'proved',
  );
  expect(playTravel({ ...rule, stated: { alone: alone / 2, onNewDevice: 0 } }, 1).verdict.kind).toBe(
    'refuted',
  );
});

test('every rule of a design is settled, on the bytes of its file', async () => {
  const shop = partsOf(basisOf(shopText));
  const { claims, inputs } = detection.claims(shop);
  expect(inputs.get(detectionPath)).toBe(detectionRules(shop));
  const outcomes = await detection.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcomes.map(({ claim, verdict }) => `${claim}: ${verdict.kind}`)).toMatchInlineSnapshot(`
    [
      "detection/create-order-surge: proved",
      "detection/create-order-one-person: proved",
      "detection/enumeration: proved",
      "detection/learned-thresholds: proved",
      "detection/impossible-travel: proved",
    ]
  `);
});
