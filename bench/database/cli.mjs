import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs the built command line; its JSON where it prints some. Exit 1 (findings) is no fault here. */
export function plumbline(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0 && status !== 1) throw new Error(`plumbline ${args.join(' ')}: exit ${status}\n${stderr}`);
  return args.includes('--json') ? JSON.parse(stdout) : stdout;
}

/** What follows `--name` on this bench's own command line. */
export function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
}

export function dataDirectory() {
  const directory = option('data');
  if (directory !== undefined) return directory;
  console.error('--data <directory> says where the native server keeps its rows');
  process.exit(2);
}
