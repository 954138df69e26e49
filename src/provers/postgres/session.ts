import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { engineCode } from './engine-code.ts';
import { packageVersion } from '../settle.ts';
import { afterWork } from './work-timer.ts';

/** An error PostgreSQL reported; `code` is the SQLSTATE. */
export interface SqlFailure {
  readonly message: string;
  readonly code?: string;
  /** 1-based character in the statement. */
  readonly position?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly detail?: string;
}

/** A row as PostgreSQL printed it: text or null, under the name of the column. */
export type Row = Readonly<Record<string, string | null>>;

/** `notices`: what PostgreSQL said beside the answer, at the level `client_min_messages` asks for. */
export type Ran =
  | {
      readonly kind: 'done';
      readonly rows: readonly Row[];
      readonly affected: number;
      readonly notices: readonly string[];
    }
  | { readonly kind: 'failed'; readonly failure: SqlFailure };

/** A statement with the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly values?: readonly (string | null)[];
}

/** One connection to an embedded PostgreSQL of its own. Every request is bounded in time. */
export interface Session {
  /** Runs one statement; an error PostgreSQL reports is a value, a fault of the engine is thrown. */
  readonly run: (sql: string, values?: readonly (string | null)[]) => Promise<Ran>;
  /**
   * Runs statements one after the other, whatever becomes of the one before: as `run` for each, but asked in one
   * message, which a busy machine feels. All together are bounded as one request is.
   */
  readonly runEach: (statements: readonly Statement[]) => Promise<readonly Ran[]>;
  /** As `run` by the simple protocol, which knows no values: a parameter of EXPLAIN (GENERIC_PLAN) stays one. */
  readonly runPlain: (sql: string) => Promise<Ran>;
  /** Runs one statement that has to succeed. */
  readonly rows: (sql: string, values?: readonly (string | null)[]) => Promise<readonly Row[]>;
  /** Runs several statements that have to succeed. */
  readonly script: (sql: string) => Promise<void>;
  /** Declares how many blocks of 8 kB relations have; nothing may be executed on them afterwards, only planned. */
  readonly setBlocks: (sizes: readonly { readonly path: string; readonly blocks: number }[]) => Promise<void>;
  readonly readBytes: (path: string, length: number) => Promise<Uint8Array>;
  /** Writes the beginnings of files, those that are not there yet too. */
  readonly writeBytes: (
    files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  ) => Promise<void>;
  /** The cluster as it stands, for `data` of another session. */
  readonly dump: () => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  readonly extensions: readonly string[];
  /** A cluster to begin with, as `dump` gave it; its extensions have to be among `extensions`. */
  readonly data?: Uint8Array;
  /** Folder of this machine that keeps the cluster; one that is empty or not there begins with a new cluster. */
  readonly directory?: string;
  /**
   * Statements the engine keeps parsed, told apart by their text (default: none). For the same few statements again and
   * again on a schema that stays as it is.
   */
  readonly prepared?: number;
  /** Milliseconds of work one request may take; PGlite cannot interrupt a statement, so the engine is stopped then. */
  readonly deadline?: number;
}

const defaultDeadline = 30_000;
const openDeadline = 90_000;

export const engine = { name: 'PGlite', version: packageVersion('@electric-sql/pglite') };

/** Extensions whose files come with PGlite. */
export const bundledExtensions: ReadonlySet<string> = new Set(
  (
    'amcheck auto_explain bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance file_fdw ' +
    'fuzzystrmatch hstore intarray isn lo ltree moddatetime pageinspect pg_buffercache pg_stat_statements ' +
    'pg_surgery pg_trgm pg_visibility pg_walinspect pgcrypto seg tablefunc tcn tsm_system_rows tsm_system_time ' +
    'unaccent uuid-ossp'
  ).split(' '),
);

/** An initialised data directory saves the 3 s of initdb; without one the engine starts cold. */
function snapshotPath(): string | undefined {
  const name = `cluster-${engine.version}.tar.gz`;
  const places = [`./${name}`, `../../../dist/provers/postgres/${name}`];
  return places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly callOff: () => void;
}

type Answer =
  | {
      readonly kind: 'done';
      readonly rows?: readonly Row[];
      readonly affected?: number;
      readonly notices?: readonly string[];
      readonly bytes?: Uint8Array;
      readonly answers?: readonly Answer[];
    }
  | { readonly kind: 'failed'; readonly failure: SqlFailure };

type Message =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly why: string }
  | (Answer & { readonly id: number });

/** Starts an engine. @throws when it cannot start, with the engine's own words. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const snapshot = snapshotPath();
  const extensions = options.extensions.filter((name) => bundledExtensions.has(name));
  const code = await engineCode();
  const worker = new Worker(new URL('./engine.mjs', import.meta.url), {
    workerData: {
      extensions,
      ...(code !== undefined && { code }),
      ...(snapshot !== undefined && { snapshot }),
      ...(options.data !== undefined && { data: options.data }),
      ...(options.directory !== undefined && { directory: options.directory }),
      ...(options.prepared !== undefined && { prepared: options.prepared }),
    },
    // What the engine prints belongs to nobody.
    stdout: true,
    stderr: true,
  });
  const ask = await connected(worker, options.deadline ?? defaultDeadline);
  return sessionOver(ask, async () => {
    await worker.terminate();
  });
}

type Ask = (request: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** Waits until the engine is open; gives the function that sends it a request and waits, boundedly, for the answer. */
function connected(worker: Worker, deadline: number): Promise<Ask> {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let stopped: Error | undefined;
  const stop = (why: string): void => {
    stopped = new Error(why);
    for (const { reject, callOff } of waiting.values()) {
      callOff();
      reject(stopped);
    }
    waiting.clear();
    void worker.terminate();
  };
  const ask: Ask = (request) =>
    new Promise((resolve, reject) => {
      if (stopped !== undefined) return reject(stopped);
      const id = next++;
      const late = `no answer within ${deadline / 1000} s, the statement was stopped`;
      worker.ref();
      waiting.set(id, { resolve, reject, callOff: afterWork(deadline, () => stop(late)) });
      worker.postMessage({ id, ...request });
    });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop('PostgreSQL did not start');
      reject(new Error(`PostgreSQL did not start within ${openDeadline / 1000} s`));
    }, openDeadline);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    worker.on('message', (message: Message) => {
      if (message.kind === 'open') return settle(() => resolve(ask));
      if (message.kind === 'closed') {
        stop(message.why);
        return settle(() => reject(new Error(`PostgreSQL did not start: ${message.why}`)));
      }
      const found = waiting.get(message.id);
      if (found === undefined) return;
      waiting.delete(message.id);
      found.callOff();
      if (waiting.size === 0) worker.unref();
      found.resolve(message);
    });
    const fail = (error: Error): void => {
      stop(error.message);
      settle(() => reject(error));
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('the engine ended')));
  });
}

function sessionOver(ask: Ask, close: () => Promise<void>): Session {
  const must = async (
    request: Readonly<Record<string, unknown>>,
  ): Promise<Extract<Answer, { kind: 'done' }>> => {
    const answer = await ask(request);
    if (answer.kind === 'done') return answer;
    throw new Error(printFailure(answer.failure));
  };
  const ran = (answer: Answer): Ran => {
    if (answer.kind === 'done') {
      const { rows = [], affected = 0, notices = [] } = answer;
      return { kind: 'done', rows, affected, notices };
    }
    if (answer.failure.code === undefined) throw new Error(answer.failure.message);
    return answer;
  };
  return {
    run: async (sql, values = []) => ran(await ask({ kind: 'query', sql, values })),
    runEach: async (statements) => {
      const { answers = [] } = await must({ kind: 'queries', statements });
      return answers.map(ran);
    },
    runPlain: async (sql) => ran(await ask({ kind: 'plain', sql })),
    rows: async (sql, values = []) => (await must({ kind: 'query', sql, values })).rows ?? [],
    script: async (sql) => void (await must({ kind: 'script', sql })),
    setBlocks: async (sizes) => void (await must({ kind: 'set-blocks', sizes })),
    readBytes: async (path, length) =>
      (await must({ kind: 'read-bytes', path, length })).bytes ?? new Uint8Array(length),
    writeBytes: async (files) => void (await must({ kind: 'write-bytes', files })),
    dump: async () => (await must({ kind: 'dump' })).bytes ?? new Uint8Array(),
    close,
  };
}

/** `23514: new row for relation … violates check constraint …` */
export const printFailure = (failure: SqlFailure): string =>
  failure.code === undefined ? failure.message : `${failure.code}: ${failure.message}`;
