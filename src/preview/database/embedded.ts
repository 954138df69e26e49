import { openSession } from '../../provers/postgres/session.ts';
import type { Ran as SessionRan } from '../../provers/postgres/session.ts';
import { RefusedSql, actingKey, actingSql, actingValues, owner } from './database.ts';
import type { Database, Ran } from './database.ts';
import { transacted } from './transacted.ts';

export interface EmbeddedOptions {
  readonly extensions: readonly string[];
  /** Folder that outlives the process; absent = the rows live as long as the process. */
  readonly directory?: string;
}

/** Above the number of statements that a design delivers; a list with filters of its own choice adds some. */
const keptStatements = 600;

const settled = (ran: SessionRan): Ran => {
  if (ran.kind === 'failed') throw new RefusedSql(ran.failure);
  return ran;
};

/**
 * PostgreSQL inside the process, in a thread of its own. It has one connection: transactions wait for each other, which
 * is why a preview says nothing about how many a server would run side by side.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const session = await openSession({ ...options, prepared: keptStatements });
  const inTurn = turns();
  // Whom the connection acts for outside of transactions; told again only when it changes.
  let current = actingKey(owner);
  return {
    kind: 'embedded',
    query: (acting, sql, values = []) =>
      inTurn(async (letNext) => {
        const key = actingKey(acting);
        const told = key === current ? [] : [{ sql: actingSql(false), values: actingValues(acting) }];
        current = key;
        const asked = session.runEach([...told, { sql, values }]);
        // The engine takes messages in their order, so the next need not wait for this answer.
        letNext();
        const last = (await asked).map(settled).at(-1);
        if (last === undefined) throw new Error('the engine answered less than was asked');
        return last;
      }),
    transaction: (acting, work) =>
      inTurn((letNext) =>
        transacted(
          acting,
          work,
          async (statements) => (await session.runEach(statements)).map(settled),
          letNext,
        ),
      ),
    script: (sql) =>
      inTurn(async () => {
        await session.rows(actingSql(false), actingValues(owner));
        current = actingKey(owner);
        await session.script(sql);
      }),
    close: () => session.close(),
  };
}

/** One at a time, in the order of asking; a work may let the next begin before it has its own answer. */
function turns(): <T>(work: (letNext: () => void) => Promise<T>) => Promise<T> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const before = last;
    let letNext = (): void => {};
    last = new Promise((done) => {
      letNext = done;
    });
    return before.then(() => work(letNext)).finally(letNext);
  };
}
