// `npm run demo`: installs, builds, designs the seed sentence, analyses the example backend, and says where the reports lie.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureInstalled, run } from './installed.mjs';

const sentence =
  'Design a scalable backend architecture for our e-commerce platform handling 100K concurrent users. ' +
  'We need user authentication, product management, order processing, and payment integration.';

ensureInstalled();
run(process.execPath, ['scripts/build.mjs']);
mkdirSync('plumbline-out', { recursive: true });

const jobs = [
  ['design', sentence, '--out', 'plumbline-out/demo-design'],
  ['analyze', 'examples/bookshop', '--out', 'plumbline-out/demo-analysis', '--fail-on', 'never'],
];
for (const job of jobs) {
  console.log(
    `\n$ plumbline ${job.map((part) => (part.includes(' ') ? JSON.stringify(part) : part)).join(' ')}\n`,
  );
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...job], { stdio: 'inherit' });
  // 1 means that a gate is shut or findings were made: an answer, not a failure of the demo.
  if (status !== 0 && status !== 1) process.exit(status ?? 3);
}
console.log(
  `\nReports:\n  ${resolve('plumbline-out/demo-design/index.html')}\n  ${resolve('plumbline-out/demo-analysis/index.html')}`,
);
