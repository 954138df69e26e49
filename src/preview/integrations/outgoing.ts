import { owner } from '../database/database.ts';
import type { Row } from '../../provers/postgres/session.ts';
import { backOffOf, pauseBefore } from '../processes/back-off.ts';
import { loopOf } from '../processes/loop.ts';
import type { Loop } from '../processes/loop.ts';
import type { Relayed } from '../processes/relay.ts';
import type { Running } from '../running.ts';
import { loopbackUrl, postWebhook } from './post.ts';

/** Somebody who wants to be told of events. */
export interface WebhookSubscription {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Names of events; none = all. */
  readonly events: readonly string[];
}

export interface OutgoingWebhooks {
  readonly register: (
    subscription: Omit<WebhookSubscription, 'id' | 'secret'> & { readonly secret?: string },
  ) => Promise<WebhookSubscription>;
  readonly subscriptions: () => Promise<readonly WebhookSubscription[]>;
  readonly remove: (id: string) => Promise<void>;
  /** Takes an event that was handed on. */
  readonly tell: (event: Relayed) => void;
  readonly parked: () => Promise<readonly Row[]>;
  /** Sends what was parked for a subscriber again. @returns how many */
  readonly replay: (id: string) => Promise<number>;
  readonly figures: () => Promise<{
    readonly sent: number;
    readonly waiting: number;
    readonly parked: number;
  }>;
  readonly loop: Loop;
}

const tables = `create table if not exists preview.webhook_subscriptions (
  id uuid primary key, url text not null, secret text not null, events text[] not null
);
create table if not exists preview.webhooks (
  subscription_id uuid not null references preview.webhook_subscriptions (id) on delete cascade,
  event_id uuid not null, arrived bigint not null generated always as identity, ordering_key text not null,
  body text not null, attempts integer not null default 0, due_at timestamptz not null default now(),
  first_at timestamptz not null default now(), parked_because text,
  primary key (subscription_id, event_id)
);`;

/** One message of a subscriber and key at a time, in their order; those behind a parked one wait for its replay. */
const due = `select w.*, s.url, s.secret from (
  select distinct on (subscription_id, ordering_key) * from preview.webhooks order by subscription_id, ordering_key, arrived
) w join preview.webhook_subscriptions s on s.id = w.subscription_id
where w.due_at <= now() and w.parked_because is null order by w.arrived limit 20`;

/** As the AsyncAPI document says: back-off with jitter for 24 hours, then parked. */
const longestSeconds = 86_400;

export async function outgoingWebhooks(
  running: Running,
  { chance, fault }: { readonly chance: () => number; readonly fault: (error: unknown) => void },
): Promise<OutgoingWebhooks> {
  const { database } = running;
  await database.script(tables);
  const backOff = backOffOf({});
  let known = await stored(running);
  let sent = 0;
  const queued = new Set<Promise<unknown>>();
  const send = async (row: Row): Promise<void> => {
    const key = [row['subscription_id'] ?? null, row['event_id'] ?? null];
    try {
      await postWebhook(
        { url: row['url'] ?? '', secret: row['secret'] ?? '' },
        row['body'] ?? '',
        running.clock.now(),
      );
      sent++;
      await database.query(
        owner,
        'delete from preview.webhooks where subscription_id = $1 and event_id = $2',
        key,
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const pause = pauseBefore(Number(row['attempts']) + 1, backOff, chance()) / 1000;
      await database.query(
        owner,
        `update preview.webhooks set attempts = attempts + 1, due_at = now() + make_interval(secs => $3::float8),
  parked_because = case when now() + make_interval(secs => $3::float8) > first_at + make_interval(secs => ${longestSeconds}) then $4::text end
where subscription_id = $1 and event_id = $2`,
        [...key, String(pause), why.slice(0, 500)],
      );
    }
  };
  const loop = loopOf(
    async () => {
      await Promise.all(queued);
      if (known.length === 0) return false;
      const { rows } = await database.query(owner, due);
      await Promise.all(rows.map(send));
      return rows.length > 0;
    },
    { every: 1000, fault },
  );
  const enqueue = async (event: Relayed): Promise<void> => {
    for (const { id, events } of known)
      if (events.length === 0 || events.includes(event.name))
        await database.query(
          owner,
          'insert into preview.webhooks (subscription_id, event_id, ordering_key, body) values ($1, $2, $3, $4) on conflict do nothing',
          [id, event.id, event.orderingKey, bodyOf(event)],
        );
    loop.wake();
  };
  return {
    ...registrations(running, async () => void (known = await stored(running))),
    tell: (event) => {
      if (known.length === 0) return;
      const work = enqueue(event)
        .catch(fault)
        .finally(() => queued.delete(work));
      queued.add(work);
    },
    parked: async () =>
      (
        await database.query(
          owner,
          'select subscription_id, event_id, ordering_key, attempts, parked_because from preview.webhooks where parked_because is not null order by arrived limit 100',
        )
      ).rows,
    replay: async (id) => {
      const { affected } = await database.query(
        owner,
        'update preview.webhooks set parked_because = null, attempts = 0, due_at = now(), first_at = now() where subscription_id = $1 and parked_because is not null',
        [id],
      );
      loop.wake();
      return affected;
    },
    figures: async () => {
      const { rows } = await database.query(
        owner,
        'select count(*) filter (where parked_because is null) as waiting, count(parked_because) as parked from preview.webhooks',
      );
      return { sent, waiting: Number(rows[0]?.['waiting'] ?? 0), parked: Number(rows[0]?.['parked'] ?? 0) };
    },
    loop,
  };
}

const bodyOf = ({ id, name, createdAt, payload }: Relayed): string =>
  JSON.stringify({ id, type: name, created_at: createdAt, data: payload });

async function stored({ database }: Running): Promise<readonly WebhookSubscription[]> {
  const { rows } = await database.query(
    owner,
    'select id, url, secret, to_json(events)::text as events from preview.webhook_subscriptions order by id',
  );
  return rows.map((row) => ({
    id: row['id'] ?? '',
    url: row['url'] ?? '',
    secret: row['secret'] ?? '',
    events: JSON.parse(row['events'] ?? '[]'),
  }));
}

function registrations(
  running: Running,
  changed: () => Promise<void>,
): Pick<OutgoingWebhooks, 'register' | 'subscriptions' | 'remove'> {
  const { database, ids } = running;
  return {
    register: async ({ url, events, secret = `whsec_${ids.bytes(24).toString('base64url')}` }) => {
      const subscription = { id: ids.next(), url: loopbackUrl(url), secret, events };
      await database.query(
        owner,
        'insert into preview.webhook_subscriptions (id, url, secret, events) select $1, $2, $3, array(select json_array_elements_text($4::json))',
        [subscription.id, subscription.url, secret, JSON.stringify(events)],
      );
      await changed();
      return subscription;
    },
    subscriptions: () => stored(running),
    remove: async (id) => {
      await database.query(owner, 'delete from preview.webhook_subscriptions where id = $1', [id]);
      await changed();
    },
  };
}
