-- slow statements: Which statements take most time in total? Compare with the plans of queries.md.
-- act on: a statement of the workload that is not among the first ten of the plans
select queryid, calls, round(total_exec_time) as total_ms, round(mean_exec_time::numeric, 2) as mean_ms, rows, query
from pg_stat_statements order by total_exec_time desc limit 20;

-- connections: How many connections are open, and who waits inside a transaction?
-- act on: near max_connections
select usename, state, count(*), max(now() - state_change) as longest
from pg_stat_activity where backend_type = 'client backend' group by usename, state order by count(*) desc;

-- blocked: Who waits for a lock, and who holds it?
-- act on: any row older than lock_timeout
select pid, pg_blocking_pids(pid) as blocked_by, now() - query_start as waiting, left(query, 80) as query
from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0 order by waiting desc;

-- unused indexes: Which indexes were never read since the statistics were reset?
-- act on: an index that serves a statement of the workload but is not read
select schemaname, relname, indexrelname, pg_size_pretty(pg_relation_size(indexrelid)) as size
from pg_stat_user_indexes where idx_scan = 0 order by pg_relation_size(indexrelid) desc;

-- dead rows: Does vacuum follow on the tables that grow most?
-- act on: dead rows above a fifth of the live ones
select schemaname, relname, n_live_tup, n_dead_tup, last_autovacuum
from pg_stat_user_tables order by n_dead_tup desc;

-- keys that run out: How far are the sequences?
-- act on: above a half
select schemaname, sequencename, last_value, max_value, round(100.0 * last_value / max_value, 2) as percent
from pg_sequences where last_value is not null order by percent desc;

-- transaction age: How far is the oldest row from wraparound?
-- act on: above 1,000,000,000
select datname, age(datfrozenxid) from pg_database order by age(datfrozenxid) desc;
