import type { Session } from '../session.ts';
import { setMemory } from './explain-as-server.ts';
import { usualMemory } from './server-memory.ts';
import type { Memory } from './server-memory.ts';

/** Settings the planner reads that PostgreSQL does not list under "Query Tuning". */
export const plannerSettings: readonly string[] = [
  'work_mem',
  'hash_mem_multiplier',
  'max_parallel_workers',
  'max_parallel_workers_per_gather',
  'parallel_leader_participation',
  'search_path',
  'effective_io_concurrency',
];

/** What a server has where nobody says otherwise, without parallel workers: plans must not depend on its cores. */
export const defaultSettings: Readonly<Record<string, string>> = {
  work_mem: '4MB',
  hash_mem_multiplier: '2',
  max_parallel_workers_per_gather: '0',
};

const takenSql = `select name from pg_settings
  where category like 'Query Tuning%' or name = any($1::text[]) order by name`;

/**
 * Makes the session plan under the target's settings; JIT is off, it changes no plan. The memory of hash tables is
 * corrected for the 32-bit engine. @returns what could not be set, and the memory of the target
 */
export async function applySettings(
  session: Session,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly refused: readonly string[]; readonly memory: Memory }> {
  const rows = await session.rows(takenSql, [`{${plannerSettings.join(',')}}`]);
  const taken = new Set(rows.map(({ name }) => name));
  const failed: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    if (!taken.has(name)) {
      failed.push(`setting ${name} = ${value} is unknown to the PostgreSQL 18 planner and was left out`);
      continue;
    }
    const ran = await session.run('select set_config($1, $2, false)', [name, value]);
    if (ran.kind === 'failed') failed.push(`setting ${name} = ${value} was refused: ${ran.failure.message}`);
  }
  await session.script('set jit = off');
  const memory = await memoryNow(session);
  await setMemory(session, usualMemory(memory));
  return { refused: failed, memory };
}

async function memoryNow(session: Session): Promise<Memory> {
  const [row] = await session.rows(
    "select pg_size_bytes(current_setting('work_mem')) as work, current_setting('hash_mem_multiplier') as multiplier",
  );
  return { work: Number(row?.['work']), multiplier: Number(row?.['multiplier']) };
}
