// `npm run goldens`: builds, and makes the committed packages under examples/ again. Read the diff before you commit it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { ensureInstalled, run } from './installed.mjs';

ensureInstalled();
run(process.execPath, ['scripts/build.mjs']);
const goldens = JSON.parse(readFileSync('examples/goldens.json', 'utf8'));
for (const { args, package: out } of goldens) {
  rmSync(`examples/${out}`, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, ['../dist/cli/main.js', ...args, '--out', out, '--quiet'], {
    stdio: 'inherit',
    cwd: 'examples',
  });
  // 1 means that a gate is shut or findings were made: an answer, not a failure.
  if (status !== 0 && status !== 1) process.exit(status ?? 3);
}
