import { snakeCase } from '../../artifacts/words.ts';
import type { Query } from '../../model/data.ts';
import type { DomainEvent, Operation } from '../../model/domain.ts';
import { eventsOf } from '../../model/happenings.ts';
import type { Json } from '../../model/origin.ts';
import type { Row } from '../../provers/postgres/session.ts';
import { actingFor } from '../access/decide.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange } from '../http/exchange.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { readerOf } from '../wire.ts';
import { columnOf } from './list.ts';

/** The object an operation was about, as it is now; `before` where it was there already. */
export interface Touched {
  readonly id: string;
  readonly row?: Row;
  readonly before?: Row;
}

/** What is written beside the row, in its transaction: the events that it brings about, and the entry of the audit trail. */
export interface Recorder {
  readonly events: (transaction: Transaction, touched: Touched) => Promise<void>;
  readonly audit: (transaction: Transaction, exchange: Exchange, touched: Touched) => Promise<void>;
  /** The entry of an operation that only reads, where there is one. `id`: absent where many were read. */
  readonly read: (exchange: Exchange, touched: Partial<Touched>) => Promise<void>;
}

export function recorderOf(running: Running, operation: Operation): Recorder {
  const own = running.delivered.of(operation.id);
  const base = own[0]?.id ?? '';
  const outbox = own.find(({ id }) => id === `${stem(operation)}-outbox`);
  const audit = own.find(({ id }) => id === `${stem(operation)}-audit`);
  const events = eventsOf(
    { flows: running.backend.processes.flows, events: running.backend.processes.events },
    operation,
  );
  const write = async (
    transaction: Transaction,
    exchange: Exchange,
    { id, ...rows }: Partial<Touched>,
  ): Promise<void> => {
    if (audit === undefined || base === '') return;
    const values = auditValues(running, exchange, { id: id ?? null, ...rows });
    // Where the trail is kept elsewhere, the entry is a message to whoever keeps it.
    const subject = id ?? running.ids.next();
    const bound = bind(audit, { ...messageValues(running, 'AuditEntry', subject, values), ...values });
    transaction.atEnd(bound.sql, bound.values);
  };
  return {
    read: async (exchange, touched) => {
      if (audit === undefined) return;
      const acting = actingFor(running.roles, exchange.caller, operation, exchange.decision);
      await running.database.transaction(acting, (transaction) => write(transaction, exchange, touched));
    },
    audit: write,
    events: async (transaction, touched) => {
      if (outbox === undefined) return;
      for (const event of events)
        if (event.entity === operation.entity) await publish(running, transaction, outbox, event, touched);
    },
  };
}

const stem = ({ id }: Operation): string => snakeCase(id).replaceAll('_', '-');

/** Writes an event about an object into the outbox. */
export async function publish(
  running: Running,
  transaction: Transaction,
  outbox: Query,
  event: DomainEvent,
  { id, row }: Touched,
): Promise<void> {
  const table = tableOf(running, event.entity);
  const read = readerOf(table)(row ?? {});
  const fields = event.payload.flatMap((field): readonly (readonly [string, Json])[] => {
    const column = columnOf(table, running, event.entity, field);
    const value = column === undefined ? undefined : read[column.name];
    return value === undefined ? [] : [[field, value]];
  });
  const key =
    event.orderedBy === undefined || event.orderedBy === 'id'
      ? undefined
      : columnOf(table, running, event.entity, event.orderedBy);
  const payload = { id, ...Object.fromEntries(fields) };
  const bound = bind(outbox, {
    ...messageValues(running, event.entity, id, payload),
    name: event.name,
    ordering_key: (key === undefined ? undefined : row?.[key.name]) ?? id,
  });
  transaction.atEnd(bound.sql, bound.values);
}

const messageValues = (
  running: Running,
  aggregate: string,
  id: string,
  payload: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  id: running.ids.next(),
  name: 'audit.recorded',
  aggregate,
  aggregate_id: id,
  ordering_key: id,
  payload,
});

function auditValues(
  running: Running,
  { caller, decision, operation, requestId }: Exchange,
  { id, row, before }: Omit<Touched, 'id'> & { readonly id: string | null },
): Readonly<Record<string, unknown>> {
  const read = readerOf(
    tableOf(running, operation.entity),
    ({ dataClass }) => dataClass !== undefined && dataClass !== 'public' && dataClass !== 'internal',
  );
  return {
    id: running.ids.next(),
    occurred_at: running.clock.now().toISOString(),
    actor_id: caller.kind === 'known' ? caller.id : null,
    actor_role: decision.role,
    action: operation.id,
    target_kind: operation.entity,
    target_id: id,
    outcome: 'done',
    before: before === undefined ? null : read(before),
    after: row === undefined ? null : read(row),
    address: caller.address,
    request_id: requestId,
    chain: null,
    sequence: null,
    previous_hash: null,
    hash: null,
  };
}
