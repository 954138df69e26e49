import type { Endpoint } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { objectReply } from './answers.ts';
import { recorderOf } from './happenings.ts';
import { newRow } from './values.ts';
import { parentsOf } from './parents.ts';
import { statedBy } from './stated.ts';
import type { RunStated } from './stated.ts';
import type { Values } from './values.ts';
import type { Work } from './write.ts';

/** A new object: one row, its events and its audit entry. `prepare`: in place of what the design states it does. */
export function createWork(
  running: Running,
  endpoint: Endpoint,
  operation: Operation,
  prepare?: (transaction: Transaction, exchange: Exchange, id: string) => Promise<Values>,
): Work {
  const table = tableOf(running, operation.entity);
  const [insert] = running.delivered
    .of(operation.id)
    .filter(({ kind, tables }) => kind === 'insert' && tables.length > 0);
  const recorder = recorderOf(running, operation);
  const stated: RunStated =
    prepare === undefined
      ? statedBy(running, operation)
      : async (transaction, exchange, id) => ({
          values: await prepare(transaction, exchange, id),
          isWhole: false,
        });
  const parents = parentsOf(running, endpoint);
  const success = endpoint.responses.find(({ status }) => status < 300)?.status ?? 201;
  return async (transaction, exchange, began): Promise<Reply> => {
    const asked = idOf(running, exchange, began);
    await parents(transaction, exchange);
    const { isWhole, values: known, id = asked } = await stated(transaction, exchange, asked);
    if (!isWhole && insert === undefined) throw new Error(`no statement is delivered for ${operation.id}`);
    const made =
      isWhole || insert === undefined ? [] : [bind(insert, newRow(running, operation, exchange, id, known))];
    const row = (await transaction.runEach([...made, { sql: rowById(table), values: [id] }])).at(-1)?.rows[0];
    const touched = { id, ...(row !== undefined && { row }) };
    await recorder.events(transaction, touched);
    await recorder.audit(transaction, exchange, touched);
    if (success === 202 || success === 204 || row === undefined) return { status: success };
    const location = operation.hidesExistence === true ? undefined : locationOf(running, operation, id);
    return objectReply(running, table, exchange, row, {
      status: success,
      ...(location !== undefined && { location }),
    });
  };
}

/** A repeat after a crash makes the same row: its id follows from the key. */
export function idOf({ ids }: Running, { headers, caller, operation }: Exchange, began: Date): string {
  const key = headers['idempotency-key'];
  return key === undefined || caller.kind === 'anonymous'
    ? ids.next()
    : ids.of(began, caller.id, operation.id, key);
}

/** Where the new object is: its own address where it has one, else the list that it is in. */
export function locationOf(
  { backend }: Running,
  { entity, id: made }: Operation,
  id: string,
): string | undefined {
  const own = backend.api.endpoints.filter((each) => each.entity === entity && each.protocol === 'http');
  const one =
    own.find(({ verb, path }) => verb === 'read' && path.includes('{id}')) ??
    own.find(({ path }) => /^[^{]*\{id\}$/.test(path));
  return one?.path.replace('{id}', id) ?? own.find(({ operation }) => operation === made)?.path;
}
