import { createHash } from 'node:crypto';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { owner } from '../../database/database.ts';
import type { Ran, SqlValue } from '../../database/database.ts';
import type { Row } from '../../../provers/postgres/session.ts';
import type { Tokens } from '../identity.ts';

/** What the provider keeps. Its identifiers are codes and tokens: only their hashes stand here, the rest is encrypted. */
export const oauthTables = `create table if not exists preview.oauth_objects (
  model text not null, id_hash text not null, payload text not null, grant_hash text, uid_hash text,
  ahead bigint not null, consumed_at bigint, expires_at timestamptz, primary key (model, id_hash));
create index if not exists oauth_objects_grant on preview.oauth_objects (grant_hash);
create table if not exists preview.oauth_grants (grant_hash text primary key, session_id uuid not null)`;

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

export interface AdapterHooks {
  /** What refuses that which was used by somebody else meanwhile. */
  readonly spent: () => Error;
  /** Told of every grant that ends, by its hash, and waited for. */
  readonly ended: (grant: string) => Promise<void>;
}

export function oauthAdapter(base: Tokens, hooks: AdapterHooks): AdapterFactory {
  const run: Run = (sql, values) => base.running.database.query(owner, sql, values);
  return (model): Adapter => ({
    find: (id) => one(base, run, model, 'id_hash', id),
    findByUid: (uid) => one(base, run, model, 'uid_hash', uid),
    findByUserCode: async () => undefined,
    upsert: (id, payload, expiresIn) => keep(base, run, model, id, payload, expiresIn),
    consume: async (id) => {
      const { affected } = await run(
        'update preview.oauth_objects set consumed_at = $3 where model = $1 and id_hash = $2 and consumed_at is null',
        [model, hashOf(id), String(Math.floor(Date.now() / 1000))],
      );
      if (affected > 0) return;
      const { rows } = await run(
        'select grant_hash from preview.oauth_objects where model = $1 and id_hash = $2',
        [model, hashOf(id)],
      );
      await hooks.ended(rows[0]?.['grant_hash'] ?? '');
      throw hooks.spent();
    },
    destroy: async (id) => {
      await run('delete from preview.oauth_objects where model = $1 and id_hash = $2', [model, hashOf(id)]);
      if (model === 'Grant') await hooks.ended(hashOf(id));
    },
    revokeByGrantId: async (grant) => {
      const values = [model, hashOf(grant)];
      await run('delete from preview.oauth_objects where model = $1 and grant_hash = $2', values);
    },
  });
}

type Run = (sql: string, values: readonly SqlValue[]) => Promise<Ran>;

async function one(
  base: Tokens,
  run: Run,
  model: string,
  column: 'id_hash' | 'uid_hash',
  value: string,
): Promise<AdapterPayload | undefined> {
  const { rows } = await run(
    `select id_hash, payload, ahead, consumed_at from preview.oauth_objects
where model = $1 and ${column} = $2 and (expires_at is null or expires_at > now())`,
    [model, hashOf(value)],
  );
  return rows[0] === undefined ? undefined : payloadOf(base, model, rows[0]);
}

async function keep(
  { running: { clock }, sealing }: Tokens,
  run: Run,
  model: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
): Promise<void> {
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
      sealing.seal(`oauth ${model} ${hash}`, JSON.stringify(payload)),
      payload.grantId === undefined ? null : hashOf(payload.grantId),
      payload.uid === undefined ? null : hashOf(String(payload.uid)),
      String(Math.round(clock.ahead())),
      expiresIn === undefined ? null : String(expiresIn),
    ],
  );
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
