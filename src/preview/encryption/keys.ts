import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { owner } from '../database/database.ts';
import type { Running } from '../running.ts';

/** A key with what is kept beside it. `material`: as its purpose has it. */
export interface StoredKey {
  readonly id: string;
  readonly material: Buffer;
  readonly retiredAt: Date | undefined;
}

export type Purpose = 'encryption' | 'signing';

/**
 * Keys that outlive a restart where the rows do. The schema `preview`, which no role of the design may read, plays the
 * key service: it holds the wrapping key; every other key lies wrapped.
 */
export interface KeyStore {
  readonly all: (purpose: Purpose) => Promise<readonly StoredKey[]>;
  readonly add: (purpose: Purpose, id: string, material: Buffer) => Promise<void>;
  readonly retire: (purpose: Purpose, id: string) => Promise<void>;
  readonly remove: (purpose: Purpose, id: string) => Promise<void>;
  /** A keyed hash, for comparing what may not be kept. */
  readonly digest: (text: string) => string;
}

const tables = `create table if not exists preview.keys (
  purpose text not null, id text not null, material text not null,
  created_at timestamptz not null default now(), retired_at timestamptz, primary key (purpose, id))`;

export async function openKeyStore({ database, clock }: Running): Promise<KeyStore> {
  await database.script(tables);
  const wrapping = await wrappingKey(database);
  return {
    digest: (text) => createHmac('sha256', wrapping).update(`digest\0${text}`).digest('base64url'),
    all: async (purpose) => {
      const { rows } = await database.query(
        owner,
        'select id, material, retired_at from preview.keys where purpose = $1 order by created_at, id',
        [purpose],
      );
      return rows.map(({ id, material, retired_at: retired }) => ({
        id: id ?? '',
        material: unwrap(wrapping, `${purpose}.${id ?? ''}`, material ?? ''),
        retiredAt: typeof retired === 'string' ? new Date(retired) : undefined,
      }));
    },
    add: async (purpose, id, material) => {
      await database.query(
        owner,
        'insert into preview.keys (purpose, id, material, created_at) values ($1, $2, $3, $4)',
        [purpose, id, wrap(wrapping, `${purpose}.${id}`, material), clock.now().toISOString()],
      );
    },
    retire: async (purpose, id) => {
      await database.query(
        owner,
        'update preview.keys set retired_at = $3 where purpose = $1 and id = $2 and retired_at is null',
        [purpose, id, clock.now().toISOString()],
      );
    },
    remove: async (purpose, id) => {
      await database.query(owner, 'delete from preview.keys where purpose = $1 and id = $2', [purpose, id]);
    },
  };
}

async function wrappingKey(database: Running['database']): Promise<Buffer> {
  await database.query(
    owner,
    "insert into preview.keys (purpose, id, material) values ('wrapping', 'wrapping', $1) on conflict do nothing",
    [randomBytes(32).toString('base64url')],
  );
  const { rows } = await database.query(
    owner,
    "select material from preview.keys where purpose = 'wrapping' and id = 'wrapping'",
  );
  return Buffer.from(rows[0]?.['material'] ?? '', 'base64url');
}

/** AES-256-GCM: nonce, ciphertext, tag. It opens only with the same key in the same place. */
export function wrap(key: Buffer, place: string, plain: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** @throws when the key or the place is another one, or a bit was changed */
export function unwrap(key: Buffer, place: string, wrapped: string): Buffer {
  const bytes = Buffer.from(wrapped, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
