import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  closedSource,
  networkOf,
  openSource,
  randomTime,
  stationOf,
  workAt,
} from '../model/network-parts.ts';
import { runReplication, usualLimits } from './replication.ts';
import { timelineOf } from './timeline.ts';

const scv = fc.constantFrom(0, 0.5, 1, 1, 1, 1, 4);
const mean = fc.constantFrom(0, 0.1, 0.25, 1);
const work = fc
  .tuple(fc.nat(2), mean, scv)
  .map(([at, time, spread]) => workAt(`station ${at}`, time, spread));
const steps = fc.array(work, { minLength: 1, maxLength: 4 });
const open = fc.record({
  rate: fc.constantFrom(0.5, 2, 8),
  scv,
  batch: fc.constantFrom(1, 1, 1, 3),
  steps,
});
const closed = fc.record({ population: fc.integer({ min: 1, max: 40 }), steps });
const networks = fc.record({
  servers: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(1, 3), fc.constantFrom(2, Infinity)),
  open: fc.array(open, { minLength: 1, maxLength: 3 }),
  closed: fc.array(closed, { maxLength: 1 }),
  seed: fc.nat(),
});

test('plain events taken in their own loop leave the figures as they are, bit for bit', () => {
  fc.assert(
    fc.property(networks, fc.constantFrom(Infinity, 3000), ({ servers, seed, ...sources }, eventLimit) => {
      const network = networkOf({
        experiment: { seed, replications: 1 },
        stations: servers.map((count, i) => stationOf({ id: `station ${i}`, servers: count })),
        sources: [
          ...sources.open.map((source, i) => openSource({ id: `open ${i}`, ...source })),
          ...sources.closed.map((source) => closedSource({ id: 'closed', think: randomTime(1), ...source })),
        ],
      });
      // With a calendar from the first event on, the loop for plain events is never entered.
      const [plain, general] = [usualLimits.calendarFrom, 0].map((calendarFrom) => {
        const settings = { ...usualLimits, warmup: 20, duration: 180, eventLimit, calendarFrom };
        const finished = runReplication(network, 0, settings);
        const { start, edges, end, stoppedBy, run } = finished;
        const { eventsDone, stations, random } = run;
        const responses = run.sources.map((source) => source.responses);
        return {
          start,
          edges,
          end,
          stoppedBy,
          eventsDone,
          stations,
          random,
          responses,
          line: timelineOf(finished),
        };
      });
      expect(plain).toEqual(general);
    }),
    { numRuns: 60 },
  );
});
