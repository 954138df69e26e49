import type { Column } from '../model/data.ts';
import { isBehind, parkedTable, relayParkingSql, relayParkingTable } from './parked-statements.ts';
import { quoteName, quoteNames, quoteText } from './sql-names.ts';

/** Columns that play a part in the relay. */
export interface OutboxColumns {
  readonly id: string;
  readonly order: string;
  readonly sent: string;
  readonly created: string;
  /** Messages of one key go in their order; without it, all messages do. */
  readonly key?: Pick<Column, 'name' | 'type'>;
  readonly attempts?: string;
}

/** A table whose messages a relay hands on, by the number that its statements bear. */
export interface Outbox {
  readonly number: number;
  /** Qualified and quoted. */
  readonly table: string;
  readonly columns: OutboxColumns;
  /** Of the columns `id` and `order`. */
  readonly types: { readonly id: string; readonly order: string };
  /** The schema has the table of its parked messages; else the file proposes it. */
  readonly isParkModelled?: boolean;
}

/** A table in which a consumer remembers what it handled. */
export interface Inbox {
  readonly number: number;
  readonly table: string;
  /** Columns of its primary key. */
  readonly key: readonly string[];
  /** Of these columns. */
  readonly types: readonly string[];
  readonly handled?: string;
  /** The schema has the table of its parked messages; else the file proposes it. */
  readonly isParkModelled?: boolean;
}

/** Names under which the statements of an outbox are prepared. */
export const relayNames = (number: number) => ({
  lock: `relay_lock_${number}`,
  take: `relay_take_${number}`,
  lockSlot: `relay_lock_slot_${number}`,
  takeSlot: `relay_take_slot_${number}`,
  lag: `outbox_lag_${number}`,
  cleanUp: `outbox_clean_up_${number}`,
});

/** Names under which the statements of an inbox are prepared. */
export const inboxNames = (number: number) => ({
  remember: `inbox_remember_${number}`,
  cleanUp: `inbox_clean_up_${number}`,
});

/** Messages that one transaction of a relay hands on. */
export const relayBatch = 100;

/** Rows that one transaction of a clean-up deletes. */
export const cleanUpBatch = 5000;

/** Days a message stays after it was handed on, and its mark in the inbox after it was handled. */
export const keptDays = { sent: 7, handled: 14 } as const;

/** Parts that keys are spread over where one relay is not enough; fixed, because an index holds it. */
export const relaySlots = 16;

/** Second number of the lock that a relay of all messages has alone and relays of slots share. */
const wholeOutbox = -1;

/**
 * SKIP LOCKED alone lets a second relay overtake the first: it takes a later message of a key while an earlier one is
 * held and not yet handed on. So a relay takes a lock first, as a statement of its own: the batch is then looked for
 * in a snapshot that knows all that the relay before it has committed.
 */
export function relaySql(outbox: Outbox, mostAttempts: number): readonly string[] {
  const { number, table } = outbox;
  const { lock, take, lag, cleanUp } = relayNames(number);
  return [
    ...(outbox.isParkModelled === true ? [] : relayParkingTable(outbox)),
    `-- Relay of ${table}. One transaction a batch: begin; lock; take; hand the rows on in the order they came; commit
-- once the receiver has confirmed all of them. A relay that dies before its commit loses nothing: the next one hands
-- the same messages on again. A second relay waits at the lock until the first has committed or died.
prepare ${lock} as
${lockSql(outbox)};

prepare ${take} as
${takeSql(outbox)};`,
    ...slotsSql(outbox),
    `-- Lag: the figure behind the alert, in seconds.
prepare ${lag} as
${lagSql(outbox)};`,
    `-- Clean-up, hourly, again until a run deletes fewer than ${cleanUpBatch}: small batches hold no lock for long.
prepare ${cleanUp} as
${sentCleanUpSql(outbox)};`,
    ...relayParkingSql(outbox, mostAttempts),
  ];
}

/** The lock that a relay takes before each batch, as a statement of its own. */
export const lockSql = ({ table }: Pick<Outbox, 'table'>): string =>
  `select pg_advisory_xact_lock(hashtext(${quoteText(table)}), ${wholeOutbox})`;

/** How long the oldest message waits. */
export function lagSql({ table, columns }: Pick<Outbox, 'table' | 'columns'>): string {
  const [order, sent, created] = [columns.order, columns.sent, columns.created].map(quoteName);
  return `select coalesce((
  select extract(epoch from now() - ${created}) from ${table} where ${sent} is null order by ${order} limit 1
), 0) as oldest_waiting_seconds`;
}

/** Removes messages that were handed on and are no longer kept. */
export function sentCleanUpSql(outbox: Outbox): string {
  const [id, sent] = [outbox.columns.id, outbox.columns.sent].map(quoteName);
  return `delete from ${outbox.table} where ${id} = any (array(
  select ${id} from ${outbox.table} where ${sent} < now() - interval '${keptDays.sent} days'${unlessParked(outbox)} order by ${sent} limit ${cleanUpBatch}
))`;
}

/** A parked message stays where it is until it was handed on or its record is gone. */
const unlessParked = ({ table, columns }: Outbox): string =>
  columns.key === undefined
    ? ''
    : ` and not exists (select from ${parkedTable(table)} where message_id = ${quoteName(columns.id)})`;

/**
 * The next batch in its order, marked as handed on; the marks hold when the relay commits. Those of a key that has a
 * parked message are parked behind it: each is looked at once, however long the key waits.
 */
export function takeSql({ table, columns }: Outbox, also = ''): string {
  const [id, order, sent] = [columns.id, columns.order, columns.sent].map(quoteName);
  const { attempts } = columns;
  const counted =
    attempts === undefined ? '' : `, ${quoteName(attempts)} = message.${quoteName(attempts)} + 1`;
  return `with taken as (
  update ${table} as message set ${sent} = now()${counted}
  where ${id} = any (array(
    select ${id} from ${table} where ${sent} is null${also} order by ${order} limit ${relayBatch} for update skip locked
  )) returning message.*
)${columns.key === undefined ? '' : behindSql(table, columns.id, columns.order, columns.key.name)}
select * from taken${columns.key === undefined ? '' : ` where not ${isBehind(parkedTable(table), `taken.${quoteName(columns.key.name)}`)}`} order by ${order}`;
}

const behindSql = (table: string, id: string, order: string, key: string): string => `, behind as (
  insert into ${parkedTable(table)} (message_id, ordering_key, "position", because)
  select ${[id, key, order].map(quoteName).join(', ')}, 'behind a parked message of its key' from taken
  where ${isBehind(parkedTable(table), `taken.${quoteName(key)}`)}
)`;

/** Several relays side by side, each on slots of its own. */
function slotsSql(outbox: Outbox): readonly string[] {
  const { number, table, columns } = outbox;
  if (columns.key === undefined) return [];
  const { lockSlot, takeSlot } = relayNames(number);
  const [order = '', sent = ''] = [columns.order, columns.sent].map(quoteName);
  const slot = slotOf(columns.key);
  const named = table.split('.').at(-1)?.replaceAll('"', '') ?? table;
  // An index stands where its table does; statistics stand where they are told to.
  const within = table.includes('.') ? `${table.slice(0, table.lastIndexOf('.'))}.` : '';
  return [
    `-- More relays, only where one cannot keep up: relay i of n works on the slots i, i + n, i + 2n … below ${relaySlots}. All
-- messages of a key are in one slot, so their order is kept. $1: slot. Without the index each of them reads the messages
-- of all slots; without the statistics PostgreSQL takes a slot for a 200th of all messages and sorts it whole: it
-- learns nothing of an expression from a partial index.
create index ${quoteName(`${named}_slot_idx`)} on ${table} ((${slot}), ${order}) where ${sent} is null;
create statistics ${within}${quoteName(`${named}_slot`)} on (${slot}) from ${table};

prepare ${lockSlot} (integer) as
select pg_advisory_xact_lock_shared(hashtext(${quoteText(table)}), ${wholeOutbox}), pg_advisory_xact_lock(hashtext(${quoteText(table)}), $1);

prepare ${takeSlot} (integer) as
${takeSql(outbox, ` and ${slot} = $1`)};`,
  ];
}

/** The slot of a key: the sign of the hash is left out, so that the remainder is never negative. */
const slotOf = ({ name, type }: Pick<Column, 'name' | 'type'>): string =>
  `(hashtext(${quoteName(name)}${/^(text|varchar|character varying)/.test(type) ? '' : '::text'}) & 2147483647) % ${relaySlots}`;

export function inboxSql({ number, table, key, handled }: Inbox): readonly string[] {
  const { remember, cleanUp } = inboxNames(number);
  return [
    ...(key.length === 0
      ? []
      : [
          `-- Deduplication: in the transaction of the effect. No row inserted means: handled before, acknowledge and stop.
prepare ${remember} as
${rememberSql({ table, key })};`,
        ]),
    ...(handled === undefined
      ? []
      : [
          `-- Kept longer than any message can be repeated: the retention of the messages and a week. Hourly, in batches too.
prepare ${cleanUp} as
${handledCleanUpSql(table, handled)};`,
        ]),
  ];
}

/** Stores that a consumer has handled a message, unless it has. */
export const rememberSql = ({ table, key }: Pick<Inbox, 'table' | 'key'>): string =>
  `insert into ${table} (${quoteNames(key)}) values (${key.map((_, index) => `$${index + 1}`).join(', ')}) on conflict do nothing`;

/** Removes marks that no repetition can need any more. */
export const handledCleanUpSql = (table: string, handled: string): string =>
  `delete from ${table} where ctid = any (array(
  select ctid from ${table} where ${quoteName(handled)} < now() - interval '${keptDays.handled} days' order by ${quoteName(handled)} limit ${cleanUpBatch}
))`;
