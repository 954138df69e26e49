import type { Transaction } from '../database/database.ts';
import { Refusal } from '../http/problems.ts';
import { operationOf, tableOf } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { authTables, identityContext } from './accounts.ts';
import type { Account } from './accounts.ts';
import type { Identity } from './identity.ts';
import { isKnownPassword } from './passwords.ts';
import { publishNamed } from './records.ts';
import type { Row } from '../../provers/postgres/session.ts';

/** @throws Refusal where the password is one that everybody would try */
export function refuseKnown(password: string, pointer: string, about: readonly string[]): void {
  if (!isKnownPassword(password, about)) return;
  const detail = 'is a password that is tried first';
  throw new Refusal('invalid', 'The password is too well known.', { errors: [{ pointer, detail }] });
}

export interface NewCredential {
  readonly id?: string;
  readonly kind: 'password' | 'totp';
  readonly secret: string;
  readonly label?: string | undefined;
}

/** Stores a credential by the delivered statement. The secret is a hash, or sealed. */
export async function insertCredential(
  { running }: Identity,
  transaction: Transaction,
  user: string,
  { id = running.ids.next(), kind, secret, label }: NewCredential,
): Promise<Row> {
  const [insert] = running.delivered
    .of(operationOf(running, 'create Credential').id)
    .filter((query) => query.kind === 'insert');
  if (insert === undefined) throw new Error('no statement is delivered for create Credential');
  const bound = bind(insert, {
    id,
    user_id: user,
    kind,
    subject: null,
    secret_hash: secret,
    public_key: null,
    sign_count: 0,
    label: label ?? null,
    last_used_at: null,
  });
  await transaction.run(bound.sql, bound.values);
  const { rows } = await transaction.run(rowById(tableOf(running, 'Credential')), [id]);
  return rows[0] ?? {};
}

/** Puts a password in the place of the one before; the other sessions of the person end. */
export async function setPassword(
  identity: Identity,
  transaction: Transaction,
  account: Account,
  hash: string,
  keep?: string,
): Promise<Row> {
  const { running, sessions } = identity;
  await transaction.actAs(identityContext(running));
  await transaction.run(
    `delete from ${authTables(running).credentials} where user_id = $1 and kind = 'password'`,
    [account.id],
  );
  const row = await insertCredential(identity, transaction, account.id, { kind: 'password', secret: hash });
  await sessions.revoke(transaction, {
    kind: 'user',
    user: account.id,
    ...(keep !== undefined && { except: keep }),
  });
  await publishNamed(running, transaction, 'credential.changed', { id: row['id'] ?? '', row });
  return row;
}

/** Tells a person that a way to sign in changed. */
export function tellChanged({ mailbox }: Identity, { email }: Account): void {
  if (email !== undefined) mailbox.send({ to: email, subject: 'A way to sign in to your account changed' });
}
