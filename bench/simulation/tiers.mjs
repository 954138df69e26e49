// `node bench/simulation/tiers.mjs [users]`: a closed network of four tiers, each call under a timeout and retries and
// each tier with a pool of threads. Events a CPU-second with the heap and with the calendar, and memory by length.
const from = (path) => import(process.features.typescript ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { runReplication, usualLimits } = await from('simulation/replication');
const { callTo, closedSource, networkOf, operationOf, poolOf, randomTime, stationOf, workAt } =
  await from('model/network-parts');

const [users = 100_000] = process.argv.slice(2).map(Number);
const think = 5;
const service = 0.001;
const rate = users / think;
const backoff = { base: 0.05, factor: 2, cap: 1, jitter: 'full' };
const tiers = [0, 1, 2, 3];
const network = networkOf({
  stations: tiers.map((i) => stationOf({ id: `tier ${i}`, servers: Math.ceil((rate * service) / 0.8) })),
  pools: tiers.map((i) =>
    poolOf({ id: `threads ${i}`, places: Math.ceil(rate * service * (4 - i) * 1.6) + 20 }),
  ),
  operations: tiers.map((i) =>
    operationOf({
      id: `call ${i}`,
      pool: `threads ${i}`,
      steps: [
        workAt(`tier ${i}`, service),
        ...(i < 3 ? [callTo(`call ${i + 1}`, { attempts: 3, timeout: 1, backoff })] : []),
      ],
    }),
  ),
  sources: [
    closedSource({
      id: 'users',
      population: users,
      think: randomTime(think),
      steps: [callTo('call 0', { attempts: 3, timeout: 2, backoff })],
    }),
  ],
});

function run(duration, calendarFrom, replication) {
  const start = process.cpuUsage();
  const settings = { ...usualLimits, warmup: 2, duration, calendarFrom, eventLimit: Infinity };
  const { run: finished } = runReplication(network, replication, settings);
  const { user, system } = process.cpuUsage(start);
  return {
    rate: finished.eventsDone / (user + system),
    frames: finished.frames.capacity,
    events: finished.eventsDone,
  };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
run(5, Infinity, 9);
const pairs = [0, 1, 2].map((i) => ({
  heap: run(20, Infinity, i),
  calendar: run(20, 0, i),
  usual: run(20, usualLimits.calendarFrom, i),
}));
for (const kind of ['heap', 'calendar', 'usual'])
  console.log(`${kind.padEnd(9)} ${median(pairs.map((pair) => pair[kind].rate)).toFixed(2)} M events/s`);
for (const duration of [10, 40]) {
  const { frames, events } = run(duration, Infinity, 0);
  console.log(
    `${duration} s: ${events} events, ${frames} frames, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
}
