import type { Row } from '../../provers/postgres/session.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange } from '../http/exchange.ts';
import { recorderOf } from '../operations/happenings.ts';
import { operationOf, tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { authTables } from './accounts.ts';
import type { Account } from './accounts.ts';
import { tokenHash } from './exchanged-tokens.ts';
import { liveSessionsOf } from './live-sessions.ts';
import type { LiveSessions } from './live-sessions.ts';
import { publishNamed } from './records.ts';
import type { IdentitySettings } from './settings.ts';

export type Strength = 'guest' | 'single-factor' | 'multi-factor';

export interface Opened {
  readonly row: Row;
  readonly refreshToken: string;
}

export interface Device {
  readonly userAgent: string | undefined;
  readonly address: string;
}

export type Revoked =
  | { readonly kind: 'one'; readonly session: string }
  | { readonly kind: 'family'; readonly family: string }
  | { readonly kind: 'user'; readonly user: string; readonly except?: string };

export interface Sessions extends LiveSessions {
  readonly open: (
    transaction: Transaction,
    account: Pick<Account, 'id'>,
    strength: Strength,
    device: Device,
  ) => Promise<Opened>;
  /** Ends sessions, tells the outbox of each, and refuses their tokens from the next request on. */
  readonly revoke: (transaction: Transaction, which: Revoked) => Promise<number>;
}

export function sessionsOf(running: Running, settings: IdentitySettings): Sessions {
  const live = liveSessionsOf(running);
  return {
    ...live,
    open: (transaction, account, strength, device) =>
      openSession(running, settings, transaction, account, strength, device),
    revoke: async (transaction, which) => {
      const [condition, values] = conditionOf(which);
      const { rows } = await transaction.run(
        `update ${authTables(running).sessions} set revoked_at = now(), version = version + 1, updated_at = now()
where ${condition} and revoked_at is null returning id, user_id, family`,
        values,
      );
      for (const row of rows)
        await publishNamed(running, transaction, 'session.revoked', { id: row['id'] ?? '', row });
      live.ended(rows.flatMap(({ id }) => id ?? []));
      return rows.length;
    },
  };
}

function conditionOf(which: Revoked): readonly [string, readonly (string | null)[]] {
  switch (which.kind) {
    case 'one':
      return ['id = $1', [which.session]];
    case 'family':
      return ['family = $1', [which.family]];
    case 'user':
      return ['user_id = $1 and id is distinct from $2', [which.user, which.except ?? null]];
  }
}

async function openSession(
  running: Running,
  settings: IdentitySettings,
  transaction: Transaction,
  account: Pick<Account, 'id'>,
  strength: Strength,
  device: Device,
): Promise<Opened> {
  const [insert] = running.delivered.of('create Session').filter(({ kind }) => kind === 'insert');
  if (insert === undefined) throw new Error('no statement is delivered for create Session');
  const refreshToken = running.ids.bytes(32).toString('base64url');
  const id = running.ids.next();
  const now = running.clock.now();
  const bound = bind(insert, {
    id,
    user_id: account.id,
    family: running.ids.next(),
    refresh_hash: tokenHash(refreshToken),
    strength,
    user_agent: device.userAgent?.slice(0, 400),
    address: device.address.slice(0, 45),
    last_used_at: now.toISOString(),
    expires_at: new Date(now.getTime() + settings.session * 1000).toISOString(),
    revoked_at: null,
  });
  await transaction.run(bound.sql, bound.values);
  const { rows } = await transaction.run(rowById(tableOf(running, 'Session')), [id]);
  return { row: rows[0] ?? {}, refreshToken };
}

/** The entry of the audit trail for a sign-in, in the name of who signed in. */
export async function recordSignIn(
  running: Running,
  transaction: Transaction,
  exchange: Exchange,
  account: Account,
  row: Row,
): Promise<void> {
  const { address } = exchange.caller;
  const caller = { kind: 'known', id: account.id, roles: account.roles, address } as const;
  await recorderOf(running, operationOf(running, 'create Session')).audit(
    transaction,
    { ...exchange, caller },
    { id: row['id'] ?? '', row },
  );
}
