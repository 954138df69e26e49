import type { Transaction } from '../database/database.ts';
import { Refusal } from '../http/problems.ts';
import type { Operation } from '../../model/domain.ts';
import { bind } from '../statements/delivered.ts';
import { authTables, identityContext } from './accounts.ts';
import type { Account } from './accounts.ts';
import type { Identity } from './identity.ts';
import { tokenHash } from './exchanged-tokens.ts';
import { newRow } from '../operations/values.ts';
import { operationOf } from '../running.ts';
import type { Exchange } from '../http/exchange.ts';

export type TokenPurpose = 'password-reset' | 'email-verification' | 'credential-recovery';

/** A new single-use token, of which only the hash is stored; earlier ones for the same purpose are used up. */
export async function issueToken(
  { running, settings }: Identity,
  transaction: Transaction,
  exchange: Exchange,
  account: Pick<Account, 'id'>,
  purpose: TokenPurpose,
): Promise<{ readonly id: string; readonly token: string }> {
  const operation = operationOf(running, 'create RecoveryToken');
  const [insert] = running.delivered.of(operation.id).filter(({ kind }) => kind === 'insert');
  if (insert === undefined) throw new Error('no statement is delivered for create RecoveryToken');
  const token = running.ids.bytes(32).toString('base64url');
  const id = running.ids.next();
  await transaction.run(
    `update ${authTables(running).recovery} set used_at = now() where user_id = $1 and purpose = $2 and used_at is null`,
    [account.id, purpose],
  );
  const row = newRow(running, operation, { ...exchange, body: {} }, id, {
    user_id: account.id,
    purpose,
    token_hash: tokenHash(token),
    expires_at: new Date(running.clock.now().getTime() + settings.recovery * 1000).toISOString(),
  });
  const bound = bind(insert, row);
  await transaction.run(bound.sql, bound.values);
  return { id, token };
}

const unusable = (): Refusal =>
  new Refusal('invalid', 'The token is wrong, was used, or is too old: ask for a new one.', {
    errors: [{ pointer: '/token', detail: 'cannot be used' }],
  });

/** Whose token it is, for work that has to be done before it is used. @throws Refusal */
export async function ownerOfToken(
  { running, accounts }: Identity,
  token: string,
  purposes: readonly TokenPurpose[],
): Promise<Account> {
  const { rows } = await running.database.query(
    identityContext(running),
    `select user_id from ${authTables(running).recovery}
where token_hash = $1 and purpose = any($2::text[]) and used_at is null and expires_at > now()`,
    [tokenHash(token), `{${purposes.join(',')}}`],
  );
  const account = rows[0] === undefined ? undefined : await accounts.byId(rows[0]['user_id'] ?? '');
  if (account?.status !== 'active') throw unusable();
  return account;
}

/** Uses the token: of two that come at the same time one succeeds. @throws Refusal */
export async function useToken(
  { running }: Identity,
  transaction: Transaction,
  operation: Operation,
  token: string,
): Promise<void> {
  const hash = tokenHash(token);
  const [take] = running.delivered
    .of(operation.id)
    .filter(({ parameters }) => parameters.some(({ name }) => name === 'token_hash'));
  if (take !== undefined) {
    const bound = bind(take, { token_hash: hash });
    await transaction.run(bound.sql, bound.values);
  }
  const { affected } = await transaction.run(
    `update ${authTables(running).recovery} set used_at = now() where token_hash = $1 and used_at is null and expires_at > now()`,
    [hash],
  );
  if (affected === 0) throw unusable();
}
