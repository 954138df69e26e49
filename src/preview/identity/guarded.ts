import type { Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange, Handler, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { callerKey, writeHandler } from '../operations/write.ts';
import { bind, standingStatement } from '../statements/delivered.ts';
import { identityContext } from './accounts.ts';
import type { Tokens } from './identity.ts';

/** An operation that takes or gives secrets, in two steps. */
export interface Guarded<P> {
  /** Outside of any transaction: what takes long, such as hashing, and what may refuse. Left out for a repeat. */
  readonly before: (exchange: Exchange) => Promise<P>;
  readonly work: (transaction: Transaction, exchange: Exchange, prepared: P, began: Date) => Promise<Reply>;
  /** Once the transaction holds; `prepared` is absent for a repeat. */
  readonly after?: (exchange: Exchange, prepared: P | undefined) => void;
}

/**
 * A write as any other, of which the idempotency key keeps nothing in clear: secrets of the request are replaced by keyed
 * hashes before the request is hashed, and the answer is kept encrypted.
 */
export function guardedHandler<P>(
  { running, sealing, store }: Tokens,
  operation: Operation,
  { before, work, after }: Guarded<P>,
): Handler {
  const secrets = new Set(
    (operation.input ?? []).filter(({ dataClass }) => dataClass === 'secret').map(({ name }) => name),
  );
  const place = `answer of ${operation.id}`;
  const masked = (exchange: Exchange): Exchange => ({
    ...exchange,
    body: Object.fromEntries(
      Object.entries(exchange.body).map(([name, value]) => [
        name,
        secrets.has(name) && typeof value === 'string' ? store.digest(value) : value,
      ]),
    ),
  });
  const open = (reply: Reply): Reply => {
    const sealed = sealedOf(reply.body);
    if (sealed === undefined) return reply;
    const body: Json = JSON.parse(sealing.open(place, sealed));
    return { ...reply, body };
  };
  return async (exchange) => {
    const isRepeat = await isKnown(running, operation, exchange);
    const prepared = isRepeat ? undefined : { value: await before(exchange) };
    const handler = writeHandler(running, operation, async (transaction, _masked, began) => {
      if (prepared === undefined)
        throw new Refusal('unavailable', 'The first request with this key was given up.', {
          headers: { 'retry-after': '1' },
        });
      await transaction.actAs(identityContext(running));
      const { body, ...reply } = await work(transaction, exchange, prepared.value, began);
      await transaction.actAs(identityContext(running));
      return body === undefined
        ? reply
        : { ...reply, body: { sealed: sealing.seal(place, JSON.stringify(body)) } };
    });
    const reply = await handler(masked(exchange));
    after?.(exchange, prepared?.value);
    return open(reply);
  };
}

function sealedOf(body: Json | undefined): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const [entry, ...others] = Object.entries(body);
  return others.length === 0 && entry?.[0] === 'sealed' && typeof entry[1] === 'string'
    ? entry[1]
    : undefined;
}

/** Whether a request with this key was answered before. */
async function isKnown(
  running: Tokens['running'],
  operation: Operation,
  exchange: Exchange,
): Promise<boolean> {
  const key = exchange.endpoint.idempotencyKey ? exchange.headers['idempotency-key'] : undefined;
  const repeat = standingStatement(running.delivered, operation.context, 'idempotency-repeat');
  if (key === undefined || repeat === undefined) return false;
  const { sql, values } = bind(repeat, { caller: callerKey(exchange), operation: operation.id, key });
  const { rows } = await running.database.query(identityContext(running), sql, values);
  return rows.length > 0;
}
