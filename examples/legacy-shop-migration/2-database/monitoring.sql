-- slow statements: Which statements take most time in total? Compare with the plans of queries.md.
-- each row: a statement that is not among the plans, or far slower than its plan says
select queryid, calls, round(total_exec_time) as total_ms, round(mean_exec_time::numeric, 2) as mean_ms, rows, query
from pg_stat_statements order by total_exec_time desc limit 20;

-- connections: Does somebody hold more connections than all pools together?
-- each row: find who opens connections beside the pools
select count(*) as open, string_agg(distinct usename, ', ') as who
from pg_stat_activity where backend_type = 'client backend' having count(*) > 2;

-- long transactions: Which transactions are open too long, and do they hold back vacuum?
-- each row: end it, and find the code that waits inside a transaction
select pid, usename, state, now() - xact_start as open_for, age(backend_xmin) as holds_back, left(query, 80) as query
from pg_stat_activity where xact_start < now() - interval '60 s' and pid <> pg_backend_pid() order by xact_start;

-- blocked: Who waits for a lock, and who holds it?
-- each row: the first of the chain is the one to look at
select pid, pg_blocking_pids(pid) as blocked_by, now() - query_start as waiting, left(query, 80) as query
from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0 order by waiting desc;

-- cache hit: Are blocks found in shared buffers?
-- each row: more memory, or a statement that reads what it does not need
select datname, blks_hit, blks_read, round(1.0 * blks_hit / (blks_hit + blks_read), 4) as hits
from pg_stat_database where blks_read > 10000 and blks_hit < 0.99 * (blks_hit + blks_read);

-- dead rows: Does vacuum follow?
-- each row: lower autovacuum_vacuum_scale_factor of the table, or end what holds vacuum back
select schemaname, relname, n_live_tup, n_dead_tup, last_autovacuum
from pg_stat_user_tables where n_dead_tup > 10000 and n_dead_tup > 0.4 * n_live_tup order by n_dead_tup desc;

-- bloat: Which tables take far more blocks than their rows need?
-- each row: rebuild it: pg_repack, or VACUUM FULL in a window
select n.nspname, c.relname, pg_size_pretty(pg_relation_size(c.oid)) as size, round(w.bytes) as row_bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join lateral (select 28 + sum((1 - s.null_frac) * s.avg_width) as bytes from pg_stats s
    where s.schemaname = n.nspname and s.tablename = c.relname) as w
where c.relkind = 'r' and pg_relation_size(c.oid) > 100 * 1024 * 1024
  and pg_relation_size(c.oid) > 2 * c.reltuples * w.bytes order by pg_relation_size(c.oid) desc;

-- unused indexes: Which indexes were never read since the statistics were reset, and keep no rule?
-- each row: drop it once a month of statistics says so; ask the replicas too
select u.schemaname, u.relname, u.indexrelname, pg_size_pretty(pg_relation_size(u.indexrelid)) as size
from pg_stat_user_indexes u join pg_index i using (indexrelid)
where u.idx_scan = 0 and not i.indisunique and pg_relation_size(u.indexrelid) > 10 * 1024 * 1024
order by pg_relation_size(u.indexrelid) desc;

-- invalid indexes: Did a concurrent build leave an index that nobody uses and every write keeps?
-- each row: drop it concurrently and build it again
select indexrelid::regclass as index, indrelid::regclass as "table" from pg_index where not indisvalid;

-- outbox lag: Does an event wait for its relay longer than the alert allows?
-- each row: the relay is dead, refused or too slow: its runbook
select * from (select 'platform.outbox_events' as outbox, coalesce((select extract(epoch from now() - created_at) from platform.outbox_events where published_at is null order by "position" limit 1), 0) as seconds) as figure where seconds > 300;

-- parked messages: Was a message refused after its last attempt?
-- each row: read the first refusal, mend its cause, replay the key (6-integration/outbox.sql)
select * from (select 'platform.outbox_events_parked' as parked, coalesce(extract(epoch from now() - min(parked_at)), 0) as seconds from platform.outbox_events_parked where given_up_at is null) as figure where seconds > 0;
select * from (select 'platform.inbox_events_parked' as parked, coalesce(extract(epoch from now() - min(parked_at)), 0) as seconds from platform.inbox_events_parked where given_up_at is null) as figure where seconds > 0;

-- keys that run out: How far are the sequences?
-- each row: widen the column to bigint before the last value
select schemaname, sequencename, last_value, max_value, round(100.0 * last_value / max_value, 2) as percent
from pg_sequences where last_value > 0.5 * max_value order by percent desc;

-- transaction age: How far is the oldest row from wraparound?
-- each row: find what holds vacuum back, then vacuum (freeze) the oldest tables
select datname, age(datfrozenxid), mxid_age(datminmxid) from pg_database
where greatest(age(datfrozenxid), mxid_age(datminmxid)) > 1000000000;
