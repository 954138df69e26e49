import type { Part } from '../part.ts';
import { loopOf } from '../processes/loop.ts';
import { owner } from './database.ts';
import type { Database } from './database.ts';

/** ms between looks: a sixth of `autovacuum_naptime`, as the tables of a preview grow from nothing. */
const every = 10_000;
/** Rows of which statistics are made: 300 times this (`default_statistics_target` is 100). No request waits long. */
const statisticsTarget = 20;

/**
 * Tables that changed by more than autovacuum lets pass: 50 rows and a tenth of the table for statistics, a fifth for
 * dead rows; 1,000 rows and a fifth for new ones (PostgreSQL 18, Routine Vacuuming, 24.1.6).
 */
const due = `
select format('%I.%I', stat.schemaname, stat.relname) as "table",
  n_dead_tup > 50 + 0.2 * greatest(reltuples, 0) or n_ins_since_vacuum > 1000 + 0.2 * greatest(reltuples, 0) as "isDirty"
from pg_stat_user_tables stat
join pg_class on pg_class.oid = stat.relid
where n_mod_since_analyze > 50 + 0.1 * greatest(reltuples, 0)
  or n_dead_tup > 50 + 0.2 * greatest(reltuples, 0)
  or n_ins_since_vacuum > 1000 + 0.2 * greatest(reltuples, 0)
order by 1`;

/**
 * What autovacuum does on a server and nobody does in the embedded engine. Without it a statement that was planned when
 * its table had a page reads the whole table for ever, and dead rows stay.
 */
export async function keepUp(database: Database): Promise<readonly string[]> {
  // What a session counted is told to the others a second later at the earliest; nobody else counts here.
  await database.query(owner, 'select pg_stat_force_next_flush()');
  const { rows } = await database.query(owner, due);
  const kept: string[] = [];
  for (const { table, isDirty } of rows) {
    if (table === undefined || table === null) continue;
    await database.query(owner, `${isDirty === 't' ? 'vacuum (analyze)' : 'analyze'} ${table}`);
    kept.push(table);
  }
  return kept;
}

/** A server looks after its own tables. */
export function upkeepOf(database: Database, fault: (error: unknown) => void): Part {
  if (database.kind !== 'embedded') return {};
  const round = async (): Promise<boolean> => {
    await keepUp(database);
    return false;
  };
  const loop = loopOf(round, { every, fault });
  return {
    begin: async () => {
      await database.query(owner, `set default_statistics_target = ${statisticsTarget}`);
      loop.wake();
    },
    close: loop.stop,
  };
}
