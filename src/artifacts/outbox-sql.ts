import type { Backend } from '../model/backend.ts';
import type { Column, DataModel, Table } from '../model/data.ts';
import type { Emitted } from './emitted.ts';
import { inboxSql, relaySql } from './outbox-statements.ts';
import type { Inbox, Outbox, OutboxColumns } from './outbox-statements.ts';
import { inboxParkingSql, parkedTable } from './parked-statements.ts';
import { qualifiedName } from './sql-names.ts';

export const outboxPath = '6-integration/outbox.sql';

export interface OutboxRoles {
  /** Messages committed with the change they tell of, until they were handed on; one for each schema that says events. */
  readonly outboxes: readonly Table[];
  /** Messages a consumer has handled, so that a repetition is recognised. */
  readonly inboxes: readonly Table[];
}

/** The tables of the model that play the two parts, known by their names; what was parked of them plays none. */
export function outboxRoles({ tables }: Pick<DataModel, 'tables'>): OutboxRoles {
  const parks = new Set(tables.map((table) => parkedTable(qualifiedName(table))));
  const all = tables.filter((table) => !parks.has(qualifiedName(table)));
  return {
    outboxes: all.filter(({ name }) => /(^|_)outbox(_|$)/i.test(name)),
    inboxes: all.filter(({ name }) =>
      /(^|_)inbox(_|$)|(processed|consumed|handled)_(message|event)s?/i.test(name),
    ),
  };
}

/** Whether the schema has the table of the parked messages of a table. */
const isParkModelled = (tables: readonly Table[], table: string): boolean =>
  tables.some((one) => qualifiedName(one) === parkedTable(table));

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
create index outbox_waiting_idx on outbox (position) where published_at is null;
create index outbox_published_idx on outbox (published_at);`;

const proposedInbox = `create table inbox (
  consumer text not null,
  message_id uuid not null,
  handled_at timestamp with time zone not null default now(),
  constraint inbox_pkey primary key (consumer, message_id)
);
create index inbox_handled_idx on inbox (handled_at);`;

const proposedColumns: OutboxColumns = {
  id: 'id',
  order: 'position',
  sent: 'published_at',
  created: 'created_at',
  key: { name: 'key', type: 'text' },
};

const typesOf =
  ({ columns }: Table) =>
  (name: string): string =>
    columns.find((column) => column.name === name)?.type ?? 'text';

/** Attempts after which a refused message is parked: what its relay promises, else the usual eight. */
export const attemptsOf = ({ processes }: Backend): number =>
  processes.jobs.find(({ kind }) => kind === 'relay')?.attempts?.value ?? 8;

/** The outboxes of a model that a relay can be written for, or the proposed one where it has none. */
export function outboxesOf(data: Pick<DataModel, 'tables'>): readonly Outbox[] {
  const { outboxes } = outboxRoles(data);
  if (outboxes.length === 0)
    return [{ number: 1, table: 'outbox', columns: proposedColumns, types: { id: 'uuid', order: 'bigint' } }];
  return outboxes.flatMap((table, at) => {
    const columns = outboxColumns(table);
    if (columns === undefined) return [];
    const typeOf = typesOf(table);
    const types = { id: typeOf(columns.id), order: typeOf(columns.order) };
    const name = qualifiedName(table);
    return [
      { number: at + 1, table: name, columns, types, isParkModelled: isParkModelled(data.tables, name) },
    ];
  });
}

/** The inboxes of a model, or the proposed one where it has none. */
export function inboxesOf(data: Pick<DataModel, 'tables'>): readonly Inbox[] {
  const { inboxes } = outboxRoles(data);
  if (inboxes.length === 0)
    return [
      {
        number: 1,
        table: 'inbox',
        key: ['consumer', 'message_id'],
        types: ['text', 'uuid'],
        handled: 'handled_at',
      },
    ];
  return inboxes.map((table, at): Inbox => {
    const handled = table.columns.find(({ name }) => name.endsWith('_at'))?.name;
    return {
      number: at + 1,
      table: qualifiedName(table),
      key: table.primaryKey?.columns ?? [],
      types: (table.primaryKey?.columns ?? []).map(typesOf(table)),
      isParkModelled: isParkModelled(data.tables, qualifiedName(table)),
      ...(handled === undefined ? {} : { handled }),
    };
  });
}

/**
 * The statements of relay, deduplication, clean-up, lag and parking for each outbox and inbox, prepared under names of
 * their own. Tables stand in the schema; those it has not are proposed here.
 */
export function outboxSql(backend: Backend): Emitted {
  const { data } = backend;
  const attempts = attemptsOf(backend);
  const { outboxes, inboxes } = outboxRoles(data);
  const lost = outboxes.flatMap((table) =>
    outboxColumns(table) === undefined
      ? [`${qualifiedName(table)}: no column says whether a message was sent, so no relay can be written`]
      : [],
  );
  const text = [
    '-- To be run after 2-database/schema.sql, which holds the tables.',
    ...(outboxes.length === 0 ? [`-- proposed: the schema has no outbox\n${proposedOutbox}`] : []),
    ...(inboxes.length === 0 ? [`-- proposed: the schema has no inbox\n${proposedInbox}`] : []),
    ...outboxesOf(data).flatMap((outbox) => relaySql(outbox, attempts)),
    ...inboxesOf(data).flatMap((inbox) => [...inboxSql(inbox), ...inboxParkingSql(inbox)]),
  ].join('\n\n');
  return { text: `${text}\n`, lost };
}

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
  const key = find(/^(ordering|partition|message|routing|group)_key$/, /^key$/, /^aggregate_id$/);
  const attempts = find(/^attempts$/);
  return {
    id,
    order: order.name,
    sent: sent.name,
    created: created.name,
    ...(key === undefined ? {} : { key: { name: key.name, type: key.type } }),
    ...(attempts === undefined ? {} : { attempts: attempts.name }),
  };
}
