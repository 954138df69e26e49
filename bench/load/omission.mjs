// `node bench/load/omission.mjs [--seconds 30] [--autocannon <command>]`: a server that stalls 1 s in every 5 under 200
// requests/s. Truth: p50 about 0, p90 500 ms, p99 950 ms. Ours beside autocannon, wrk and hey where they are found.
import { spawnSync } from 'node:child_process';
import { arrivalsOf } from '../../dist/sources/load/arrivals.js';
import { drive } from '../../dist/sources/load/drive.js';
import { loopbackTarget } from '../../dist/sources/load/loopback.js';
import { plainPlan } from '../../dist/sources/load/plan.js';
import { sender } from '../../dist/sources/load/sender.js';
import { print, startServer } from './start.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
};
const seconds = Number(option('seconds', 30));
const autocannon = option('autocannon', 'autocannon');
const rate = 200;
const server = await startServer(0, 'stall');
const url = `${server.url}/`;
const rows = [['truth', '0', '500', '950', `${rate}`]];
const row = (name, p50, p90, p99, sent) =>
  rows.push([
    name,
    ...[p50, p90, p99].map((ms) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0))),
    sent.toFixed(0),
  ]);

async function ours(arrivals) {
  const target = await loopbackTarget(url);
  const requests = sender(target, plainPlan('/'), 256);
  const { response, requests: counts } = await drive(
    {
      next: arrivalsOf({ rate, arrivals, shares: [1], seed: 1 }),
      operations: 1,
      warmUpSeconds: 0,
      seconds,
      timeoutSeconds: 10,
      maxInFlight: 20_000,
      opened: () => undefined,
      closed: () => undefined,
    },
    requests.send,
  );
  requests.close();
  row(
    `ours, ${arrivals}`,
    response.p50 * 1000,
    response.p90 * 1000,
    response.p99 * 1000,
    counts.sent / seconds,
  );
}

const [program, ...words] = autocannon.split(' ');
function others() {
  for (const [name, flags] of [
    ['autocannon -c10 (closed)', ['-c', '10']],
    ['autocannon -c10 -R200', ['-c', '10', '-R', '200']],
  ]) {
    const { stdout, status } = spawnSync(program, words.concat('-j', flags, '-d', String(seconds), url), {
      encoding: 'utf8',
    });
    if (status !== 0) continue;
    const { latency, requests, duration } = JSON.parse(stdout);
    row(name, latency.p50, latency.p90, latency.p99, requests.total / duration);
  }
  const wrk = spawnSync('wrk', ['-t1', '-c10', `-d${seconds}s`, '--latency', url], { encoding: 'utf8' });
  if (wrk.status === 0) {
    const at = (share) => inMilliseconds(new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`).exec(wrk.stdout));
    row(
      'wrk -c10 (closed)',
      at(50),
      at(90),
      at(99),
      Number(/Requests\/sec:\s+([\d.]+)/.exec(wrk.stdout)?.[1]),
    );
  }
  const hey = spawnSync('hey', ['-c', '10', '-q', '20', '-z', `${seconds}s`, url], { encoding: 'utf8' });
  if (hey.status === 0) {
    const at = (share) =>
      Number(
        new RegExp(`${share}%% in ([\\d.]+)|${share}% in ([\\d.]+)`).exec(hey.stdout)?.slice(1).find(Boolean),
      ) * 1000;
    row('hey -c10 -q20', at(50), at(90), at(99), Number(/Requests\/sec:\s+([\d.]+)/.exec(hey.stdout)?.[1]));
  }
}
const inMilliseconds = (match) =>
  Number(match?.[1]) * ({ us: 0.001, ms: 1, s: 1000 }[match?.[2]] ?? Number.NaN);

await ours('constant');
await ours('poisson');
others();
server.stop();
print(['generator', 'p50 ms', 'p90 ms', 'p99 ms', 'sent/s'], rows);
