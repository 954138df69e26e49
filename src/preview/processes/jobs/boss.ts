import PgBoss from 'pg-boss';
import { owner } from '../../database/database.ts';
import type { Database, Ran, SqlValue } from '../../database/database.ts';
import type { Row } from '../../../provers/postgres/session.ts';
import { sqlValue } from '../../wire.ts';

/** Schema that the queue keeps its tables in. */
export const jobSchema = 'preview_jobs';

function encoded(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return sqlValue(Array.isArray(value) ? 'text[]' : 'jsonb', value);
}

/** Columns that hold JSON, which travels as text here. */
const jsonColumns = ['data', 'output', 'options'];

const decoded = (row: Row): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value !== null && jsonColumns.includes(name) ? JSON.parse(value) : value,
    ]),
  );

type Run = (sql: string, values: readonly SqlValue[]) => Promise<Ran>;

/** What pg-boss asks of a database; `run`: within a transaction, so that a job is there when what asks for it is. */
export function bossDatabase(database: Database, run?: Run): PgBoss.Db {
  const ask = run ?? ((sql, values) => database.query(owner, sql, values));
  return {
    executeSql: async (text: string, given?: readonly unknown[]) => {
      const values = given ?? [];
      // Several statements at once make up its schema and its clean-up.
      if (values.length === 0 && /;\s*\S/.test(text.trim())) {
        await database.script(text);
        return { rows: [] };
      }
      const { rows, affected } = await ask(text, values.map(encoded));
      return { rows: rows.map(decoded), rowCount: affected };
    },
  };
}

/** The queue in the same database as the rows: its own clock-driven schedules are left out, ours go by the clock of the preview. */
export async function openBoss(database: Database, fault: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    db: bossDatabase(database),
    schema: jobSchema,
    schedule: false,
    maintenanceIntervalSeconds: 60,
  });
  boss.on('error', fault);
  await boss.start();
  return boss;
}

/** Jobs by queue and state. */
export async function jobCounts(
  database: Database,
): Promise<readonly { readonly queue: string; readonly state: string; readonly count: number }[]> {
  const { rows } = await database.query(
    owner,
    `select name, state, count(*) as count from ${jobSchema}.job group by name, state order by name, state`,
  );
  return rows.map((row) => ({
    queue: row['name'] ?? '',
    state: row['state'] ?? '',
    count: Number(row['count']),
  }));
}

/** Jobs that a process took and did not live to end: nobody else works on this database. */
export async function failLost(database: Database, boss: PgBoss): Promise<number> {
  const { rows } = await database.query(
    owner,
    `select name, id from ${jobSchema}.job where state = 'active'`,
  );
  for (const row of rows)
    await boss.fail(row['name'] ?? '', row['id'] ?? '', { why: 'the process ended before the job did' });
  return rows.length;
}
