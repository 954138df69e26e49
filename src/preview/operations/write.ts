import { createHash } from 'node:crypto';
import type { Json } from '../../model/origin.ts';
import type { Operation } from '../../model/domain.ts';
import { actingFor } from '../access/decide.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange, Handler, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import type { Running } from '../running.ts';
import { bind, standingStatement } from '../statements/delivered.ts';

/** What a request does inside its transaction. `began`: when its key was first seen, which a repeat after a crash shares. */
export type Work = (transaction: Transaction, exchange: Exchange, began: Date) => Promise<Reply>;

/**
 * One transaction around a write: the idempotency key is stored before any effect, in the same transaction, so that either
 * both are there or neither; a repeat gets the stored answer, another body under the same key is refused.
 */
export function writeHandler(running: Running, operation: Operation, work: Work): Handler {
  const claim = idempotencyStatement(running, operation, 'idempotency-claim');
  const answer = idempotencyStatement(running, operation, 'idempotency-answer');
  const repeat = idempotencyStatement(running, operation, 'idempotency-repeat');
  return (exchange) => {
    const acting = actingFor(running.roles, exchange.caller, operation, exchange.decision);
    const key = exchange.endpoint.idempotencyKey ? exchange.headers['idempotency-key'] : undefined;
    const began = running.clock.now();
    if (key === undefined || claim === undefined || answer === undefined || repeat === undefined)
      return running.database.transaction(acting, (transaction) => work(transaction, exchange, began));
    const service = { role: running.roles.ofContext(operation.context) };
    const scope = {
      caller: callerKey(exchange),
      operation: operation.id,
      key,
      request_hash: requestHash(exchange),
    };
    return running.database.transaction(service, async (transaction) => {
      const claimed = bind(claim, scope);
      const { affected } = await transaction.run(claimed.sql, claimed.values);
      if (affected === 0) {
        const asked = bind(repeat, scope);
        const { rows } = await transaction.run(asked.sql, asked.values);
        return storedAnswer(rows[0], scope.request_hash);
      }
      await transaction.actAs(acting);
      const reply = await work(transaction, exchange, began);
      await transaction.actAs(service);
      const kept = bind(answer, {
        ...scope,
        status: reply.status,
        answer: {
          headers: reply.headers ?? {},
          ...(reply.body !== undefined && { body: JSON.stringify(reply.body) }),
        },
      });
      transaction.atEnd(kept.sql, kept.values);
      return reply;
    });
  };
}

export const idempotencyStatement = (
  running: Running,
  { context }: Operation,
  id: string,
): ReturnType<Running['delivered']['named']> => standingStatement(running.delivered, context, id);

/** A caller that nobody knows is told apart by the hash of its address, which the key is kept under. */
export const callerKey = ({ caller }: Exchange): string =>
  caller.kind === 'known' ? caller.id : createHash('sha256').update(caller.address).digest('hex');

/** The same request: the same method, path, query and body. */
export const requestHash = ({ endpoint, path, query, body }: Exchange): string =>
  createHash('sha256')
    .update(JSON.stringify([endpoint.method, endpoint.path, sorted(path), sorted(query), sorted(body)]))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}

export function storedAnswer(row: Readonly<Record<string, string | null>> | undefined, hash: string): Reply {
  if (row === undefined) throw new Error('an idempotency key is neither new nor known');
  if (row['request_hash'] !== hash)
    throw new Refusal('idempotency-key-reused', 'This idempotency key came before with another request.');
  const status = row['status'];
  if (status === null || status === undefined)
    throw new Refusal('request-in-progress', 'The first request with this key is still being worked on.', {
      headers: { 'retry-after': '1' },
    });
  // The body is kept as text: jsonb would sort its keys, and a repeat gets the same bytes.
  const { headers, body }: { readonly headers: Record<string, string>; readonly body?: string } = JSON.parse(
    row['answer'] ?? '{}',
  );
  const value: Json | undefined = body === undefined ? undefined : JSON.parse(body);
  return { status: Number(status), headers, ...(value !== undefined && { body: value }) };
}
