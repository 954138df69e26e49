import { expect, test } from 'vitest';
import type { Network, NetworkOperation, NetworkStation, Step } from '../../model/network.ts';
import {
  callTo,
  closedSource,
  networkOf,
  operationOf,
  poolOf,
  randomTime,
  stationOf,
  workAt,
} from '../../model/network-parts.ts';
import { solveLayered } from './solve.ts';

/** Small layered networks of all shapes, the same in each run. */
interface Shape {
  /** Stations are shared by layers, layers have several pools, there are two sources. */
  readonly isShared: boolean;
  readonly hasTails: boolean;
  readonly people: number;
  readonly places: number;
}

/** Lehmer's generator with Park and Miller's multiplier, 0..1. */
function randomsFrom(seed: number): () => number {
  let state = (seed * 7919 + 13) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function networkFor(seed: number, shape: Shape): Network {
  const random = randomsFrom(seed);
  const integer = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const time = (): number => 0.1 * Math.exp(3 * (random() - 0.5));
  const layers = integer(1, 3);
  const stations: readonly NetworkStation[] = Array.from({ length: layers + 1 }, (_, layer) =>
    stationOf({
      id: `station ${layer}`,
      servers: [1, 1, 2, Infinity][integer(0, 3)] ?? 1,
      discipline: random() < 0.3 ? 'processor-sharing' : 'fifo',
    }),
  );
  const pools = [];
  const operations: (NetworkOperation & { readonly layer: number })[] = [];
  for (let layer = layers; layer >= 1; layer--)
    for (let pool = 0; pool < (shape.isShared ? integer(1, 2) : 1); pool++) {
      const id = `pool ${layer}.${pool}`;
      pools.push(poolOf({ id, places: integer(1, shape.places) }));
      for (let operation = 0; operation < integer(1, 2); operation++) {
        const below = operations.filter((other) =>
          shape.isShared ? other.layer > layer : other.layer === layer + 1,
        );
        const called = below[integer(0, below.length - 1)];
        const station = `station ${shape.isShared ? integer(0, layers) : layer}`;
        const steps: Step[] =
          random() < 0.5
            ? [
                {
                  kind: 'mix',
                  station,
                  time: randomTime(time()),
                  calls:
                    called === undefined
                      ? []
                      : [{ operation: called.id, mean: 0.3 + 2 * random(), isAwaited: true }],
                },
              ]
            : [workAt(station, time()), ...(called === undefined ? [] : [callTo(called.id)])];
        const after = shape.hasTails && random() < 0.6 ? [workAt(station, time())] : [];
        operations.push({ ...operationOf({ id: `${id} ${operation}`, pool: id, steps, after }), layer });
      }
    }
  const top = operations.filter(({ layer }) => layer === 1);
  const sources = Array.from({ length: shape.isShared ? integer(1, 2) : 1 }, (_, source) =>
    closedSource({
      id: `people ${source}`,
      population: integer(1, shape.people),
      think: randomTime(time() * integer(0, 6)),
      steps: [workAt('station 0', time()), callTo(top[integer(0, top.length - 1)]?.id ?? '')],
    }),
  );
  return networkOf({ stations, pools, operations, sources });
}

/** Relative errors of throughput by layers against the chain, for those networks whose chain is small enough. */
function errorsOf(shape: Shape, networks: number): readonly number[] {
  return Array.from({ length: networks }, (_, seed) => networkFor(seed + 1, shape)).flatMap((network) => {
    const exact = solveLayered(network, 4000);
    const byLayers = solveLayered(network, 0);
    if ('kind' in exact || 'kind' in byLayers) throw new Error('every one of these networks has a solution');
    if (exact.accuracy !== 'exact') return [];
    return exact.sources.map(({ throughput }, at) =>
      Math.abs((byLayers.sources[at]?.throughput ?? NaN) / throughput - 1),
    );
  });
}

// What was measured, with a little room: a change that loses accuracy shall be seen.
test.each([
  {
    name: 'one pool a layer',
    shape: { isShared: false, hasTails: false, people: 8, places: 4 },
    mean: 0.004,
    worst: 0.03,
  },
  {
    name: 'work after the answer',
    shape: { isShared: false, hasTails: true, people: 6, places: 4 },
    mean: 0.02,
    worst: 0.16,
  },
  {
    name: 'layers that share',
    shape: { isShared: true, hasTails: false, people: 5, places: 3 },
    mean: 0.025,
    worst: 0.13,
  },
])('layers solved one by one agree with the Markov chain: $name', ({ shape, mean, worst }) => {
  const errors = errorsOf(shape, 30);
  expect(errors.length).toBeGreaterThan(20);
  expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(mean);
  expect(Math.max(...errors)).toBeLessThan(worst);
});
