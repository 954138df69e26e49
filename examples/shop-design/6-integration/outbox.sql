-- Tables, as in schema.sql where it has them

create table platform.outbox_events (
  id uuid not null default uuidv7(),
  "position" bigint not null generated always as identity,
  name text not null,
  aggregate text not null,
  aggregate_id uuid not null,
  ordering_key text not null,
  payload jsonb not null,
  attempts integer not null default 0,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  constraint outbox_events_pkey primary key (id),
  constraint outbox_events_name_check check (char_length(name) <= 120),
  constraint outbox_events_attempts_check check (attempts >= 0)
);
create index outbox_events_open_idx on platform.outbox_events ("position") where published_at is null;
create index outbox_events_published_at_idx on platform.outbox_events (published_at);

create table platform.inbox_events (
  consumer text not null,
  event_id uuid not null,
  handled_at timestamp with time zone not null default now(),
  constraint inbox_events_pkey primary key (consumer, event_id),
  constraint inbox_events_consumer_check check (char_length(consumer) <= 200)
);
create index inbox_events_handled_at_idx on platform.inbox_events (handled_at);

-- Relay of platform.outbox_events. One transaction a batch: begin; lock; take; hand the rows on in the order they came; commit
-- once the receiver has confirmed all of them. A relay that dies before its commit loses nothing: the next one hands
-- the same messages on again. A second relay waits at the lock until the first has committed or died.
prepare relay_lock_1 as
select pg_advisory_xact_lock(hashtext('platform.outbox_events'), -1);

prepare relay_take_1 as
with taken as (
  update platform.outbox_events as message set published_at = now(), attempts = message.attempts + 1
  where id = any (array(
    select id from platform.outbox_events where published_at is null order by "position" limit 100 for update skip locked
  )) returning message.*
)
select * from taken order by "position";

-- More relays, only where one cannot keep up: relay i of n works on the slots i, i + n, i + 2n … below 16. All
-- messages of a key are in one slot, so their order is kept. $1: slot. Without the index each of them reads the messages
-- of all slots; without the statistics PostgreSQL takes a slot for a 200th of all messages and sorts it whole: it
-- learns nothing of an expression from a partial index.
create index outbox_events_slot_idx on platform.outbox_events (((hashtext(ordering_key) & 2147483647) % 16), "position") where published_at is null;
create statistics platform.outbox_events_slot on ((hashtext(ordering_key) & 2147483647) % 16) from platform.outbox_events;

prepare relay_lock_slot_1 (integer) as
select pg_advisory_xact_lock_shared(hashtext('platform.outbox_events'), -1), pg_advisory_xact_lock(hashtext('platform.outbox_events'), $1);

prepare relay_take_slot_1 (integer) as
with taken as (
  update platform.outbox_events as message set published_at = now(), attempts = message.attempts + 1
  where id = any (array(
    select id from platform.outbox_events where published_at is null and (hashtext(ordering_key) & 2147483647) % 16 = $1 order by "position" limit 100 for update skip locked
  )) returning message.*
)
select * from taken order by "position";

-- Lag: the figure behind the alert, in seconds.
prepare outbox_lag_1 as
select coalesce((
  select extract(epoch from now() - created_at) from platform.outbox_events where published_at is null order by "position" limit 1
), 0) as oldest_waiting_seconds;

-- Clean-up, hourly, again until a run deletes fewer than 5000: small batches hold no lock for long.
prepare outbox_clean_up_1 as
delete from platform.outbox_events where id = any (array(
  select id from platform.outbox_events where published_at < now() - interval '7 days' order by published_at limit 5000
));

-- Deduplication: in the transaction of the effect. No row inserted means: handled before, acknowledge and stop.
prepare inbox_remember_1 as
insert into platform.inbox_events (consumer, event_id) values ($1, $2) on conflict do nothing;

-- Kept longer than any message can be repeated: the retention of the messages and a week. Hourly, in batches too.
prepare inbox_clean_up_1 as
delete from platform.inbox_events where ctid = any (array(
  select ctid from platform.inbox_events where handled_at < now() - interval '14 days' order by handled_at limit 5000
));
