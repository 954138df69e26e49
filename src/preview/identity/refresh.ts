import type { Row } from '../../provers/postgres/session.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { operationOf, tableOf } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { authTables, identityContext } from './accounts.ts';
import type { Account } from './accounts.ts';
import { guardedHandler } from './guarded.ts';
import type { Identity } from './identity.ts';
import { record } from './records.ts';
import { familyOfExchanged, rememberExchanged, tokenHash } from './exchanged-tokens.ts';
import type { Strength } from './sessions.ts';
import { sessionReply, text } from './sign-in.ts';

interface Refreshed {
  readonly session: Row;
  readonly account: Account;
  readonly hash: string;
}

const over = (): Refusal =>
  new Refusal('unauthenticated', 'The session is over: sign in again.', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });

/** Exchanges a refresh token once; a second time ends every session of its family. */
export function refreshHandler(identity: Identity): Handler {
  const { running } = identity;
  const operation = operationOf(running, 'process Session refresh');
  const { sessions } = authTables(running);
  const table = tableOf(running, 'Session');
  const [take] = running.delivered.of(operation.id);
  const handler = guardedHandler<Refreshed>(identity, operation, {
    before: async (exchange) => {
      const hash = tokenHash(text(exchange.body['refresh_token']) ?? '');
      return { ...(await sessionOf(identity, exchange, hash)), hash };
    },
    work: async (transaction, exchange, refreshed) => {
      if (take === undefined) throw new Error(`no statement is delivered for ${operation.id}`);
      const bound = bind(take, { refresh_hash: refreshed.hash });
      const taken = await transaction.run(bound.sql, bound.values);
      if (taken.affected === 0) throw new ExchangedMeanwhile(refreshed.session['family'] ?? '');
      const refreshToken = running.ids.bytes(32).toString('base64url');
      const id = refreshed.session['id'] ?? '';
      const changed = await transaction.run(
        `update ${sessions} set refresh_hash = $2, last_used_at = now() where id = $1 and revoked_at is null`,
        [id, tokenHash(refreshToken)],
      );
      if (changed.affected === 0) throw over();
      const { rows } = await transaction.run(rowById(table), [id]);
      const row = rows[0] ?? {};
      await rememberExchanged(transaction, refreshed.hash, row['family'] ?? '');
      return sessionReply(identity, exchange, {
        account: refreshed.account,
        strength: strengthOf(row),
        row,
        refreshToken,
        status: 200,
      });
    },
  });
  return async (exchange) => {
    try {
      return await handler(exchange);
    } catch (error) {
      if (!(error instanceof ExchangedMeanwhile)) throw error;
      await endFamily(identity, exchange, error.family);
      throw over();
    }
  };
}

/** Somebody else exchanged the token while this request was on its way. */
class ExchangedMeanwhile extends Error {
  readonly family: string;
  constructor(family: string) {
    super('the token was exchanged meanwhile');
    this.family = family;
  }
}

export const strengthOf = ({ strength }: Row): Strength =>
  strength === 'multi-factor' || strength === 'guest' ? strength : 'single-factor';

/** The session whose next refresh token has this hash. @throws Refusal 401 */
async function sessionOf(
  identity: Identity,
  exchange: Exchange,
  hash: string,
): Promise<{ readonly session: Row; readonly account: Account }> {
  const { running, accounts, settings } = identity;
  const { rows } = await running.database.query(
    identityContext(running),
    `select id, user_id, family, strength, last_used_at, expires_at, revoked_at from ${authTables(running).sessions} where refresh_hash = $1`,
    [hash],
  );
  const [session] = rows;
  if (session === undefined) {
    const family = await familyOfExchanged(running, hash);
    if (family !== undefined) await endFamily(identity, exchange, family);
    throw over();
  }
  const now = running.clock.now().getTime();
  const isOver =
    session['revoked_at'] !== null ||
    timeOf(session['expires_at']) <= now ||
    timeOf(session['last_used_at']) + settings.idle * 1000 <= now;
  const account = isOver ? undefined : await accounts.byId(session['user_id'] ?? '');
  if (account?.status !== 'active') throw over();
  return { session, account };
}

const timeOf = (text: string | null | undefined): number => new Date(text ?? 0).getTime();

/** A token that comes twice is in two hands: none of them keeps a session. */
async function endFamily(identity: Identity, exchange: Exchange, family: string): Promise<void> {
  const { running, sessions } = identity;
  await running.database.transaction(identityContext(running), async (transaction) => {
    await sessions.revoke(transaction, { kind: 'family', family });
    await record(running, transaction, exchange, {
      action: 'session.reuse-detected',
      entity: 'Session',
      target: family,
      actor: undefined,
      outcome: 'refused',
    });
  });
}
