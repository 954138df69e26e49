import type { Caller } from '../access/caller.ts';
import type { Exchange } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { authTables, identityContext } from './accounts.ts';
import type { Account } from './accounts.ts';
import type { Identity } from './identity.ts';
import { recordRefused } from './records.ts';
import type { UsedCode } from './second-factor.ts';
import { refuseKnown } from './set-password.ts';
import { text } from './sign-in.ts';

/** What is to be added, proved and computed. */
export type Adding =
  | { readonly kind: 'password'; readonly account: Account; readonly hash: string; readonly used: Used }
  | { readonly kind: 'totp'; readonly account: Account; readonly used: Used }
  | {
      readonly kind: 'confirm-totp';
      readonly account: Account;
      readonly code: UsedCode;
      readonly used: Used;
    };

type Used = UsedCode | undefined;

/** Checks what is to be added, and the proof that goes with it. @throws Refusal */
export async function adding(identity: Identity, exchange: Exchange): Promise<Adding> {
  const { body, caller } = exchange;
  const kind = text(body['kind']) ?? '';
  if (kind !== 'password' && kind !== 'totp')
    throw new Refusal('invalid', `A ${kind} cannot be added in the preview: add a password or a totp.`, {
      errors: [{ pointer: '/kind', detail: 'is not part of the preview' }],
    });
  const account = await callingAccount(identity, caller);
  const used = await freshProof(identity, exchange, account, text(body['proof']) ?? '');
  if (kind === 'password') {
    const password = text(body['new_password']);
    if (password === undefined)
      throw new Refusal('invalid', 'A password is missing.', {
        errors: [{ pointer: '/new_password', detail: 'is missing' }],
      });
    refuseKnown(password, '/new_password', [account.email ?? '']);
    return { kind, account, used, hash: await identity.passwords.hash(password) };
  }
  const code = text(body['attestation']);
  if (code === undefined) return { kind, account, used };
  return { kind: 'confirm-totp', account, used, code: await confirmed(identity, account, code) };
}

async function callingAccount({ accounts }: Identity, caller: Caller): Promise<Account> {
  const account = caller.kind === 'known' ? await accounts.byId(caller.id) : undefined;
  if (account?.status !== 'active') throw new Refusal('forbidden', 'Only a person has ways to sign in.');
  return account;
}

/** @throws Refusal 401 unless it is the password or a code of the second factor */
const freshProof = (identity: Identity, exchange: Exchange, account: Account, proof: string): Promise<Used> =>
  identity.throttle.inTurn(account.id, () => proofInTurn(identity, exchange, account, proof));

async function proofInTurn(
  identity: Identity,
  exchange: Exchange,
  account: Account,
  proof: string,
): Promise<Used> {
  const { throttle, passwords, secondFactor, running } = identity;
  throttle.check(account.id);
  const code = account.totp === undefined ? undefined : await secondFactor.check(account.totp, proof);
  if (code !== undefined) return code;
  // Who knows the password only does not put another second factor in the place of the one there is.
  const isEnough = account.totp === undefined || exchange.body['kind'] !== 'totp';
  if ((await passwords.matches(proof, account.password?.hash)) && isEnough) return undefined;
  throttle.failed(account.id);
  await recordRefused(running, exchange, {
    action: 'credential.changed',
    entity: 'Credential',
    target: account.id,
    actor: account.id,
  });
  throw new Refusal('unauthenticated', 'The proof is wrong: send the password or a code.', {
    headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication"' },
  });
}

/** The second factor that waits to be confirmed. */
async function confirmed(identity: Identity, account: Account, code: string): Promise<UsedCode> {
  const { running, secondFactor } = identity;
  const { rows } = await running.database.query(
    identityContext(running),
    `select id, secret_hash from ${authTables(running).credentials}
where user_id = $1 and kind = 'totp' and sign_count = 0 order by created_at desc, id desc limit 1`,
    [account.id],
  );
  const [row] = rows;
  const used =
    row === undefined
      ? undefined
      : await secondFactor.check({ id: row['id'] ?? '', secret: row['secret_hash'] ?? '', step: 0 }, code);
  if (used === undefined)
    throw new Refusal('invalid', 'The code is not one of the second factor to confirm.', {
      errors: [{ pointer: '/attestation', detail: 'is not a code of it' }],
    });
  return used;
}
