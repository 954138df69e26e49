import type { Statement } from '../../provers/postgres/session.ts';
import { actingKey, actingSql, actingValues } from './database.ts';
import type { Acting, Ran, Transaction } from './database.ts';

/**
 * Sends statements in one message: PostgreSQL runs one after the other, and refuses what follows in the transaction once
 * one has failed. @throws RefusedSql of the first that is refused, when all have been answered
 */
type Ask = (statements: readonly Statement[]) => Promise<readonly Ran[]>;

interface Acted {
  readonly acting: Acting;
  readonly statement: Statement;
}

/**
 * A transaction in few messages: to the engine or a server they cost more than small statements. What has no answer that
 * anybody waits for, the beginning and whom the connection acts for, goes out with the statement that follows, and the
 * end with the last. `sentAll` is called when nothing more will be sent: what is sent afterwards runs after the end,
 * whether that committed or not.
 */
export async function transacted<T>(
  acting: Acting,
  work: (transaction: Transaction) => Promise<T>,
  ask: Ask,
  sentAll: () => void = () => {},
): Promise<T> {
  let isBegun = false;
  let asked = acting;
  let current: string | undefined;
  const end: Acted[] = [];
  const turned = ({ acting: by, statement }: Acted): readonly Statement[] => {
    const key = actingKey(by);
    if (key === current) return [statement];
    current = key;
    return [{ sql: actingSql(true), values: actingValues(by) }, statement];
  };
  const send = async (acted: readonly Acted[], last: readonly Statement[] = []): Promise<readonly Ran[]> => {
    const first = isBegun ? [] : [{ sql: 'begin' }];
    isBegun = true;
    const statements = acted.map((each) => turned(each));
    const sent = [...first, ...statements.flat(), ...last];
    const ran = await ask(sent);
    let at = first.length - 1;
    return statements.map((each) => {
      const own = ran[(at += each.length)];
      if (own === undefined) throw new Error('the database answered less than was asked');
      return own;
    });
  };
  const runEach = (statements: readonly Statement[]): Promise<readonly Ran[]> =>
    send(statements.map((statement) => ({ acting: asked, statement })));
  let isEnding = false;
  try {
    const done = await work({
      run: async (sql, values = []) => {
        const [ran] = await runEach([{ sql, values }]);
        if (ran === undefined) throw new Error('the database answered less than was asked');
        return ran;
      },
      runEach,
      atEnd: (sql, values = []) => void end.push({ acting: asked, statement: { sql, values } }),
      actAs: async (next) => {
        asked = next;
      },
    });
    if (!isBegun && end.length === 0) return done;
    const ended = send(end, [{ sql: 'commit' }]);
    isEnding = true;
    sentAll();
    await ended;
    return done;
  } catch (error) {
    // A commit after a statement that failed has rolled back.
    if (isBegun && !isEnding) await ask([{ sql: 'rollback' }]).catch(() => {});
    throw error;
  }
}
