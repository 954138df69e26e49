import { outboxesOf } from '../../artifacts/outbox-sql.ts';
import { lagSql, lockSql, relayBatch, takeSql } from '../../artifacts/outbox-statements.ts';
import type { Outbox } from '../../artifacts/outbox-statements.ts';
import { parkedAgeSql, parkedTable, relayReplaySql } from '../../artifacts/parked-statements.ts';
import type { DomainEvent } from '../../model/domain.ts';
import { owner } from '../database/database.ts';
import type { SqlValue, Transaction } from '../database/database.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Running } from '../running.ts';

/** An event that was committed and is now handed on. */
export interface Relayed {
  readonly id: string;
  readonly name: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly orderingKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  /** Place in the outbox. */
  readonly position: number;
}

export interface Relay {
  /** The outboxes, as statements write them. */
  readonly tables: readonly string[];
  /** Hands one batch on. @returns whether there may be more */
  readonly round: () => Promise<boolean>;
  /** Told of each event once it was handed on, in their order; again after a crash. */
  readonly onEvent: (listener: (event: Relayed) => void) => void;
  /** Takes part in handing events on, in the same transaction: what it throws hands none of them on. */
  readonly beside: (take: Beside) => void;
  /** Brings the parked messages of a key back. @returns how many */
  readonly replay: (orderingKey: string) => Promise<number>;
  readonly figures: () => Promise<RelayFigures>;
}

export type Beside = (transaction: Transaction, events: readonly Relayed[]) => Promise<void>;

export interface RelayFigures {
  readonly handedOn: number;
  readonly oldestWaitingSeconds: number;
  readonly parked: number;
}

/** How a consumer is called in the inbox, as its job is called in the model. */
export const consumerName = (context: string, event: Pick<DomainEvent, 'name'>): string =>
  `${context}-on-${event.name.replaceAll('.', '-')}`;

const handOn = `insert into preview.deliveries (consumer, event_id, position, ordering_key, name, payload)
select * from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[]) on conflict do nothing`;

/**
 * The delivered relay: under its lock, a batch in its order. What it hands the messages to is the queue of each consumer, in
 * the same database and so in the same transaction: nothing is between two stores.
 */
export function relayOf(running: Running): Relay {
  const { database, backend } = running;
  const outboxes = outboxesOf(backend.data).filter(({ table }) => table !== 'outbox');
  const listeners: ((event: Relayed) => void)[] = [];
  const besides: Beside[] = [];
  const consumers = consumersByEvent(backend.processes.events);
  let handedOn = 0;
  const roundOf = async (outbox: Outbox): Promise<boolean> => {
    const rows = await database.transaction(owner, async (transaction) => {
      await transaction.run(lockSql(outbox));
      const taken = (await transaction.run(takeSql(outbox))).rows;
      await queue(transaction, taken, consumers);
      const events = taken.map(relayed);
      if (events.length > 0) for (const take of besides) await take(transaction, events);
      return events;
    });
    handedOn += rows.length;
    for (const event of rows) for (const listener of listeners) listener(event);
    return rows.length === relayBatch;
  };
  return {
    tables: outboxes.map(({ table }) => table),
    round: async () => {
      const more: boolean[] = [];
      for (const outbox of outboxes) more.push(await roundOf(outbox));
      return more.includes(true);
    },
    onEvent: (listener) => void listeners.push(listener),
    beside: (take) => void besides.push(take),
    replay: async (key) => {
      let freed = 0;
      for (const outbox of outboxes)
        freed += await database.transaction(owner, async (transaction) => {
          await transaction.run(lockSql(outbox));
          return (await transaction.run(relayReplaySql(outbox), [key])).affected;
        });
      return freed;
    },
    figures: async () => ({
      handedOn,
      oldestWaitingSeconds: await greatest(running, outboxes.map(lagSql), 'oldest_waiting_seconds'),
      parked: await greatest(
        running,
        outboxes
          .filter(({ isParkModelled }) => isParkModelled === true)
          .map(({ table }) => parkedAgeSql(parkedTable(table))),
        'parked',
      ),
    }),
  };
}

async function greatest(
  { database }: Running,
  statements: readonly string[],
  column: string,
): Promise<number> {
  const found: number[] = [0];
  for (const sql of statements) {
    const { rows } = await database.query(owner, sql);
    found.push(Number(rows[0]?.[column] ?? 0));
  }
  return Math.max(...found);
}

/** Consumers that do something; what is told in words alone has nothing to do. */
function consumersByEvent(events: readonly DomainEvent[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    events.map((event) => [
      event.name,
      event.consumers
        .filter(({ effects }) => effects !== undefined)
        .map(({ context }) => consumerName(context, event)),
    ]),
  );
}

async function queue(
  transaction: Transaction,
  rows: readonly Row[],
  consumers: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const lists: string[][] = [[], [], [], [], [], []];
  for (const row of rows)
    for (const consumer of consumers.get(row['name'] ?? '') ?? []) {
      const values = [consumer, row['id'], row['position'], row['ordering_key'], row['name'], row['payload']];
      for (const [at, value] of values.entries()) lists[at]?.push(value ?? '');
    }
  if (lists[0]?.length === 0) return;
  await transaction.run(handOn, lists.map(arrayText));
}

const arrayText = (values: readonly string[]): SqlValue =>
  `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;

const relayed = (row: Row): Relayed => ({
  id: row['id'] ?? '',
  name: row['name'] ?? '',
  aggregate: row['aggregate'] ?? '',
  aggregateId: row['aggregate_id'] ?? '',
  orderingKey: row['ordering_key'] ?? '',
  payload: JSON.parse(row['payload'] ?? '{}'),
  createdAt: row['created_at'] ?? '',
  position: Number(row['position']),
});
