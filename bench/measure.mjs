import { spawnSync } from 'node:child_process';

/** Written to descriptor 3 when the measured process ends; counts all its threads. */
const hook =
  'data:text/javascript,' +
  encodeURIComponent(
    "import { writeSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads'; if (isMainThread) process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, rss: maxRSS / 1024 })); });",
  );

/** One run of a Node process: CPU ms, wall ms, peak resident MB, exit code. */
export function measure(args) {
  const start = performance.now();
  const { status, output } = spawnSync(process.execPath, ['--import', hook, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    maxBuffer: 1e8,
  });
  const wall = performance.now() - start;
  const text = output?.[3]?.toString() ?? '';
  if (text === '') throw new Error(`no figures from: node ${args.join(' ')} (exit ${status})`);
  return { ...JSON.parse(text), wall, status };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

export function sample(runs, args) {
  const all = Array.from({ length: runs }, () => measure(args));
  const [first] = all;
  return {
    cpu: median(all.map(({ cpu }) => cpu)),
    wall: median(all.map(({ wall }) => wall)),
    rss: Math.max(...all.map(({ rss }) => rss)),
    status: first.status,
  };
}
