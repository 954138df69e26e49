import { owner } from '../database/database.ts';
import type { Transaction } from '../database/database.ts';
import type { Row } from '../../provers/postgres/session.ts';
import { backOffOf, pauseBefore } from '../processes/back-off.ts';
import { loopOf } from '../processes/loop.ts';
import type { Loop } from '../processes/loop.ts';
import type { Relayed } from '../processes/relay.ts';
import type { Running } from '../running.ts';
import { postWebhook } from './post.ts';
import { subscriptionsOf } from './subscriptions.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface OutgoingWebhooks {
  readonly subscriptions: Subscriptions;
  /** Takes events that are handed on, in the transaction that hands them on. */
  readonly store: (transaction: Pick<Transaction, 'run'>, events: readonly Relayed[]) => Promise<void>;
  readonly parked: () => Promise<readonly Row[]>;
  /** Sends what was parked for a subscriber again. @returns how many */
  readonly replay: (id: string) => Promise<number>;
  readonly figures: () => Promise<WebhookFigures>;
  readonly loop: Loop;
}

export interface WebhookFigures {
  readonly sent: number;
  readonly failed: number;
  readonly waiting: number;
  readonly parked: number;
}

/** One message of a subscriber and key at a time, in their order; those behind a parked one wait for its replay. */
const due = `select w.*, s.url, s.secret from (
  select distinct on (subscription_id, ordering_key) * from preview.webhooks order by subscription_id, ordering_key, arrived
) w join preview.webhook_subscriptions s on s.id = w.subscription_id
where w.due_at <= now() and w.parked_because is null order by w.arrived limit 20`;

/** As the AsyncAPI document says: back-off with jitter for 24 hours, then parked. */
const later = `update preview.webhooks set attempts = attempts + 1, due_at = now() + make_interval(secs => $3::float8),
  parked_because = case when now() + make_interval(secs => $3::float8) > first_at + interval '24 hours' then $4::text end
where subscription_id = $1 and event_id = $2`;

interface Options {
  readonly chance: () => number;
  readonly fault: (error: unknown) => void;
}

export async function outgoingWebhooks(
  running: Running,
  { chance, fault }: Options,
): Promise<OutgoingWebhooks> {
  const { database } = running;
  const subscriptions = await subscriptionsOf(running);
  const counts = { sent: 0, failed: 0 };
  const loop = loopOf(
    async () => {
      if (subscriptions.all().length === 0) return false;
      const { rows } = await database.query(owner, due);
      await Promise.all(rows.map((row) => sendOne(running, row, counts, chance)));
      return rows.length > 0;
    },
    { every: 1000, fault },
  );
  return {
    subscriptions,
    store: async (transaction, events) => {
      for (const event of events) await enqueue(transaction, subscriptions, event);
    },
    parked: () => parkedIn(running),
    replay: async (id) => {
      const { affected } = await database.query(
        owner,
        'update preview.webhooks set parked_because = null, attempts = 0, due_at = now(), first_at = now() where subscription_id = $1 and parked_because is not null',
        [id],
      );
      loop.wake();
      return affected;
    },
    figures: async () => ({ ...counts, ...(await countsIn(running)) }),
    loop,
  };
}

async function sendOne(
  { database, clock }: Running,
  row: Row,
  counts: { sent: number; failed: number },
  chance: () => number,
): Promise<void> {
  const key = [row['subscription_id'] ?? null, row['event_id'] ?? null];
  try {
    await postWebhook({ url: row['url'] ?? '', secret: row['secret'] ?? '' }, row['body'] ?? '', clock.now());
    counts.sent++;
    await database.query(
      owner,
      'delete from preview.webhooks where subscription_id = $1 and event_id = $2',
      key,
    );
  } catch (error) {
    counts.failed++;
    const why = error instanceof Error ? error.message : String(error);
    const pause = pauseBefore(Number(row['attempts']) + 1, backOffOf({}), chance()) / 1000;
    await database.query(owner, later, [...key, String(pause), why.slice(0, 500)]);
  }
}

async function enqueue(
  transaction: Pick<Transaction, 'run'>,
  { all }: Subscriptions,
  event: Relayed,
): Promise<void> {
  for (const { id, events } of all())
    if (events.length === 0 || events.includes(event.name))
      await transaction.run(
        'insert into preview.webhooks (subscription_id, event_id, ordering_key, body) values ($1, $2, $3, $4) on conflict do nothing',
        [id, event.id, event.orderingKey, bodyOf(event)],
      );
}

const bodyOf = ({ id, name, createdAt, payload }: Relayed): string =>
  JSON.stringify({ id, type: name, created_at: createdAt, data: payload });

async function parkedIn({ database }: Running): Promise<readonly Row[]> {
  const { rows } = await database.query(
    owner,
    'select subscription_id, event_id, ordering_key, attempts, parked_because from preview.webhooks where parked_because is not null order by arrived limit 100',
  );
  return rows;
}

async function countsIn({ database }: Running): Promise<Pick<WebhookFigures, 'waiting' | 'parked'>> {
  const { rows } = await database.query(
    owner,
    'select count(*) filter (where parked_because is null) as waiting, count(parked_because) as parked from preview.webhooks',
  );
  return { waiting: Number(rows[0]?.['waiting'] ?? 0), parked: Number(rows[0]?.['parked'] ?? 0) };
}
