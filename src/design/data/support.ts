import type { Column, Index, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import { days, rows, time } from './blueprint.ts';
import type { Blueprint } from './blueprint.ts';
import { messageBlueprints, messageTables } from './message-tables.ts';
import { calendar } from './statistics.ts';
import { keyDefault } from './columns.ts';
import { plainColumn } from './keys.ts';
import { named, supportName } from './layout.ts';
import type { Layout, TableName } from './layout.ts';

/** A mechanism that needs a table beside those of the domain. */
export type Mechanism = keyof typeof messageTables | 'idempotency' | 'status' | 'audit';

const tableOf: Readonly<Record<Mechanism, string>> = {
  ...messageTables,
  idempotency: 'idempotency_keys',
  status: 'operation_statuses',
  audit: 'audit_entries',
};

export const supportTable = (layout: Layout, context: string, mechanism: Mechanism): TableName =>
  supportName(layout, context, tableOf[mechanism]);

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
      correlation: type.startsWith('timestamp') || ['id', 'position', 'arrived'].includes(name) ? 1 : 0,
      ...(type.startsWith('timestamp') && { histogram: calendar }),
    },
    origin,
  };
}

const blueprints: Readonly<Record<Mechanism, Blueprint>> = {
  ...messageBlueprints,
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
