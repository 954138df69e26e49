import type { Endpoint } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { objectReply } from './answers.ts';
import { callerId, chosen, requireOwn } from './change.ts';
import { recorderOf } from './happenings.ts';
import { statedBy } from './stated.ts';
import type { Work } from './write.ts';

/**
 * A named action on one object: what the design states it does, else the transition its name stands for. `also`: the
 * transition, and this besides.
 */
export function actWork(
  running: Running,
  endpoint: Endpoint,
  operation: Operation,
  also?: (transaction: Transaction, exchange: Exchange, row: Row) => Promise<void>,
): Work {
  const table = tableOf(running, operation.entity);
  const recorder = recorderOf(running, operation);
  const stated = statedBy(running, operation);
  const success = endpoint.responses.find(({ status }) => status < 300)?.status ?? 200;
  return async (transaction, exchange): Promise<Reply> => {
    const before = await requireOwn(transaction, table, exchange);
    const id = before['id'] ?? '';
    const isWhole = also === undefined && (await stated(transaction, exchange, id, before)).isWhole;
    if (!isWhole) await transition(running, operation, transaction, exchange, id);
    await also?.(transaction, exchange, before);
    const { rows } = await transaction.run(rowById(table), [id]);
    const row = rows[0] ?? before;
    if (!isWhole) await recordHistory(running, operation, transaction, exchange, before, row);
    await recorder.events(transaction, { id, row, before });
    await recorder.audit(transaction, exchange, { id, row, before });
    return success === 204
      ? { status: 204 }
      : objectReply(running, table, exchange, row, { status: success });
  };
}

/** The delivered statement: the state it may start from stands in it. */
async function transition(
  running: Running,
  operation: Operation,
  transaction: Transaction,
  exchange: Exchange,
  id: string,
): Promise<void> {
  const { sql, values } = bind(chosen(running, operation, exchange, 'update'), {
    ...exchange.body,
    id,
    caller: callerId(exchange),
  });
  const { affected } = await transaction.run(sql, values);
  if (affected === 0)
    throw new Refusal('illegal-state', 'The life cycle of the object has no such transition from its state.');
}

/** A change of state that the entity keeps a history of: who changed it from what to what, and why. */
async function recordHistory(
  running: Running,
  operation: Operation,
  transaction: Transaction,
  exchange: Exchange,
  before: Row,
  after: Row,
): Promise<void> {
  const field = running.backend.entities.find(({ name }) => name === operation.entity)?.lifecycle?.field;
  const history = running.delivered
    .of(operation.id)
    .find(
      ({ kind, parameters }) => kind === 'insert' && parameters.some(({ name }) => name?.startsWith('from_')),
    );
  if (field === undefined || history === undefined) return;
  const entity = running.backend.data.tables.find(({ name, schema }) =>
    [name, `${schema ?? ''}.${name}`].includes(history.tables[0] ?? ''),
  );
  const of = (name: string): unknown => {
    if (name === 'id') return running.ids.next();
    if (name.startsWith('from_')) return before[field];
    if (name.startsWith('to_')) return after[field];
    if (name.endsWith('_by')) return callerId(exchange);
    if (
      entity?.foreignKeys.some(
        ({ columns, references }) =>
          columns[0] === name && references.table.endsWith(tableOf(running, operation.entity).name),
      ) === true
    )
      return after['id'];
    return exchange.body[name] ?? null;
  };
  const values = Object.fromEntries(history.parameters.map(({ name = '' }) => [name, [of(name)]]));
  const { sql, values: bound } = bind(history, values);
  await transaction.run(sql, bound);
}

/** Work that the system runs over many rows: a batch is taken that nobody else holds, and marked. */
export function batchWork(running: Running, operation: Operation): Work {
  const [take, mark] = running.delivered.of(operation.id);
  const recorder = recorderOf(running, operation);
  const table = tableOf(running, operation.entity);
  return async (transaction) => {
    if (take === undefined || mark === undefined)
      throw new Error(`no statement is delivered for ${operation.id}`);
    const batch = bind(take, { now: running.clock.now().toISOString(), limit: 100 });
    const { rows } = await transaction.run(batch.sql, batch.values);
    const ids = rows.flatMap(({ id }) => id ?? []);
    if (ids.length === 0) return { status: 204 };
    const marked = bind(mark, { ids, to: null, from: null });
    await transaction.run(marked.sql, marked.values);
    for (const id of ids) {
      const found = await transaction.run(rowById(table), [id]);
      await recorder.events(transaction, { id, ...(found.rows[0] !== undefined && { row: found.rows[0] }) });
    }
    return { status: 204 };
  };
}
