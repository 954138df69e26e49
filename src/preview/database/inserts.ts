import type { Statement } from '../../provers/postgres/session.ts';
import type { Database, Transaction } from './database.ts';

/** Tells whoever waits for rows of a table that some were committed, so that nobody has to look again and again. */
export interface Inserts {
  /** `table`: as statements write it. Called after each commit of work that inserted into it. */
  readonly listen: (table: string, listener: () => void) => void;
}

/**
 * The same database, watched. A statement is known by its text: rows that a trigger, a function or another process writes
 * are not told of, so a slow look beside it stays necessary.
 */
export function watchInserts(database: Database): { readonly database: Database; readonly inserts: Inserts } {
  const listeners = new Map<string, (() => void)[]>();
  const ofText = (sql: string): readonly string[] =>
    [...listeners.keys()].filter((text) => sql.includes(text));
  const tell = (texts: Iterable<string>): void => {
    for (const text of texts) for (const listener of listeners.get(text) ?? []) listener();
  };
  return {
    inserts: {
      listen: (table, listener) => {
        const text = `insert into ${table} `;
        listeners.set(text, [...(listeners.get(text) ?? []), listener]);
      },
    },
    database: {
      ...database,
      query: async (acting, sql, values) => {
        const ran = await database.query(acting, sql, values);
        tell(ofText(sql));
        return ran;
      },
      transaction: async (acting, work) => {
        const written = new Set<string>();
        const note = (sql: string): void => {
          for (const text of ofText(sql)) written.add(text);
        };
        const done = await database.transaction(acting, (transaction) => work(noted(transaction, note)));
        tell(written);
        return done;
      },
    },
  };
}

const noted = (transaction: Transaction, note: (sql: string) => void): Transaction => ({
  ...transaction,
  run: (sql, values) => {
    note(sql);
    return transaction.run(sql, values);
  },
  runEach: (statements: readonly Statement[]) => {
    for (const { sql } of statements) note(sql);
    return transaction.runEach(statements);
  },
  atEnd: (sql, values) => {
    note(sql);
    transaction.atEnd(sql, values);
  },
});
