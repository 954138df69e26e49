import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';
import { assumed, derived } from '../model/origin.ts';
import type { Quantity } from '../model/origin.ts';
import { lagLimit } from './alerts.ts';
import { partitionStep } from './ddl-partition.ts';
import type { Emitted } from './emitted.ts';
import { gauges, messageGauges } from './message-gauges.ts';
import type { MessageGauge } from './message-gauges.ts';
import { qualifiedName, quoteText } from './sql-names.ts';

/** One question to a running database. */
export interface Watch {
  readonly id: string;
  readonly asks: string;
  /** Each row of the answer is a reason for this. */
  readonly act: string;
  /** What the statement compares with; absent where any row counts. */
  readonly threshold?: Quantity;
  readonly sql: string;
}

const longest = assumed(
  60,
  's',
  'vacuum cannot remove what an open transaction may still see; no request of this system lasts so long',
  10,
  600,
);
const leastHits = assumed(0.99, 'ratio', 'rows in use fit into memory', 0.95, 0.999);
const deadPart = derived(0.4, 'ratio', 'twice autovacuum_vacuum_scale_factor', ['0.2 by default']);
const bloatFactor = assumed(2, 'x', 'space that vacuum freed and nobody took again', 1.5, 4);
const usedUp = derived(0.5, 'ratio', 'half of the values are left to act in', []);
/** Autovacuum begins at 200 million; writes stop 3 million before 2^31 (autovacuum_freeze_max_age). */
const oldest = derived(1_000_000_000, 'count', 'half of what there is before writes stop (2^31)', []);

/**
 * Questions to ask the running database: each statement answers only with what needs somebody. Limits follow from
 * the design where it has them.
 */
export function watches(backend: Backend): readonly Watch[] {
  const { data } = backend;
  if (data.engine?.name !== 'postgresql' || data.tables.length === 0) return [];
  return [
    slowStatements,
    ...connectionWatch(backend),
    ...sessionWatches,
    ...storageWatches,
    ...replicaWatches(backend),
    ...partitionWatches(backend),
    ...messageWatches(backend),
    ...lifeWatches,
  ];
}

/** The questions as one script. */
export function monitoringSql(backend: Backend): Emitted {
  const text = watches(backend).map(
    ({ id, asks, act, sql }) => `-- ${id}: ${asks}\n-- each row: ${act}\n${sql}\n`,
  );
  return { text: text.join('\n'), lost: [] };
}

const slowStatements: Watch = {
  id: 'slow statements',
  asks: 'Which statements take most time in total? Compare with the plans of queries.md.',
  act: 'a statement that is not among the plans, or far slower than its plan says',
  sql: `select queryid, calls, round(total_exec_time) as total_ms, round(mean_exec_time::numeric, 2) as mean_ms, rows, query
from pg_stat_statements order by total_exec_time desc limit 20;`,
};

function connectionWatch({ architecture }: Backend): readonly Watch[] {
  const kinds = new Map(architecture.containers.map(({ id, kind }) => [id, kind]));
  const instances = new Map(architecture.containers.map((container) => [container.id, container.instances]));
  const pools = architecture.connections.filter(
    ({ to, pool }) => pool !== undefined && kinds.get(to) === 'database',
  );
  const opened = pools.reduce(
    (sum, { from, pool }) => sum + (pool?.value ?? 0) * (instances.get(from)?.value ?? 1),
    0,
  );
  if (opened === 0) return [];
  return [
    {
      id: 'connections',
      asks: 'Does somebody hold more connections than all pools together?',
      act: 'find who opens connections beside the pools',
      threshold: derived(
        opened,
        'connections',
        'pools × instances',
        pools.map(({ from }) => from),
      ),
      sql: `select count(*) as open, string_agg(distinct usename, ', ') as who
from pg_stat_activity where backend_type = 'client backend' having count(*) > ${opened};`,
    },
  ];
}

const seconds = ({ value }: Quantity): string => `interval '${value} s'`;

const sessionWatches: readonly Watch[] = [
  {
    id: 'long transactions',
    asks: 'Which transactions are open too long, and do they hold back vacuum?',
    act: 'end it, and find the code that waits inside a transaction',
    threshold: longest,
    sql: `select pid, usename, state, now() - xact_start as open_for, age(backend_xmin) as holds_back, left(query, 80) as query
from pg_stat_activity where xact_start < now() - ${seconds(longest)} and pid <> pg_backend_pid() order by xact_start;`,
  },
  {
    id: 'blocked',
    asks: 'Who waits for a lock, and who holds it?',
    act: 'the first of the chain is the one to look at',
    sql: `select pid, pg_blocking_pids(pid) as blocked_by, now() - query_start as waiting, left(query, 80) as query
from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0 order by waiting desc;`,
  },
];

const storageWatches: readonly Watch[] = [
  {
    id: 'cache hit',
    asks: 'Are blocks found in shared buffers?',
    act: 'more memory, or a statement that reads what it does not need',
    threshold: leastHits,
    sql: `select datname, blks_hit, blks_read, round(1.0 * blks_hit / (blks_hit + blks_read), 4) as hits
from pg_stat_database where blks_read > 10000 and blks_hit < ${leastHits.value} * (blks_hit + blks_read);`,
  },
  {
    id: 'dead rows',
    asks: 'Does vacuum follow?',
    act: 'lower autovacuum_vacuum_scale_factor of the table, or end what holds vacuum back',
    threshold: deadPart,
    sql: `select schemaname, relname, n_live_tup, n_dead_tup, last_autovacuum
from pg_stat_user_tables where n_dead_tup > 10000 and n_dead_tup > ${deadPart.value} * n_live_tup order by n_dead_tup desc;`,
  },
  {
    id: 'bloat',
    asks: 'Which tables take far more blocks than their rows need?',
    act: 'rebuild it: pg_repack, or VACUUM FULL in a window',
    threshold: bloatFactor,
    sql: `select n.nspname, c.relname, pg_size_pretty(pg_relation_size(c.oid)) as size, round(w.bytes) as row_bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join lateral (select 28 + sum((1 - s.null_frac) * s.avg_width) as bytes from pg_stats s
    where s.schemaname = n.nspname and s.tablename = c.relname) as w
where c.relkind = 'r' and pg_relation_size(c.oid) > 100 * 1024 * 1024
  and pg_relation_size(c.oid) > ${bloatFactor.value} * c.reltuples * w.bytes order by pg_relation_size(c.oid) desc;`,
  },
  {
    id: 'unused indexes',
    asks: 'Which indexes were never read since the statistics were reset, and keep no rule?',
    act: 'drop it once a month of statistics says so; ask the replicas too',
    sql: `select u.schemaname, u.relname, u.indexrelname, pg_size_pretty(pg_relation_size(u.indexrelid)) as size
from pg_stat_user_indexes u join pg_index i using (indexrelid)
where u.idx_scan = 0 and not i.indisunique and pg_relation_size(u.indexrelid) > 10 * 1024 * 1024
order by pg_relation_size(u.indexrelid) desc;`,
  },
  {
    id: 'invalid indexes',
    asks: 'Did a concurrent build leave an index that nobody uses and every write keeps?',
    act: 'drop it concurrently and build it again',
    sql: `select indexrelid::regclass as index, indrelid::regclass as "table" from pg_index where not indisvalid;`,
  },
];

function replicaWatches({ architecture, operations }: Backend): readonly Watch[] {
  if (!architecture.containers.some(({ kind }) => kind === 'replica')) return [];
  const stale = operations.flatMap(({ staleness }) => staleness?.value ?? []);
  const limit =
    stale.length === 0
      ? assumed(30, 's', 'no reader says how old an answer may be', 5, 300)
      : derived(Math.min(...stale) / 2, 's', 'half of the least age that a reader accepts', []);
  return [
    {
      id: 'replication lag',
      asks: 'How far is each replica behind?',
      act: 'take it out of the pool at twice this',
      threshold: limit,
      sql: `select application_name, sync_state, write_lag, flush_lag, replay_lag
from pg_stat_replication where replay_lag > ${seconds(limit)};`,
    },
    {
      id: 'idle replication slots',
      asks: 'Does a slot without a reader keep WAL on the disk?',
      act: 'drop the slot before the disk is full',
      sql: `select slot_name, slot_type, wal_status from pg_replication_slots where not active;`,
    },
  ];
}

/** Tables that PostgreSQL splits by time; hash partitions are made once. */
function partitionWatches({ data }: Backend): readonly Watch[] {
  const split = data.tables
    .filter(({ partition }) => partition !== undefined && partitionStep(partition.step)?.kind === 'range')
    .toSorted((a, b) => compareText(qualifiedName(a), qualifiedName(b)));
  if (split.length === 0) return [];
  return [
    {
      id: 'rows outside partitions',
      asks: 'Did rows land in the default partition because nobody made the one for their time?',
      act: 'make the partition, move the rows; then look why create_range_partitions did not run',
      sql: `${split
        .map((table) => {
          const rest = qualifiedName({ ...table, name: `${table.name}_default` });
          return `select ${quoteText(rest)} as partition from ${rest} having count(*) > 0`;
        })
        .join('\nunion all\n')};`,
    },
  ];
}

/** One statement a table: where databases lie apart, each is asked for its own. */
function messageWatches(backend: Backend): readonly Watch[] {
  const all = messageGauges(backend);
  const asked = (metric: MessageGauge['metric'], limit: number): string =>
    all
      .filter((gauge) => gauge.metric === metric)
      .map(({ sql, value }) => `select * from (${sql}) as figure where ${value} > ${limit};`)
      .join('\n');
  const [waiting, parked] = [asked(gauges.waiting, lagLimit), asked(gauges.parkedAge, 0)];
  return [
    ...(waiting === ''
      ? []
      : [
          {
            id: 'outbox lag',
            asks: 'Does an event wait for its relay longer than the alert allows?',
            act: 'the relay is dead, refused or too slow: its runbook',
            threshold: assumed(lagLimit, 's', 'the limit of the alert OutboxLag', 60, 900),
            sql: waiting,
          },
        ]),
    ...(parked === ''
      ? []
      : [
          {
            id: 'parked messages',
            asks: 'Was a message refused after its last attempt?',
            act: 'read the first refusal, mend its cause, replay the key (6-integration/outbox.sql)',
            sql: parked,
          },
        ]),
  ];
}

const lifeWatches: readonly Watch[] = [
  {
    id: 'keys that run out',
    asks: 'How far are the sequences?',
    act: 'widen the column to bigint before the last value',
    threshold: usedUp,
    sql: `select schemaname, sequencename, last_value, max_value, round(100.0 * last_value / max_value, 2) as percent
from pg_sequences where last_value > ${usedUp.value} * max_value order by percent desc;`,
  },
  {
    id: 'transaction age',
    asks: 'How far is the oldest row from wraparound?',
    act: 'find what holds vacuum back, then vacuum (freeze) the oldest tables',
    threshold: oldest,
    sql: `select datname, age(datfrozenxid), mxid_age(datminmxid) from pg_database
where greatest(age(datfrozenxid), mxid_age(datminmxid)) > ${oldest.value};`,
  },
];
