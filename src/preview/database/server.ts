import pg from 'pg';
import type { Statement } from '../../provers/postgres/session.ts';
import { previewPath } from './search-path.ts';
import { RefusedSql, actingKey, actingSql, actingValues, owner } from './database.ts';
import type { Acting, Database, Ran, SqlValue } from './database.ts';
import { transacted } from './transacted.ts';

/** Values travel as the text PostgreSQL prints, as with the embedded engine. */
const asText = { getTypeParser: () => (text: string) => text };

/** A PostgreSQL server. Each connection remembers whom it acts for, so that the same caller is not told twice. */
export async function openServer(url: string, connections = 10): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    pipeline: true,
    types: asText,
    options: `-c search_path=${previewPath.replaceAll(' ', '')}`,
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  const acts = new WeakMap<object, string>();
  const on = async <T>(acting: Acting, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await connected(pool);
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
    transaction: async (acting, work) => {
      const client = await connected(pool);
      try {
        return await transacted(acting, work, (statements) => askEach(client, statements));
      } finally {
        client.release();
      }
    },
    script: (sql) => on(owner, async (client) => void (await client.query(sql))),
    close: () => pool.end(),
  };
}

/** A connection that was refused or broke: SQLSTATE 08006. */
const lost = (error: unknown): RefusedSql =>
  new RefusedSql({ message: error instanceof Error ? error.message : String(error), code: '08006' });

const names = new Map<string, string>();
/** Above the number of statements that a design delivers; connections never give a prepared statement up. */
const mostNames = 600;

/** Under its name a connection keeps a statement parsed. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}

const connected = (pool: pg.Pool): Promise<pg.PoolClient> =>
  pool.connect().catch((error: unknown) => Promise.reject(lost(error)));

/** In one write, answered in their order. */
async function askEach(client: pg.PoolClient, statements: readonly Statement[]): Promise<readonly Ran[]> {
  const { stream } = client.connection;
  stream.cork();
  const asked = statements.map(({ sql, values }) => ask(client, sql, values));
  stream.uncork();
  const ran: Ran[] = [];
  let refused: unknown;
  for (const each of await Promise.allSettled(asked))
    if (each.status === 'fulfilled') ran.push(each.value);
    else refused ??= each.reason;
  if (refused !== undefined) throw refused;
  return ran;
}

async function ask(client: pg.PoolClient, sql: string, values: readonly SqlValue[] = []): Promise<Ran> {
  try {
    const name = nameOf(sql);
    const { rows, rowCount } = await client.query<Record<string, string | null>>({
      text: sql,
      values: [...values],
      ...(name !== undefined && { name }),
    });
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
