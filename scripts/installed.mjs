// Installs the locked dependencies when the clone is bare or the lock file has moved on.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const stamp = 'node_modules/.package-lock.json';

export function ensureInstalled() {
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync('package-lock.json').mtimeMs - 1000) return;
  // Not `npm ci`: it refuses a lock file that lacks optional bindings of platforms the registry at hand does not carry.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
}

/** Runs a command with inherited output; ends this process with its code when it fails. */
export function run(command, args) {
  const result = spawnSync(command, args, { stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs an installed command by its own file: not through npx, whose settings a surrounding npx would hand down. */
export const runInstalled = (name, args) => run(join('node_modules', '.bin', name), args);
