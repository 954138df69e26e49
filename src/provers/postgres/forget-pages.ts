import type { Session } from './session.ts';

/** Extensions that a session needs so that pages can be forgotten. */
export const forgettingExtensions: readonly string[] = ['pg_buffercache'];

const functionSql = `select quote_ident(n.nspname) as schema from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.proname = 'pg_buffercache_evict_all'`;

/**
 * Drops every page from PostgreSQL's buffers. What DDL has read (the check of a new foreign key plans a query and so
 * reads the metapages of indexes) would hide what is written into the files afterwards. Does nothing in a session
 * that was opened without the extension.
 */
export async function forgetPages(session: Session): Promise<void> {
  const [known] = await session.rows(functionSql);
  if (known?.['schema'] !== undefined) return evict(session, known['schema'] ?? '');
  const scratch = 'plumbline_buffers';
  const made = await session.run(`create schema ${scratch}`);
  const extended = await session.run(`create extension pg_buffercache schema ${scratch}`);
  if (extended.kind === 'done') await evict(session, scratch);
  if (made.kind === 'done') await session.rows(`drop schema ${scratch} cascade`);
}

async function evict(session: Session, schema: string): Promise<void> {
  await session.rows(`select ${schema}.pg_buffercache_evict_all()`);
}
