import type { Session } from '../session.ts';

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

/** From this work_mem on, hash tables of a 32-bit engine are batched as those of a 64-bit server. */
const smallWorkMem = 16 * 1024 * 1024;
/** Entries of hash tables are smaller in 32 bits: with this part of the memory they number as many as in 64. */
const hashEntries32 = 0.825;

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
 * corrected for the 32-bit engine. @returns what could not be set
 */
export async function applySettings(
  session: Session,
  settings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
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
  await correctHashMemory(session);
  return failed;
}

async function correctHashMemory(session: Session): Promise<void> {
  const [row] = await session.rows(
    "select pg_size_bytes(current_setting('work_mem')) as memory, current_setting('hash_mem_multiplier') as multiplier",
  );
  if (Number(row?.['memory']) >= smallWorkMem) return;
  const corrected = Math.max(1, Number(row?.['multiplier']) * hashEntries32);
  await session.rows("select set_config('hash_mem_multiplier', $1, false)", [String(corrected)]);
}
