import { qualifiedName, quoteText } from '../../artifacts/sql-names.ts';
import { code, section, table } from '../blocks.ts';
import type { Artifact, Basis, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { pools } from './pools.ts';
import { recoveryObjectives } from './recovery.ts';
import { volumes } from './volume.ts';

/** One question to a running database. */
interface Watch {
  readonly id: string;
  readonly asks: string;
  readonly act: string;
  readonly sql: string;
}

const path = '2-database/monitoring.sql';

/** Questions to ask the running database; each names the limit that follows from this model. */
function watches(backend: Backend): readonly Watch[] {
  const opened = pools(backend).reduce((total, { total: { value } }) => total + value, 0);
  const largest = volumes(backend)
    .slice(0, 10)
    .map(({ table: entry }) => quoteText(qualifiedName(entry)));
  const stale = backend.operations.flatMap(({ staleness }) => staleness?.value ?? []);
  const lag = stale.length === 0 ? undefined : Math.min(...stale) / 2;
  return [
    {
      id: 'slow statements',
      asks: 'Which statements take most time in total? Compare with the plans of queries.md.',
      act: 'a statement of the workload that is not among the first ten of the plans',
      sql: `select queryid, calls, round(total_exec_time) as total_ms, round(mean_exec_time::numeric, 2) as mean_ms, rows, query
from pg_stat_statements order by total_exec_time desc limit 20;`,
    },
    {
      id: 'connections',
      asks: 'How many connections are open, and who waits inside a transaction?',
      act: opened > 0 ? `more than ${opened}, the sum of the pools` : 'near max_connections',
      sql: `select usename, state, count(*), max(now() - state_change) as longest
from pg_stat_activity where backend_type = 'client backend' group by usename, state order by count(*) desc;`,
    },
    {
      id: 'blocked',
      asks: 'Who waits for a lock, and who holds it?',
      act: 'any row older than lock_timeout',
      sql: `select pid, pg_blocking_pids(pid) as blocked_by, now() - query_start as waiting, left(query, 80) as query
from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0 order by waiting desc;`,
    },
    {
      id: 'unused indexes',
      asks: 'Which indexes were never read since the statistics were reset?',
      act: 'an index that serves a statement of the workload but is not read',
      sql: `select schemaname, relname, indexrelname, pg_size_pretty(pg_relation_size(indexrelid)) as size
from pg_stat_user_indexes where idx_scan = 0 order by pg_relation_size(indexrelid) desc;`,
    },
    {
      id: 'dead rows',
      asks: 'Does vacuum follow on the tables that grow most?',
      act: 'dead rows above a fifth of the live ones',
      sql: `select schemaname, relname, n_live_tup, n_dead_tup, last_autovacuum
from pg_stat_user_tables${largest.length === 0 ? '' : `\nwhere relid in (${largest.map((name) => `to_regclass(${name})`).join(', ')})`} order by n_dead_tup desc;`,
    },
    ...replicaWatch(backend, lag),
    {
      id: 'keys that run out',
      asks: 'How far are the sequences?',
      act: 'above a half',
      sql: `select schemaname, sequencename, last_value, max_value, round(100.0 * last_value / max_value, 2) as percent
from pg_sequences where last_value is not null order by percent desc;`,
    },
    {
      id: 'transaction age',
      asks: 'How far is the oldest row from wraparound?',
      act: 'above 1,000,000,000',
      sql: `select datname, age(datfrozenxid) from pg_database order by age(datfrozenxid) desc;`,
    },
  ];
}

function replicaWatch(backend: Backend, lag: number | undefined): readonly Watch[] {
  const { rpo } = recoveryObjectives(backend);
  const replicated = backend.architecture.containers.some(({ kind }) => kind === 'replica');
  if (!replicated) return [];
  const limit = lag ?? rpo?.value;
  return [
    {
      id: 'replication lag',
      asks: 'How far is each replica behind?',
      act: limit === undefined ? 'growing' : `more than ${limit} s`,
      sql: `select application_name, sync_state, write_lag, flush_lag, replay_lag from pg_stat_replication;`,
    },
  ];
}

const applies = ({ data }: Backend): boolean => data.engine?.name === 'postgresql' && data.tables.length > 0;

export function monitoring({ backend }: Basis): Section | undefined {
  if (!applies(backend)) return undefined;
  const all = watches(backend);
  return section(
    { id: 'monitoring', title: 'What to watch' },
    table(
      ['watch', 'question', 'act on'],
      all.map(({ id, asks, act }) => [id, asks, act]),
    ),
    code('sql', all.map(({ id, sql }) => `-- ${id}\n${sql}`).join('\n\n')),
  );
}

export function monitoringArtifacts({ backend }: Basis): readonly Artifact[] {
  if (!applies(backend)) return [];
  const text = watches(backend).map(
    ({ id, asks, act, sql }) => `-- ${id}: ${asks}\n-- act on: ${act}\n${sql}\n`,
  );
  return [{ path, text: text.join('\n'), lost: [], items: [] }];
}
