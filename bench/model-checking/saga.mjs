// `node bench/model-checking/saga.mjs`: the saga with outbox for three orders, searched by us and by SPIN (on the Promela we
// write of the same machine) in turn, in CPU time of whole processes; state counts with each reduction; a ratio is worth
// more than a rate, for other load moves both sides. Without spin and gcc the row of SPIN says so.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(process.env.DIST ?? 'dist');
if (!existsSync(join(dist, 'model-checking/check.js'))) {
  console.error('nothing is built: npm run build');
  process.exit(2);
}
const rounds = Number(process.env.ROUNDS ?? 5);
const bounds = { orders: 3, crashes: 2, duplicates: 1, idempotent: true };
const whole = { mostStates: 20_000_000, symmetry: false, partialOrder: false };
const from = (name) => import(`file://${dist}/${name}.js`);
const { checkMachine } = await from('model-checking/check');
const { sagaOutbox } = await from('model-checking/examples/saga-outbox');
const { promela } = await from('model-checking/promela');

/** User and system CPU of a command, all its threads, in seconds, as the shell counts them. */
function cpuOf(command, cwd) {
  const { stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='cpu %U %S'; time ${command}`], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return { cpu: Number(user) + Number(system), output: stdout };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const millions = (number) => `${(number / 1e6).toFixed(2)}M`;
const whole3 = (number) => Math.round(number).toLocaleString('en-US');

const folder = mkdtempSync(join(tmpdir(), 'plumbline-checker-'));
const own = `
  const { checkMachine } = await import('file://${dist}/model-checking/check.js');
  const { sagaOutbox } = await import('file://${dist}/model-checking/examples/saga-outbox.js');
  console.log(checkMachine(sagaOutbox(${JSON.stringify(bounds)}), ${JSON.stringify(whole)}).states);`;
writeFileSync(join(folder, 'own.mjs'), own);
writeFileSync(join(folder, 'saga.pml'), promela(sagaOutbox(bounds)));
const hasSpin =
  spawnSync('bash', ['-c', 'spin -a saga.pml && gcc -O3 -DSAFETY -o pan pan.c'], { cwd: folder }).status ===
  0;

const ours = [];
const spins = [];
for (let round = 0; round < rounds; round += 1) {
  ours.push(cpuOf(`${process.execPath} own.mjs`, folder));
  if (hasSpin) spins.push(cpuOf('./pan -m100000 -w24', folder));
}
const states = Number(ours[0].output);
const ourCpu = median(ours.map(({ cpu }) => cpu));
console.log(
  `ours: ${whole3(states)} states, ${ourCpu.toFixed(2)} s CPU, ${millions(states / ourCpu)} states/s`,
);
if (hasSpin) {
  const stored = Number(/(\d+) states, stored/.exec(spins[0].output)?.[1]);
  const cpu = median(spins.map((run) => run.cpu));
  console.log(`SPIN: ${whole3(stored)} states, ${cpu.toFixed(2)} s CPU, ${millions(stored / cpu)} states/s`);
  const ratios = ours.map((run, at) => spins[at].cpu / run.cpu);
  console.log(
    `ratio: ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}); at least 2`,
  );
} else console.log('SPIN: skipped: spin is not installed');
rmSync(folder, { recursive: true });

for (const [crashes, note] of [
  [1, '528,600 and 90,779'],
  [2, '2,293,474 and 389,886'],
]) {
  const machine = sagaOutbox({ ...bounds, crashes });
  const count = (symmetry, partialOrder) =>
    checkMachine(machine, { ...whole, symmetry, partialOrder }).states;
  const [all, symmetric, ordered, both] = [
    count(false, false),
    count(true, false),
    count(false, true),
    count(true, true),
  ];
  const factor = (few) => `${whole3(few)} (${(all / few).toFixed(2)}x)`;
  console.log(
    `3 orders, ${crashes} crashes: ${whole3(all)}; symmetry ${factor(symmetric)}, partial order ${factor(ordered)}, both ${factor(both)}; expected ${note}`,
  );
}
