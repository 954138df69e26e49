import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextEvent, pendingEvents, schedule, suitStructure } from './pending-events.ts';
import type { PendingEvents } from './pending-events.ts';
import { exponential, nextBits, seededRandom } from './random.ts';

/** What is done to a set of pending events: after how long the next one is due, or undefined to take one. */
type Move = number | undefined;

function play(events: PendingEvents, moves: readonly Move[], suitEvery = 1): readonly string[] {
  const taken: string[] = [];
  let now = 0;
  const take = (): boolean => {
    const event = nextEvent(events);
    if (event === undefined) return false;
    now = event.time;
    taken.push(`${event.code}@${event.time}`);
    return true;
  };
  moves.forEach((move, i) => {
    if (move === undefined) take();
    else schedule(events, now + move, i);
    if (i % suitEvery === 0) suitStructure(events);
  });
  while (take());
  return taken;
}

/** The same with a sorted list: by time, then by when they came. */
function playSorted(moves: readonly Move[]): readonly string[] {
  const pending: { time: number; code: number }[] = [];
  const taken: string[] = [];
  let now = 0;
  const take = (): boolean => {
    pending.sort((a, b) => a.time - b.time || a.code - b.code);
    const event = pending.shift();
    if (event === undefined) return false;
    now = event.time;
    taken.push(`${event.code}@${event.time}`);
    return true;
  };
  moves.forEach((move, code) => {
    if (move === undefined) take();
    else pending.push({ time: now + move, code });
  });
  while (take());
  return taken;
}

const delay = fc.oneof(fc.constantFrom(0, 0, 1, 2, 1e-9, 1e6), fc.double({ min: 0, max: 10, noNaN: true }));
const moves = fc.array(fc.option(delay, { nil: undefined, freq: 2 }), { maxLength: 400 });

test('a heap, a calendar and a change between them give the order of a sorted list, ties included', () => {
  fc.assert(
    fc.property(moves, (list) => {
      const expected = playSorted(list);
      expect(play(pendingEvents(Infinity), list)).toEqual(expected);
      expect(play(pendingEvents(0), list)).toEqual(expected);
      expect(play(pendingEvents(20), list)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['exponential gaps', (random: Int32Array) => exponential(random)],
  ['many at the same time', (random: Int32Array) => nextBits(random) % 3],
  [
    'far and near ones',
    (random: Int32Array) => (nextBits(random) % 10 === 0 ? 1000 : 0.001) * exponential(random),
  ],
])('20,000 pending events with %s leave in the same order from both', (_, draw) => {
  const list = (): Move[] => {
    const random = seededRandom(3);
    const filling = Array.from({ length: 20_000 }, (): Move => draw(random));
    const holding = Array.from({ length: 60_000 }, (__, i): Move => (i % 2 === 0 ? undefined : draw(random)));
    return [...filling, ...holding];
  };
  const heap = play(pendingEvents(Infinity), list(), 1000);
  const mixed = pendingEvents(10_000);
  expect(play(mixed, list(), 1000)).toEqual(heap);
  expect(mixed.calendar === undefined).toBe(false);
});

test('the calendar fits its days to how fast events leave, whatever the scale and however far others lie', () => {
  for (const scale of [1e-6, 1, 1e5]) {
    const random = seededRandom(5);
    const events = pendingEvents(0);
    suitStructure(events);
    // A quarter are far away: they must not make the days of the others wide.
    for (let i = 0; i < 20_000; i++) schedule(events, scale * (i % 4 === 0 ? 1e4 : exponential(random)), i);
    for (let i = 0; i < 100_000; i++) {
      const event = nextEvent(events);
      if (event === undefined) break;
      schedule(events, event.time + scale * exponential(random), event.code);
    }
    const leaving = 15_000 / scale;
    const perDay = leaving / (events.calendar?.daysPerSecond ?? 0);
    expect(perDay).toBeGreaterThan(0.8);
    expect(perDay).toBeLessThan(5);
  }
});
