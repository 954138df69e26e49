import { inboxesOf } from '../../artifacts/outbox-sql.ts';
import { inboxParkedListSql, parkedAgeSql, parkedTable } from '../../artifacts/parked-statements.ts';
import { owner } from '../database/database.ts';
import { isRefusal } from '../effects/effects.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Running } from '../running.ts';
import { backOffOf, pauseBefore } from './back-off.ts';
import type { BackOff } from './back-off.ts';
import { consume, consumerOf, inboxFor } from './consume.ts';
import type { Consumer, Delivery, Outside } from './consume.ts';
import { park, replayOne } from './park.ts';
import { consumerName } from './relay.ts';

export interface Consumers {
  /** Works on messages whose turn has come. @returns whether there may be more */
  readonly round: () => Promise<boolean>;
  /** Handles the parked messages of a key again, the oldest first. @returns how many went through */
  readonly replay: (consumer: string, orderingKey: string) => Promise<number>;
  /** Consumers that a package tells in words alone: they do nothing here. */
  readonly inWords: readonly string[];
  readonly figures: () => Promise<ConsumerFigures>;
}

export interface ConsumerFigures {
  readonly waiting: number;
  readonly parked: number;
  readonly handled: number;
  readonly repeated: number;
  readonly failed: number;
  /** Keys that wait behind a parked message. */
  readonly keys: readonly Row[];
}

interface Known extends Consumer {
  readonly attempts: number;
  readonly backOff: BackOff;
}

/** Starts without an end after which a message is taken for one that ends the process. */
const mostLostStarts = 3;

const take = `with heads as (
  select * from (
    select distinct on (consumer, ordering_key) consumer, event_id, position, due_at from preview.deliveries
    order by consumer, ordering_key, position
  ) first where due_at <= now() order by position limit 50
)
update preview.deliveries as message set starts = message.starts + 1 from heads
where message.consumer = heads.consumer and message.event_id = heads.event_id
returning message.consumer, message.event_id, message.ordering_key, message.name, message.payload, message.attempts, message.starts`;

const later = `update preview.deliveries set attempts = attempts + 1, due_at = now() + make_interval(secs => $3::float8)
where consumer = $1 and event_id = $2`;

/** Gives each consumer one message of a key at a time, in their order, at least once. */
export function consumersOf(
  running: Running,
  outside: Outside,
  chance: () => number = Math.random,
): Consumers {
  const known = knownConsumers(running);
  const counts = { handled: 0, repeated: 0, failed: 0 };
  const work = async (delivery: Delivery): Promise<void> => {
    const consumer = known.get(delivery.consumer);
    const inbox = consumer && inboxFor(running, consumer.context);
    if (consumer === undefined || inbox === undefined) return;
    const lost = delivery.starts - 1 - delivery.attempts;
    try {
      if (lost >= mostLostStarts) await park(running, consumer, inbox, delivery, 'started and never ended');
      else if ((await consume(running, consumer, inbox, delivery, outside)) === 'repeated') counts.repeated++;
      else counts.handled++;
    } catch (error) {
      counts.failed++;
      const why = error instanceof Error ? error.message : String(error);
      // Another attempt changes nothing about what a rule refuses.
      if (isRefusal(error) || delivery.attempts + 1 >= consumer.attempts)
        await park(running, consumer, inbox, delivery, why);
      else {
        const pause = pauseBefore(delivery.attempts + 1, consumer.backOff, chance()) / 1000;
        await running.database.query(owner, later, [delivery.consumer, delivery.eventId, String(pause)]);
      }
    }
  };
  return {
    inWords: running.backend.processes.events.flatMap((event) =>
      event.consumers
        .filter(({ effects }) => effects === undefined)
        .map(({ context }) => consumerName(context, event)),
    ),
    round: async () => {
      const { rows } = await running.database.query(owner, take);
      await Promise.all(rows.map(deliveryOf).map(work));
      return rows.length > 0;
    },
    replay: async (name, orderingKey) => {
      const consumer = known.get(name);
      const inbox = consumer && inboxFor(running, consumer.context);
      if (consumer === undefined || inbox === undefined) throw new Error(`there is no consumer ${name}`);
      let through = 0;
      while (await replayOne(running, consumer, inbox, name, orderingKey, outside)) through++;
      return through;
    },
    figures: async () => ({ ...counts, ...(await stored(running)) }),
  };
}

function knownConsumers(running: Running): ReadonlyMap<string, Known> {
  const { events, jobs } = running.backend.processes;
  return new Map(
    events.flatMap((event) =>
      event.consumers.flatMap((each): readonly (readonly [string, Known])[] => {
        const name = consumerName(each.context, event);
        const consumer = consumerOf(event, each);
        const job = jobs.find(({ id }) => id === name);
        if (consumer === undefined) return [];
        return [[name, { ...consumer, attempts: job?.attempts?.value ?? 8, backOff: backOffOf(job ?? {}) }]];
      }),
    ),
  );
}

const deliveryOf = (row: Row): Delivery => ({
  consumer: row['consumer'] ?? '',
  eventId: row['event_id'] ?? '',
  orderingKey: row['ordering_key'] ?? '',
  name: row['name'] ?? '',
  payload: row['payload'] ?? '{}',
  attempts: Number(row['attempts']),
  starts: Number(row['starts']),
});

async function stored({
  database,
  backend,
}: Running): Promise<Pick<ConsumerFigures, 'waiting' | 'parked' | 'keys'>> {
  const { rows } = await database.query(owner, 'select count(*) as waiting from preview.deliveries');
  let parked = 0;
  const keys: Row[] = [];
  for (const inbox of inboxesOf(backend.data).filter(({ isParkModelled }) => isParkModelled === true)) {
    const counted = await database.query(owner, parkedAgeSql(parkedTable(inbox.table)));
    parked += Number(counted.rows[0]?.['parked'] ?? 0);
    keys.push(...(await database.query(owner, inboxParkedListSql(inbox))).rows);
  }
  return { waiting: Number(rows[0]?.['waiting'] ?? 0), parked, keys };
}
