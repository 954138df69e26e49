import { openSession } from '../../provers/postgres/session.ts';
import type { Ran as SessionRan, Session } from '../../provers/postgres/session.ts';
import { RefusedSql, actingKey, actingSql, actingValues, owner } from './database.ts';
import type { Acting, Database, Ran, SqlValue, Transaction } from './database.ts';

export interface EmbeddedOptions {
  readonly extensions: readonly string[];
  /** Folder that outlives the process; absent = the rows live as long as the process. */
  readonly directory?: string;
}

const settled = (ran: SessionRan): Ran => {
  if (ran.kind === 'failed') throw new RefusedSql(ran.failure);
  return ran;
};

/**
 * PostgreSQL inside the process, in a thread of its own. It has one connection: transactions wait for each other, which
 * is why a preview says nothing about how many a server would run side by side.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const session = await openSession(options);
  const inTurn = turns();
  // Whom the connection acts for outside of transactions; told again only when it changes.
  let current = actingKey(owner);
  return {
    kind: 'embedded',
    query: (acting, sql, values = []) =>
      inTurn(async () => {
        const key = actingKey(acting);
        if (key === current) return settled(await session.run(sql, values));
        const [told, ran] = await session.runEach([
          { sql: actingSql(false), values: actingValues(acting) },
          { sql, values },
        ]);
        if (told === undefined || ran === undefined)
          throw new Error('the engine answered less than was asked');
        settled(told);
        current = key;
        return settled(ran);
      }),
    transaction: (acting, work) => inTurn(() => transacted(session, acting, work)),
    script: (sql) =>
      inTurn(async () => {
        await session.rows(actingSql(false), actingValues(owner));
        current = actingKey(owner);
        await session.script(sql);
      }),
    close: () => session.close(),
  };
}

async function transacted<T>(
  session: Session,
  acting: Acting,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const begun = await session.runEach([
    { sql: 'begin' },
    { sql: actingSql(true), values: actingValues(acting) },
  ]);
  for (const each of begun) settled(each);
  try {
    const done = await work({
      run: async (sql, values: readonly SqlValue[] = []) => settled(await session.run(sql, values)),
      actAs: async (next) => void settled(await session.run(actingSql(true), actingValues(next))),
    });
    settled(await session.run('commit'));
    return done;
  } catch (error) {
    await session.run('rollback');
    throw error;
  }
}

/** One at a time, in the order of asking. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
