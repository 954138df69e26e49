import type PgBoss from 'pg-boss';
import { owner } from '../../database/database.ts';
import type { Transaction } from '../../database/database.ts';
import { isRefusal } from '../../effects/effects.ts';
import type { Running } from '../../running.ts';
import { bind } from '../../statements/delivered.ts';
import type { Flows } from '../flows.ts';
import { bossDatabase } from './boss.ts';
import { acceptedOf, doWork } from './long-work.ts';
import type { Accepted } from './long-work.ts';

/** Queue of work that was accepted with 202. */
export const workQueue = 'long-work';

/** Takes what was accepted and puts it into the queue, in one transaction. */
export async function takeAccepted({ database, delivered, clock }: Running, boss: PgBoss): Promise<number> {
  const [take, finish] = [delivered.named('status-take'), delivered.named('status-finish')];
  if (take === undefined || finish === undefined) return 0;
  return database.transaction(owner, async (transaction) => {
    const { sql, values } = bind(take, { run_after: clock.now().toISOString(), p2: 10 });
    const { rows } = await transaction.run(sql, values);
    for (const row of rows) {
      const accepted = acceptedOf(row);
      await boss.send(workQueue, accepted, { id: accepted.id, db: bossDatabase(database, transaction.run) });
      const running = bind(finish, { id: accepted.id, state: 'running', result: null });
      await transaction.run(running.sql, running.values);
    }
    return rows.length;
  });
}

/** Does accepted work and writes how it ended; what may go better the next time is thrown. */
export async function workOn(
  running: Running,
  flows: () => Flows,
  accepted: Accepted,
  isLast: boolean,
): Promise<void> {
  try {
    const result = await doWork(running, flows, accepted);
    await running.database.transaction(owner, (transaction) =>
      finished(running, transaction, accepted.id, 'succeeded', result ?? null),
    );
  } catch (error) {
    const isOver = isRefusal(error);
    if (isOver || isLast) {
      // Whoever asks sees the failure with its reason or not at all.
      await running.database.transaction(owner, async (transaction) => {
        await finished(running, transaction, accepted.id, 'failed', null);
        await explain(running, transaction, accepted.id, error);
      });
    }
    // What a rule refuses is refused again.
    if (!isOver) throw error;
  }
}

async function finished(
  { delivered }: Running,
  transaction: Transaction,
  id: string,
  state: string,
  result: string | null,
): Promise<void> {
  const finish = delivered.named('status-finish');
  if (finish === undefined) return;
  const { sql, values } = bind(finish, { id, state, result });
  await transaction.run(sql, values);
}

/** The delivered statement has no place for the reason of a failure; the status resource shows one. */
async function explain(
  { backend, delivered }: Running,
  transaction: Transaction,
  id: string,
  error: unknown,
): Promise<void> {
  const table = delivered.named('status-finish')?.tables[0];
  if (table === undefined) return;
  const problem = isRefusal(error) ? error.problem : 'unavailable';
  const known = backend.api.problems.find(({ type }) => type === problem);
  const body = {
    type: `/problems/${known?.type ?? 'unavailable'}`,
    title: known?.title ?? 'Try again later',
    status: known?.status ?? 503,
    detail: isRefusal(error) ? error.message.slice(0, 500) : 'The work failed as often as it was tried.',
  };
  await transaction.run(`update ${table} set problem = $2 where id = $1`, [id, JSON.stringify(body)]);
}
