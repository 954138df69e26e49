import { createHash } from 'node:crypto';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { owner } from '../../database/database.ts';
import type { SqlValue } from '../../database/database.ts';
import type { Row } from '../../../provers/postgres/session.ts';
import type { Tokens } from '../identity.ts';

/** What the provider keeps. Its identifiers are codes and tokens: only their hashes stand here, the rest is encrypted. */
export const oauthTables = `create table if not exists preview.oauth_objects (
  model text not null, id_hash text not null, payload text not null, grant_hash text, uid_hash text,
  ahead bigint not null, consumed_at bigint, expires_at timestamptz, primary key (model, id_hash));
create index if not exists oauth_objects_grant on preview.oauth_objects (grant_hash);
create table if not exists preview.oauth_grants (grant_hash text primary key, session_id uuid not null)`;

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** `spent`: refuses what was used by somebody else meanwhile; `ended`: told of every grant that ends, and waited for. */
export interface AdapterHooks {
  readonly spent: () => Error;
  readonly ended: (grant: string) => Promise<void>;
}

export function oauthAdapter(base: Tokens, hooks: AdapterHooks): AdapterFactory {
  const { database, clock } = base.running;
  const run = async (sql: string, values: readonly SqlValue[]) => database.query(owner, sql, values);
  const one = async (
    model: string,
    condition: string,
    value: string,
  ): Promise<AdapterPayload | undefined> => {
    const { rows } = await run(
      `select id_hash, payload, ahead, consumed_at from preview.oauth_objects
where model = $1 and ${condition} = $2 and (expires_at is null or expires_at > now())`,
      [model, hashOf(value)],
    );
    return rows[0] === undefined ? undefined : payloadOf(base, model, rows[0]);
  };
  return (model): Adapter => ({
    find: (id) => one(model, 'id_hash', id),
    findByUid: (uid) => one(model, 'uid_hash', uid),
    findByUserCode: async () => undefined,
    upsert: async (id, payload, expiresIn) => {
      const hash = hashOf(id);
      await run('delete from preview.oauth_objects where expires_at < now()', []);
      await run(
        `insert into preview.oauth_objects (model, id_hash, payload, grant_hash, uid_hash, ahead, expires_at)
values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')
on conflict (model, id_hash) do update set payload = excluded.payload, grant_hash = excluded.grant_hash,
  uid_hash = excluded.uid_hash, ahead = excluded.ahead, expires_at = excluded.expires_at`,
        [
          model,
          hash,
          base.sealing.seal(`oauth ${model} ${hash}`, JSON.stringify(payload)),
          payload.grantId === undefined ? null : hashOf(payload.grantId),
          payload.uid === undefined ? null : hashOf(String(payload.uid)),
          String(Math.round(clock.ahead())),
          expiresIn === undefined ? null : String(expiresIn),
        ],
      );
    },
    consume: async (id) => {
      const { affected } = await run(
        'update preview.oauth_objects set consumed_at = $3 where model = $1 and id_hash = $2 and consumed_at is null',
        [model, hashOf(id), String(Math.floor(Date.now() / 1000))],
      );
      if (affected === 0) throw hooks.spent();
    },
    destroy: async (id) => {
      await run('delete from preview.oauth_objects where model = $1 and id_hash = $2', [model, hashOf(id)]);
      if (model === 'Grant') await hooks.ended(id);
    },
    revokeByGrantId: async (grant) => {
      await run('delete from preview.oauth_objects where model = $1 and grant_hash = $2', [
        model,
        hashOf(grant),
      ]);
    },
  });
}

/** Times in it, s. The provider goes by the clock of the machine: what the preview has travelled since makes them earlier. */
const times = ['exp', 'iat', 'iiat', 'loginTs', 'authTime'] as const;

function payloadOf({ sealing, running }: Tokens, model: string, row: Row): AdapterPayload {
  const payload: AdapterPayload = JSON.parse(
    sealing.open(`oauth ${model} ${row['id_hash'] ?? ''}`, row['payload'] ?? ''),
  );
  const travelled = Math.round((running.clock.ahead() - Number(row['ahead'])) / 1000);
  for (const name of times) {
    const time = payload[name];
    if (typeof time === 'number') payload[name] = time - travelled;
  }
  const consumed = row['consumed_at'];
  return typeof consumed === 'string' ? { ...payload, consumed: Number(consumed) } : payload;
}

/** Seals what is kept with the current key. */
export async function resealOauth(
  { running: { database } }: Tokens,
  again: (place: string, sealed: string) => string,
): Promise<void> {
  await database.transaction(owner, async (transaction) => {
    const { rows } = await transaction.run(
      'select model, id_hash, payload from preview.oauth_objects for update',
    );
    for (const { model, id_hash: hash, payload } of rows)
      await transaction.run(
        'update preview.oauth_objects set payload = $3 where model = $1 and id_hash = $2',
        [model ?? '', hash ?? '', again(`oauth ${model ?? ''} ${hash ?? ''}`, payload ?? '')],
      );
  });
}
