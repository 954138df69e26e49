// The embedded PostgreSQL behind session.ts, in a thread of its own so that it can be stopped. Plain JavaScript
// because a worker starts from a file, and this one must start both from the sources and from the built package.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';

const dataFolder = '/pglite/data/';
const blockBytes = 8192;
/**
 * A stored cluster holds only the database that is spoken to (oid 5, PostgresDbOid in pg_database.dat): template1 and
 * template0 (1 and 4) hold the same when it begins, and CREATE DATABASE may copy from them.
 */
const ownDatabase = 5;
const templates = [1, 4].map((oid) => `${dataFolder}base/${oid}`);
/** Written into a folder once its cluster is whole: a process that is killed while it begins one leaves it without. */
const wholeMark = 'plumbline-whole';
/** Blocks in one segment file of a relation (RELSEG_SIZE). */
const segmentBlocks = 131_072;

async function open({ code, snapshot, data, directory, extensions, prepared }) {
  const { PGlite, protocol, parse } = await import('@electric-sql/pglite');
  const bundles = {};
  for (const name of extensions) {
    const file = name.replaceAll('-', '_');
    bundles[name] = (await import(`@electric-sql/pglite/contrib/${file}`))[file];
  }
  const isKept = directory !== undefined && existsSync(`${directory}/PG_VERSION`);
  if (isKept && !existsSync(`${directory}/${wholeMark}`))
    throw new Error(
      `${directory} holds a cluster that was not written to its end, or that of another program: name another folder, or remove it`,
    );
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const bytes = isKept
    ? undefined
    : (data ?? (snapshot === undefined ? undefined : gunzipSync(readFileSync(snapshot))));
  const stored = bytes === undefined ? {} : { loadDataDir: new Blob([bytes]) };
  const db = await PGlite.create({
    ...stored,
    ...(directory === undefined ? {} : { dataDir: directory }),
    extensions: bundles,
    ...(code !== undefined && { pgliteWasmModule: code }),
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'wal_init_zero=off'],
  });
  if (directory !== undefined && !isKept) writeFileSync(`${directory}/${wholeMark}`, '');
  for (const template of (directory === undefined ? templates : []).filter(
    (path) => !db.Module.FS.analyzePath(path).exists,
  ))
    db.Module.FS.symlink(`${dataFolder}base/${ownDatabase}`, template);
  // Every value travels as the text PostgreSQL prints and reads: no rounding, no time zone of this machine.
  for (const type of Object.keys(db.parsers)) db.parsers[type] = (text) => text;
  for (const type of Object.keys(db.serializers)) db.serializers[type] = (text) => text;
  return { db, query: queryOver(db, protocol.serialize, parse, prepared) };
}

/**
 * `db.query` in one message instead of six: it asks for the types of the values before it binds them, which values
 * that travel as text do not need. What PostgreSQL does is the same. Nobody else speaks to this database meanwhile.
 */
function queryOver(db, serialize, { parseResults }, prepared = 0) {
  const rest = [serialize.describe({ type: 'P' }), serialize.execute({}), serialize.sync()];
  const statements = preparedStatements(serialize, prepared);
  return async (sql, values) => {
    const notices = [];
    const onNotice = ({ message }) => notices.push(String(message));
    const { name, before, settle } = statements(sql);
    const message = Buffer.concat([...before, serialize.bind({ statement: name, values }), ...rest]);
    const answers = await db.execProtocolStream(message, { syncToFs: false, onNotice }).catch((error) => {
      settle(false);
      throw error;
    });
    settle(true);
    const [result] = parseResults(answers, db.parsers);
    return {
      rows: result?.rows ?? [],
      affected: result?.affectedRows ?? 0,
      ...(notices.length > 0 && { notices }),
    };
  };
}

/**
 * Statements that PostgreSQL keeps parsed, at most `most` of them, the oldest given up first. One that failed is given
 * up too: its parsing may have been what failed.
 */
function preparedStatements(serialize, most) {
  if (most === 0) return (sql) => ({ name: '', before: [serialize.parse({ text: sql })], settle: () => {} });
  const names = new Map();
  let givenUp = [];
  let next = 0;
  return (sql) => {
    const known = names.get(sql);
    const closing = givenUp.map((name) => serialize.close({ type: 'S', name }));
    givenUp = [];
    const name = known ?? `s${(next += 1)}`;
    return {
      name,
      before: known === undefined ? [...closing, serialize.parse({ name, text: sql })] : closing,
      settle: (isDone) => {
        if (isDone) names.set(sql, name);
        else names.delete(sql);
        if (!isDone) givenUp.push(name);
        if (names.size <= most) return;
        const [[oldest, itsName]] = names;
        names.delete(oldest);
        givenUp.push(itsName);
      },
    };
  };
}

/** The file system PostgreSQL sees; its node sizes are what lseek(SEEK_END) answers. */
function fileNode(db, path) {
  const { FS } = db.Module;
  const node = FS?.lookupPath?.(dataFolder + path).node;
  if (typeof node?.usedBytes !== 'number')
    throw new Error(
      'this build of PGlite shows no Module.FS.lookupPath(path).node.usedBytes: sizes cannot be declared',
    );
  return node;
}

/** Makes a relation report `blocks` blocks, in segments of 1 GiB; nothing is written. @returns whether it lost a segment */
function setBlocks(db, path, blocks) {
  const { FS } = db.Module;
  for (let segment = 0, rest = blocks; segment === 0 || rest > 0; segment++) {
    const here = Math.min(rest, segmentBlocks);
    const file = path + (segment === 0 ? '' : `.${segment}`);
    if (!FS.analyzePath(dataFolder + file).exists) FS.writeFile(dataFolder + file, '');
    fileNode(db, file).usedBytes = here * blockBytes;
    rest -= here;
  }
  const first = Math.floor(Math.max(0, blocks - 1) / segmentBlocks) + 1;
  let left = first;
  while (FS.analyzePath(`${dataFolder + path}.${left}`).exists) FS.unlink(`${dataFolder + path}.${left++}`);
  return left > first;
}

/**
 * PostgreSQL keeps the segments of a relation open and counts from the last one (mdnblocks in md.c), though its file
 * is gone, and remembers which forks there are. A new version of the pg_class row makes it look again
 * (RelationCloseSmgr on invalidation).
 */
async function forgetFiles(db, paths) {
  if (paths.length === 0) return;
  const nodes = paths.map((path) => /(\d+)(?:_\w+)?$/.exec(path)[1]).join();
  await db.exec(
    `update pg_class set relpages = relpages where reltablespace = 0 and relfilenode in (${nodes})`,
  );
}

/** Writes the beginning of a file. @returns whether there was none */
function writeBytes(db, path, bytes) {
  const { FS } = db.Module;
  const created = !FS.analyzePath(dataFolder + path).exists;
  const stream = FS.open(dataFolder + path, created ? 'w+' : 'r+');
  FS.write(stream, bytes, 0, bytes.length, 0);
  FS.close(stream);
  return created;
}

function readBytes(db, path, length) {
  fileNode(db, path);
  const { FS } = db.Module;
  const bytes = new Uint8Array(length);
  const stream = FS.open(dataFolder + path, 'r');
  FS.read(stream, bytes, 0, length, 0);
  FS.close(stream);
  return bytes;
}

/** Runs one statement; a fault is part of the answer. */
async function attempt(query, sql, values) {
  try {
    return { kind: 'done', ...(await query(sql, values)) };
  } catch (error) {
    return { kind: 'failed', failure: failure(error) };
  }
}

async function answer({ db, query }, request) {
  switch (request.kind) {
    case 'query':
      return await query(request.sql, request.values);
    case 'queries': {
      const answers = [];
      for (const { sql, values = [] } of request.statements) answers.push(await attempt(query, sql, values));
      return { answers };
    }
    case 'plain': {
      const [result] = await db.exec(request.sql);
      return { rows: result?.rows ?? [], affected: result?.affectedRows ?? 0 };
    }
    case 'script':
      await db.exec(request.sql);
      return {};
    case 'dump': {
      await db.exec('checkpoint');
      const dumped = await db.dumpDataDir('none');
      return { bytes: new Uint8Array(await dumped.arrayBuffer()) };
    }
    case 'set-blocks': {
      const shorter = request.sizes.filter(({ path, blocks }) => setBlocks(db, path, blocks));
      await forgetFiles(
        db,
        shorter.map(({ path }) => path),
      );
      return {};
    }
    case 'read-bytes':
      return { bytes: readBytes(db, request.path, request.length) };
    case 'write-bytes': {
      const created = request.files.filter(({ path, bytes }) => writeBytes(db, path, bytes));
      await forgetFiles(
        db,
        created.map(({ path }) => path),
      );
      return {};
    }
    default:
      throw new Error(`no request is called ${request.kind}`);
  }
}

/** Fields of a PostgreSQL error; anything else is a fault of the engine and has no code. */
function failure(error) {
  const { message, code, position, constraint, table, column, detail } = error;
  const told = { code, position, constraint, table, column, detail };
  const given = Object.entries(told).filter(([, value]) => typeof value === 'string' && value !== '');
  return { message: String(message ?? error), ...Object.fromEntries(given) };
}

/** Tools that look at threads (top -H, `plumbline measure`) see by this name whose work it is; elsewhere than on Linux they do not. */
function nameThread(name) {
  try {
    writeFileSync('/proc/thread-self/comm', name);
  } catch {
    // No such file: another system.
  }
}

let database;
nameThread('postgres');
try {
  database = await open(workerData);
  parentPort.postMessage({ kind: 'open' });
} catch (error) {
  parentPort.postMessage({ kind: 'closed', why: String(error?.message ?? error) });
}
let turn = Promise.resolve();
parentPort.on('message', ({ id, ...request }) => {
  turn = turn.then(async () => {
    try {
      parentPort.postMessage({ kind: 'done', id, ...(await answer(database, request)) });
    } catch (error) {
      parentPort.postMessage({ kind: 'failed', id, failure: failure(error) });
    }
  });
});
