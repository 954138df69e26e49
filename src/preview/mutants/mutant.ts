import type { Database, Ran, SqlValue, Transaction } from '../database/database.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import type { Part } from '../part.ts';
import type { Running } from '../running.ts';

/** A concern that stands before those of a preview, and does something wrong. */
export type MakePart = (running: Running) => Part | Promise<Part>;

/** A preview with one fault in it, to see whether the delivered tests find it. */
export interface Mutant {
  readonly id: string;
  /** The fault in a sentence. */
  readonly what: string;
  /** Suite that should find it: it is run first. */
  readonly suite: string;
  readonly running?: (running: Running) => Running;
  readonly part?: MakePart;
}

/** What an operation is given, and what it answers, on the way. */
export const around = (
  change: {
    readonly asked?: (exchange: Exchange) => Exchange;
    readonly answered?: (reply: Reply, exchange: Exchange) => Reply;
  },
  of: (exchange: Exchange) => boolean = () => true,
): Part => ({
  around:
    ({ handler }) =>
    async (exchange) => {
      if (!of(exchange)) return handler(exchange);
      const reply = await handler(change.asked?.(exchange) ?? exchange);
      return change.answered?.(reply, exchange) ?? reply;
    },
});

/** Every answer on its way out, whoever gave it. */
export const sending = (
  change: (answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly setHeader: (name: string, value: string) => void;
    readonly removeHeader: (name: string) => void;
    readonly setStatus: (status: number) => void;
    readonly path: string;
    readonly payload: unknown;
  }) => unknown,
): Part => ({
  mount: async (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      if (request.url.startsWith('/_preview/')) return payload;
      const changed = change({
        status: reply.statusCode,
        headers: reply.getHeaders(),
        setHeader: (name, value) => void reply.header(name, value),
        removeHeader: (name) => void reply.removeHeader(name),
        setStatus: (status) => void reply.code(status),
        path: request.url,
        payload,
      });
      return changed === undefined ? payload : changed;
    });
  },
});

/** JSON of an answer with something done to it. */
export const changedJson = (payload: unknown, change: (value: unknown) => unknown): unknown => {
  const text = Buffer.isBuffer(payload) ? payload.toString('utf8') : payload;
  if (typeof text !== 'string' || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  return Buffer.from(JSON.stringify(change(value)));
};

export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** What becomes of a statement: another one, several, or none with an answer made up. */
export type Rewrite = (statement: Statement, run: (statement: Statement) => Promise<Ran>) => Promise<Ran>;

/** The same preview on a database that does something else than it is told. */
export const rewriting =
  (rewrite: Rewrite) =>
  (running: Running): Running => {
    const { database } = running;
    const changed: Database = {
      ...database,
      query: (acting, sql, values = []) =>
        rewrite({ sql, values }, (other) => database.query(acting, other.sql, other.values)),
      transaction: (acting, work) =>
        database.transaction(acting, async (transaction) => {
          let asked = acting;
          const end: (() => Promise<Ran>)[] = [];
          const run = (statement: Statement): Promise<Ran> =>
            rewrite(statement, (other) => transaction.run(other.sql, other.values));
          const inside: Transaction = {
            run: (sql, values = []) => run({ sql, values }),
            runEach: async (statements) => {
              const ran: Ran[] = [];
              for (const { sql, values = [] } of statements) ran.push(await run({ sql, values }));
              return ran;
            },
            atEnd: (sql, values = []) => {
              const by = asked;
              end.push(async () => {
                await transaction.actAs(by);
                return await run({ sql, values });
              });
            },
            actAs: async (next) => {
              asked = next;
              await transaction.actAs(next);
            },
          };
          const done = await work(inside);
          for (const last of end) await last();
          return done;
        }),
    };
    return { ...running, database: changed };
  };

export const nothingRan: Ran = { rows: [], affected: 1 };

/** Rewrites statements that a pattern fits; others run as they are. */
export const where =
  (pattern: RegExp, rewrite: Rewrite): Rewrite =>
  (statement, run) =>
    pattern.test(statement.sql) ? rewrite(statement, run) : run(statement);
