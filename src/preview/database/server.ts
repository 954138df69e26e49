import pg from 'pg';
import { previewPath } from './search-path.ts';
import { RefusedSql, actingKey, actingSql, actingValues, owner } from './database.ts';
import type { Acting, Database, Ran, SqlValue, Transaction } from './database.ts';

/** Values travel as the text PostgreSQL prints, as with the embedded engine. */
const asText = { getTypeParser: () => (text: string) => text };

/** A PostgreSQL server. Each connection remembers whom it acts for, so that the same caller is not told twice. */
export async function openServer(url: string, connections = 10): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types: asText,
    options: `-c search_path=${previewPath.replaceAll(' ', '')}`,
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  const acts = new WeakMap<object, string>();
  const on = async <T>(acting: Acting, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => Promise.reject(lost(error)));
    try {
      const key = actingKey(acting);
      if (acts.get(client) !== key) {
        await ask(client, actingSql(false), actingValues(acting));
        acts.set(client, key);
      }
      return await work(client);
    } finally {
      client.release();
    }
  };
  await on(owner, (client) => ask(client, 'select 1'));
  return {
    kind: 'server',
    query: (acting, sql, values) => on(acting, (client) => ask(client, sql, values)),
    transaction: (acting, work) => on(acting, (client) => transacted(client, work)),
    script: (sql) => on(owner, async (client) => void (await client.query(sql))),
    close: () => pool.end(),
  };
}

async function transacted<T>(
  client: pg.PoolClient,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  await ask(client, 'begin');
  try {
    const done = await work({
      run: (sql, values) => ask(client, sql, values),
      actAs: async (next) => void (await ask(client, actingSql(true), actingValues(next))),
    });
    await ask(client, 'commit');
    return done;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** A connection that was refused or broke: SQLSTATE 08006. */
const lost = (error: unknown): RefusedSql =>
  new RefusedSql({ message: error instanceof Error ? error.message : String(error), code: '08006' });

async function ask(client: pg.PoolClient, sql: string, values: readonly SqlValue[] = []): Promise<Ran> {
  try {
    const { rows, rowCount } = await client.query<Record<string, string | null>>(sql, [...values]);
    return { rows, affected: rowCount ?? 0 };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw lost(error);
    const { message, code, constraint, table, column, detail } = error;
    throw new RefusedSql({
      message,
      ...(code !== undefined && { code }),
      ...(constraint !== undefined && { constraint }),
      ...(table !== undefined && { table }),
      ...(column !== undefined && { column }),
      ...(detail !== undefined && { detail }),
    });
  }
}
