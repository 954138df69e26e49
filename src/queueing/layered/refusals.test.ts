import { expect, test } from 'vitest';
import type { Network, Pool, Source, Step } from '../../model/network.ts';
import {
  callTo,
  closedSource,
  delayOf,
  networkOf,
  openSource,
  operationOf,
  poolOf,
  randomTime,
  stationOf,
  workAt,
} from '../../model/network-parts.ts';
import { solveLayered } from './solve.ts';

const web = (rate: number, ...steps: readonly Step[]): Source => openSource({ id: 'web', rate, steps });
const holding = (pool: string, ...steps: readonly Step[]): Step => ({ kind: 'hold', pool, steps });
const pooled = (pools: readonly Pool[], sources: readonly Source[], parts: Partial<Network> = {}): Network =>
  networkOf({ stations: [delayOf('query')], pools, sources, ...parts });

test('a pool too small for what arrives is told with the number of places that would do', () => {
  const network = pooled(
    [poolOf({ id: 'connections', places: 20 })],
    [web(90, holding('connections', workAt('query', 0.24)))],
  );
  expect(solveLayered(network)).toEqual({
    kind: 'unstable',
    because: 'the pool connections of 20 places serves at most 83.33 requests/s, 90 arrive',
    mend: '22 places would do, or a shorter time for which they are held',
  });
});

test('a station that is asked for more than it has is told with the servers that would do', () => {
  const network = networkOf({
    stations: [stationOf({ id: 'cores', servers: 2 })],
    pools: [poolOf({ id: 'threads', places: 8 })],
    sources: [web(30, holding('threads', workAt('cores', 0.1)))],
  });
  expect(solveLayered(network)).toMatchObject({
    kind: 'unstable',
    because: 'cores is asked for 3 seconds of work a second and can do 2',
    mend: expect.stringContaining('4 servers would do'),
  });
});

const people = (...steps: readonly Step[]): Source =>
  closedSource({ id: 'people', population: 3, think: randomTime(1), steps });

test.each<[string, Network, RegExp]>([
  [
    'places of one pool inside places of the same',
    pooled([poolOf({ id: 'a', places: 2 })], [people(holding('a', holding('a', workAt('query', 1))))]),
    /circle \(a -> a\)/,
  ],
  [
    'two pools the other way round',
    pooled(
      [poolOf({ id: 'a', places: 2 }), poolOf({ id: 'b', places: 2 })],
      [
        people(
          holding('a', holding('b', workAt('query', 1))),
          holding('b', holding('a', workAt('query', 1))),
        ),
      ],
    ),
    /circle \(a -> b -> a\)/,
  ],
  [
    'an operation that calls itself',
    pooled([], [people(callTo('loop'))], {
      operations: [operationOf({ id: 'loop', steps: [callTo('loop')] })],
    }),
    /in a circle: loop -> loop/,
  ],
  ['an operation that is not there', pooled([], [people(callTo('ghost'))]), /no operation called ghost/],
  [
    'a fork',
    pooled([], [people({ kind: 'fork', branches: [[workAt('query', 1)], [workAt('query', 2)]], wanted: 2 })]),
    /forks/,
  ],
  [
    'people without anything to do',
    pooled([], [closedSource({ id: 'idle', population: 2, think: randomTime(0), steps: [] })]),
    /throughput has no limit/,
  ],
  [
    'more people than are followed',
    pooled(
      [],
      [closedSource({ id: 'city', population: 100_000, think: randomTime(5), steps: [workAt('query', 1)] })],
    ),
    /100000 people of city/,
  ],
])('refused: %s', (_, network, because) => {
  const solution = solveLayered(network);
  expect(solution).toMatchObject({ kind: 'no-formula' });
  expect('kind' in solution ? solution.because : '').toMatch(because);
});

test('a source that sends nothing is answered without waiting and changes nothing', () => {
  const busy = people(holding('a', workAt('query', 1)));
  const alone = solveLayered(pooled([poolOf({ id: 'a', places: 2 })], [busy]));
  const both = solveLayered(
    pooled([poolOf({ id: 'a', places: 2 })], [busy, web(0, holding('a', workAt('query', 0.5)))]),
  );
  if ('kind' in alone || 'kind' in both) throw new Error('both have a solution');
  expect(both.sources).toEqual([...alone.sources, { source: 'web', throughput: 0, response: 0.5 }]);
  expect(both.pools).toEqual(alone.pools);
});

test('what is left out of the figures is told', () => {
  const network = pooled(
    [poolOf({ id: 'a', places: 2, patience: 3 })],
    [people(callTo('ask', { attempts: 1, timeout: 2 }))],
    { operations: [operationOf({ id: 'ask', pool: 'a', steps: [workAt('query', 1, 0.5)] })] },
  );
  expect(solveLayered(network)).toMatchObject({
    accuracy: 'approximate',
    because: [
      'the work at query is fitted by exponential stages with its mean and variance',
      'nobody gives up waiting for a',
      'nothing fails: time-outs, limits and retries of calls are left out',
    ],
  });
});
