import type { Endpoint } from '../../model/api.ts';
import { RefusedSql } from '../database/database.ts';
import type { Exchange, Handler } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { createWork } from '../operations/create.ts';
import { operationOf } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { authTables, normalEmail } from './accounts.ts';
import { evenly } from './even.ts';
import { guardedHandler } from './guarded.ts';
import type { Identity } from './identity.ts';
import type { Mail } from './mailbox.ts';
import { insertCredential, refuseKnown } from './set-password.ts';
import { text } from './sign-in.ts';
import { issueToken, ownerOfToken, useToken } from './single-use.ts';

/** Answers whose time must not tell leave at multiples of this, ms. */
export const beat = 60;

interface Registration {
  readonly email: string;
  readonly hash: string | undefined;
  readonly mails: Omit<Mail, 'at'>[];
}

/** Registers a person. The answer is the same when the address is known; its owner gets another message then. */
export function registerHandler(identity: Identity, endpoint: Endpoint): Handler {
  const { running, mailbox } = identity;
  const operation = operationOf(running, 'create User');
  const handler = guardedHandler<Registration>(identity, operation, {
    before: (exchange) => registration(identity, exchange),
    work: async (transaction, exchange, { email, hash, mails }, began) => {
      if ((await identity.accounts.byEmail(email, transaction.run)) !== undefined) {
        mails.push({ to: email, subject: 'Somebody registered with your address; you have an account' });
        return { status: 202 };
      }
      const work = createWork(running, endpoint, operation, async () => ({
        kind: 'customer',
        terms_accepted_at: running.clock.now().toISOString(),
      }));
      const body = { ...exchange.body, email };
      await work(transaction, { ...exchange, body }, began);
      const account = await identity.accounts.byEmail(email, transaction.run);
      if (account === undefined) throw new Error('a person who was just registered is not there');
      if (hash !== undefined)
        await insertCredential(identity, transaction, account.id, { kind: 'password', secret: hash });
      const { token } = await issueToken(identity, transaction, exchange, account, 'email-verification');
      mails.push({ to: email, subject: 'Confirm your address', token });
      return { status: 202 };
    },
    after: (_exchange, prepared) => {
      for (const mail of prepared?.mails ?? []) mailbox.send(mail);
    },
  });
  return (exchange) =>
    evenly(beat, async () => {
      try {
        return await handler(exchange);
      } catch (error) {
        // Two registrations of one address at the same time: neither is told.
        if (error instanceof RefusedSql && error.failure.code === '23505') return { status: 202 };
        throw error;
      }
    });
}

async function registration(identity: Identity, { body }: Exchange): Promise<Registration> {
  const [email, password] = [text(body['email']), text(body['password'])];
  if (email === undefined)
    throw new Refusal('invalid', 'An account needs an address.', {
      errors: [{ pointer: '/email', detail: 'is missing' }],
    });
  if (body['accept_terms'] !== true)
    throw new Refusal('invalid', 'The terms have to be accepted.', {
      errors: [{ pointer: '/accept_terms', detail: 'has to be true' }],
    });
  if (password !== undefined) refuseKnown(password, '/password', [email]);
  // Hashed whether or not the address is known: it takes the same time.
  const hash = password === undefined ? undefined : await identity.passwords.hash(password);
  return { email: normalEmail(email), hash, mails: [] };
}

/** Confirms an address with the token that was sent to it. */
export function verifyEmailHandler(identity: Identity): Handler {
  const { running } = identity;
  const operation = operationOf(running, 'process User verify-email');
  const [change] = running.delivered.of(operation.id);
  return guardedHandler(identity, operation, {
    before: ({ body }) => ownerOfToken(identity, text(body['token']) ?? '', ['email-verification']),
    work: async (transaction, exchange, account) => {
      await useToken(identity, transaction, operation, text(exchange.body['token']) ?? '');
      if (change !== undefined) {
        const bound = bind(change, { id: account.id });
        await transaction.run(bound.sql, bound.values);
      }
      await transaction.run(
        `update ${authTables(running).users} set email_verified_at = now() where id = $1`,
        [account.id],
      );
      return { status: 204 };
    },
  });
}
