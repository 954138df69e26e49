import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { measuredDemands } from '../../queueing/measured-demands.ts';
import { loopbackTarget } from './loopback.ts';
import { measureServer } from './measure.ts';
import { plainPlan } from './plan.ts';

/** Burns two milliseconds of CPU time, not of the clock, for each request, and sends its visitors elsewhere. */
const source = `
import { createServer } from 'node:http';
const burn = (ms) => {
  const start = process.cpuUsage();
  for (;;) { const { user, system } = process.cpuUsage(start); if (user + system >= ms * 1000) return; }
};
const server = createServer((request, response) => {
  if (request.url === '/missing') { response.writeHead(404).end(); return; }
  burn(2);
  response.writeHead(302, { location: 'http://192.0.2.1/' }).end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill();
});

async function started(): Promise<number> {
  const made = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = made;
  return await new Promise((resolve) => {
    made.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())));
  });
}

const settings = {
  arrivals: 'poisson',
  seed: 1,
  seconds: 1,
  rates: [20, 40, 60, 80],
  maxRate: 100,
  patienceSeconds: 0,
  disturbance: () => undefined,
  progress: () => undefined,
} as const;

/** Bounds are wide: the machine that runs tests does other things. `bench/load` has the figures. */
test('finds the server behind the port and what a request costs it; redirects are not followed', async () => {
  const target = await loopbackTarget(`http://127.0.0.1:${await started()}/`);
  const measurement = await measureServer(target, plainPlan('/'), settings);
  expect(measurement.steps).toHaveLength(4);
  for (const { requests } of measurement.steps) expect(requests.answered).toBeGreaterThan(0);
  if (measurement.server.kind === 'unwatched') {
    expect(measurement.server.why).toContain('/proc');
    return;
  }
  expect(measurement.server).toMatchObject({ kind: 'watched', processes: 1 });
  const fit = measuredDemands(measurement);
  expect(fit.kind === 'fit' ? fit.demands[0]?.value : 0).toBeGreaterThan(0.001);
  expect(fit.kind === 'fit' ? fit.demands[0]?.value : 1).toBeLessThan(0.01);
});

test('what is not answered as it should be is not measured', async () => {
  const target = await loopbackTarget(`http://127.0.0.1:${await started()}/missing`);
  await expect(measureServer(target, plainPlan('/missing'), settings)).rejects.toThrow('answered with 404');
});
