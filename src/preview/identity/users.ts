import type { Endpoint } from '../../model/api.ts';
import type { Handler } from '../http/exchange.ts';
import { Refusal } from '../http/problems.ts';
import { actWork } from '../operations/act.ts';
import { deleteWork, updateWork } from '../operations/change.ts';
import { createWork } from '../operations/create.ts';
import { writeHandler } from '../operations/write.ts';
import { operationOf, tableOf } from '../running.ts';
import { rowById } from '../statements/select.ts';
import { authTables, identityContext, normalEmail } from './accounts.ts';
import type { Identity } from './identity.ts';
import { record } from './records.ts';
import { text } from './sign-in.ts';
import { issueToken } from './single-use.ts';

/** Locks an account: its sessions end, and with them every token that names one. */
export function lockHandler(identity: Identity, endpoint: Endpoint): Handler {
  const { running, sessions } = identity;
  const operation = operationOf(running, 'process User lock');
  const work = actWork(running, endpoint, operation, async (transaction, exchange) => {
    await transaction.actAs(identityContext(running));
    await sessions.revoke(transaction, { kind: 'user', user: exchange.path['id'] ?? '' });
  });
  const handler = writeHandler(running, operation, work);
  return async (exchange) => {
    const reply = await handler(exchange);
    sessions.forget({ user: exchange.path['id'] ?? '' });
    return reply;
  };
}

/** Changes a profile. Another address has to be confirmed anew; the one before is told, and other sessions end. */
export function updateUserHandler(identity: Identity): Handler {
  const { running, sessions, mailbox, accounts } = identity;
  const operation = operationOf(running, 'update User');
  const plain = updateWork(running, operation);
  return async (exchange) => {
    const email = text(exchange.body['email']);
    const id = exchange.path['id'] ?? '';
    const before = email === undefined ? undefined : await accounts.byId(id);
    if (email === undefined || before?.email === undefined || normalEmail(email) === before.email)
      return writeHandler(running, operation, plain)(exchange);
    let token = '';
    const keep = exchange.caller.kind === 'known' ? exchange.caller.session : undefined;
    const reply = await writeHandler(running, operation, async (transaction, asked, began) => {
      const acting = { ...asked, body: { ...asked.body, email: normalEmail(email) } };
      const done = await plain(transaction, acting, began);
      await transaction.actAs(identityContext(running));
      await transaction.run(
        `update ${authTables(running).users} set email_verified_at = null where id = $1`,
        [id],
      );
      await sessions.revoke(transaction, {
        kind: 'user',
        user: id,
        ...(keep !== undefined && { except: keep }),
      });
      ({ token } = await issueToken(identity, transaction, exchange, { id }, 'email-verification'));
      return withoutVerification(done);
    })(exchange);
    mailbox.send({ to: before.email, subject: 'The address of your account was changed' });
    mailbox.send({ to: normalEmail(email), subject: 'Confirm your address', token });
    return reply;
  };
}

const withoutVerification = (reply: Awaited<ReturnType<Handler>>): Awaited<ReturnType<Handler>> =>
  typeof reply.body === 'object' && reply.body !== null && 'email_verified_at' in reply.body
    ? { ...reply, body: { ...reply.body, email_verified_at: null } }
    : reply;

/** Signs out: the row goes, and tokens that name it are refused from the next request on. */
export function signOutHandler(identity: Identity): Handler {
  const { running, sessions } = identity;
  const operation = operationOf(running, 'delete Session');
  const handler = writeHandler(running, operation, deleteWork(running, operation));
  return async (exchange) => {
    const reply = await handler(exchange);
    sessions.forget({ session: exchange.path['id'] ?? '' });
    return reply;
  };
}

/** Grants a role of the design; to nobody themselves. It is in force from the next refresh on. */
export function grantRoleHandler(identity: Identity, endpoint: Endpoint): Handler {
  const { running } = identity;
  const operation = operationOf(running, 'create RoleGrant');
  const roles = new Set(
    running.backend.trust.actors.filter(({ kind }) => kind === 'person').map(({ name }) => name),
  );
  const work = createWork(running, endpoint, operation, async (_transaction, { body, caller }) => {
    if (!roles.has(text(body['role']) ?? ''))
      throw new Refusal('invalid', `People act in the roles ${[...roles].join(', ')}.`, {
        errors: [{ pointer: '/role', detail: 'is no role of the design' }],
      });
    if (caller.kind !== 'known' || caller.id === body['user_id'])
      throw new Refusal('forbidden', 'Nobody grants a role to themselves.');
    return { granted_by_id: caller.id };
  });
  return writeHandler(running, operation, work);
}

export function withdrawRoleHandler(identity: Identity): Handler {
  const { running } = identity;
  const operation = operationOf(running, 'delete RoleGrant');
  const plain = deleteWork(running, operation);
  return writeHandler(running, operation, async (transaction, exchange, began) => {
    const id = exchange.path['id'] ?? '';
    const { rows } = await transaction.run(rowById(tableOf(running, 'RoleGrant')), [id]);
    const reply = await plain(transaction, exchange, began);
    await transaction.actAs(identityContext(running));
    await record(running, transaction, exchange, {
      action: 'role.granted',
      entity: 'RoleGrant',
      target: rows[0]?.['id'] ?? id,
      actor: exchange.caller.kind === 'known' ? exchange.caller.id : undefined,
      outcome: 'done',
    });
    return reply;
  });
}
