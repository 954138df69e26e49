import type { Operation } from '../../model/domain.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { callerId, requireOwn } from './change.ts';
import { recorderOf } from './happenings.ts';
import { idOf } from './create.ts';
import type { Handler } from '../http/exchange.ts';
import { notFound } from './read.ts';
import type { Work } from './write.ts';

/** Long work is accepted by writing down what is to be done: 202, and where to ask how far it has come. */
export function acceptWork(running: Running, operation: Operation): Work {
  const accept = running.delivered.of(operation.id).find(({ id }) => id.endsWith('-accept'));
  const recorder = recorderOf(running, operation);
  const table = tableOf(running, operation.entity);
  return async (transaction, exchange, began) => {
    if (accept === undefined) throw new Error(`no statement is delivered to accept ${operation.id}`);
    // Long work on one object is for whoever may see it.
    if (exchange.path['id'] !== undefined) await requireOwn(transaction, table, exchange);
    const id = idOf(running, exchange, began);
    const { sql, values } = bind(accept, {
      id,
      operation: operation.id,
      requested_by: callerId(exchange),
      input: { ...exchange.path, ...exchange.body },
    });
    await transaction.run(sql, values);
    await recorder.audit(transaction, exchange, { id: exchange.path['id'] ?? id });
    return {
      status: 202,
      headers: { location: `/operations/${id}`, 'retry-after': '1' },
      body: { id, state: 'queued' },
    };
  };
}

/** How far long work has come; only who started it may ask. */
export function statusHandler(running: Running): Handler {
  const found = running.backend.data.queries.filter(({ id }) => id.startsWith('status-read'));
  return async (exchange) => {
    for (const query of found) {
      const { sql, values } = bind(query, { id: exchange.path['id'], requested_by: callerId(exchange) });
      const { rows } = await running.database.query({}, sql, values);
      const [row] = rows;
      if (row === undefined) continue;
      const state = row['state'] ?? 'queued';
      return {
        status: 200,
        headers: state === 'queued' || state === 'running' ? { 'retry-after': '1' } : {},
        body: {
          id: row['id'] ?? '',
          state,
          ...(typeof row['result'] === 'string' && { result: row['result'] }),
          ...(typeof row['problem'] === 'string' && { problem: JSON.parse(row['problem']) }),
        },
      };
    }
    throw notFound();
  };
}
