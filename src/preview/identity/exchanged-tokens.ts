import { createHash } from 'node:crypto';
import { owner } from '../database/database.ts';
import type { Transaction } from '../database/database.ts';
import type { Running } from '../running.ts';

/** How a token is kept: whoever reads the table cannot present it. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Refresh tokens that were exchanged, so that one that comes again is recognised: a session holds the next one only. */
export const exchangedTable = `create table if not exists preview.exchanged_tokens (
  token_hash text primary key, family uuid not null, exchanged_at timestamptz not null default now())`;

export async function rememberExchanged(
  transaction: Transaction,
  hash: string,
  family: string,
): Promise<void> {
  await transaction.actAs(owner);
  await transaction.run('insert into preview.exchanged_tokens (token_hash, family) values ($1, $2)', [
    hash,
    family,
  ]);
}

export async function familyOfExchanged({ database }: Running, hash: string): Promise<string | undefined> {
  const { rows } = await database.query(
    owner,
    'select family from preview.exchanged_tokens where token_hash = $1',
    [hash],
  );
  return rows[0]?.['family'] ?? undefined;
}
