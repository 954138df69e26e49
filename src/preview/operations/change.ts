import { qualifiedName } from '../../artifacts/sql-names.ts';
import type { Operation } from '../../model/domain.ts';
import type { Table } from '../../model/data.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Transaction } from '../database/database.ts';
import { requiredVersion } from '../http/conditional.ts';
import type { Exchange } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { ownCondition, rowById } from '../statements/select.ts';
import { objectReply } from './answers.ts';
import { recorderOf } from './happenings.ts';
import { patched } from './merge-patch.ts';
import { notFound } from './read.ts';
import { statedBy, storeKnown } from './stated.ts';
import type { Work } from './write.ts';

/** JSON Merge Patch (RFC 7396) of one object, on the version that the caller has read. */
export function updateWork(running: Running, operation: Operation): Work {
  const table = tableOf(running, operation.entity);
  const recorder = recorderOf(running, operation);
  const stated = statedBy(running, operation);
  return async (transaction, exchange) => {
    const before = await current(transaction, table, exchange);
    const version = conditionalVersion(exchange, before);
    const { values: known } = await stated(transaction, exchange, before['id'] ?? '', before);
    const statement = chosen(running, operation, exchange, 'update');
    const { sql, values } = bind(statement, {
      ...patched(table, before, exchange.body),
      id: exchange.path['id'],
      version,
      caller: callerId(exchange),
    });
    const { affected } = await transaction.run(sql, values);
    if (affected === 0) throw new Refusal('stale', 'The object was changed since it was read.');
    await storeKnown(running, operation, transaction, exchange, known);
    const row = await current(transaction, table, exchange);
    const touched = { id: row['id'] ?? '', row, before };
    await recorder.events(transaction, touched);
    await recorder.audit(transaction, exchange, touched);
    return objectReply(running, table, exchange, row);
  };
}

export function deleteWork(running: Running, operation: Operation): Work {
  const table = tableOf(running, operation.entity);
  const recorder = recorderOf(running, operation);
  const stated = statedBy(running, operation);
  return async (transaction, exchange) => {
    const before = await current(transaction, table, exchange);
    const version = conditionalVersion(exchange, before);
    await stated(transaction, exchange, before['id'] ?? '', before);
    const statement = chosen(running, operation, exchange, 'delete');
    const { sql, values } = bind(statement, { id: exchange.path['id'], version, caller: callerId(exchange) });
    const { affected } = await transaction.run(sql, values);
    if (affected === 0) throw new Refusal('stale', 'The object was changed since it was read.');
    const touched = { id: before['id'] ?? '', row: before, before };
    await recorder.events(transaction, touched);
    await recorder.audit(transaction, exchange, touched);
    return { status: 204 };
  };
}

/** What acts for the caller: an open transaction, or each statement by itself. */
type Asked = Pick<Transaction, 'run'>;

/** The object of a request as the caller sees it. @throws Refusal 404 */
export async function current(asked: Asked, table: Table, { path }: Exchange): Promise<Row> {
  const { rows } = await asked.run(rowById(table), [path['id'] ?? null]);
  const [row] = rows;
  if (row === undefined) throw notFound();
  return row;
}

/** The object, of which the rule says that it has to be the caller's own where it does. @throws Refusal 404 */
export async function requireOwn(asked: Asked, table: Table, exchange: Exchange): Promise<Row> {
  const row = await current(asked, table, exchange);
  const own = exchange.decision.condition === 'owner' ? ownCondition(table) : undefined;
  if (own === undefined) return row;
  const { rows } = await asked.run(
    `select 1 as own from ${qualifiedName(table)} where id = $1 and (${own.replaceAll('$caller', '$2::uuid')})`,
    [row['id'] ?? null, callerId(exchange)],
  );
  if (rows.length === 0) throw notFound();
  return row;
}

export const callerId = ({ caller }: Exchange): string | null => (caller.kind === 'known' ? caller.id : null);

function conditionalVersion({ endpoint, headers }: Exchange, row: Row): string | null {
  const version = row['version'];
  if (!endpoint.conditional || typeof version !== 'string') return version ?? null;
  return requiredVersion(headers['if-match'], version);
}

/** The delivered statement for own rows where the rule says so, else the one for all. */
export function chosen(
  running: Running,
  operation: Operation,
  { decision }: Exchange,
  kind: 'update' | 'delete',
): ReturnType<typeof plain> {
  return plain(running, operation, kind, decision.condition === 'owner');
}

function plain(running: Running, operation: Operation, kind: 'update' | 'delete', own: boolean) {
  const table = running.backend.data.tables.find(({ entity }) => entity === operation.entity);
  const found = running.delivered
    .of(operation.id)
    .filter((query) => query.kind === kind && query.tables[0]?.split('.').at(-1) === table?.name);
  const isOwn = (query: (typeof found)[number]): boolean =>
    query.parameters.some(({ name }) => name === 'caller');
  const statement = found.find((query) => isOwn(query) === own) ?? found[0];
  if (statement === undefined) throw new Error(`no statement is delivered for ${operation.id}`);
  return statement;
}
