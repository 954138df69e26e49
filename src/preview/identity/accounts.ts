import { ownerRole } from '../../artifacts/second-factor.ts';
import { qualifiedName } from '../../artifacts/sql-names.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Acting, Ran, SqlValue } from '../database/database.ts';
import { entityOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';

/** A person with what proves who they are. Secrets stay in here: none of it is an answer. */
export interface Account {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly verified: boolean;
  readonly locale: string;
  /** Roles that are held now. */
  readonly roles: readonly string[];
  readonly password: { readonly id: string; readonly hash: string } | undefined;
  /** A confirmed second factor; `step`: the last time step of which a code was accepted. */
  readonly totp: { readonly id: string; readonly secret: string; readonly step: number } | undefined;
}

/** Asks as whoever asks: a connection of its own, or a transaction. */
export type Ask = (sql: string, values?: readonly SqlValue[]) => Promise<Ran>;

export interface Accounts {
  readonly byEmail: (email: string, ask?: Ask) => Promise<Account | undefined>;
  readonly byId: (id: string, ask?: Ask) => Promise<Account | undefined>;
}

/** Whom the database takes the work of the identity context for. */
export const identityContext = (running: Running): Acting => ({
  role: running.roles.ofContext(entityOf(running, 'User').context),
});

export interface AuthTables {
  readonly users: string;
  readonly credentials: string;
  readonly sessions: string;
  readonly recovery: string;
  readonly grants: string;
}

export function authTables(running: Running): AuthTables {
  const named = (entity: string): string => qualifiedName(tableOf(running, entity));
  return {
    users: named('User'),
    credentials: named('Credential'),
    sessions: named('Session'),
    recovery: named('RecoveryToken'),
    grants: named('RoleGrant'),
  };
}

/** A second factor that was confirmed: a code of it was accepted. Generated rows hold no secret, and are none. */
export const isSecondFactor = (alias: string): string =>
  `${alias}.kind = 'totp' and ${alias}.sign_count > 0 and ${alias}.secret_hash like 'v1.%'`;

/** An address may come in other letters than it was registered in. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

export function accountsOf(running: Running): Accounts {
  const { users, credentials, grants } = authTables(running);
  const acting = identityContext(running);
  const own: Ask = (sql, values) => running.database.query(acting, sql, values);
  const select = `select u.id, u.kind, u.status, u.email, u.display_name, u.locale, u.email_verified_at,
  (select string_agg(g.role, ' ' order by g.role) from ${grants} as g
    where g.user_id = u.id and (g.expires_at is null or g.expires_at > now())) as roles,
  p.id as password_id, p.secret_hash as password_hash, t.id as totp_id, t.secret_hash as totp_secret, t.sign_count as totp_step
  from ${users} as u
  left join ${credentials} as p on p.user_id = u.id and p.kind = 'password'
  left join ${credentials} as t on t.user_id = u.id and ${isSecondFactor('t')}`;
  const first = async (rest: string, values: readonly string[], ask: Ask): Promise<Account | undefined> => {
    const { rows } = await ask(
      `${select} where ${rest} order by u.created_at, p.created_at desc limit 1`,
      values,
    );
    return rows[0] === undefined ? undefined : accountOf(rows[0]);
  };
  return {
    byEmail: (email, ask = own) => first('u.email in ($1, $2)', [normalEmail(email), email.trim()], ask),
    byId: (id, ask = own) => first('u.id = $1', [id], ask),
  };
}

function accountOf(row: Row): Account {
  const { password_hash: hash, totp_id: totpId, totp_secret: secret } = row;
  const granted = (row['roles'] ?? '').split(' ').filter((role) => role !== '');
  return {
    id: row['id'] ?? '',
    kind: row['kind'] ?? '',
    status: row['status'] ?? '',
    email: row['email'] ?? undefined,
    name: row['display_name'] ?? undefined,
    verified: row['email_verified_at'] !== null,
    locale: row['locale'] ?? '',
    roles: [...new Set([ownerRole, ...granted])],
    password: typeof hash === 'string' ? { id: row['password_id'] ?? '', hash } : undefined,
    totp:
      typeof totpId === 'string' && typeof secret === 'string'
        ? { id: totpId, secret, step: Number(row['totp_step']) }
        : undefined,
  };
}
