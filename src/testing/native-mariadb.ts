import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A MariaDB server with an empty data directory of its own: what reads its catalogue is held to it. */
export interface MariadbServer {
  readonly port: number;
  readonly socket: string;
  /** Runs a script as root. @throws what the client says */
  readonly script: (sql: string, database?: string) => string;
  readonly stop: () => Promise<void>;
}

export type Mariadb =
  | { readonly kind: 'running'; readonly server: MariadbServer }
  | { readonly kind: 'skipped'; readonly why: string };

/** The server refuses to run as root: there it gets the identity of nobody. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Starts it, or says why this machine cannot. */
export async function startMariadb(settings: readonly string[] = []): Promise<Mariadb> {
  const [daemon, install, client] = [
    program('mariadbd', 'mysqld'),
    program('mariadb-install-db', 'mysql_install_db'),
    program('mariadb', 'mysql'),
  ];
  if (daemon === undefined || install === undefined || client === undefined)
    return {
      kind: 'skipped',
      why: 'MariaDB is not installed on this machine (apt-get install mariadb-server)',
    };
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-mariadb-'));
  if (isRoot) chownSync(directory, nobody, nobody);
  const [data, socket] = [join(directory, 'data'), join(directory, 'sock')];
  const user = isRoot ? ['--user=nobody'] : [];
  const made = spawnSync(
    install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      ...user,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(directory, { recursive: true, force: true });
    return { kind: 'skipped', why: `${install}: ${made.error?.message ?? lastLine(made.stderr)}` };
  }
  const port = await freePort();
  const log = join(directory, 'log');
  const server = spawn(
    daemon,
    [...places(directory, data, socket), `--port=${port}`, ...certificate(directory), ...user, ...settings],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const script = scriptBy(client, socket);
  for (let tries = 0; tries < 150; tries += 1) {
    if (server.exitCode !== null) break;
    if (existsSync(socket) && answers(script))
      return { kind: 'running', server: { port, socket, script, stop } };
    await wait(100);
  }
  const why = existsSync(log) ? lastLine(readFileSync(log, 'utf8')) : 'it does not answer';
  await stop();
  return { kind: 'skipped', why: `${daemon}: ${why}` };
}

const places = (directory: string, data: string, socket: string): readonly string[] => [
  '--no-defaults',
  `--datadir=${data}`,
  `--socket=${socket}`,
  '--bind-address=127.0.0.1',
  `--pid-file=${join(directory, 'pid')}`,
  `--log-error=${join(directory, 'log')}`,
  '--innodb-buffer-pool-size=32M',
  '--innodb-flush-log-at-trx-commit=0',
];

const scriptBy =
  (client: string, socket: string): MariadbServer['script'] =>
  (sql, database) => {
    const options = [
      '--no-defaults',
      `--socket=${socket}`,
      '-u',
      'root',
      '--default-character-set=utf8mb4',
      '-N',
      '-B',
    ];
    const { status, stdout, stderr } = spawnSync(
      client,
      [...options, ...(database === undefined ? [] : [database])],
      { input: sql, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };

/** A certificate that nobody known has signed, where openssl can make one. */
function certificate(directory: string): readonly string[] {
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const { status } = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
    ],
    { stdio: 'ignore' },
  );
  if (status !== 0) return [];
  if (isRoot) for (const file of [key, cert]) chownSync(file, nobody, nobody);
  return [`--ssl-key=${key}`, `--ssl-cert=${cert}`];
}

function answers(script: MariadbServer['script']): boolean {
  try {
    return script('select 1') === '1';
  } catch {
    return false;
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

function program(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
