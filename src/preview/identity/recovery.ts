import type { Handler } from '../http/exchange.ts';
import { operationOf } from '../running.ts';
import { recorderOf } from '../operations/happenings.ts';
import { evenly } from './even.ts';
import { guardedHandler } from './guarded.ts';
import type { Identity } from './identity.ts';
import type { Mail } from './mailbox.ts';
import { record } from './records.ts';
import { beat } from './register.ts';
import { refuseKnown, setPassword, tellChanged } from './set-password.ts';
import { text } from './sign-in.ts';
import { issueToken, ownerOfToken, useToken } from './single-use.ts';
import type { TokenPurpose } from './single-use.ts';
import type { Account } from './accounts.ts';

const subjects: Readonly<Record<TokenPurpose, string>> = {
  'password-reset': 'Choose a new password',
  'credential-recovery': 'Recover your way to sign in',
  'email-verification': 'Confirm your address',
};

const purposeOf = (value: unknown): TokenPurpose =>
  value === 'email-verification' || value === 'credential-recovery' ? value : 'password-reset';

/** Sends a recovery message to whoever has the address; nobody else learns whether somebody has it. */
export function recoverHandler(identity: Identity): Handler {
  const { running, accounts, mailbox } = identity;
  const operation = operationOf(running, 'create RecoveryToken');
  const recorder = recorderOf(running, operation);
  const handler = guardedHandler<Omit<Mail, 'at'>[]>(identity, operation, {
    before: async () => [],
    work: async (transaction, exchange, mails) => {
      const purpose = purposeOf(exchange.body['purpose']);
      const account = await accounts.byEmail(text(exchange.body['email']) ?? '', transaction.run);
      if (account?.email === undefined || account.status !== 'active') return { status: 202 };
      const { id, token } = await issueToken(identity, transaction, exchange, account, purpose);
      await recorder.events(transaction, { id });
      mails.push({ to: account.email, subject: subjects[purpose], token });
      return { status: 202 };
    },
    after: (_exchange, mails) => {
      for (const mail of mails ?? []) mailbox.send(mail);
    },
  });
  return (exchange) => evenly(beat, () => handler(exchange));
}

interface Redeeming {
  readonly account: Account;
  readonly hash: string;
}

/** Sets a new password with a token that was sent; a second factor is asked for at the next sign-in as before. */
export function redeemHandler(identity: Identity): Handler {
  const { running, passwords } = identity;
  const operation = operationOf(running, 'process RecoveryToken redeem');
  return guardedHandler<Redeeming>(identity, operation, {
    before: async ({ body }) => {
      const account = await ownerOfToken(identity, text(body['token']) ?? '', [
        'password-reset',
        'credential-recovery',
      ]);
      const password = text(body['new_password']) ?? '';
      refuseKnown(password, '/new_password', [account.email ?? '']);
      return { account, hash: await passwords.hash(password) };
    },
    work: async (transaction, exchange, { account, hash }) => {
      await useToken(identity, transaction, operation, text(exchange.body['token']) ?? '');
      const row = await setPassword(identity, transaction, account, hash);
      await record(running, transaction, exchange, {
        action: 'credential.changed',
        entity: 'Credential',
        target: row['id'] ?? undefined,
        actor: account.id,
        outcome: 'done',
      });
      return { status: 204 };
    },
    after: (_exchange, redeemed) => {
      if (redeemed === undefined) return;
      tellChanged(identity, redeemed.account);
      if (redeemed.account.email !== undefined) identity.throttle.succeeded(redeemed.account.email);
    },
  });
}
