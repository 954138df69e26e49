import { owner } from '../../database/database.ts';
import { identityContext } from '../accounts.ts';
import type { Identity } from '../identity.ts';
import { noteUse } from '../proof.ts';
import type { Proved } from '../proof.ts';
import { record } from '../records.ts';
import type { Device, Strength } from '../sessions.ts';
import { strengthOf } from '../refresh.ts';
import { authTables } from '../accounts.ts';
import { hashOf } from './adapter.ts';

/** A session of the design stands behind each grant: ending the one ends the other. */
export interface GrantedSession {
  readonly id: string;
  readonly user: string;
  readonly strength: Strength;
}

export interface Grants {
  /** Notes what a sign-in used up, in a transaction of its own. @throws Refusal */
  readonly signedIn: (proved: Proved) => Promise<void>;
  readonly begin: (grant: string, user: string, strength: Strength, device: Device) => Promise<void>;
  /** Undefined = it is over, or its person is locked. */
  readonly session: (grant: string) => Promise<GrantedSession | undefined>;
  /** By the hash of the grant: whoever ends it may know no more. */
  readonly end: (hash: string) => Promise<void>;
}

export function grantsOf(identity: Identity): Grants {
  const { running, sessions } = identity;
  const { database } = running;
  const sessionId = async (hash: string): Promise<string | undefined> => {
    const { rows } = await database.query(
      owner,
      'select session_id from preview.oauth_grants where grant_hash = $1',
      [hash],
    );
    return rows[0]?.['session_id'] ?? undefined;
  };
  return {
    signedIn: (proved) =>
      database.transaction(identityContext(running), async (transaction) => {
        await noteUse(identity, transaction, proved);
        await transaction.actAs(identityContext(running));
        await transaction.run(
          `update ${authTables(running).users} set last_sign_in_at = now() where id = $1`,
          [proved.account.id],
        );
      }),
    begin: (grant, user, strength, device) =>
      database.transaction(identityContext(running), async (transaction) => {
        const { row } = await sessions.open(transaction, { id: user }, strength, device);
        const caller = { kind: 'known', id: user, roles: [], address: device.address } as const;
        await record(
          running,
          transaction,
          { caller, decision: { kind: 'allowed', role: 'anonymous' }, requestId: running.ids.next() },
          {
            action: 'create Session',
            entity: 'Session',
            target: row['id'] ?? undefined,
            actor: user,
            outcome: 'done',
          },
        );
        await transaction.actAs(owner);
        await transaction.run(
          'insert into preview.oauth_grants (grant_hash, session_id) values ($1, $2) on conflict (grant_hash) do update set session_id = excluded.session_id',
          [hashOf(grant), row['id'] ?? null],
        );
      }),
    session: async (grant) => {
      const id = await sessionId(hashOf(grant));
      const live = id === undefined ? undefined : await sessions.live(id);
      return id === undefined || live === undefined
        ? undefined
        : { id, user: live.user, strength: strengthOf({ strength: live.strength }) };
    },
    end: async (hash) => {
      const id = await sessionId(hash);
      if (id === undefined) return;
      await database.transaction(identityContext(running), async (transaction) => {
        await sessions.revoke(transaction, { kind: 'one', session: id });
      });
    },
  };
}
