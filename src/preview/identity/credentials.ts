import type { Transaction } from '../database/database.ts';
import type { Exchange, Handler, Reply } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { objectReply } from '../operations/answers.ts';
import { deleteWork } from '../operations/change.ts';
import { writeHandler } from '../operations/write.ts';
import { operationOf, tableOf } from '../running.ts';
import { rowById } from '../statements/select.ts';
import { authTables, identityContext } from './accounts.ts';
import { adding } from './adding.ts';
import type { Adding } from './adding.ts';
import type { Account } from './accounts.ts';
import { guardedHandler } from './guarded.ts';
import type { Identity } from './identity.ts';
import { publishNamed, record } from './records.ts';
import { insertCredential, setPassword, tellChanged } from './set-password.ts';
import { text } from './sign-in.ts';

/**
 * Adds a way to sign in, on a fresh proof of identity: the password, or a code of the second factor. A second factor is
 * added in two steps: the first answers the URI for an authenticator, once; the second, with a code as attestation,
 * confirms it.
 */
export function createCredentialHandler(identity: Identity): Handler {
  const { running } = identity;
  return guardedHandler<Adding>(identity, operationOf(running, 'create Credential'), {
    before: (exchange) => adding(identity, exchange),
    work: async (transaction, exchange, added) => {
      if (added.used !== undefined) await identity.secondFactor.use(transaction, added.used);
      await transaction.actAs(identityContext(running));
      return add(identity, transaction, exchange, added);
    },
    after: (_exchange, added) => {
      if (added === undefined || added.kind === 'totp') return;
      identity.sessions.forget({ user: added.account.id });
      tellChanged(identity, added.account);
    },
  });
}

async function add(
  identity: Identity,
  transaction: Transaction,
  exchange: Exchange,
  added: Adding,
): Promise<Reply> {
  const { running, secondFactor, sessions } = identity;
  const { account } = added;
  const table = tableOf(running, 'Credential');
  const keep = exchange.caller.kind === 'known' ? exchange.caller.session : undefined;
  const reply = (row: Parameters<typeof objectReply>[3], told?: Readonly<Record<string, string>>): Reply =>
    objectReply(running, table, exchange, row, { status: 201, ...(told !== undefined && { added: told }) });
  switch (added.kind) {
    case 'password': {
      const row = await setPassword(identity, transaction, account, added.hash, keep);
      await recordChange(identity, transaction, exchange, account, row['id'] ?? '');
      return reply(row);
    }
    case 'totp': {
      const id = running.ids.next();
      const { sealed, uri } = await secondFactor.enrol(id, account.email ?? account.id);
      await transaction.run(
        `delete from ${authTables(running).credentials} where user_id = $1 and kind = 'totp' and sign_count = 0`,
        [account.id],
      );
      const label = text(exchange.body['label']);
      const row = await insertCredential(identity, transaction, account.id, {
        id,
        kind: 'totp',
        secret: sealed,
        label,
      });
      return reply(row, { provisioning_uri: uri });
    }
    case 'confirm-totp': {
      await secondFactor.use(transaction, added.code);
      const id = added.code.credential;
      await transaction.run(
        `delete from ${authTables(running).credentials} where user_id = $1 and kind = 'totp' and id <> $2`,
        [account.id, id],
      );
      await transaction.actAs(identityContext(running));
      const { rows } = await transaction.run(rowById(table), [id]);
      const row = rows[0] ?? {};
      await sessions.revoke(transaction, {
        kind: 'user',
        user: account.id,
        ...(keep !== undefined && { except: keep }),
      });
      await publishNamed(running, transaction, 'credential.changed', { id, row });
      await recordChange(identity, transaction, exchange, account, id);
      return reply(row);
    }
  }
}

const recordChange = (
  { running }: Identity,
  transaction: Transaction,
  exchange: Exchange,
  account: Account,
  target: string,
): Promise<void> =>
  record(running, transaction, exchange, {
    action: 'credential.changed',
    entity: 'Credential',
    target,
    actor: account.id,
    outcome: 'done',
  });

/** Takes a way to sign in away; the other sessions of the person end. */
export function deleteCredentialHandler(identity: Identity): Handler {
  const { running, sessions } = identity;
  const operation = operationOf(running, 'delete Credential');
  const plain = deleteWork(running, operation);
  const handler = writeHandler(running, operation, async (transaction, exchange, began) => {
    const id = exchange.path['id'] ?? '';
    const { rows } = await transaction.run(rowById(tableOf(running, 'Credential')), [id]);
    const reply = await plain(transaction, exchange, began);
    const [row] = rows;
    const { caller } = exchange;
    if (row === undefined || caller.kind !== 'known') return reply;
    await transaction.actAs(identityContext(running));
    await sessions.revoke(transaction, {
      kind: 'user',
      user: row['user_id'] ?? '',
      ...(caller.session !== undefined && { except: caller.session }),
    });
    await publishNamed(running, transaction, 'credential.changed', { id, row });
    const account = await identity.accounts.byId(row['user_id'] ?? '', transaction.run);
    if (account !== undefined) await recordChange(identity, transaction, exchange, account, id);
    return reply;
  });
  return async (exchange) => {
    const { caller } = exchange;
    const live =
      caller.kind === 'known' && caller.session !== undefined
        ? await sessions.live(caller.session)
        : undefined;
    // A session from before the second factor may not take it away again.
    if (live?.hasSecondFactor === true && live.strength !== 'multi-factor') throw needsSecondFactor();
    const reply = await handler(exchange);
    if (caller.kind === 'known') sessions.forget({ user: caller.id });
    return reply;
  };
}

const needsSecondFactor = (): Refusal =>
  new Refusal('unauthenticated', 'Sign in with the code of your second factor first.', {
    headers: {
      'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="multi-factor"',
    },
  });
