import type { Column, Index, Table } from '../../model/data.ts';
import type { Origin, Quantity } from '../../model/origin.ts';
import { assumed } from '../../model/origin.ts';
import { calendar } from './statistics.ts';
import { keyDefault } from './columns.ts';
import { plainColumn } from './keys.ts';
import { named, supportName } from './layout.ts';
import type { Layout, TableName } from './layout.ts';

/** A mechanism that needs a table beside those of the domain. */
export type Mechanism = 'outbox' | 'inbox' | 'idempotency' | 'status' | 'audit';

const tableOf: Readonly<Record<Mechanism, string>> = {
  outbox: 'outbox_events',
  inbox: 'inbox_events',
  idempotency: 'idempotency_keys',
  status: 'operation_statuses',
  audit: 'audit_entries',
};

export const supportTable = (layout: Layout, context: string, mechanism: Mechanism): TableName =>
  supportName(layout, context, tableOf[mechanism]);

const days = (value: number, because: string): Quantity =>
  assumed(value * 86_400, 's', because, 86_400, 2 * value * 86_400);

const rows = (value: number, because: string): Quantity =>
  assumed(value, 'rows', because, value / 10, value * 10);

/** Short notation for a column: `type`, then `?` for nullable, a default after `=`. */
function column(origin: Origin, name: string, text: string, distinct: number, width: number): Column {
  const [type = '', standard] = text.split(' = ');
  const nullable = type.endsWith('?');
  return {
    name,
    type: nullable ? type.slice(0, -1) : type,
    nullable,
    ...(standard !== undefined && { default: standard }),
    statistics: {
      distinct,
      averageWidth: width,
      nullFraction: nullable ? 0.1 : 0,
      correlation: type.startsWith('timestamp') || name === 'id' || name === 'position' ? 1 : 0,
      ...(type.startsWith('timestamp') && { histogram: calendar }),
    },
    origin,
  };
}

interface Blueprint {
  readonly comment: string;
  readonly rule: string;
  readonly columns: readonly (readonly [name: string, text: string, distinct: number, width: number])[];
  readonly key: readonly string[];
  readonly indexes: readonly { readonly columns: readonly string[]; readonly where?: string }[];
  readonly checks: readonly (readonly [name: string, sql: string])[];
  readonly rows: Quantity;
  readonly retention: Quantity;
  readonly appendOnly?: boolean;
}

const time = 'timestamp with time zone';

const blueprints: Readonly<Record<Mechanism, Blueprint>> = {
  outbox: {
    comment: 'Events to publish, written in the transaction that brings them about; a relay hands them on',
    rule: 'transactional outbox: an event is published if and only if its change is committed',
    columns: [
      ['id', 'uuid', -1, 16],
      ['position', 'bigint = generated always as identity', -1, 8],
      ['name', 'text', 40, 18],
      ['aggregate', 'text', 20, 12],
      ['aggregate_id', 'uuid', -0.5, 16],
      ['ordering_key', 'text', -0.5, 37],
      ['payload', 'jsonb', -0.9, 300],
      ['attempts', 'integer = 0', 5, 4],
      ['created_at', `${time} = now()`, -0.9, 8],
      ['published_at', `${time}?`, -0.9, 8],
    ],
    key: ['id'],
    indexes: [{ columns: ['position'], where: 'published_at is null' }, { columns: ['published_at'] }],
    checks: [
      ['name', 'char_length(name) <= 120'],
      ['attempts', 'attempts >= 0'],
    ],
    rows: rows(1_000_000, 'published events are deleted after a week'),
    retention: days(7, 'published events are kept for a week of replay'),
  },
  inbox: {
    comment:
      'Events that were handled, by consumer: a repeated delivery is recognised and has no second effect',
    rule: 'idempotent consumer: the id of an event is stored in the transaction of its effect',
    columns: [
      ['consumer', 'text', 20, 20],
      ['event_id', 'uuid', -0.5, 16],
      ['handled_at', `${time} = now()`, -0.9, 8],
    ],
    key: ['consumer', 'event_id'],
    indexes: [{ columns: ['handled_at'] }],
    checks: [['consumer', 'char_length(consumer) <= 200']],
    rows: rows(2_000_000, 'as long as a delivery can be repeated'),
    retention: days(14, 'longer than events can be replayed'),
  },
  idempotency: {
    comment:
      'Keys of unsafe requests by caller (id, or a hash of the address), with the request hash and the answer given',
    rule: 'idempotency: the key is stored before any effect, a repeat gets the stored answer',
    columns: [
      ['caller', 'text', -0.2, 37],
      ['operation', 'text', 40, 20],
      ['key', 'text', -1, 24],
      ['request_hash', 'text', -1, 65],
      ['status', 'integer?', 8, 4],
      ['answer', 'jsonb?', -0.9, 600],
      ['created_at', `${time} = now()`, -0.9, 8],
    ],
    key: ['caller', 'operation', 'key'],
    indexes: [{ columns: ['created_at'] }],
    checks: [
      ['caller', 'char_length(caller) <= 64'],
      ['key', 'char_length(key) between 8 and 64'],
      ['status', 'status between 200 and 599'],
    ],
    rows: rows(500_000, 'keys of a day'),
    retention: days(1, 'a client repeats a request within minutes; a day is safe'),
  },
  status: {
    comment: 'Long work: what was asked for, how far it has come, where its result is',
    rule: 'work longer than a request is answered with 202 and a status resource',
    columns: [
      ['id', 'uuid', -1, 16],
      ['operation', 'text', 20, 20],
      ['requested_by', 'uuid?', -0.3, 16],
      ['input', 'jsonb', -0.9, 200],
      ['state', "text = 'queued'", 4, 10],
      ['result', 'text?', -0.9, 80],
      ['problem', 'jsonb?', 50, 120],
      ['attempts', 'integer = 0', 5, 4],
      ['run_after', `${time} = now()`, -0.9, 8],
      ['created_at', `${time} = now()`, -0.9, 8],
      ['updated_at', `${time} = now()`, -0.9, 8],
    ],
    key: ['id'],
    indexes: [{ columns: ['run_after', 'id'], where: "state = 'queued'" }, { columns: ['created_at'] }],
    checks: [
      ['state', "state in ('queued', 'running', 'succeeded', 'failed')"],
      ['result', 'char_length(result) <= 2048'],
      ['attempts', 'attempts >= 0'],
    ],
    rows: rows(200_000, 'long work of a month'),
    retention: days(30, 'a month to fetch a result'),
  },
  audit: {
    comment: 'Who did what, when and from where; rows are only added',
    rule: 'audited actions are recorded in the transaction of the action',
    columns: [
      ['id', 'uuid', -1, 16],
      ['occurred_at', `${time} = now()`, -0.9, 8],
      ['actor_id', 'uuid?', -0.2, 16],
      ['actor_role', 'text', 10, 10],
      ['action', 'text', 60, 20],
      ['target_kind', 'text', 20, 12],
      ['target_id', 'uuid?', -0.5, 16],
      ['outcome', 'text', 3, 6],
      ['before', 'jsonb?', -0.9, 200],
      ['after', 'jsonb?', -0.9, 200],
    ],
    key: ['id'],
    // Written with each audited action and read by none of the statements: an index would cost each of these writes.
    indexes: [],
    checks: [['outcome', "outcome in ('done', 'refused', 'failed')"]],
    rows: rows(5_000_000, 'audited actions of two years'),
    retention: days(730, 'two years of audit trail'),
    appendOnly: true,
  },
};

/** The table of a mechanism for one context. */
export function supportingTable(layout: Layout, context: string, mechanism: Mechanism): Table {
  const place = supportTable(layout, context, mechanism);
  const { comment, rule, columns, key, indexes, checks, ...plan } = blueprints[mechanism];
  const origin: Origin = { kind: 'derived', rule, from: [] };
  return {
    ...place,
    ...(layout.apart || !layout.perContext ? { context } : {}),
    columns: columns.map(([name, text, distinct, width]) => {
      const made = column(origin, name, text, distinct, width);
      return name === 'id' ? { ...made, ...keyDefault(layout) } : made;
    }),
    primaryKey: { name: named(place, [], 'pkey'), columns: key, origin },
    uniques: [],
    indexes: indexes.map((index): Index => ({
      name: named(place, index.where === undefined ? index.columns.map(plainColumn) : ['open'], 'idx'),
      columns: index.columns,
      include: [],
      unique: false,
      method: 'btree',
      ...(index.where !== undefined && { where: index.where }),
      serves: [],
      origin,
    })),
    foreignKeys: [],
    checks: checks.map(([name, sql]) => ({ name: named(place, [name], 'check'), sql, origin })),
    comment,
    ...plan,
    origin,
  };
}
