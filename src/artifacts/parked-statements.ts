import type { Inbox, Outbox } from './outbox-statements.ts';
import { quoteName, quoteNames } from './sql-names.ts';

/** Days the record of a message that was given up is kept. */
export const givenUpDays = 30;

const cleanUpBatch = 1000;

/** Table of the parked messages of a table, beside it. */
export const parkedTable = (table: string): string =>
  table.endsWith('"') ? `${table.slice(0, -1)}_parked"` : `${table}_parked`;

/** Names under which the statements about parked messages of an outbox are prepared. */
export const relayParkingNames = (number: number) => ({
  refused: `relay_refused_${number}`,
  replay: `outbox_replay_${number}`,
  giveUp: `outbox_give_up_${number}`,
  age: `outbox_parked_age_${number}`,
  list: `outbox_parked_${number}`,
  cleanUp: `outbox_parked_clean_up_${number}`,
});

/** Names under which the statements about parked messages of an inbox are prepared. */
export const inboxParkingNames = (number: number) => ({
  behind: `inbox_behind_${number}`,
  park: `inbox_park_${number}`,
  replay: `inbox_replay_${number}`,
  giveUp: `inbox_give_up_${number}`,
  age: `inbox_parked_age_${number}`,
  list: `inbox_parked_${number}`,
  cleanUp: `inbox_parked_clean_up_${number}`,
});

/** A message of the same key is parked and not given up. */
export const isBehind = (parked: string, key: string): string =>
  `exists (select from ${parked} as earlier where earlier.ordering_key = ${key} and earlier.given_up_at is null)`;

const columnsOfState = `because text not null,
  parked_at timestamp with time zone not null default now(),
  given_up_at timestamp with time zone`;

const indexesOfState = (parked: string): string => `create index on ${parked} (given_up_at);`;

/** The table of an outbox's parked messages; without a key all messages are one order, which a parked one would break. */
export function relayParkingTable({ table, columns, types }: Outbox): readonly string[] {
  if (columns.key === undefined) return [];
  const parked = parkedTable(table);
  return [
    `-- Messages that are not handed on: refused once too often, or of the key of one that was. They stay in ${table}.
create table ${parked} (
  message_id ${types.id} not null primary key,
  ordering_key ${columns.key.type} not null,
  "position" ${types.order} not null,
  ${columnsOfState}
);
create index on ${parked} (ordering_key, "position") where given_up_at is null;
${indexesOfState(parked)}`,
  ];
}

/** What becomes of a message that its receiver refuses, and how it comes back. */
export function relayParkingSql(outbox: Outbox, mostAttempts: number): readonly string[] {
  const { number, table, columns, types } = outbox;
  if (columns.key === undefined) return [];
  const { refused, replay, giveUp } = relayParkingNames(number);
  const parked = parkedTable(table);
  const [id, order, sent, key] = [columns.id, columns.order, columns.sent, columns.key.name].map(quoteName);
  const attempts = columns.attempts === undefined ? undefined : quoteName(columns.attempts);
  return [
    `-- The receiver answers and refuses a message (it does not: roll back, nothing is counted). $1: the message. $2: why. $3:
-- those of its key that the batch holds behind it. They wait for the next batch${attempts === undefined ? '; the message is parked' : `; after ${mostAttempts} attempts the message is parked`}. The
-- other keys of the batch go on, and the transaction commits.
prepare ${refused} (${types.id}, text, ${types.id}[]) as
with parked as (
  insert into ${parked} (message_id, ordering_key, "position", because)
  select ${id}, ${key}, ${order}, $2 from ${table} where ${id} = $1${attempts === undefined ? '' : ` and ${attempts} >= ${mostAttempts}`}
  returning message_id
)
update ${table} set ${sent} = null
where ${id} = any ($3 || $1) and ${id} not in (select message_id from parked);`,
    `-- Replay of a key, all its parked messages at once: begin; the lock of the relay; replay; commit. They go before any
-- later message of the key, in their order. A second operator who replays the same key waits, and then finds none.
prepare ${replay} (${columns.key.type}) as
${relayReplaySql(outbox)};`,
    `-- Give up one message, with a reason and a name; those behind it wait for the replay of their key.
prepare ${giveUp} (${types.id}, text) as
${giveUpSql(parked, ['message_id'])};`,
    ...upkeepSql(parked, relayParkingNames(number), '"position"', '', 'ordering_key'),
  ];
}

/** Brings back all parked messages of a key; needs the lock of the relay. */
export function relayReplaySql({ table, columns }: Outbox): string {
  const [id, sent] = [columns.id, columns.sent].map(quoteName);
  const again = columns.attempts === undefined ? '' : `, ${quoteName(columns.attempts)} = 0`;
  return `with freed as (
  delete from ${parkedTable(table)} where ordering_key = $1 and given_up_at is null returning message_id
)
update ${table} set ${sent} = null${again} where ${id} in (select message_id from freed)`;
}

/** Marks one parked message, known by its key, as given up: the last parameter says why and by whom. */
export const giveUpSql = (parked: string, key: readonly string[]): string =>
  `update ${parked} set given_up_at = now(), because = because || '; given up: ' || $${key.length + 1}
where ${key.map((name, place) => `${quoteName(name)} = $${place + 1}`).join(' and ')} and given_up_at is null`;

/** Removes the records of messages that were given up long ago. */
export const parkedCleanUpSql = (parked: string): string =>
  `delete from ${parked} where ctid = any (array(
  select ctid from ${parked} where given_up_at < now() - interval '${givenUpDays} days' order by given_up_at limit ${cleanUpBatch}
))`;

/** How many messages are parked, and since when the first of them. */
export const parkedAgeSql = (parked: string): string =>
  `select count(*) as parked, coalesce(extract(epoch from now() - min(parked_at)), 0) as oldest_parked_seconds
from ${parked} where given_up_at is null`;

const parkedListSql = (parked: string, order: string, consumer: string, grouped: string): string =>
  `select ${consumer}ordering_key, count(*) as messages, min(parked_at) as since, (array_agg(because order by ${order}))[1] as first_refusal
from ${parked} where given_up_at is null group by ${grouped} order by since limit 100`;

/** The keys of an inbox that wait, with the refusal of the first message of each. */
export function inboxParkedListSql({ table, key }: Pick<Inbox, 'table' | 'key'>): string {
  const own = key.slice(0, -1).map(quoteName);
  return parkedListSql(
    parkedTable(table),
    'arrived',
    own.map((name) => `${name}, `).join(''),
    [...own, 'ordering_key'].join(', '),
  );
}

/** What the alert reads, what an operator reads, and the removal of what was given up long ago. */
function upkeepSql(
  parked: string,
  { age, list, cleanUp }: { readonly age: string; readonly list: string; readonly cleanUp: string },
  order: string,
  consumer: string,
  grouped: string,
): readonly string[] {
  return [
    `-- The figures behind the alert: one parked message opens a ticket, a growing number pages.
prepare ${age} as
${parkedAgeSql(parked)};

prepare ${list} as
${parkedListSql(parked, order, consumer, grouped)};

prepare ${cleanUp} as
${parkedCleanUpSql(parked)};`,
  ];
}

/** The table of messages that a consumer could not handle. */
const inboxParkingTable = ({ table, key, types }: Inbox): string => {
  const parked = parkedTable(table);
  const own = key.slice(0, -1).map(quoteName);
  return `-- Messages that their consumer could not handle, and those of their keys behind them.
create table ${parked} (
  ${key.map((name, place) => `${quoteName(name)} ${types[place] ?? 'text'} not null`).join(',\n  ')},
  ordering_key text not null,
  arrived bigint not null generated always as identity,
  payload jsonb not null,
  ${columnsOfState},
  primary key (${quoteNames(key)})
);
create index on ${parked} (${[...own, 'ordering_key', 'arrived'].join(', ')}) where given_up_at is null;
${indexesOfState(parked)}`;
};

const placeholders = (key: readonly string[]): string => key.map((_, place) => `$${place + 1}`).join(', ');
const equal = (columns: readonly string[]): string =>
  columns.map((name, at) => `${quoteName(name)} = $${at + 1} and `).join('');

/** Parks a message behind an earlier one of its key; no row where there is none. Parameters: its key in the inbox, its ordering key, its payload. */
export function behindParkedSql({ table, key }: Pick<Inbox, 'table' | 'key'>): string {
  const parked = parkedTable(table);
  const at = (place: number): string => `$${key.length + place}`;
  return `insert into ${parked} (${quoteNames(key)}, ordering_key, payload, because)
select ${placeholders(key)}, ${at(1)}, ${at(2)}, 'behind a parked message of its key'
where exists (select from ${parked} where ${equal(key.slice(0, -1))}ordering_key = ${at(1)} and given_up_at is null)`;
}

/** Parks a message whose last attempt failed; no row where it was handled after all. Parameters: as before, and why. */
export function inboxParkSql({ table, key }: Pick<Inbox, 'table' | 'key'>): string {
  const at = (place: number): string => `$${key.length + place}`;
  const named = quoteNames(key);
  return `with remembered as (
  insert into ${table} (${named}) values (${placeholders(key)}) on conflict do nothing returning 1
)
insert into ${parkedTable(table)} (${named}, ordering_key, payload, because)
select ${placeholders(key)}, ${at(1)}, ${at(2)}, ${at(3)} from remembered`;
}

/** Takes the oldest parked message of a key out, to be handled in the same transaction. */
export function inboxReplaySql({ table, key }: Pick<Inbox, 'table' | 'key'>): string {
  const parked = parkedTable(table);
  const named = quoteNames(key);
  return `delete from ${parked} where (${named}) = (
  select ${named} from ${parked} where ${equal(key.slice(0, -1))}ordering_key = $${key.length} and given_up_at is null order by arrived limit 1 for update
) returning *`;
}

/** Table, where the schema has none, and statements for the messages that a consumer could not handle. */
export function inboxParkingSql(inbox: Inbox): readonly string[] {
  const { number, table, key, types } = inbox;
  if (key.length === 0) return [];
  const parked = parkedTable(table);
  const { behind, park, replay, giveUp } = inboxParkingNames(number);
  const own = key.slice(0, -1).map(quoteName);
  const ownTypes = types.slice(0, own.length).map((type) => `${type}, `);
  return [
    ...(inbox.isParkModelled === true ? [] : [inboxParkingTable(inbox)]),
    `-- After ${'`'}inbox_remember_${number}${'`'} has inserted and before the effect. A row inserted means: parked behind an earlier one; commit,
-- acknowledge, stop. Last parameters: key, payload.
prepare ${behind} (${types.join(', ')}, text, jsonb) as
${behindParkedSql(inbox)};`,
    `-- After the last attempt, whose transaction was rolled back. No row inserted means: it was handled after all. Last
-- parameters: key, payload, why. The queue has to give one message of a key at a time, or a later one passes before this.
prepare ${park} (${types.join(', ')}, text, jsonb, text) as
${inboxParkSql(inbox)};`,
    `-- Replay, one message: begin; replay; the effect of the message that comes back; commit. Again until none comes. The
-- oldest of the key comes first; a second operator waits, and finds none or the next.
prepare ${replay} (${ownTypes.join('')}text) as
${inboxReplaySql(inbox)};`,
    `-- Give up one message, with a reason and a name.
prepare ${giveUp} (${types.join(', ')}, text) as
${giveUpSql(parked, key)};`,
    ...upkeepSql(
      parked,
      inboxParkingNames(number),
      'arrived',
      own.map((name) => `${name}, `).join(''),
      [...own, 'ordering_key'].join(', '),
    ),
  ];
}
