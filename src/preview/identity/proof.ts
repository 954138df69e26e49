import type { Transaction } from '../database/database.ts';
import { owner } from '../database/database.ts';
import type { Exchange } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { authTables } from './accounts.ts';
import type { Account } from './accounts.ts';
import type { Identity } from './identity.ts';
import { recordRefused } from './records.ts';
import type { UsedCode } from './second-factor.ts';
import type { Strength } from './sessions.ts';

export interface Presented {
  readonly identifier: string;
  readonly secret: string;
  readonly code?: string | undefined;
}

/** Who was proved to ask, and how strongly. What is in here has to be noted in the transaction that relies on it. */
export interface Proved {
  readonly account: Account;
  readonly strength: Strength;
  readonly code?: UsedCode;
  /** A hash by the parameters of now, where the kept one is older. */
  readonly renewed?: string;
}

type Origin = Pick<Exchange, 'caller' | 'decision' | 'requestId'>;

/** The same words for a wrong password, an account that is locked and one that is not there. */
const wrong = (): Refusal =>
  new Refusal('unauthenticated', 'The identifier, the secret or the code is wrong.', {
    headers: { 'www-authenticate': 'Bearer' },
  });

const needsCode = (): Refusal =>
  new Refusal('unauthenticated', 'A second factor is set up: send its code as well.', {
    headers: {
      'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="multi-factor"',
    },
  });

/**
 * Checks a password, and the second factor where one is set up; it takes as long for an account that is not there.
 * @throws Refusal
 */
export const prove = (identity: Identity, presented: Presented, origin: Origin): Promise<Proved> =>
  identity.throttle.inTurn(presented.identifier, () => proveInTurn(identity, presented, origin));

async function proveInTurn(identity: Identity, presented: Presented, origin: Origin): Promise<Proved> {
  const { accounts, passwords, throttle, running } = identity;
  const { identifier, secret } = presented;
  throttle.check(identifier);
  const account = await accounts.byEmail(identifier);
  const isRight = await passwords.matches(secret, account?.password?.hash);
  const refuse = async (): Promise<never> => {
    throttle.failed(identifier);
    await recordRefused(running, origin, {
      action: 'session.refused',
      entity: 'Session',
      target: account?.id,
      actor: account?.id,
    });
    throw wrong();
  };
  if (!isRight || account?.status !== 'active') return refuse();
  const code = await secondFactor(identity, account, presented.code);
  if (code === 'wrong') return refuse();
  throttle.succeeded(identifier);
  const hash = account.password?.hash ?? '';
  return {
    account,
    strength: code === undefined ? 'single-factor' : 'multi-factor',
    ...(code !== undefined && { code }),
    ...(passwords.isOutdated(hash) && { renewed: await passwords.hash(secret) }),
  };
}

async function secondFactor(
  identity: Identity,
  { totp }: Account,
  code: string | undefined,
): Promise<UsedCode | 'wrong' | undefined> {
  if (totp === undefined) return undefined;
  if (code === undefined || code === '') throw needsCode();
  return (await identity.secondFactor.check(totp, code)) ?? 'wrong';
}

/** Notes what was used: the time step of the code, the last use of the password. @throws Refusal */
export async function noteUse(
  { running, secondFactor: factor }: Identity,
  transaction: Transaction,
  { account, code, renewed }: Proved,
): Promise<void> {
  if (code !== undefined) await factor.use(transaction, code);
  if (account.password === undefined) return;
  await transaction.actAs(owner);
  await transaction.run(
    `update ${authTables(running).credentials} set last_used_at = now(), secret_hash = coalesce($2, secret_hash) where id = $1`,
    [account.password.id, renewed ?? null],
  );
}
