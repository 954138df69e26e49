import { ownerRole } from '../../artifacts/second-factor.ts';
import { owner } from '../database/database.ts';
import type { Transaction } from '../database/database.ts';
import { operationOf } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { authTables } from './accounts.ts';
import type { Identity } from './identity.ts';
import { insertCredential } from './set-password.ts';

/** What somebody types in to sign in with a password; `code`: of a second factor, where their role asks for one. */
export interface TypedIn {
  readonly identifier: string;
  readonly secret: string;
  readonly code?: string;
}

/**
 * Gives a person that is there a password, the role and the second factor that it asks for, past the API: for tests that sign
 * in as people of generated rows, who have no secret that anybody could know.
 */
export async function appoint(identity: Identity, role: string, person: string): Promise<TypedIn> {
  const { running, passwords, settings } = identity;
  const secret = running.ids.bytes(15).toString('base64url');
  const hash = await passwords.hash(secret);
  return running.database.transaction(owner, async (transaction) => {
    const identifier = await addressOf(identity, transaction, person);
    await transaction.run(
      `delete from ${authTables(running).credentials} where user_id = $1 and kind in ('password', 'totp')`,
      [person],
    );
    await insertCredential(identity, transaction, person, { kind: 'password', secret: hash });
    if (role !== ownerRole) await grant(identity, transaction, role, person);
    if (!settings.needsSecondFactor(role)) return { identifier, secret };
    return { identifier, secret, code: await enrolled(identity, transaction, person) };
  });
}

async function addressOf({ running }: Identity, transaction: Transaction, person: string): Promise<string> {
  const { rows } = await transaction.run(
    `update ${authTables(running).users} set email = coalesce(email, id || '@example.com'), email_verified_at = now()
where id = $1 returning email`,
    [person],
  );
  const email = rows[0]?.['email'];
  if (typeof email !== 'string') throw new Error(`nobody has the id ${person}`);
  return email;
}

async function grant(
  { running }: Identity,
  transaction: Transaction,
  role: string,
  person: string,
): Promise<void> {
  await transaction.run(`delete from ${authTables(running).grants} where user_id = $1 and role = $2`, [
    person,
    role,
  ]);
  const [insert] = running.delivered
    .of(operationOf(running, 'create RoleGrant').id)
    .filter(({ kind }) => kind === 'insert');
  if (insert === undefined) throw new Error('no statement is delivered for create RoleGrant');
  const id = running.ids.next();
  const bound = bind(insert, { id, user_id: person, role, granted_by_id: person, expires_at: null });
  await transaction.run(bound.sql, bound.values);
}

/** A second factor that counts as confirmed, and the code of now. */
async function enrolled(identity: Identity, transaction: Transaction, person: string): Promise<string> {
  const { running, secondFactor } = identity;
  const id = running.ids.next();
  const { sealed, uri } = await secondFactor.enrol(id, person);
  await insertCredential(identity, transaction, person, { id, kind: 'totp', secret: sealed });
  await transaction.run(`update ${authTables(running).credentials} set sign_count = 1 where id = $1`, [id]);
  const { generate } = await import('otplib');
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return generate({ secret, epoch: Math.floor(running.clock.now().getTime() / 1000) });
}
