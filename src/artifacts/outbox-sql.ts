import type { Backend } from '../model/backend.ts';
import type { Column, DataModel, Table } from '../model/data.ts';
import { tableSql } from './ddl-table.ts';
import type { Emitted } from './emitted.ts';
import { quoteName, quoteNames, qualifiedName } from './sql-names.ts';

export interface OutboxRoles {
  /** Messages committed with the change they tell of, until they were handed on; one for each schema that says events. */
  readonly outboxes: readonly Table[];
  /** Messages a consumer has handled, so that a repetition is recognised. */
  readonly inboxes: readonly Table[];
}

/** The tables of the model that play the two parts, known by their names. */
export function outboxRoles({ tables }: DataModel): OutboxRoles {
  return {
    outboxes: tables.filter(({ name }) => /(^|_)outbox(_|$)/i.test(name)),
    inboxes: tables.filter(({ name }) =>
      /(^|_)inbox(_|$)|(processed|consumed|handled)_(message|event)s?/i.test(name),
    ),
  };
}

export const columnList = ({ columns }: Table): string =>
  columns.map(({ name, type }) => `${name} ${type}`).join(', ');

const proposedOutbox = `create table outbox (
  id uuid not null default gen_random_uuid(),
  position bigint not null generated always as identity,
  type text not null,
  key text not null,
  payload jsonb not null,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  constraint outbox_pkey primary key (id)
);
create index outbox_waiting_idx on outbox (position) where published_at is null;`;

const proposedInbox = `create table inbox (
  consumer text not null,
  message_id uuid not null,
  handled_at timestamp with time zone not null default now(),
  constraint inbox_pkey primary key (consumer, message_id)
);
create index inbox_handled_idx on inbox (handled_at);`;

/** Names of the columns that play a part in the relay; a part without a column leaves its statement out. */
interface OutboxColumns {
  readonly id: string;
  readonly order: string;
  readonly sent: string;
  readonly created: string;
}

/**
 * The tables of outbox and inbox as the model has them (or as proposed where it has none), and the statements of
 * relay, deduplication, clean-up and lag, for each of them.
 */
export function outboxSql({ data }: Backend): Emitted {
  const { outboxes, inboxes } = outboxRoles(data);
  const lost: string[] = [];
  const written = (tables: readonly Table[], proposed: string): readonly string[] =>
    tables.length === 0
      ? [`-- proposed: the schema has none\n${proposed}`]
      : tables.map((table) => `${tableSql(table, () => {})};`);
  const relays =
    outboxes.length === 0
      ? relaySql('outbox', proposedColumns)
      : outboxes.flatMap((table) => {
          const columns = outboxColumns(table);
          if (columns !== undefined) return relaySql(qualifiedName(table), columns);
          lost.push(
            `${qualifiedName(table)}: no column says whether a message was sent, so no relay can be written`,
          );
          return [];
        });
  const text = [
    '-- Tables, as in schema.sql where it has them',
    ...written(outboxes, proposedOutbox),
    ...written(inboxes, proposedInbox),
    ...relays,
    ...(inboxes.length === 0
      ? inboxSql(undefined, 1)
      : inboxes.flatMap((table, index) => inboxSql(table, index + 1))),
  ].join('\n\n');
  return { text: `${text}\n`, lost };
}

const proposedColumns: OutboxColumns = {
  id: 'id',
  order: 'position',
  sent: 'published_at',
  created: 'created_at',
};

function outboxColumns(table: Table): OutboxColumns | undefined {
  const find = (...patterns: readonly RegExp[]): Column | undefined =>
    patterns
      .map((pattern) => table.columns.find(({ name }) => pattern.test(name)))
      .find((column) => column !== undefined);
  const sent = find(/^(published|sent|delivered|relayed|dispatched|processed)_at$/);
  const created = find(/^(created|occurred|inserted|stored)_at$/, /_at$/);
  const [id] = table.primaryKey?.columns ?? [];
  const order = find(/^(position|sequence|seq|number)$/) ?? created;
  if (sent === undefined || created === undefined || id === undefined || order === undefined)
    return undefined;
  return { id, order: order.name, sent: sent.name, created: created.name };
}

function relaySql(name: string, columns: OutboxColumns): readonly string[] {
  const [id, order, sent, created] = [columns.id, columns.order, columns.sent, columns.created].map(
    quoteName,
  );
  return [
    `-- Relay: one transaction per batch; commit only after the receiver confirmed, so a crash repeats and never loses.
with batch as (
  select ${id} from ${name} where ${sent} is null order by ${order} limit 100 for update skip locked
)
update ${name} set ${sent} = now() from batch where ${name}.${id} = batch.${id} returning ${name}.*;`,
    `-- Lag: the figure behind the alert, in seconds.
select coalesce(extract(epoch from now() - min(${created})), 0) as oldest_waiting_seconds
from ${name} where ${sent} is null;`,
    `-- Clean-up, hourly, in batches that hold no lock for long.
delete from ${name} where ${id} in (
  select ${id} from ${name} where ${sent} < now() - interval '7 days' order by ${sent} limit 5000
);`,
  ];
}

function inboxSql(inbox: Table | undefined, number: number): readonly string[] {
  const name = inbox === undefined ? 'inbox' : qualifiedName(inbox);
  const key = inbox === undefined ? ['consumer', 'message_id'] : (inbox.primaryKey?.columns ?? []);
  const handled =
    inbox === undefined ? 'handled_at' : inbox.columns.find((column) => column.name.endsWith('_at'))?.name;
  return [
    ...(key.length === 0
      ? []
      : [
          `-- Deduplication: in the transaction of the effect. No row inserted means: handled before, acknowledge and stop.
prepare remember_${number} as
insert into ${name} (${quoteNames(key)}) values (${key.map((_, index) => `$${index + 1}`).join(', ')}) on conflict do nothing;`,
        ]),
    ...(handled === undefined
      ? []
      : [
          `-- Kept longer than any message can be repeated: the retention of the messages and a week.
delete from ${name} where ${quoteName(handled)} < now() - interval '14 days';`,
        ]),
  ];
}
