import { owner } from '../database/database.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Running } from '../running.ts';
import { loopbackUrl } from './post.ts';

/** Somebody who wants to be told of events. */
export interface WebhookSubscription {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Names of events; none = all. */
  readonly events: readonly string[];
}

export interface Subscriptions {
  /** Absent secret = one is made. @throws unless the address is on loopback */
  readonly register: (
    subscription: Omit<WebhookSubscription, 'id' | 'secret'> & { readonly secret?: string },
  ) => Promise<WebhookSubscription>;
  readonly all: () => readonly WebhookSubscription[];
  readonly remove: (id: string) => Promise<void>;
}

/** What is sent to them: one row a subscriber and event, until it was taken. */
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

export async function subscriptionsOf(running: Running): Promise<Subscriptions> {
  const { database, ids } = running;
  await database.script(tables);
  let known = await stored(running);
  return {
    all: () => known,
    register: async ({ url, events, secret = `whsec_${ids.bytes(24).toString('base64url')}` }) => {
      const subscription = { id: ids.next(), url: loopbackUrl(url), secret, events };
      await database.query(
        owner,
        'insert into preview.webhook_subscriptions (id, url, secret, events) select $1, $2, $3, array(select json_array_elements_text($4::json))',
        [subscription.id, subscription.url, secret, JSON.stringify(events)],
      );
      known = await stored(running);
      return subscription;
    },
    remove: async (id) => {
      await database.query(owner, 'delete from preview.webhook_subscriptions where id = $1', [id]);
      known = await stored(running);
    },
  };
}

async function stored({ database }: Running): Promise<readonly WebhookSubscription[]> {
  const { rows } = await database.query(
    owner,
    'select id, url, secret, to_json(events)::text as events from preview.webhook_subscriptions order by id',
  );
  return rows.map((row: Row) => ({
    id: row['id'] ?? '',
    url: row['url'] ?? '',
    secret: row['secret'] ?? '',
    events: JSON.parse(row['events'] ?? '[]'),
  }));
}
