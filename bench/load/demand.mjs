// `node bench/load/demand.mjs [--runs 3] [--seconds 4]`: the demand fitted by the utilisation law beside the CPU that
// the server burned on purpose, and beside its own account of its CPU. Target: within 5 %. CPU time hardly depends on
// what else the machine does, so this needs no quiet; medians of the runs.
import { loopbackTarget } from '../../dist/sources/load/loopback.js';
import { plainPlan } from '../../dist/sources/load/plan.js';
import { serverClock } from '../../dist/sources/load/processes.js';
import { sender } from '../../dist/sources/load/sender.js';
import { runStep } from '../../dist/sources/load/step.js';
import { fitDemands } from '../../dist/queueing/utilisation-law.js';
import { median, percent, print, startServer } from './start.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const runs = option('runs', 3);
const seconds = option('seconds', 4);
const parts = [0.5, 0.1, 0.7, 0.3, 0.6, 0.2, 0.8, 0.4];

/** One ladder of eight rates against a new server. */
async function ladder(burn, kind, seed) {
  const server = await startServer(burn, kind);
  const target = await loopbackTarget(`${server.url}/`);
  const requests = sender(target, plainPlan('/'), 256);
  const watched = serverClock(target.port);
  const run = {
    sender: requests,
    clock: watched.clock,
    arrivals: 'poisson',
    timeoutSeconds: 10,
    maxInFlight: 20_000,
  };
  const highest = 1000 / (burn + 0.25);
  try {
    await runStep(run, { rate: highest / 2, shares: [1], seed, warmUpSeconds: 0, seconds: 2 });
    const before = await server.cpu();
    const points = [];
    for (const [index, part] of parts.entries()) {
      const step = await runStep(run, {
        rate: part * highest,
        shares: [1],
        seed: seed + index,
        warmUpSeconds: 0.5,
        seconds,
      });
      const { cpu, seconds: all, answered } = step.whole;
      points.push({ busy: cpu / all, throughput: answered.map((count) => count / all) });
    }
    const after = await server.cpu();
    const fit = fitDemands(points);
    const requestsSeen = after.requests - before.requests;
    const own = (after.seconds - before.seconds) / requestsSeen;
    const burned = (after.burned - before.burned) / requestsSeen;
    return { demand: fit.demands[0], background: fit.background.value, own, burned };
  } finally {
    requests.close();
    server.stop();
  }
}

async function medians(burn, kind) {
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await ladder(burn, kind, 100 * run + 1));
  const of = (pick) => median(all.map(pick));
  return {
    demand: of(({ demand }) => demand.value) * 1000,
    half: of(({ demand }) => (demand.high - demand.low) / 2) * 1000,
    background: of(({ background }) => background),
    own: of(({ own }) => own) * 1000,
    burned: of(({ burned }) => burned) * 1000,
  };
}

const rows = [];
const http = await medians(0, 'constant');
for (const [burn, kind] of [
  [0.5, 'constant'],
  [1, 'constant'],
  [2, 'constant'],
  [2, 'exponential'],
  [5, 'constant'],
]) {
  const { demand, half, background, own, burned } = await medians(burn, kind);
  const truth = burned + http.demand;
  process.stderr.write(`${burn} ms ${kind}: ${demand.toFixed(3)} ms\n`);
  rows.push([
    `${burn} ms ${kind}`,
    `${truth.toFixed(3)} ms`,
    `${demand.toFixed(3)} ± ${half.toFixed(3)} ms`,
    percent(demand / truth - 1),
    percent(demand / burned - 1),
    background.toFixed(3),
    `${own.toFixed(3)} ms`,
  ]);
}
console.log(
  `HTTP alone ${http.demand.toFixed(3)} ms; medians of ${runs} ladders of ${parts.length} × ${seconds} s`,
);
print(
  [
    'burn',
    'burn + HTTP',
    'fitted',
    'error',
    'against the burn alone',
    'background',
    "server's own CPU/requests",
  ],
  rows,
);
