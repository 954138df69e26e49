import type { Operation } from '../../model/domain.ts';
import { actingFor } from '../access/decide.ts';
import { entityTag, isCurrent } from '../http/conditional.ts';
import type { Handler } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { objectReply } from './answers.ts';
import { recorderOf } from './happenings.ts';

export const notFound = (): Refusal =>
  new Refusal('not-found', 'There is no such object, or it is not yours to see.');

/** One object by its key. What is not the caller's is answered as if it were not there. */
export function readHandler(running: Running, operation: Operation): Handler {
  const table = tableOf(running, operation.entity);
  const recorder = recorderOf(running, operation);
  const statements = running.delivered.of(operation.id).filter(({ kind }) => kind === 'select');
  const plain = statements.find(({ parameters }) => parameters.every(({ name }) => name !== 'caller'));
  const own = statements.find(({ parameters }) => parameters.some(({ name }) => name === 'caller'));
  return async (exchange) => {
    const { caller, decision, path, headers } = exchange;
    const acting = actingFor(running.roles, caller, operation, decision);
    const chosen = decision.condition === 'owner' ? (own ?? plain) : plain;
    const bound =
      chosen === undefined
        ? { sql: rowById(table), values: [path['id'] ?? null] }
        : bind(chosen, { id: path['id'], caller: caller.kind === 'known' ? caller.id : null });
    const { rows } = await running.database.query(acting, bound.sql, bound.values);
    const [row] = rows;
    if (row === undefined) throw notFound();
    const version = row['version'];
    if (
      exchange.endpoint.conditional &&
      typeof version === 'string' &&
      isCurrent(headers['if-none-match'], version)
    )
      return { status: 304, headers: { etag: entityTag(version) } };
    await recorder.read(exchange, { id: row['id'] ?? '' });
    return objectReply(running, table, exchange, row);
  };
}
