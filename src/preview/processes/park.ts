import type { Inbox } from '../../artifacts/outbox-statements.ts';
import { inboxParkSql, inboxReplaySql } from '../../artifacts/parked-statements.ts';
import type { Transaction } from '../database/database.ts';
import type { Running } from '../running.ts';
import { before, done, tried, within } from './consume.ts';
import type { Consumer, Delivery, Outcome, Outside } from './consume.ts';
import { actingAsContext } from './effect-transaction.ts';
import { eventVariables } from './variables.ts';

/** Parks a message whose attempts are used up. */
export const park = (
  running: Running,
  { context }: Consumer,
  inbox: Inbox,
  delivery: Delivery,
  because: string,
): Promise<Outcome> =>
  running.database.transaction(actingAsContext(running, context), async (transaction) => {
    await transaction.run(inboxParkSql(inbox), [
      delivery.consumer,
      delivery.eventId,
      delivery.orderingKey,
      delivery.payload,
      because.slice(0, 2000),
    ]);
    return done(transaction, delivery, 'behind');
  });

/** Handles the oldest parked message of a key again. @returns whether there was one. @throws what it fails with: it stays */
export async function replayOne(
  running: Running,
  consumer: Consumer,
  inbox: Inbox,
  name: string,
  orderingKey: string,
  outside: Outside,
): Promise<boolean> {
  const acting = actingAsContext(running, consumer.context);
  const oldest = async (transaction: Transaction): Promise<Delivery | null> => {
    const { rows } = await transaction.run(inboxReplaySql(inbox), [name, orderingKey]);
    const [row] = rows;
    if (row === undefined) return null;
    const { event_id: eventId, payload } = row;
    return {
      consumer: name,
      eventId: eventId ?? '',
      orderingKey,
      name: consumer.event.name,
      payload: payload ?? '{}',
      attempts: 0,
      starts: 0,
    };
  };
  const next = await tried(running, acting, oldest);
  if (next === null) return false;
  const variables = eventVariables(running, consumer.event, next.eventId, JSON.parse(next.payload));
  const known = await before(running, consumer, next, variables, outside);
  return running.database.transaction(acting, async (transaction) => {
    const taken = await oldest(transaction);
    if (taken?.eventId !== next.eventId) throw new Error('another operator replays the same key');
    await within(running, consumer, known, transaction);
    return true;
  });
}
