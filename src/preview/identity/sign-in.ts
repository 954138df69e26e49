import type { Json } from '../../model/origin.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange, Handler, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { objectReply } from '../operations/answers.ts';
import { locationOf } from '../operations/create.ts';
import { operationOf, tableOf } from '../running.ts';
import { authTables, identityContext } from './accounts.ts';
import type { Account } from './accounts.ts';
import { guardedHandler } from './guarded.ts';
import { tokenOfSession } from './identity.ts';
import type { Identity } from './identity.ts';
import { noteUse, prove } from './proof.ts';
import type { Proved } from './proof.ts';
import { recordSignIn } from './sessions.ts';
import type { Strength } from './sessions.ts';
import { bind } from '../statements/delivered.ts';
import { newRow } from '../operations/values.ts';

/** A way to sign in: who somebody is, or a guest that is not there yet. */
type Entering = { readonly kind: 'proved'; readonly proved: Proved } | { readonly kind: 'guest' };

export function signInHandler(identity: Identity): Handler {
  const { running, sessions } = identity;
  return guardedHandler<Entering>(identity, operationOf(running, 'create Session'), {
    before: (exchange) => entering(identity, exchange),
    work: async (transaction, exchange, entry) => {
      if (entry.kind === 'proved') await noteUse(identity, transaction, entry.proved);
      await transaction.actAs(identityContext(running));
      const account =
        entry.kind === 'proved' ? entry.proved.account : await newGuest(identity, transaction, exchange);
      const strength = entry.kind === 'proved' ? entry.proved.strength : 'guest';
      const device = { userAgent: exchange.headers['user-agent'], address: exchange.caller.address };
      const { row, refreshToken } = await sessions.open(transaction, account, strength, device);
      await transaction.run(`update ${authTables(running).users} set last_sign_in_at = now() where id = $1`, [
        account.id,
      ]);
      await recordSignIn(running, transaction, exchange, account, row);
      return sessionReply(identity, exchange, { account, strength, row, refreshToken, status: 201 });
    },
  });
}

async function entering(identity: Identity, exchange: Exchange): Promise<Entering> {
  const { body } = exchange;
  const method = text(body['method']) ?? '';
  if (method === 'guest') return { kind: 'guest' };
  if (method !== 'password' || !identity.settings.methods.includes('password'))
    throw new Refusal('invalid', `Signing in by ${method} is not part of the preview: use a password.`, {
      errors: [{ pointer: '/method', detail: 'is not part of the preview' }],
    });
  const [identifier, secret] = [text(body['identifier']), text(body['secret'])];
  const errors = Object.entries({ identifier, secret }).flatMap(([name, value]) =>
    value === undefined || value === '' ? [{ pointer: `/${name}`, detail: 'is missing' }] : [],
  );
  if (identifier === undefined || secret === undefined || errors.length > 0)
    throw new Refusal('invalid', 'A password goes with an identifier.', { errors });
  const code = text(body['code']);
  return { kind: 'proved', proved: await prove(identity, { identifier, secret, code }, exchange) };
}

export const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** A guest is a user without credentials. */
async function newGuest(
  { running, accounts }: Identity,
  transaction: Transaction,
  exchange: Exchange,
): Promise<Account> {
  const operation = operationOf(running, 'create User');
  const [insert] = running.delivered.of(operation.id).filter(({ kind }) => kind === 'insert');
  if (insert === undefined) throw new Error('no statement is delivered for create User');
  const id = running.ids.next();
  const row = newRow(running, operation, { ...exchange, body: {} }, id, { kind: 'guest' });
  const bound = bind(insert, row);
  await transaction.run(bound.sql, bound.values);
  const account = await accounts.byId(id, transaction.run);
  if (account === undefined) throw new Error('a guest that was just made is not there');
  return account;
}

export interface Entered {
  readonly account: Pick<Account, 'id' | 'roles'>;
  readonly strength: Strength;
  readonly row: Row;
  readonly refreshToken: string;
  readonly status: number;
}

export async function sessionReply(
  identity: Identity,
  exchange: Exchange,
  { account, strength, row, refreshToken, status }: Entered,
): Promise<Reply> {
  const { running, settings } = identity;
  const location = status === 201 ? locationOf(running, exchange.operation, row['id'] ?? '') : undefined;
  return objectReply(running, tableOf(running, 'Session'), exchange, row, {
    status,
    ...(location !== undefined && { location }),
    added: {
      access_token: await tokenOfSession(identity, account, row['id'] ?? '', strength),
      refresh_token: refreshToken,
      expires_in: settings.accessToken,
    },
  });
}
