import type { Query } from '../../../model/data.ts';
import type { Entity, Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import { derived } from '../../../model/origin.ts';
import type { Mechanism } from '../support.ts';
import type { Layout } from '../layout.ts';
import { deliveredOf, messageStatements } from './messages.ts';
import { oldId, oldTime, sampleId } from './samples.ts';
import { about, json, text, time, uuid } from './standing.ts';
import type { Infrastructure, Sample } from './standing.ts';
import { baseId, insertSql, parameters, query, targetOf } from './statement.ts';

const writeEvent =
  'insert into {} (id, name, aggregate, aggregate_id, ordering_key, payload) values ($1, $2, $3, $4, $5, $6)';
const eventSamples = (entity: string): readonly Sample[] => [
  uuid,
  text('sample.happened'),
  text(entity),
  uuid,
  text(sampleId),
  json,
];

/** Events that no operation brings about: a schedule or another event does. */
export const unaskedOutboxQuery = (layout: Layout, context: string): Query =>
  about(
    layout,
    context,
    'outbox',
    {
      id: `outbox-write${layout.apart ? `-${context}` : ''}`,
      rule: 'an event that no request brings about is written in the transaction of the work that does',
    },
    'insert',
    writeEvent,
    eventSamples('Sample'),
  );

/** The events of an operation, written in its transaction. */
export function outboxQuery(layout: Layout, operation: Operation, rate: Quantity | undefined): Query {
  const place = {
    id: `${baseId(operation)}-outbox`,
    operation,
    rule: 'an event is written in the transaction that brings it about',
    ...(rate && { rate }),
  };
  return about(
    layout,
    operation.context,
    'outbox',
    place,
    'insert',
    writeEvent,
    eventSamples(operation.entity),
  );
}

/** The audit entry of an operation, in the trail of the domain or in that of the platform. */
export function auditQuery(
  layout: Layout,
  operation: Operation,
  trail: string | undefined,
  rate: Quantity | undefined,
): Query {
  const place = {
    id: `${baseId(operation)}-audit`,
    operation,
    rule: 'an audited action is recorded in its transaction',
    inTransaction: true,
    ...(rate && { rate }),
  };
  const entity = layout.entities.get(trail ?? '');
  if (entity !== undefined && (!layout.apart || entity.context === operation.context)) {
    const target = targetOf(layout, entity);
    const into = parameters();
    return query(place, 'insert', [target.key], insertSql(target, into, true), into);
  }
  // Kept by another database: the entry is a message, appended to the trail by whoever keeps it.
  if (entity !== undefined)
    return about(layout, operation.context, 'outbox', place, 'insert', writeEvent, eventSamples(entity.name));
  const sql =
    'insert into {} (id, actor_id, actor_role, action, target_kind, target_id, outcome) values ($1, $2, $3, $4, $5, $6, $7)';
  const samples = [uuid, uuid, text('admin'), text(operation.id), text(operation.entity), uuid, text('done')];
  return about(layout, operation.context, 'audit', place, 'insert', sql, samples);
}

/** An entry that a message told of, appended in the transaction that remembers the message. */
export function appendQuery(layout: Layout, trail: Entity, rate: Quantity | undefined): Query {
  const target = targetOf(layout, trail);
  const into = parameters();
  const place = {
    id: 'trail-append',
    rule: 'what other contexts told is appended once, in the transaction that remembers its message',
    inTransaction: true,
    ...(rate && { rate }),
  };
  return query(place, 'insert', [target.key], insertSql(target, into, true), into);
}

/** Long work is accepted by writing down what is to be done. */
export function acceptQuery(layout: Layout, operation: Operation): Query {
  const place = {
    id: `${baseId(operation)}-accept`,
    operation,
    rule: 'long work is accepted, then done by a worker',
  };
  return about(
    layout,
    operation.context,
    'status',
    place,
    'insert',
    'insert into {} (id, operation, requested_by, input) values ($1, $2, $3, $4)',
    [uuid, text(operation.id), uuid, json],
  );
}

const cleanup = (column: string): Infrastructure => ({
  name: 'cleanup',
  kind: 'delete',
  rule: 'old rows go in small batches, so that no lock is held for long',
  sql: `delete from {} where ctid = any(array(\n  select ctid from {} where ${column} < $1 order by ${column} limit $2))`,
  samples: [
    ['timestamp with time zone', oldTime],
    ['integer', '1000'],
  ],
  share: 1 / 1000,
});

const infrastructure: Readonly<Record<Mechanism, readonly Infrastructure[]>> = {
  ...messageStatements,
  idempotency: [
    {
      name: 'claim',
      kind: 'insert',
      rule: 'the key is stored before any effect; no row inserted means a repeat',
      sql: 'insert into {} (caller, operation, key, request_hash) values ($1, $2, $3, $4) on conflict do nothing',
      samples: [text(sampleId), text('create Order'), text('key-00000001'), text('0'.repeat(64))],
      share: 1,
    },
    {
      name: 'answer',
      kind: 'update',
      rule: 'the answer is kept for a repeat',
      sql: 'update {} set status = $4, answer = $5 where caller = $1 and operation = $2 and key = $3',
      samples: [text(sampleId), text('create Order'), text('key-00000001'), ['integer', '201'], json],
      share: 1,
    },
    {
      name: 'repeat',
      kind: 'select',
      rule: 'a repeat gets the stored answer, another body under the same key is refused',
      sql: 'select request_hash, status, answer from {} where caller = $1 and operation = $2 and key = $3',
      samples: [text(sampleId), text('create Order'), text('key-00000001')],
      share: 0.01,
    },
    cleanup('created_at'),
  ],
  status: [
    {
      name: 'read',
      kind: 'select',
      rule: 'who asked for long work asks how far it has come',
      sql: 'select id, operation, state, result, problem from {} where id = $1 and requested_by = $2',
      samples: [uuid, uuid],
      share: 10,
    },
    {
      name: 'take',
      kind: 'select',
      rule: 'a worker takes the oldest work that is due and that no other one holds',
      sql: "select id, operation, input from {}\nwhere state = 'queued' and run_after <= $1\norder by run_after, id limit $2\nfor update skip locked",
      samples: [time, ['integer', '1']],
      share: 1,
    },
    {
      name: 'finish',
      kind: 'update',
      rule: 'the outcome is stored with the state',
      sql: 'update {} set state = $2, result = $3, attempts = attempts + 1, updated_at = now() where id = $1',
      samples: [uuid, text('succeeded'), text('https://files.example/result')],
      share: 1,
    },
    cleanup('created_at'),
  ],
  audit: [],
};

/** What a mechanism does of its own, apart from any operation. `rate`: rows it sees each second. */
export function mechanismQueries(
  layout: Layout,
  context: string,
  mechanism: Mechanism,
  rate: Quantity | undefined,
): readonly Query[] {
  const suffix = layout.apart ? `-${context}` : '';
  return infrastructure[mechanism].map(({ name, kind, rule, sql, also, samples, share }) => {
    const own =
      rate &&
      share > 0 &&
      derived(rate.value * share, 'requests/s', 'rows a second × executions a row', [
        `${Number(rate.value.toPrecision(3))} requests/s`,
        `${Number(share.toPrecision(3))} executions a row`,
      ]);
    const place = { id: `${mechanism}-${name}${suffix}`, rule, ...(own && { rate: own }) };
    const text = typeof sql === 'string' ? sql : sql(deliveredOf(layout, context, mechanism));
    return about(
      layout,
      context,
      [mechanism, ...(also === undefined ? [] : [also])],
      place,
      kind,
      text,
      samples,
    );
  });
}

/** Rows past their retention go in batches along the key, whose versions are in order of time. */
export function retentionQuery(layout: Layout, entity: string): Query | undefined {
  const found = layout.entities.get(entity);
  if (found?.retention === undefined) return undefined;
  const target = targetOf(layout, found);
  const into = parameters();
  const edge = into.add('uuid', oldId, 'before');
  const sql = `delete from ${target.sql} where id = any(array(\n  select id from ${target.sql} where id < ${edge} order by id limit ${into.add('integer', '1000', 'limit')}))`;
  const id = `retention-${target.key.replaceAll(/[._]/g, '-')}`;
  const rule = 'rows past their retention go along the key, which is in order of time';
  return query({ id, rule, inTransaction: true }, 'delete', [target.key], sql, into);
}
