// `node bench/simulation/coverage.mjs [seeds] [case]`: how often of so many seeds the 95 % interval of ten replications holds
// the exact value. Of 200 seeds 93 to 97 % are expected (95 % ± one and a third standard deviations).
const from = (path) => import(process.features.typescript ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { combine } = await from('simulation/combine');
const { simulateReplication } = await from('simulation/simulate');
const {
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
} = await from('model/network-parts');
const { multiServer, responseQuantile } = await from('queueing/mmc');
const { generalServer, priorityWaiting } = await from('queueing/mg1');
const { boundedQueue } = await from('queueing/mmck');
const { closedNetwork } = await from('queueing/closed');

const [seeds = 200] = process.argv.slice(2, 3).map(Number);
const only = process.argv[3] ?? '';
const [a, b] = [workAt('a', 1), workAt('b', 1)];
const open = (rate, steps, station = {}) => ({
  stations: [stationOf({ id: 'a', ...station }), stationOf({ id: 'b' })],
  sources: [openSource({ id: 'u', rate, steps })],
});
const classes = (discipline) => ({
  stations: [stationOf({ id: 'a', discipline })],
  sources: [
    openSource({ id: 'high', priority: 1, rate: 0.3, steps: [a] }),
    openSource({ id: 'low', rate: 0.3, steps: [a] }),
  ],
});
const cobham = priorityWaiting(
  { arrival: 0.3, service: 1, secondMoment: 2 },
  { arrival: 0.3, service: 1, secondMoment: 2 },
);
const mm4 = { arrival: 2.8, service: 1, servers: 4 };
const mean =
  (i = 0) =>
  (result) =>
    result.sources[i].response;
const pooled = {
  stations: [delayOf('a')],
  pools: [poolOf({ id: 'p', places: 8 })],
  operations: [operationOf({ id: 'o', pool: 'p', steps: [workAt('a', 0.1)] })],
  sources: [closedSource({ id: 'u', population: 50, think: randomTime(1), steps: [callTo('o')] })],
};
const throughput = (result) => result.sources[0].throughput;
// Lengths such that means over a replication are nearly normal: work of scv 4 needs more requests, percentiles too.
const cases = [
  ['M/M/4 mean', open(2.8, [a], { servers: 4 }), 1000, mean(), multiServer(mm4).response],
  [
    'M/M/4 p99',
    open(2.8, [a], { servers: 4 }),
    10_000,
    (it) => it.sources[0].p99,
    responseQuantile(mm4, 0.99),
  ],
  [
    'M/D/1',
    open(0.6, [workAt('a', 1, 0)]),
    2000,
    mean(),
    generalServer({ arrival: 0.6, service: 1, scv: 0 }).response,
  ],
  [
    'M/G/1 scv 4',
    open(0.6, [workAt('a', 1, 4)]),
    5000,
    mean(),
    generalServer({ arrival: 0.6, service: 1, scv: 4 }).response,
  ],
  [
    'M/M/2/5 loss',
    open(1.8, [a], { servers: 2, room: 3 }),
    1000,
    (it) => it.sources[0].failures,
    boundedQueue({ arrival: 1.8, service: 1, servers: 2 }, 5).pFull,
  ],
  ['Cobham, low class', classes('priority'), 3000, mean(1), 1 + cobham[1]],
  ['preemptive, low class', classes('preemptive'), 3000, mean(1), (0.4 + 0.6) / (0.7 * 0.4)],
  [
    'processor sharing scv 4',
    open(0.6, [workAt('a', 1, 4)], { discipline: 'processor-sharing' }),
    10_000,
    mean(),
    2.5,
  ],
  ['tandem', open(0.6, [a, b]), 3000, mean(), 5],
  [
    'fork of two',
    open(0.6, [{ kind: 'fork', wanted: 2, branches: [[a], [b]] }]),
    3000,
    mean(),
    (12 - 0.6) / 8 / 0.4,
  ],
  [
    'pool over a delay, X',
    pooled,
    60,
    throughput,
    closedNetwork(50, 1, [{ visits: 1, service: 0.1, servers: 8 }]).throughput,
  ],
];
for (const [name, parts, duration, of, exact] of cases) {
  if (!name.includes(only)) continue;
  let held = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const network = networkOf({
      ...parts,
      experiment: { seed, replications: 10, warmup: duration / 10, duration },
    });
    const figures = Array.from({ length: 10 }, (_, i) => simulateReplication(network, i));
    const { mean: found, halfWidth } = of(combine(network, figures));
    if (Math.abs(found - exact) <= halfWidth) held++;
  }
  console.log(`${name.padEnd(24)} ${((100 * held) / seeds).toFixed(1)} %`);
}
