// `node bench/simulation/servers.mjs [servers] [load]`: events a CPU-second of the simulator on M/M/c beside a plain
// C++ loop (peer.cpp, g++ -O3) with a heap and the same random numbers and histogram, in turns within one run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const from = (path) => import(process.features.typescript ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { runReplication, usualLimits } = await from('simulation/replication');
const { networkOf, openSource, stationOf, workAt } = await from('model/network-parts');
const { multiServer } = await from('queueing/mmc');

const [servers = 16, load = 0.8] = process.argv.slice(2).map(Number);
const rounds = 5;
const arrivals = 3_000_000;
const network = networkOf({
  stations: [stationOf({ id: 'servers', servers })],
  sources: [openSource({ id: 'clients', rate: servers * load, steps: [workAt('servers', 1)] })],
});

function simulator(round) {
  const duration = arrivals / (servers * load);
  const start = process.cpuUsage();
  const { run } = runReplication(network, round, {
    ...usualLimits,
    warmup: 0,
    duration,
    eventLimit: Infinity,
  });
  const { user, system } = process.cpuUsage(start);
  const [source] = run.sources;
  return { rate: run.eventsDone / (user + system), response: source.responseSum / source.completed };
}

const scratch = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const binary = join(scratch, 'peer');
const source = fileURLToPath(new URL('peer.cpp', import.meta.url));
const hasPeer = spawnSync('g++', ['-O3', '-o', binary, source]).status === 0;

function peer() {
  const { stdout } = spawnSync(binary, [String(servers), String(load), String(arrivals)], {
    encoding: 'utf8',
  });
  const [events, seconds, response] = stdout.split(' ').map(Number);
  return { rate: events / seconds / 1e6, response };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const ours = [];
const theirs = [];
simulator(rounds);
for (let round = 0; round < rounds; round++) {
  ours.push(simulator(round));
  if (hasPeer) theirs.push(peer());
}
rmSync(scratch, { recursive: true });
const exact = multiServer({ arrival: servers * load, service: 1, servers }).response;
const line = (name, all) =>
  console.log(
    `${name.padEnd(10)} ${median(all.map(({ rate }) => rate)).toFixed(2)} M events/s, mean response ` +
      `${median(all.map(({ response }) => response)).toFixed(4)} (exact ${exact.toFixed(4)})`,
  );
line('simulator', ours);
if (!hasPeer) console.log('no g++ here: no peer');
else {
  line('C++ -O3', theirs);
  const ratio = median(ours.map(({ rate }, i) => rate / theirs[i].rate));
  console.log(`ratio      ${ratio.toFixed(2)} (median of ${rounds} pairs)`);
}
