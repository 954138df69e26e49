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

create table platform.inbox_events (
  consumer text not null,
  event_id uuid not null,
  handled_at timestamp with time zone not null default now(),
  constraint inbox_events_pkey primary key (consumer, event_id),
  constraint inbox_events_consumer_check check (char_length(consumer) <= 200)
);

-- Relay: one transaction per batch; commit only after the receiver confirmed, so a crash repeats and never loses.
with batch as (
  select id from platform.outbox_events where published_at is null order by "position" limit 100 for update skip locked
)
update platform.outbox_events set published_at = now() from batch where platform.outbox_events.id = batch.id returning platform.outbox_events.*;

-- Lag: the figure behind the alert, in seconds.
select coalesce(extract(epoch from now() - min(created_at)), 0) as oldest_waiting_seconds
from platform.outbox_events where published_at is null;

-- Clean-up, hourly, in batches that hold no lock for long.
delete from platform.outbox_events where id in (
  select id from platform.outbox_events where published_at < now() - interval '7 days' order by published_at limit 5000
);

-- Deduplication: in the transaction of the effect. No row inserted means: handled before, acknowledge and stop.
prepare remember_1 as
insert into platform.inbox_events (consumer, event_id) values ($1, $2) on conflict do nothing;

-- Kept longer than any message can be repeated: the retention of the messages and a week.
delete from platform.inbox_events where handled_at < now() - interval '14 days';
