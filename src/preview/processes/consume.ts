import { inboxesOf } from '../../artifacts/outbox-sql.ts';
import type { Inbox } from '../../artifacts/outbox-statements.ts';
import { rememberSql } from '../../artifacts/outbox-statements.ts';
import { behindParkedSql } from '../../artifacts/parked-statements.ts';
import type { DomainEvent, EventConsumer } from '../../model/domain.ts';
import type { EffectCall, Effects } from '../../model/effects.ts';
import type { Acting, Transaction } from '../database/database.ts';
import { performEffects } from '../../provers/effects/run-effects.ts';
import { runEffects } from '../effects/effects.ts';
import type { Variables } from '../effects/effects.ts';
import type { Running } from '../running.ts';
import { actingAsContext, forEffects, withoutTransaction } from './effect-transaction.ts';
import { asAnother } from './flow-world.ts';
import { eventVariables } from './variables.ts';

/** A message that is given to a consumer. */
export interface Delivery {
  readonly consumer: string;
  readonly eventId: string;
  readonly orderingKey: string;
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
  readonly attempts: number;
  readonly starts: number;
}

/** What becomes of a delivery that did not fail. */
export type Outcome = 'handled' | 'repeated' | 'behind';

/** Requests and flows of a consumer: outside of its transaction, and the same when they are repeated. */
export interface Outside {
  readonly call: (context: string, key: string, call: EffectCall, values: Variables) => Promise<Variables>;
  readonly start: (flow: string, key: string, variables: Variables) => Promise<Variables>;
}

export interface Consumer {
  readonly event: DomainEvent;
  readonly context: string;
  readonly effects: Effects;
}

/** A consumer under its name in the inbox. */
export function consumerOf(event: DomainEvent, { context, effects }: EventConsumer): Consumer | undefined {
  return effects === undefined ? undefined : { event, context, effects };
}

/** The inbox of a context: its own where each schema has one. */
export function inboxFor({ backend }: Running, context: string): Inbox | undefined {
  const inboxes = inboxesOf(backend.data).filter(({ table }) => table !== 'inbox');
  const schema = backend.data.tables.find((table) => table.context === context)?.schema;
  return inboxes.find(({ table }) => table.startsWith(`${schema ?? context}.`)) ?? inboxes[0];
}

/**
 * Remembers the message, looks whether an earlier one of its key is parked, and does what it asks for: all of it or nothing,
 * as the context that consumes it.
 */
export async function consume(
  running: Running,
  consumer: Consumer,
  inbox: Inbox,
  delivery: Delivery,
  outside: Outside,
): Promise<Outcome> {
  const acting = actingAsContext(running, consumer.context);
  const variables = eventVariables(running, consumer.event, delivery.eventId, JSON.parse(delivery.payload));
  const isOutside = consumer.effects.call !== undefined || consumer.effects.flow !== undefined;
  // Nobody is asked for anything by a message that is not to be handled now.
  const isNext =
    !isOutside ||
    (await tried(running, acting, (transaction) => reception(transaction, inbox, delivery))) === undefined;
  const known = isNext ? await before(running, consumer, delivery, variables, outside) : variables;
  return running.database.transaction(acting, async (transaction) => {
    const received = await reception(transaction, inbox, delivery);
    if (received === undefined) await within(running, consumer, known, transaction);
    return done(transaction, delivery, received ?? 'handled');
  });
}

/** Undefined = the message is new and its turn has come. */
async function reception(
  transaction: Transaction,
  inbox: Inbox,
  { consumer, eventId, orderingKey, payload }: Delivery,
): Promise<Exclude<Outcome, 'handled'> | undefined> {
  const remembered = await transaction.run(rememberSql(inbox), [consumer, eventId]);
  if (remembered.affected === 0) return 'repeated';
  const behind = await transaction.run(behindParkedSql(inbox), [consumer, eventId, orderingKey, payload]);
  return behind.affected > 0 ? 'behind' : undefined;
}

/** What statements would give; nothing of it stays. */
export async function tried<T>(
  { database }: Running,
  acting: Acting,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let given: { readonly value: T } | undefined;
  const enough = new Error('nothing of this stays');
  try {
    await database.transaction(acting, async (transaction) => {
      given = { value: await work(transaction) };
      throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  if (given === undefined) throw enough;
  return given.value;
}

/** What is asked of others happens first, with the message as its key, so that no connection is held meanwhile. */
export async function before(
  running: Running,
  { effects, context }: Consumer,
  { consumer, eventId }: Delivery,
  variables: Variables,
  outside: Outside,
): Promise<Variables> {
  const { condition, each, call, flow } = effects;
  if (call === undefined && flow === undefined) return variables;
  const key = `${consumer}/${eventId}`;
  let count = 0;
  return runEffects(
    {
      ...(condition !== undefined && { condition }),
      ...(each !== undefined && { each }),
      ...(call !== undefined && { call }),
      ...(flow !== undefined && { flow }),
      statements: [],
    },
    variables,
    {
      transaction: withoutTransaction(running, actingAsContext(running, context)),
      call: (call, values) => outside.call(context, `${key}/${(count += 1)}`, call, values),
      start: (id, values) => outside.start(id, `${key}/${(count += 1)}`, values),
    },
  );
}

export const within = (
  running: Running,
  { effects: { condition, each, statements }, context }: Consumer,
  variables: Variables,
  transaction: Transaction,
): Promise<Variables> => {
  const open = { transaction, context };
  const acting = (other: string): Acting => actingAsContext(running, other);
  return performEffects(
    { ...(condition !== undefined && { condition }), ...(each !== undefined && { each }), statements },
    variables,
    {
      at: (other) =>
        other === undefined || other === context
          ? forEffects(transaction)
          : forEffects({
              run: (sql, values) => asAnother(open, acting, other, (mine) => mine.run(sql, values)),
            }),
      call: noCall,
      start: noStart,
    },
  );
};

const noStart = (flow: string): Promise<never> =>
  Promise.reject(new Error(`the flow ${flow} ran before the transaction`));

const noCall = ({ request }: EffectCall): Promise<never> =>
  Promise.reject(new Error(`the request ${request} was made before the transaction`));

export async function done(
  transaction: Transaction,
  { consumer, eventId }: Pick<Delivery, 'consumer' | 'eventId'>,
  outcome: Outcome,
): Promise<Outcome> {
  await transaction.run('delete from preview.deliveries where consumer = $1 and event_id = $2', [
    consumer,
    eventId,
  ]);
  return outcome;
}
