import type { Backend } from '../model/backend.ts';
import type { Column, DataModel, Table } from '../model/data.ts';
import { tableSql } from './ddl-table.ts';
import type { Emitted } from './emitted.ts';
import { quoteName, quoteNames, qualifiedName } from './sql-names.ts';

export interface OutboxRoles {
  /** Messages committed with the change they tell of, until they were handed on. */
  readonly outbox?: Table;
  /** Messages a consumer has handled, so that a repetition is recognised. */
  readonly inbox?: Table;
}

/** The tables of the model that play the two parts, known by their names. */
export function outboxRoles({ tables }: DataModel): OutboxRoles {
  const outbox = tables.find(({ name }) => /(^|_)outbox(_|$)/i.test(name));
  const inbox = tables.find(({ name }) =>
    /(^|_)inbox(_|$)|(processed|consumed|handled)_(message|event)s?/i.test(name),
  );
  return { ...(outbox === undefined ? {} : { outbox }), ...(inbox === undefined ? {} : { inbox }) };
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
 * relay, deduplication, clean-up and lag.
 */
export function outboxSql({ data }: Backend): Emitted {
  const { outbox, inbox } = outboxRoles(data);
  const lost: string[] = [];
  const tables = [
    outbox === undefined ? proposedOutbox : `${tableSql(outbox, () => {})};`,
    inbox === undefined ? proposedInbox : `${tableSql(inbox, () => {})};`,
  ];
  const name = outbox === undefined ? 'outbox' : qualifiedName(outbox);
  const columns = outbox === undefined ? proposedColumns : outboxColumns(outbox);
  if (columns === undefined)
    lost.push(`${name}: no column says whether a message was sent, so no relay statement can be written`);
  return {
    text: [
      `-- Tables${outbox === undefined || inbox === undefined ? ' (proposed where the schema has none)' : ', as in schema.sql'}`,
      ...tables,
      ...(columns === undefined ? [] : relaySql(name, columns)),
      ...inboxSql(inbox),
    ].join('\n\n'),
    lost,
  };
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

function inboxSql(inbox: Table | undefined): readonly string[] {
  const name = inbox === undefined ? 'inbox' : qualifiedName(inbox);
  const key = inbox === undefined ? ['consumer', 'message_id'] : (inbox.primaryKey?.columns ?? []);
  const handled =
    inbox === undefined ? 'handled_at' : inbox.columns.find((column) => column.name.endsWith('_at'))?.name;
  return [
    ...(key.length === 0
      ? []
      : [
          `-- Deduplication: in the transaction of the effect. No row inserted means: handled before, acknowledge and stop.
prepare remember as
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
