-- To be run after 2-database/schema.sql, which holds the tables.

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
), behind as (
  insert into platform.outbox_events_parked (message_id, ordering_key, "position", because)
  select id, ordering_key, "position", 'behind a parked message of its key' from taken
  where exists (select from platform.outbox_events_parked as earlier where earlier.ordering_key = taken.ordering_key and earlier.given_up_at is null)
)
select * from taken where not exists (select from platform.outbox_events_parked as earlier where earlier.ordering_key = taken.ordering_key and earlier.given_up_at is null) order by "position";

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
), behind as (
  insert into platform.outbox_events_parked (message_id, ordering_key, "position", because)
  select id, ordering_key, "position", 'behind a parked message of its key' from taken
  where exists (select from platform.outbox_events_parked as earlier where earlier.ordering_key = taken.ordering_key and earlier.given_up_at is null)
)
select * from taken where not exists (select from platform.outbox_events_parked as earlier where earlier.ordering_key = taken.ordering_key and earlier.given_up_at is null) order by "position";

-- Lag: the figure behind the alert, in seconds.
prepare outbox_lag_1 as
select coalesce((
  select extract(epoch from now() - created_at) from platform.outbox_events where published_at is null order by "position" limit 1
), 0) as oldest_waiting_seconds;

-- Clean-up, hourly, again until a run deletes fewer than 5000: small batches hold no lock for long.
prepare outbox_clean_up_1 as
delete from platform.outbox_events where id = any (array(
  select id from platform.outbox_events where published_at < now() - interval '7 days' and not exists (select from platform.outbox_events_parked where message_id = id) order by published_at limit 5000
));

-- The receiver answers and refuses a message (it does not: roll back, nothing is counted). $1: the message. $2: why. $3:
-- those of its key that the batch holds behind it. They wait for the next batch; after 8 attempts the message is parked. The
-- other keys of the batch go on, and the transaction commits.
prepare relay_refused_1 (uuid, text, uuid[]) as
with parked as (
  insert into platform.outbox_events_parked (message_id, ordering_key, "position", because)
  select id, ordering_key, "position", $2 from platform.outbox_events where id = $1 and attempts >= 8
  returning message_id
)
update platform.outbox_events set published_at = null
where id = any ($3 || $1) and id not in (select message_id from parked);

-- Replay of a key, all its parked messages at once: begin; the lock of the relay; replay; commit. They go before any
-- later message of the key, in their order. A second operator who replays the same key waits, and then finds none.
prepare outbox_replay_1 (text) as
with freed as (
  delete from platform.outbox_events_parked where ordering_key = $1 and given_up_at is null returning message_id
)
update platform.outbox_events set published_at = null, attempts = 0 where id in (select message_id from freed);

-- Give up one message, with a reason and a name; those behind it wait for the replay of their key.
prepare outbox_give_up_1 (uuid, text) as
update platform.outbox_events_parked set given_up_at = now(), because = because || '; given up: ' || $2
where message_id = $1 and given_up_at is null;

-- The figures behind the alert: one parked message opens a ticket, a growing number pages.
prepare outbox_parked_age_1 as
select count(*) as parked, coalesce(extract(epoch from now() - min(parked_at)), 0) as oldest_parked_seconds
from platform.outbox_events_parked where given_up_at is null;

prepare outbox_parked_1 as
select ordering_key, count(*) as messages, min(parked_at) as since, (array_agg(because order by "position"))[1] as first_refusal
from platform.outbox_events_parked where given_up_at is null group by ordering_key order by since limit 100;

prepare outbox_parked_clean_up_1 as
delete from platform.outbox_events_parked where ctid = any (array(
  select ctid from platform.outbox_events_parked where given_up_at < now() - interval '30 days' order by given_up_at limit 1000
));

-- Deduplication: in the transaction of the effect. No row inserted means: handled before, acknowledge and stop.
prepare inbox_remember_1 as
insert into platform.inbox_events (consumer, event_id) values ($1, $2) on conflict do nothing;

-- Kept longer than any message can be repeated: the retention of the messages and a week. Hourly, in batches too.
prepare inbox_clean_up_1 as
delete from platform.inbox_events where ctid = any (array(
  select ctid from platform.inbox_events where handled_at < now() - interval '14 days' order by handled_at limit 5000
));

-- After `inbox_remember_1` has inserted and before the effect. A row inserted means: parked behind an earlier one; commit,
-- acknowledge, stop. Last parameters: key, payload.
prepare inbox_behind_1 (text, uuid, text, jsonb) as
insert into platform.inbox_events_parked (consumer, event_id, ordering_key, payload, because)
select $1, $2, $3, $4, 'behind a parked message of its key'
where exists (select from platform.inbox_events_parked where consumer = $1 and ordering_key = $3 and given_up_at is null);

-- After the last attempt, whose transaction was rolled back. No row inserted means: it was handled after all. Last
-- parameters: key, payload, why. The queue has to give one message of a key at a time, or a later one passes before this.
prepare inbox_park_1 (text, uuid, text, jsonb, text) as
with remembered as (
  insert into platform.inbox_events (consumer, event_id) values ($1, $2) on conflict do nothing returning 1
)
insert into platform.inbox_events_parked (consumer, event_id, ordering_key, payload, because)
select $1, $2, $3, $4, $5 from remembered;

-- Replay, one message: begin; replay; the effect of the message that comes back; commit. Again until none comes. The
-- oldest of the key comes first; a second operator waits, and finds none or the next.
prepare inbox_replay_1 (text, text) as
delete from platform.inbox_events_parked where (consumer, event_id) = (
  select consumer, event_id from platform.inbox_events_parked where consumer = $1 and ordering_key = $2 and given_up_at is null order by arrived limit 1 for update
) returning *;

-- Give up one message, with a reason and a name.
prepare inbox_give_up_1 (text, uuid, text) as
update platform.inbox_events_parked set given_up_at = now(), because = because || '; given up: ' || $3
where consumer = $1 and event_id = $2 and given_up_at is null;

-- The figures behind the alert: one parked message opens a ticket, a growing number pages.
prepare inbox_parked_age_1 as
select count(*) as parked, coalesce(extract(epoch from now() - min(parked_at)), 0) as oldest_parked_seconds
from platform.inbox_events_parked where given_up_at is null;

prepare inbox_parked_1 as
select consumer, ordering_key, count(*) as messages, min(parked_at) as since, (array_agg(because order by arrived))[1] as first_refusal
from platform.inbox_events_parked where given_up_at is null group by consumer, ordering_key order by since limit 100;

prepare inbox_parked_clean_up_1 as
delete from platform.inbox_events_parked where ctid = any (array(
  select ctid from platform.inbox_events_parked where given_up_at < now() - interval '30 days' order by given_up_at limit 1000
));
