-- Rows in the shape of production: sizes, skew and keys follow the model; nothing is real, all of it is repeatable.
-- Run as a role that passes row security: psql -v ON_ERROR_STOP=1 -f 2-database/schema.sql -f 7-testing/generate-data.sql
-- Part of the designed rows; set seed.scale = '1' first and it is all of them. At least 50 rows a table.
select set_config('seed.scale', coalesce(nullif(current_setting('seed.scale', true), ''), '0.00008'), false);

create function pg_temp.seed_rows(designed double precision) returns bigint language sql stable as
$$ select greatest(50, (designed * current_setting('seed.scale')::double precision)::bigint) $$;

-- An even draw from [0, 1) for row i: 48 bits of the hash PostgreSQL partitions by, on every little-endian machine the same.
create function pg_temp.seed_draw(i bigint, salt text) returns double precision language sql immutable as
$$ select (hashint8extended(i, hashtextextended(salt, 0)) >> 16 & 281474976710655) / 281474976710656.0::double precision $$;

-- users
insert into auth.users (id, kind, status, email, email_verified_at, display_name, phone, locale, terms_accepted_at, last_sign_in_at, erased_at, version, created_at, updated_at)
select id, kind, status, email, email_verified_at, display_name, phone, locale, terms_accepted_at, last_sign_in_at, erased_at, version, created_at, updated_at from (
  select
    md5('users.id ' || i)::uuid as id,
    (case when pg_temp.seed_draw(i, 'users.kind') < 0.5455 then 'customer' when pg_temp.seed_draw(i, 'users.kind') < 0.8182 then 'guest' else 'staff' end)::text as kind,
    (case when pg_temp.seed_draw(i, 'users.status') < 0.9614 then 'active' when pg_temp.seed_draw(i, 'users.status') < 0.9873 then 'erased' else 'locked' end)::text as status,
    case when pg_temp.seed_draw(i, 'users.email?') < 0.3 then null else 'person-' || i || '@example.org' end as email,
    case when pg_temp.seed_draw(i, 'users.email_verified_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.email_verified_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as email_verified_at,
    case when pg_temp.seed_draw(i, 'users.display_name?') < 0.3 then null else left('display-name-' || (pg_temp.seed_draw(i, 'users.display_name') * 1000000)::bigint, 120) end as display_name,
    case when pg_temp.seed_draw(i, 'users.phone?') < 0.3 then null else left('phone-' || (pg_temp.seed_draw(i, 'users.phone') * 1000000)::bigint, 20) end as phone,
    left('locale-' || (pg_temp.seed_draw(i, 'users.locale') * 1000000)::bigint, 35) as locale,
    case when pg_temp.seed_draw(i, 'users.terms_accepted_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.terms_accepted_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as terms_accepted_at,
    case when pg_temp.seed_draw(i, 'users.last_sign_in_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.last_sign_in_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as last_sign_in_at,
    case when pg_temp.seed_draw(i, 'users.erased_at?') < 0.9741 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.erased_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as erased_at,
    (case when pg_temp.seed_draw(i, 'users.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'users.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(1000000)) as i
  offset 0
) made
where (kind in ('customer', 'guest', 'staff')) is not false
  and (status in ('active', 'locked', 'erased')) is not false
  and (char_length(email) <= 254) is not false
  and (char_length(display_name) <= 120) is not false
  and (char_length(phone) <= 20) is not false
  and (char_length(locale) <= 35) is not false
  and (kind = 'guest' or status = 'erased' or email is not null) is not false
  and ((status = 'erased') = (erased_at is not null)) is not false
on conflict do nothing;

-- ledger_accounts
insert into payments.ledger_accounts (id, code, name, kind, currency, created_at, updated_at)
select id, code, name, kind, currency, created_at, updated_at from (
  select
    md5('ledger_accounts.id ' || i)::uuid as id,
    'code-' || i as code,
    left('name-' || (pg_temp.seed_draw(i, 'ledger_accounts.name') * 1000000)::bigint, 120) as name,
    (case when pg_temp.seed_draw(i, 'ledger_accounts.kind') < 0.48 then 'asset' when pg_temp.seed_draw(i, 'ledger_accounts.kind') < 0.72 then 'liability' when pg_temp.seed_draw(i, 'ledger_accounts.kind') < 0.88 then 'revenue' else 'expense' end)::text as kind,
    (array['EUR', 'USD', 'GBP'])[1 + ((pg_temp.seed_draw(i, 'ledger_accounts.currency') * 1000000)::bigint % 3)::int] as currency,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'ledger_accounts.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'ledger_accounts.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(200)) as i
  offset 0
) made
where (char_length(code) <= 20) is not false
  and (char_length(name) <= 120) is not false
  and (kind in ('asset', 'liability', 'revenue', 'expense')) is not false
  and (char_length(currency) between 3 and 3) is not false
on conflict do nothing;

-- provider_events
insert into payments.provider_events (id, provider, event_key, kind, payload, status, processed_at, created_at, updated_at)
select id, provider, event_key, kind, payload, status, processed_at, created_at, updated_at from (
  select
    md5('provider_events.id ' || i)::uuid as id,
    left('provider-' || (pg_temp.seed_draw(i, 'provider_events.provider') * 1000000)::bigint, 40) as provider,
    left('event-key-' || (pg_temp.seed_draw(i, 'provider_events.event_key') * 1000000)::bigint, 255) as event_key,
    left('kind-' || (pg_temp.seed_draw(i, 'provider_events.kind') * 1000000)::bigint, 120) as kind,
    jsonb_build_object('n', (pg_temp.seed_draw(i, 'provider_events.payload') * 1000000)::bigint) as payload,
    (case when pg_temp.seed_draw(i, 'provider_events.status') < 0.6386 then 'processed' when pg_temp.seed_draw(i, 'provider_events.status') < 0.9458 then 'ignored' when pg_temp.seed_draw(i, 'provider_events.status') < 0.9758 then 'received' else 'failed' end)::text as status,
    case when pg_temp.seed_draw(i, 'provider_events.processed_at?') < 0.3614 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'provider_events.processed_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as processed_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'provider_events.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'provider_events.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(4068493.15068)) as i
  offset 0
) made
where (char_length(provider) <= 40) is not false
  and (char_length(event_key) <= 255) is not false
  and (char_length(kind) <= 120) is not false
  and (jsonb_typeof(payload) = 'object') is not false
  and (status in ('received', 'processed', 'ignored', 'failed')) is not false
on conflict do nothing;

-- audit_entries
insert into audit.audit_entries (id, occurred_at, actor_id, actor_role, action, target_kind, target_id, outcome, before, after, address, request_id, chain, sequence, previous_hash, hash, created_at)
select id, occurred_at, actor_id, actor_role, action, target_kind, target_id, outcome, before, after, address, request_id, chain, sequence, previous_hash, hash, created_at from (
  select
    md5('audit_entries.id ' || i)::uuid as id,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'audit_entries.occurred_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as occurred_at,
    case when pg_temp.seed_draw(i, 'audit_entries.actor_id?') < 0.3 then null else md5('audit_entries.actor_id ' || (pg_temp.seed_draw(i, 'audit_entries.actor_id') * 1000000)::bigint)::uuid end as actor_id,
    left('actor-role-' || (pg_temp.seed_draw(i, 'audit_entries.actor_role') * 1000000)::bigint, 40) as actor_role,
    left('action-' || (pg_temp.seed_draw(i, 'audit_entries.action') * 1000000)::bigint, 100) as action,
    left('target-kind-' || (pg_temp.seed_draw(i, 'audit_entries.target_kind') * 1000000)::bigint, 80) as target_kind,
    case when pg_temp.seed_draw(i, 'audit_entries.target_id?') < 0.3 then null else md5('audit_entries.target_id ' || (pg_temp.seed_draw(i, 'audit_entries.target_id') * 1000000)::bigint)::uuid end as target_id,
    (case when pg_temp.seed_draw(i, 'audit_entries.outcome') < 0.5455 then 'done' when pg_temp.seed_draw(i, 'audit_entries.outcome') < 0.8182 then 'refused' else 'failed' end)::text as outcome,
    case when pg_temp.seed_draw(i, 'audit_entries.before?') < 0.3 then null else jsonb_build_object('n', (pg_temp.seed_draw(i, 'audit_entries.before') * 1000000)::bigint) end as before,
    case when pg_temp.seed_draw(i, 'audit_entries.after?') < 0.3 then null else jsonb_build_object('n', (pg_temp.seed_draw(i, 'audit_entries.after') * 1000000)::bigint) end as after,
    case when pg_temp.seed_draw(i, 'audit_entries.address?') < 0.3 then null else left('address-' || (pg_temp.seed_draw(i, 'audit_entries.address') * 1000000)::bigint, 45) end as address,
    left('request-id-' || (pg_temp.seed_draw(i, 'audit_entries.request_id') * 1000000)::bigint, 64) as request_id,
    (0 + (power(pg_temp.seed_draw(i, 'audit_entries.chain'), 3) * 64)::bigint % 64)::integer as chain,
    (1 + (power(pg_temp.seed_draw(i, 'audit_entries.sequence'), 3) * 100000)::bigint % 100000)::bigint as sequence,
    left('previous-hash-' || (pg_temp.seed_draw(i, 'audit_entries.previous_hash') * 1000000)::bigint, 64) as previous_hash,
    left('hash-' || (pg_temp.seed_draw(i, 'audit_entries.hash') * 1000000)::bigint, 64) as hash,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'audit_entries.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(40000000)) as i
  offset 0
) made
where (char_length(actor_role) <= 40) is not false
  and (char_length(action) <= 100) is not false
  and (char_length(target_kind) <= 80) is not false
  and (outcome in ('done', 'refused', 'failed')) is not false
  and (jsonb_typeof(before) = 'object') is not false
  and (jsonb_typeof(after) = 'object') is not false
  and (char_length(address) <= 45) is not false
  and (char_length(request_id) <= 64) is not false
  and (chain between 0 and 63) is not false
  and (sequence >= 1) is not false
  and (char_length(previous_hash) <= 64) is not false
  and (char_length(hash) <= 64) is not false
on conflict do nothing;

-- audit_anchors
insert into audit.audit_anchors (id, chain, day, sequence, hash, created_at)
select id, chain, day, sequence, hash, created_at from (
  select
    md5('audit_anchors.id ' || i)::uuid as id,
    (0 + (power(pg_temp.seed_draw(i, 'audit_anchors.chain'), 3) * 64)::bigint % 64)::integer as chain,
    (timestamp with time zone '2027-01-01' + pg_temp.seed_draw(i, 'audit_anchors.day') * (timestamp with time zone '2029-12-31' - timestamp with time zone '2027-01-01'))::date as day,
    (1 + (power(pg_temp.seed_draw(i, 'audit_anchors.sequence'), 3) * 100000)::bigint % 100000)::bigint as sequence,
    left('hash-' || (pg_temp.seed_draw(i, 'audit_anchors.hash') * 1000000)::bigint, 64) as hash,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'audit_anchors.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(50000)) as i
  offset 0
) made
where (chain between 0 and 63) is not false
  and (sequence >= 1) is not false
  and (char_length(hash) <= 64) is not false
on conflict do nothing;

-- outbox_events
insert into platform.outbox_events (id, name, aggregate, aggregate_id, ordering_key, payload, attempts, created_at, published_at)
select id, name, aggregate, aggregate_id, ordering_key, payload, attempts, created_at, published_at from (
  select
    md5('outbox_events.id ' || i)::uuid as id,
    left('name-' || (power(pg_temp.seed_draw(i, 'outbox_events.name'), 3) * 40)::bigint, 120) as name,
    'aggregate-' || (power(pg_temp.seed_draw(i, 'outbox_events.aggregate'), 3) * 20)::bigint as aggregate,
    md5('outbox_events.aggregate_id ' || (pg_temp.seed_draw(i, 'outbox_events.aggregate_id') * 1000000)::bigint)::uuid as aggregate_id,
    'ordering-key-' || (pg_temp.seed_draw(i, 'outbox_events.ordering_key') * 1000000)::bigint as ordering_key,
    jsonb_build_object('n', (pg_temp.seed_draw(i, 'outbox_events.payload') * 1000000)::bigint) as payload,
    (0 + (power(pg_temp.seed_draw(i, 'outbox_events.attempts'), 3) * 5)::bigint % 100001)::integer as attempts,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'outbox_events.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    case when pg_temp.seed_draw(i, 'outbox_events.published_at?') < 0.1 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'outbox_events.published_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as published_at
  from generate_series(1, pg_temp.seed_rows(1000000)) as i
  offset 0
) made
where (char_length(name) <= 120) is not false
  and (attempts >= 0) is not false
on conflict do nothing;

-- outbox_events_parked
insert into platform.outbox_events_parked (message_id, ordering_key, "position", because, parked_at, given_up_at)
select message_id, ordering_key, "position", because, parked_at, given_up_at from (
  select
    md5('outbox_events_parked.message_id ' || i)::uuid as message_id,
    'ordering-key-' || (pg_temp.seed_draw(i, 'outbox_events_parked.ordering_key') * 1000000)::bigint as ordering_key,
    (0 + (pg_temp.seed_draw(i, 'outbox_events_parked.position') * 1000000)::bigint % 100001)::bigint as "position",
    'because-' || (power(pg_temp.seed_draw(i, 'outbox_events_parked.because'), 3) * 40)::bigint as because,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'outbox_events_parked.parked_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as parked_at,
    case when pg_temp.seed_draw(i, 'outbox_events_parked.given_up_at?') < 0.1 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'outbox_events_parked.given_up_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as given_up_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
) made
on conflict do nothing;

-- inbox_events
insert into platform.inbox_events (consumer, event_id, handled_at)
select consumer, event_id, handled_at from (
  select
    left('consumer-' || (power(pg_temp.seed_draw(i, 'inbox_events.consumer'), 3) * 20)::bigint, 200) as consumer,
    md5('inbox_events.event_id ' || (pg_temp.seed_draw(i, 'inbox_events.event_id') * 1000000)::bigint)::uuid as event_id,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'inbox_events.handled_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as handled_at
  from generate_series(1, pg_temp.seed_rows(2000000)) as i
  offset 0
) made
where (char_length(consumer) <= 200) is not false
on conflict do nothing;

-- inbox_events_parked
insert into platform.inbox_events_parked (consumer, event_id, ordering_key, payload, because, parked_at, given_up_at)
select consumer, event_id, ordering_key, payload, because, parked_at, given_up_at from (
  select
    left('consumer-' || (power(pg_temp.seed_draw(i, 'inbox_events_parked.consumer'), 3) * 20)::bigint, 200) as consumer,
    md5('inbox_events_parked.event_id ' || (pg_temp.seed_draw(i, 'inbox_events_parked.event_id') * 1000000)::bigint)::uuid as event_id,
    'ordering-key-' || (pg_temp.seed_draw(i, 'inbox_events_parked.ordering_key') * 1000000)::bigint as ordering_key,
    jsonb_build_object('n', (pg_temp.seed_draw(i, 'inbox_events_parked.payload') * 1000000)::bigint) as payload,
    'because-' || (power(pg_temp.seed_draw(i, 'inbox_events_parked.because'), 3) * 40)::bigint as because,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'inbox_events_parked.parked_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as parked_at,
    case when pg_temp.seed_draw(i, 'inbox_events_parked.given_up_at?') < 0.1 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'inbox_events_parked.given_up_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as given_up_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
  offset 0
) made
where (char_length(consumer) <= 200) is not false
on conflict do nothing;

-- idempotency_keys
insert into platform.idempotency_keys (caller, operation, key, request_hash, status, answer, created_at)
select caller, operation, key, request_hash, status, answer, created_at from (
  select
    left('caller-' || (pg_temp.seed_draw(i, 'idempotency_keys.caller') * 1000000)::bigint, 64) as caller,
    'operation-' || (power(pg_temp.seed_draw(i, 'idempotency_keys.operation'), 3) * 40)::bigint as operation,
    left(rpad('key-' || (pg_temp.seed_draw(i, 'idempotency_keys.key') * 1000000)::bigint, greatest(8, length('key-' || (pg_temp.seed_draw(i, 'idempotency_keys.key') * 1000000)::bigint)), 'x'), 64) as key,
    'request-hash-' || (pg_temp.seed_draw(i, 'idempotency_keys.request_hash') * 1000000)::bigint as request_hash,
    case when pg_temp.seed_draw(i, 'idempotency_keys.status?') < 0.1 then null else (200 + (power(pg_temp.seed_draw(i, 'idempotency_keys.status'), 3) * 8)::bigint % 400)::integer end as status,
    case when pg_temp.seed_draw(i, 'idempotency_keys.answer?') < 0.1 then null else jsonb_build_object('n', (pg_temp.seed_draw(i, 'idempotency_keys.answer') * 1000000)::bigint) end as answer,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'idempotency_keys.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(500000)) as i
  offset 0
) made
where (char_length(caller) <= 64) is not false
  and (char_length(key) between 8 and 64) is not false
  and (status between 200 and 599) is not false
on conflict do nothing;

-- operation_statuses
insert into platform.operation_statuses (id, operation, requested_by, input, state, result, problem, attempts, run_after, created_at, updated_at)
select id, operation, requested_by, input, state, result, problem, attempts, run_after, created_at, updated_at from (
  select
    md5('operation_statuses.id ' || i)::uuid as id,
    'operation-' || (power(pg_temp.seed_draw(i, 'operation_statuses.operation'), 3) * 20)::bigint as operation,
    case when pg_temp.seed_draw(i, 'operation_statuses.requested_by?') < 0.1 then null else md5('operation_statuses.requested_by ' || (pg_temp.seed_draw(i, 'operation_statuses.requested_by') * 1000000)::bigint)::uuid end as requested_by,
    jsonb_build_object('n', (pg_temp.seed_draw(i, 'operation_statuses.input') * 1000000)::bigint) as input,
    (case when pg_temp.seed_draw(i, 'operation_statuses.state') < 0.533333 then 'queued' when pg_temp.seed_draw(i, 'operation_statuses.state') < 0.8 then 'running' when pg_temp.seed_draw(i, 'operation_statuses.state') < 0.933333 then 'succeeded' else 'failed' end)::text as state,
    case when pg_temp.seed_draw(i, 'operation_statuses.result?') < 0.1 then null else 'result-' || (pg_temp.seed_draw(i, 'operation_statuses.result') * 1000000)::bigint end as result,
    case when pg_temp.seed_draw(i, 'operation_statuses.problem?') < 0.1 then null else jsonb_build_object('n', (power(pg_temp.seed_draw(i, 'operation_statuses.problem'), 3) * 50)::bigint) end as problem,
    (0 + (power(pg_temp.seed_draw(i, 'operation_statuses.attempts'), 3) * 5)::bigint % 100001)::integer as attempts,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'operation_statuses.run_after') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as run_after,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'operation_statuses.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'operation_statuses.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(200000)) as i
  offset 0
) made
where (state in ('queued', 'running', 'succeeded', 'failed')) is not false
  and (char_length(result) <= 2048) is not false
  and (attempts >= 0) is not false
on conflict do nothing;

-- credentials
insert into auth.credentials (id, user_id, kind, subject, secret_hash, public_key, sign_count, label, last_used_at, version, created_at, updated_at)
select id, user_id, kind, subject, secret_hash, public_key, sign_count, label, last_used_at, version, created_at, updated_at from (
  select
    md5('credentials.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'credentials.user_id'), 3) * (select count(*) from auth.users))::int] as user_id,
    (case when pg_temp.seed_draw(i, 'credentials.kind') < 0.48 then 'password' when pg_temp.seed_draw(i, 'credentials.kind') < 0.72 then 'passkey' when pg_temp.seed_draw(i, 'credentials.kind') < 0.88 then 'oidc' else 'totp' end)::text as kind,
    case when pg_temp.seed_draw(i, 'credentials.subject?') < 0.3 then null else left('subject-' || (pg_temp.seed_draw(i, 'credentials.subject') * 1000000)::bigint, 255) end as subject,
    case when pg_temp.seed_draw(i, 'credentials.secret_hash?') < 0.3 then null else left('secret-hash-' || (pg_temp.seed_draw(i, 'credentials.secret_hash') * 1000000)::bigint, 512) end as secret_hash,
    case when pg_temp.seed_draw(i, 'credentials.public_key?') < 0.3 then null else 'public-key-' || (pg_temp.seed_draw(i, 'credentials.public_key') * 1000000)::bigint end as public_key,
    (0 + (power(pg_temp.seed_draw(i, 'credentials.sign_count'), 3) * 100000)::bigint % 100001)::bigint as sign_count,
    case when pg_temp.seed_draw(i, 'credentials.label?') < 0.3 then null else left('label-' || (pg_temp.seed_draw(i, 'credentials.label') * 1000000)::bigint, 80) end as label,
    case when pg_temp.seed_draw(i, 'credentials.last_used_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'credentials.last_used_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as last_used_at,
    (case when pg_temp.seed_draw(i, 'credentials.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'credentials.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'credentials.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'credentials.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(1300000)) as i
  offset 0
) made
where (kind in ('password', 'passkey', 'oidc', 'totp')) is not false
  and (char_length(subject) <= 255) is not false
  and (char_length(secret_hash) <= 512) is not false
  and (char_length(public_key) <= 2000) is not false
  and (sign_count >= 0) is not false
  and (char_length(label) <= 80) is not false
  and (kind <> 'password' or secret_hash like '$argon2id$%') is not false
  and (kind <> 'passkey' or public_key is not null) is not false
  and (kind <> 'oidc' or subject is not null) is not false
  and (exists (select from auth.users parent where parent.id = made.user_id))
on conflict do nothing;

-- sessions
insert into auth.sessions (id, user_id, family, refresh_hash, strength, user_agent, address, last_used_at, expires_at, revoked_at, version, created_at, updated_at)
select id, user_id, family, refresh_hash, strength, user_agent, address, last_used_at, expires_at, revoked_at, version, created_at, updated_at from (
  select
    md5('sessions.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'sessions.user_id'), 3) * (select count(*) from auth.users))::int] as user_id,
    md5('sessions.family ' || (pg_temp.seed_draw(i, 'sessions.family') * 1000000)::bigint)::uuid as family,
    'refresh-hash-' || i as refresh_hash,
    (case when pg_temp.seed_draw(i, 'sessions.strength') < 0.5455 then 'guest' when pg_temp.seed_draw(i, 'sessions.strength') < 0.8182 then 'single-factor' else 'multi-factor' end)::text as strength,
    case when pg_temp.seed_draw(i, 'sessions.user_agent?') < 0.3 then null else left('user-agent-' || (pg_temp.seed_draw(i, 'sessions.user_agent') * 1000000)::bigint, 400) end as user_agent,
    case when pg_temp.seed_draw(i, 'sessions.address?') < 0.3 then null else left('address-' || (pg_temp.seed_draw(i, 'sessions.address') * 1000000)::bigint, 45) end as address,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'sessions.last_used_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as last_used_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'sessions.expires_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as expires_at,
    case when pg_temp.seed_draw(i, 'sessions.revoked_at?') < 0.98 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'sessions.revoked_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as revoked_at,
    (case when pg_temp.seed_draw(i, 'sessions.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'sessions.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'sessions.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'sessions.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(1500000)) as i
  offset 0
) made
where (char_length(refresh_hash) <= 64) is not false
  and (strength in ('guest', 'single-factor', 'multi-factor')) is not false
  and (char_length(user_agent) <= 400) is not false
  and (char_length(address) <= 45) is not false
  and (expires_at > created_at) is not false
  and (exists (select from auth.users parent where parent.id = made.user_id))
on conflict do nothing;

-- recovery_tokens
insert into auth.recovery_tokens (id, user_id, purpose, token_hash, expires_at, used_at, version, created_at, updated_at)
select id, user_id, purpose, token_hash, expires_at, used_at, version, created_at, updated_at from (
  select
    md5('recovery_tokens.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'recovery_tokens.user_id'), 3) * (select count(*) from auth.users))::int] as user_id,
    (case when pg_temp.seed_draw(i, 'recovery_tokens.purpose') < 0.5455 then 'password-reset' when pg_temp.seed_draw(i, 'recovery_tokens.purpose') < 0.8182 then 'email-verification' else 'credential-recovery' end)::text as purpose,
    'token-hash-' || i as token_hash,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'recovery_tokens.expires_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as expires_at,
    case when pg_temp.seed_draw(i, 'recovery_tokens.used_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'recovery_tokens.used_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as used_at,
    (case when pg_temp.seed_draw(i, 'recovery_tokens.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'recovery_tokens.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'recovery_tokens.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'recovery_tokens.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(200000)) as i
  offset 0
) made
where (purpose in ('password-reset', 'email-verification', 'credential-recovery')) is not false
  and (char_length(token_hash) <= 64) is not false
  and (expires_at <= created_at + interval '1 day') is not false
  and (exists (select from auth.users parent where parent.id = made.user_id))
on conflict do nothing;

-- categories
insert into products.categories (id, name, slug, parent_id, "position", version, created_at, updated_at)
select id, name, slug, parent_id, "position", version, created_at, updated_at from (
  select
    md5('categories.id ' || i)::uuid as id,
    left('name-' || (pg_temp.seed_draw(i, 'categories.name') * 1000000)::bigint, 120) as name,
    'slug-' || i as slug,
    null::uuid as parent_id,
    (0 + (power(pg_temp.seed_draw(i, 'categories.position'), 3) * 10001)::bigint % 10001)::integer as "position",
    (case when pg_temp.seed_draw(i, 'categories.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'categories.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'categories.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'categories.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(2000)) as i
  offset 0
) made
where (char_length(name) <= 120) is not false
  and (char_length(slug) <= 140) is not false
  and ("position" between 0 and 10000) is not false
  and (parent_id is null or parent_id <> id) is not false
  and (made.parent_id is null or exists (select from products.categories parent where parent.id = made.parent_id))
on conflict do nothing;

-- products
insert into products.products (id, sku, name, slug, description, status, category_id, brand, price, tax_class, weight_g, attributes, published_at, version, created_at, updated_at)
select id, sku, name, slug, description, status, category_id, brand, price, tax_class, weight_g, attributes, published_at, version, created_at, updated_at from (
  select
    md5('products.id ' || i)::uuid as id,
    'sku-' || i as sku,
    left('name-' || (pg_temp.seed_draw(i, 'products.name') * 1000000)::bigint, 200) as name,
    'slug-' || i as slug,
    case when pg_temp.seed_draw(i, 'products.description?') < 0.3 then null else 'description-' || (pg_temp.seed_draw(i, 'products.description') * 1000000)::bigint end as description,
    (case when pg_temp.seed_draw(i, 'products.status') < 0.9451 then 'active' when pg_temp.seed_draw(i, 'products.status') < 0.9751 then 'draft' else 'archived' end)::text as status,
    (array(select id from products.categories order by id))[1 + floor(power(pg_temp.seed_draw(i, 'products.category_id'), 3) * (select count(*) from products.categories))::int] as category_id,
    case when pg_temp.seed_draw(i, 'products.brand?') < 0.3 then null else left('brand-' || (pg_temp.seed_draw(i, 'products.brand') * 1000000)::bigint, 120) end as brand,
    (0 + (power(pg_temp.seed_draw(i, 'products.price'), 3) * 100000)::bigint % 100001)::bigint as price,
    (case when pg_temp.seed_draw(i, 'products.tax_class') < 0.5455 then 'standard' when pg_temp.seed_draw(i, 'products.tax_class') < 0.8182 then 'reduced' else 'zero' end)::text as tax_class,
    case when pg_temp.seed_draw(i, 'products.weight_g?') < 0.3 then null else (0 + (power(pg_temp.seed_draw(i, 'products.weight_g'), 3) * 100000)::bigint % 1000001)::integer end as weight_g,
    case when pg_temp.seed_draw(i, 'products.attributes?') < 0.3 then null else jsonb_build_object('n', (pg_temp.seed_draw(i, 'products.attributes') * 1000000)::bigint) end as attributes,
    case when pg_temp.seed_draw(i, 'products.published_at?') < 0.03 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'products.published_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as published_at,
    (case when pg_temp.seed_draw(i, 'products.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'products.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'products.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'products.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(sku) <= 64) is not false
  and (char_length(name) <= 200) is not false
  and (char_length(slug) <= 220) is not false
  and (char_length(description) <= 20000) is not false
  and (status in ('draft', 'active', 'archived')) is not false
  and (char_length(brand) <= 120) is not false
  and (price >= 0) is not false
  and (tax_class in ('standard', 'reduced', 'zero')) is not false
  and (weight_g between 0 and 1000000) is not false
  and (jsonb_typeof(attributes) = 'object') is not false
  and (status <> 'active' or published_at is not null) is not false
  and (exists (select from products.categories parent where parent.id = made.category_id))
on conflict do nothing;

-- product_variants
insert into products.product_variants (id, product_id, sku, name, price, barcode, attributes, "position", version, created_at, updated_at)
select id, product_id, sku, name, price, barcode, attributes, "position", version, created_at, updated_at from (
  select
    md5('product_variants.id ' || i)::uuid as id,
    (array(select id from products.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'product_variants.product_id'), 3) * (select count(*) from products.products))::int] as product_id,
    'sku-' || i as sku,
    left('name-' || (pg_temp.seed_draw(i, 'product_variants.name') * 1000000)::bigint, 200) as name,
    case when pg_temp.seed_draw(i, 'product_variants.price?') < 0.3 then null else (0 + (power(pg_temp.seed_draw(i, 'product_variants.price'), 3) * 100000)::bigint % 100001)::bigint end as price,
    case when pg_temp.seed_draw(i, 'product_variants.barcode?') < 0.3 then null else left('barc' || (pg_temp.seed_draw(i, 'product_variants.barcode') * 1000000)::bigint, 14) end as barcode,
    case when pg_temp.seed_draw(i, 'product_variants.attributes?') < 0.3 then null else jsonb_build_object('n', (pg_temp.seed_draw(i, 'product_variants.attributes') * 1000000)::bigint) end as attributes,
    (0 + (power(pg_temp.seed_draw(i, 'product_variants.position'), 3) * 1001)::bigint % 1001)::integer as "position",
    (case when pg_temp.seed_draw(i, 'product_variants.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'product_variants.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_variants.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_variants.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(400000)) as i
  offset 0
) made
where (char_length(sku) <= 64) is not false
  and (char_length(name) <= 200) is not false
  and (price >= 0) is not false
  and (char_length(barcode) <= 14) is not false
  and (jsonb_typeof(attributes) = 'object') is not false
  and ("position" between 0 and 1000) is not false
  and (exists (select from products.products parent where parent.id = made.product_id))
on conflict do nothing;

-- product_images
insert into products.product_images (id, product_id, url, alt, "position", version, created_at, updated_at)
select id, product_id, url, alt, "position", version, created_at, updated_at from (
  select
    md5('product_images.id ' || i)::uuid as id,
    (array(select id from products.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'product_images.product_id'), 3) * (select count(*) from products.products))::int] as product_id,
    'https://example.org/' || (pg_temp.seed_draw(i, 'product_images.url') * 1000000)::bigint as url,
    case when pg_temp.seed_draw(i, 'product_images.alt?') < 0.3 then null else left('alt-' || (pg_temp.seed_draw(i, 'product_images.alt') * 1000000)::bigint, 300) end as alt,
    (0 + (power(pg_temp.seed_draw(i, 'product_images.position'), 3) * 101)::bigint % 101)::integer as "position",
    (case when pg_temp.seed_draw(i, 'product_images.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'product_images.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_images.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_images.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(500000)) as i
  offset 0
) made
where (char_length(url) <= 2000) is not false
  and (char_length(alt) <= 300) is not false
  and ("position" between 0 and 100) is not false
  and (exists (select from products.products parent where parent.id = made.product_id))
on conflict do nothing;

-- orders
insert into orders.orders (id, number, customer_id, cart, status, placed_at, subtotal, discount, shipping, tax, total, shipping_address_id, note, cancelled_at, version, created_at, updated_at)
select id, number, customer_id, cart, status, placed_at, subtotal, discount, shipping, tax, total, shipping_address_id, note, cancelled_at, version, created_at, updated_at from (
  select id, number, customer_id, cart, status, placed_at, subtotal, (least(discount, subtotal))::bigint as discount, shipping, tax, (subtotal - least(discount, subtotal) + shipping + tax)::bigint as total, shipping_address_id, note, cancelled_at, version, created_at, updated_at from (
  select
    md5('orders.id ' || i)::uuid as id,
    'number-' || i as number,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'orders.customer_id'), 3) * (select count(*) from auth.users))::int] as customer_id,
    case when pg_temp.seed_draw(i, 'orders.cart?') < 0.3 then null else md5('orders.cart ' || (pg_temp.seed_draw(i, 'orders.cart') * 1000000)::bigint)::uuid end as cart,
    (case when pg_temp.seed_draw(i, 'orders.status') < 0.759 then 'delivered' when pg_temp.seed_draw(i, 'orders.status') < 0.8934 then 'cancelled' when pg_temp.seed_draw(i, 'orders.status') < 0.9234 then 'placed' when pg_temp.seed_draw(i, 'orders.status') < 0.951 then 'paid' when pg_temp.seed_draw(i, 'orders.status') < 0.9765 then 'packed' else 'shipped' end)::text as status,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.placed_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as placed_at,
    (0 + (power(pg_temp.seed_draw(i, 'orders.subtotal'), 3) * 100000)::bigint % 100001)::bigint as subtotal,
    (0 + (power(pg_temp.seed_draw(i, 'orders.discount'), 3) * 100000)::bigint % 100001)::bigint as discount,
    (0 + (power(pg_temp.seed_draw(i, 'orders.shipping'), 3) * 100000)::bigint % 100001)::bigint as shipping,
    (0 + (power(pg_temp.seed_draw(i, 'orders.tax'), 3) * 100000)::bigint % 100001)::bigint as tax,
    (0 + (power(pg_temp.seed_draw(i, 'orders.total'), 3) * 100000)::bigint % 100001)::bigint as total,
    null::uuid as shipping_address_id,
    case when pg_temp.seed_draw(i, 'orders.note?') < 0.3 then null else left('note-' || (pg_temp.seed_draw(i, 'orders.note') * 1000000)::bigint, 500) end as note,
    case when pg_temp.seed_draw(i, 'orders.cancelled_at?') < 0.8656 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.cancelled_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as cancelled_at,
    (case when pg_temp.seed_draw(i, 'orders.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'orders.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(15000000)) as i
  ) drawn
  offset 0
) made
where (char_length(number) <= 20) is not false
  and (status in ('placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled')) is not false
  and (subtotal >= 0) is not false
  and (discount >= 0) is not false
  and (shipping >= 0) is not false
  and (tax >= 0) is not false
  and (total >= 0) is not false
  and (char_length(note) <= 500) is not false
  and (total = subtotal - discount + shipping + tax) is not false
  and (discount <= subtotal) is not false
  and (exists (select from auth.users parent where parent.id = made.customer_id))
  and (made.shipping_address_id is null or exists (select from orders.addresses parent where parent.id = made.shipping_address_id))
on conflict do nothing;

-- order_status_changes
insert into orders.order_status_changes (id, order_id, from_status, to_status, changed_by, reason, created_at)
select id, order_id, from_status, to_status, changed_by, reason, created_at from (
  select
    md5('order_status_changes.id ' || i)::uuid as id,
    (array(select id from orders.orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_status_changes.order_id'), 3) * (select count(*) from orders.orders))::int] as order_id,
    case when pg_temp.seed_draw(i, 'order_status_changes.from_status?') < 0.3 then null else left('from-status-' || (pg_temp.seed_draw(i, 'order_status_changes.from_status') * 1000000)::bigint, 40) end as from_status,
    left('to-status-' || (pg_temp.seed_draw(i, 'order_status_changes.to_status') * 1000000)::bigint, 40) as to_status,
    case when pg_temp.seed_draw(i, 'order_status_changes.changed_by?') < 0.3 then null else md5('order_status_changes.changed_by ' || (pg_temp.seed_draw(i, 'order_status_changes.changed_by') * 1000000)::bigint)::uuid end as changed_by,
    case when pg_temp.seed_draw(i, 'order_status_changes.reason?') < 0.3 then null else left('reason-' || (pg_temp.seed_draw(i, 'order_status_changes.reason') * 1000000)::bigint, 500) end as reason,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'order_status_changes.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(60000000)) as i
  offset 0
) made
where (char_length(from_status) <= 40) is not false
  and (char_length(to_status) <= 40) is not false
  and (char_length(reason) <= 500) is not false
  and (exists (select from orders.orders parent where parent.id = made.order_id))
on conflict do nothing;

-- addresses
insert into orders.addresses (id, customer_id, recipient, line1, line2, postal_code, city, region, country, archived_at, version, created_at, updated_at)
select id, customer_id, recipient, line1, line2, postal_code, city, region, country, archived_at, version, created_at, updated_at from (
  select
    md5('addresses.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'addresses.customer_id'), 3) * (select count(*) from auth.users))::int] as customer_id,
    left('recipient-' || (pg_temp.seed_draw(i, 'addresses.recipient') * 1000000)::bigint, 120) as recipient,
    left('line1-' || (pg_temp.seed_draw(i, 'addresses.line1') * 1000000)::bigint, 160) as line1,
    case when pg_temp.seed_draw(i, 'addresses.line2?') < 0.3 then null else left('line2-' || (pg_temp.seed_draw(i, 'addresses.line2') * 1000000)::bigint, 160) end as line2,
    left('postal' || (pg_temp.seed_draw(i, 'addresses.postal_code') * 1000000)::bigint, 16) as postal_code,
    left('city-' || (pg_temp.seed_draw(i, 'addresses.city') * 1000000)::bigint, 80) as city,
    case when pg_temp.seed_draw(i, 'addresses.region?') < 0.3 then null else left('region-' || (pg_temp.seed_draw(i, 'addresses.region') * 1000000)::bigint, 80) end as region,
    (array['DE', 'FR', 'NL', 'ES'])[1 + ((pg_temp.seed_draw(i, 'addresses.country') * 1000000)::bigint % 4)::int] as country,
    case when pg_temp.seed_draw(i, 'addresses.archived_at?') < 0.98 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'addresses.archived_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as archived_at,
    (case when pg_temp.seed_draw(i, 'addresses.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'addresses.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'addresses.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'addresses.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(1200000)) as i
  offset 0
) made
where (char_length(recipient) <= 120) is not false
  and (char_length(line1) <= 160) is not false
  and (char_length(line2) <= 160) is not false
  and (char_length(postal_code) <= 16) is not false
  and (char_length(city) <= 80) is not false
  and (char_length(region) <= 80) is not false
  and (char_length(country) between 2 and 2) is not false
  and (exists (select from auth.users parent where parent.id = made.customer_id))
on conflict do nothing;

-- shipments
insert into orders.shipments (id, order_id, carrier, tracking_number, status, shipped_at, delivered_at, version, created_at, updated_at)
select id, order_id, carrier, tracking_number, status, shipped_at, delivered_at, version, created_at, updated_at from (
  select
    md5('shipments.id ' || i)::uuid as id,
    (array(select id from orders.orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'shipments.order_id'), 3) * (select count(*) from orders.orders))::int] as order_id,
    left('carrier-' || (pg_temp.seed_draw(i, 'shipments.carrier') * 1000000)::bigint, 60) as carrier,
    left('tracking-number-' || (pg_temp.seed_draw(i, 'shipments.tracking_number') * 1000000)::bigint, 60) as tracking_number,
    (case when pg_temp.seed_draw(i, 'shipments.status') < 0.8492 then 'delivered' when pg_temp.seed_draw(i, 'shipments.status') < 0.9424 then 'lost' when pg_temp.seed_draw(i, 'shipments.status') < 0.9724 then 'handed-over' else 'in-transit' end)::text as status,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'shipments.shipped_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as shipped_at,
    case when pg_temp.seed_draw(i, 'shipments.delivered_at?') < 0.1508 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'shipments.delivered_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as delivered_at,
    (case when pg_temp.seed_draw(i, 'shipments.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'shipments.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'shipments.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'shipments.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(16500000)) as i
  offset 0
) made
where (char_length(carrier) <= 60) is not false
  and (char_length(tracking_number) <= 60) is not false
  and (status in ('handed-over', 'in-transit', 'delivered', 'lost')) is not false
  and (exists (select from orders.orders parent where parent.id = made.order_id))
on conflict do nothing;

-- notifications
insert into notifications.notifications (id, recipient_id, channel, template, locale, data, dedupe_key, status, attempts, provider_reference, send_after, sent_at, version, created_at, updated_at)
select id, recipient_id, channel, template, locale, data, dedupe_key, status, attempts, provider_reference, send_after, sent_at, version, created_at, updated_at from (
  select
    md5('notifications.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'notifications.recipient_id'), 3) * (select count(*) from auth.users))::int] as recipient_id,
    'email'::text as channel,
    left('template-' || (pg_temp.seed_draw(i, 'notifications.template') * 1000000)::bigint, 80) as template,
    left('locale-' || (pg_temp.seed_draw(i, 'notifications.locale') * 1000000)::bigint, 35) as locale,
    jsonb_build_object('n', (pg_temp.seed_draw(i, 'notifications.data') * 1000000)::bigint) as data,
    'dedupe-key-' || i as dedupe_key,
    (case when pg_temp.seed_draw(i, 'notifications.status') < 0.9328 then 'sent' when pg_temp.seed_draw(i, 'notifications.status') < 0.9632 then 'queued' when pg_temp.seed_draw(i, 'notifications.status') < 0.9877 then 'suppressed' else 'failed' end)::text as status,
    (0 + (power(pg_temp.seed_draw(i, 'notifications.attempts'), 3) * 101)::bigint % 101)::integer as attempts,
    case when pg_temp.seed_draw(i, 'notifications.provider_reference?') < 0.3 then null else left('provider-reference-' || (pg_temp.seed_draw(i, 'notifications.provider_reference') * 1000000)::bigint, 255) end as provider_reference,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'notifications.send_after') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as send_after,
    case when pg_temp.seed_draw(i, 'notifications.sent_at?') < 0.0672 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'notifications.sent_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as sent_at,
    (case when pg_temp.seed_draw(i, 'notifications.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'notifications.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'notifications.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'notifications.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(20000000)) as i
  offset 0
) made
where (channel in ('email')) is not false
  and (char_length(template) <= 80) is not false
  and (char_length(locale) <= 35) is not false
  and (jsonb_typeof(data) = 'object') is not false
  and (char_length(dedupe_key) <= 160) is not false
  and (status in ('queued', 'sent', 'failed', 'suppressed')) is not false
  and (attempts between 0 and 100) is not false
  and (char_length(provider_reference) <= 255) is not false
  and (status <> 'sent' or sent_at is not null) is not false
  and (status <> 'queued' or attempts < 100) is not false
  and (exists (select from auth.users parent where parent.id = made.recipient_id))
on conflict do nothing;

-- notification_preferences
insert into notifications.notification_preferences (id, user_id, channel, topic, enabled, version, created_at, updated_at)
select id, user_id, channel, topic, enabled, version, created_at, updated_at from (
  select
    md5('notification_preferences.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'notification_preferences.user_id'), 3) * (select count(*) from auth.users))::int] as user_id,
    'email'::text as channel,
    (case when pg_temp.seed_draw(i, 'notification_preferences.topic') < 0.5455 then 'orders' when pg_temp.seed_draw(i, 'notification_preferences.topic') < 0.8182 then 'account' else 'marketing' end)::text as topic,
    (case when pg_temp.seed_draw(i, 'notification_preferences.enabled') < 0.9 then 't' else 'f' end)::boolean as enabled,
    (case when pg_temp.seed_draw(i, 'notification_preferences.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'notification_preferences.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'notification_preferences.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'notification_preferences.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(2000000)) as i
  offset 0
) made
where (channel in ('email')) is not false
  and (topic in ('orders', 'account', 'marketing')) is not false
  and (topic <> 'account' or enabled) is not false
  and (exists (select from auth.users parent where parent.id = made.user_id))
on conflict do nothing;

-- stock_levels
insert into inventory.stock_levels (id, sku, product_id, variant_id, location, on_hand, reserved, reorder_at, counted_at, version, created_at, updated_at)
select id, sku, product_id, variant_id, location, on_hand, reserved, reorder_at, counted_at, version, created_at, updated_at from (
  select id, sku, product_id, variant_id, location, on_hand, (least(reserved, on_hand))::integer as reserved, reorder_at, counted_at, version, created_at, updated_at from (
  select
    md5('stock_levels.id ' || i)::uuid as id,
    left('sku-' || (pg_temp.seed_draw(i, 'stock_levels.sku') * 1000000)::bigint, 64) as sku,
    (array(select id from products.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'stock_levels.product_id'), 3) * (select count(*) from products.products))::int] as product_id,
    case when pg_temp.seed_draw(i, 'stock_levels.variant_id?') < 0.3 then null else (array(select id from products.product_variants order by id))[1 + floor(power(pg_temp.seed_draw(i, 'stock_levels.variant_id'), 3) * (select count(*) from products.product_variants))::int] end as variant_id,
    left('location-' || (pg_temp.seed_draw(i, 'stock_levels.location') * 1000000)::bigint, 40) as location,
    (0 + (power(pg_temp.seed_draw(i, 'stock_levels.on_hand'), 3) * 100000)::bigint % 100000001)::integer as on_hand,
    (0 + (power(pg_temp.seed_draw(i, 'stock_levels.reserved'), 3) * 100000)::bigint % 100000001)::integer as reserved,
    case when pg_temp.seed_draw(i, 'stock_levels.reorder_at?') < 0.3 then null else (0 + (power(pg_temp.seed_draw(i, 'stock_levels.reorder_at'), 3) * 100000)::bigint % 100000001)::integer end as reorder_at,
    case when pg_temp.seed_draw(i, 'stock_levels.counted_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'stock_levels.counted_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as counted_at,
    (case when pg_temp.seed_draw(i, 'stock_levels.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'stock_levels.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'stock_levels.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'stock_levels.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(200000)) as i
  ) drawn
  offset 0
) made
where (char_length(sku) <= 64) is not false
  and (char_length(location) <= 40) is not false
  and (on_hand between 0 and 100000000) is not false
  and (reserved between 0 and 100000000) is not false
  and (reorder_at between 0 and 100000000) is not false
  and (reserved <= on_hand) is not false
  and (exists (select from products.products parent where parent.id = made.product_id))
  and (made.variant_id is null or exists (select from products.product_variants parent where parent.id = made.variant_id))
on conflict do nothing;

-- reservations
insert into inventory.reservations (id, stock_level_id, reference, quantity, status, expires_at, version, created_at, updated_at)
select id, stock_level_id, reference, quantity, status, expires_at, version, created_at, updated_at from (
  select
    md5('reservations.id ' || i)::uuid as id,
    (array(select id from inventory.stock_levels order by id))[1 + floor(power(pg_temp.seed_draw(i, 'reservations.stock_level_id'), 3) * (select count(*) from inventory.stock_levels))::int] as stock_level_id,
    md5('reservations.reference ' || (pg_temp.seed_draw(i, 'reservations.reference') * 1000000)::bigint)::uuid as reference,
    (1 + (power(pg_temp.seed_draw(i, 'reservations.quantity'), 3) * 10000)::bigint % 10000)::integer as quantity,
    (case when pg_temp.seed_draw(i, 'reservations.status') < 0.6143 then 'committed' when pg_temp.seed_draw(i, 'reservations.status') < 0.9215 then 'released' when pg_temp.seed_draw(i, 'reservations.status') < 0.97 then 'expired' else 'held' end)::text as status,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reservations.expires_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as expires_at,
    (case when pg_temp.seed_draw(i, 'reservations.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'reservations.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reservations.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reservations.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(2465753.42466)) as i
  offset 0
) made
where (quantity between 1 and 10000) is not false
  and (status in ('held', 'committed', 'released', 'expired')) is not false
  and (exists (select from inventory.stock_levels parent where parent.id = made.stock_level_id))
on conflict do nothing;

-- stock_movements
insert into inventory.stock_movements (id, stock_level_id, delta, reason, reference, moved_by, note, created_at)
select id, stock_level_id, delta, reason, reference, moved_by, note, created_at from (
  select
    md5('stock_movements.id ' || i)::uuid as id,
    (array(select id from inventory.stock_levels order by id))[1 + floor(power(pg_temp.seed_draw(i, 'stock_movements.stock_level_id'), 3) * (select count(*) from inventory.stock_levels))::int] as stock_level_id,
    (-100000000 + (power(pg_temp.seed_draw(i, 'stock_movements.delta'), 3) * 100000)::bigint % 200000001)::integer as delta,
    (case when pg_temp.seed_draw(i, 'stock_movements.reason') < 0.4082 then 'receipt' when pg_temp.seed_draw(i, 'stock_movements.reason') < 0.6123 then 'sale' when pg_temp.seed_draw(i, 'stock_movements.reason') < 0.7484 then 'return' when pg_temp.seed_draw(i, 'stock_movements.reason') < 0.8504 then 'count' when pg_temp.seed_draw(i, 'stock_movements.reason') < 0.932 then 'damage' else 'transfer' end)::text as reason,
    case when pg_temp.seed_draw(i, 'stock_movements.reference?') < 0.3 then null else md5('stock_movements.reference ' || (pg_temp.seed_draw(i, 'stock_movements.reference') * 1000000)::bigint)::uuid end as reference,
    case when pg_temp.seed_draw(i, 'stock_movements.moved_by?') < 0.3 then null else md5('stock_movements.moved_by ' || (pg_temp.seed_draw(i, 'stock_movements.moved_by') * 1000000)::bigint)::uuid end as moved_by,
    case when pg_temp.seed_draw(i, 'stock_movements.note?') < 0.3 then null else left('note-' || (pg_temp.seed_draw(i, 'stock_movements.note') * 1000000)::bigint, 500) end as note,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'stock_movements.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(30000000)) as i
  offset 0
) made
where (delta between -100000000 and 100000000) is not false
  and (reason in ('receipt', 'sale', 'return', 'count', 'damage', 'transfer')) is not false
  and (char_length(note) <= 500) is not false
  and (delta <> 0) is not false
  and (exists (select from inventory.stock_levels parent where parent.id = made.stock_level_id))
on conflict do nothing;

-- carts
insert into cart.carts (id, customer_id, status, voucher, touched_at, expires_at, version, created_at, updated_at)
select id, customer_id, status, voucher, touched_at, expires_at, version, created_at, updated_at from (
  select
    md5('carts.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'carts.customer_id'), 3) * (select count(*) from auth.users))::int] as customer_id,
    (case when pg_temp.seed_draw(i, 'carts.status') < 0.9215 then 'ordered' when pg_temp.seed_draw(i, 'carts.status') < 0.97 then 'abandoned' else 'open' end)::text as status,
    case when pg_temp.seed_draw(i, 'carts.voucher?') < 0.3 then null else left('voucher-' || (pg_temp.seed_draw(i, 'carts.voucher') * 1000000)::bigint, 40) end as voucher,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'carts.touched_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as touched_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'carts.expires_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as expires_at,
    (case when pg_temp.seed_draw(i, 'carts.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'carts.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'carts.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'carts.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(500000)) as i
  offset 0
) made
where (status in ('open', 'ordered', 'abandoned')) is not false
  and (char_length(voucher) <= 40) is not false
  and (exists (select from auth.users parent where parent.id = made.customer_id))
on conflict do nothing;

-- role_grants
insert into auth.role_grants (id, user_id, role, granted_by_id, expires_at, version, created_at, updated_at)
select id, user_id, role, granted_by_id, expires_at, version, created_at, updated_at from (
  select
    md5('role_grants.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'role_grants.user_id'), 3) * (select count(*) from auth.users))::int] as user_id,
    (case when pg_temp.seed_draw(i, 'role_grants.role') < 0.3857 then 'customer' when pg_temp.seed_draw(i, 'role_grants.role') < 0.5785 then 'support' when pg_temp.seed_draw(i, 'role_grants.role') < 0.7071 then 'admin' when pg_temp.seed_draw(i, 'role_grants.role') < 0.8035 then 'merchandiser' when pg_temp.seed_draw(i, 'role_grants.role') < 0.8806 then 'warehouse' when pg_temp.seed_draw(i, 'role_grants.role') < 0.9449 then 'finance' else 'auditor' end)::text as role,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'role_grants.granted_by_id'), 3) * (select count(*) from auth.users))::int] as granted_by_id,
    case when pg_temp.seed_draw(i, 'role_grants.expires_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'role_grants.expires_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as expires_at,
    (case when pg_temp.seed_draw(i, 'role_grants.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'role_grants.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'role_grants.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'role_grants.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(5000)) as i
  offset 0
) made
where (role in ('customer', 'support', 'admin', 'merchandiser', 'warehouse', 'finance', 'auditor')) is not false
  and (exists (select from auth.users parent where parent.id = made.user_id))
  and (exists (select from auth.users parent where parent.id = made.granted_by_id))
on conflict do nothing;

-- payments
insert into payments.payments (id, order_id, customer_id, amount, status, method, provider, provider_reference, provider_token, failure_code, refunded, authorised_at, captured_at, version, created_at, updated_at)
select id, order_id, customer_id, amount, status, method, provider, provider_reference, provider_token, failure_code, refunded, authorised_at, captured_at, version, created_at, updated_at from (
  select id, order_id, customer_id, amount, status, method, provider, provider_reference, provider_token, failure_code, (least(refunded, amount))::bigint as refunded, authorised_at, captured_at, version, created_at, updated_at from (
  select
    md5('payments.id ' || i)::uuid as id,
    (array(select id from orders.orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'payments.order_id'), 3) * (select count(*) from orders.orders))::int] as order_id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'payments.customer_id'), 3) * (select count(*) from auth.users))::int] as customer_id,
    (0 + (power(pg_temp.seed_draw(i, 'payments.amount'), 3) * 100000)::bigint % 100001)::bigint as amount,
    (case when pg_temp.seed_draw(i, 'payments.status') < 0.8067 then 'captured' when pg_temp.seed_draw(i, 'payments.status') < 0.8552 then 'failed' when pg_temp.seed_draw(i, 'payments.status') < 0.8999 then 'voided' when pg_temp.seed_draw(i, 'payments.status') < 0.9424 then 'refunded' when pg_temp.seed_draw(i, 'payments.status') < 0.9724 then 'pending' else 'authorised' end)::text as status,
    (case when pg_temp.seed_draw(i, 'payments.method') < 0.6667 then 'card' else 'wallet' end)::text as method,
    left('provider-' || (pg_temp.seed_draw(i, 'payments.provider') * 1000000)::bigint, 40) as provider,
    case when pg_temp.seed_draw(i, 'payments.provider_reference?') < 0.3 then null else 'provider-reference-' || i end as provider_reference,
    case when pg_temp.seed_draw(i, 'payments.provider_token?') < 0.3 then null else left('provider-token-' || (pg_temp.seed_draw(i, 'payments.provider_token') * 1000000)::bigint, 255) end as provider_token,
    case when pg_temp.seed_draw(i, 'payments.failure_code?') < 0.3 then null else left('failure-code-' || (pg_temp.seed_draw(i, 'payments.failure_code') * 1000000)::bigint, 80) end as failure_code,
    (0 + (power(pg_temp.seed_draw(i, 'payments.refunded'), 3) * 100000)::bigint % 100001)::bigint as refunded,
    case when pg_temp.seed_draw(i, 'payments.authorised_at?') < 0.0785 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'payments.authorised_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as authorised_at,
    case when pg_temp.seed_draw(i, 'payments.captured_at?') < 0.1508 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'payments.captured_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as captured_at,
    (case when pg_temp.seed_draw(i, 'payments.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'payments.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'payments.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'payments.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(16500000)) as i
  ) drawn
  offset 0
) made
where (amount >= 0) is not false
  and (status in ('pending', 'authorised', 'captured', 'voided', 'failed', 'refunded')) is not false
  and (method in ('card', 'wallet')) is not false
  and (char_length(provider) <= 40) is not false
  and (char_length(provider_reference) <= 255) is not false
  and (char_length(provider_token) <= 255) is not false
  and (char_length(failure_code) <= 80) is not false
  and (refunded >= 0) is not false
  and (refunded <= amount) is not false
  and (status not in ('captured', 'refunded') or captured_at is not null) is not false
  and (exists (select from orders.orders parent where parent.id = made.order_id))
  and (exists (select from auth.users parent where parent.id = made.customer_id))
on conflict do nothing;

-- order_lines
insert into orders.order_lines (id, order_id, product_id, variant_id, sku, name, quantity, unit_price, tax_permille, line_total, created_at)
select id, order_id, product_id, variant_id, sku, name, quantity, unit_price, tax_permille, line_total, created_at from (
  select id, order_id, product_id, variant_id, sku, name, quantity, unit_price, tax_permille, (unit_price * quantity)::bigint as line_total, created_at from (
  select
    md5('order_lines.id ' || i)::uuid as id,
    (array(select id from orders.orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_lines.order_id'), 3) * (select count(*) from orders.orders))::int] as order_id,
    (array(select id from products.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_lines.product_id'), 3) * (select count(*) from products.products))::int] as product_id,
    case when pg_temp.seed_draw(i, 'order_lines.variant_id?') < 0.3 then null else (array(select id from products.product_variants order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_lines.variant_id'), 3) * (select count(*) from products.product_variants))::int] end as variant_id,
    left('sku-' || (pg_temp.seed_draw(i, 'order_lines.sku') * 1000000)::bigint, 64) as sku,
    left('name-' || (pg_temp.seed_draw(i, 'order_lines.name') * 1000000)::bigint, 200) as name,
    (1 + (power(pg_temp.seed_draw(i, 'order_lines.quantity'), 3) * 999)::bigint % 999)::integer as quantity,
    (0 + (power(pg_temp.seed_draw(i, 'order_lines.unit_price'), 3) * 100000)::bigint % 100001)::bigint as unit_price,
    (0 + (power(pg_temp.seed_draw(i, 'order_lines.tax_permille'), 3) * 1001)::bigint % 1001)::integer as tax_permille,
    (0 + (power(pg_temp.seed_draw(i, 'order_lines.line_total'), 3) * 100000)::bigint % 100001)::bigint as line_total,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'order_lines.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(45000000)) as i
  ) drawn
  offset 0
) made
where (char_length(sku) <= 64) is not false
  and (char_length(name) <= 200) is not false
  and (quantity between 1 and 999) is not false
  and (unit_price >= 0) is not false
  and (tax_permille between 0 and 1000) is not false
  and (line_total >= 0) is not false
  and (line_total = unit_price * quantity) is not false
  and (exists (select from orders.orders parent where parent.id = made.order_id))
  and (exists (select from products.products parent where parent.id = made.product_id))
  and (made.variant_id is null or exists (select from products.product_variants parent where parent.id = made.variant_id))
on conflict do nothing;

-- refunds
insert into payments.refunds (id, payment_id, amount, reason, status, requested_by_id, approved_by_id, provider_reference, sent_at, version, created_at, updated_at)
select id, payment_id, amount, reason, status, requested_by_id, approved_by_id, provider_reference, sent_at, version, created_at, updated_at from (
  select
    md5('refunds.id ' || i)::uuid as id,
    (array(select id from payments.payments order by id))[1 + floor(power(pg_temp.seed_draw(i, 'refunds.payment_id'), 3) * (select count(*) from payments.payments))::int] as payment_id,
    (1 + (power(pg_temp.seed_draw(i, 'refunds.amount'), 3) * 100000)::bigint % 1000000000000)::bigint as amount,
    (case when pg_temp.seed_draw(i, 'refunds.reason') < 0.48 then 'cancelled' when pg_temp.seed_draw(i, 'refunds.reason') < 0.72 then 'returned' when pg_temp.seed_draw(i, 'refunds.reason') < 0.88 then 'goodwill' else 'fraud' end)::text as reason,
    (case when pg_temp.seed_draw(i, 'refunds.status') < 0.7844 then 'sent' when pg_temp.seed_draw(i, 'refunds.status') < 0.8615 then 'requested' when pg_temp.seed_draw(i, 'refunds.status') < 0.9381 then 'approved' else 'failed' end)::text as status,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'refunds.requested_by_id'), 3) * (select count(*) from auth.users))::int] as requested_by_id,
    case when pg_temp.seed_draw(i, 'refunds.approved_by_id?') < 0.3 then null else (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'refunds.approved_by_id'), 3) * (select count(*) from auth.users))::int] end as approved_by_id,
    case when pg_temp.seed_draw(i, 'refunds.provider_reference?') < 0.3 then null else 'provider-reference-' || i end as provider_reference,
    case when pg_temp.seed_draw(i, 'refunds.sent_at?') < 0.2156 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'refunds.sent_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as sent_at,
    (case when pg_temp.seed_draw(i, 'refunds.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'refunds.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'refunds.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'refunds.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(990000)) as i
  offset 0
) made
where (amount between 1 and 1000000000000) is not false
  and (reason in ('cancelled', 'returned', 'goodwill', 'fraud')) is not false
  and (status in ('requested', 'approved', 'sent', 'failed')) is not false
  and (char_length(provider_reference) <= 255) is not false
  and (approved_by_id is null or approved_by_id <> requested_by_id) is not false
  and (exists (select from payments.payments parent where parent.id = made.payment_id))
  and (exists (select from auth.users parent where parent.id = made.requested_by_id))
  and (made.approved_by_id is null or exists (select from auth.users parent where parent.id = made.approved_by_id))
on conflict do nothing;

-- cart_items
insert into cart.cart_items (id, cart_id, sku, product_id, variant_id, quantity, unit_price, version, created_at, updated_at)
select id, cart_id, sku, product_id, variant_id, quantity, unit_price, version, created_at, updated_at from (
  select
    md5('cart_items.id ' || i)::uuid as id,
    (array(select id from cart.carts order by id))[1 + floor(power(pg_temp.seed_draw(i, 'cart_items.cart_id'), 3) * (select count(*) from cart.carts))::int] as cart_id,
    left('sku-' || (pg_temp.seed_draw(i, 'cart_items.sku') * 1000000)::bigint, 64) as sku,
    (array(select id from products.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'cart_items.product_id'), 3) * (select count(*) from products.products))::int] as product_id,
    case when pg_temp.seed_draw(i, 'cart_items.variant_id?') < 0.3 then null else (array(select id from products.product_variants order by id))[1 + floor(power(pg_temp.seed_draw(i, 'cart_items.variant_id'), 3) * (select count(*) from products.product_variants))::int] end as variant_id,
    (1 + (power(pg_temp.seed_draw(i, 'cart_items.quantity'), 3) * 999)::bigint % 999)::integer as quantity,
    (0 + (power(pg_temp.seed_draw(i, 'cart_items.unit_price'), 3) * 100000)::bigint % 100001)::bigint as unit_price,
    (case when pg_temp.seed_draw(i, 'cart_items.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'cart_items.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'cart_items.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'cart_items.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(1500000)) as i
  offset 0
) made
where (char_length(sku) <= 64) is not false
  and (quantity between 1 and 999) is not false
  and (unit_price >= 0) is not false
  and (exists (select from cart.carts parent where parent.id = made.cart_id))
  and (exists (select from products.products parent where parent.id = made.product_id))
  and (made.variant_id is null or exists (select from products.product_variants parent where parent.id = made.variant_id))
on conflict do nothing;

-- ledger_entries
insert into payments.ledger_entries (id, debit_account_id, credit_account_id, amount, payment_id, refund_id, cause, cause_key, memo, created_at)
select id, debit_account_id, credit_account_id, amount, payment_id, refund_id, cause, cause_key, memo, created_at from (
  select
    md5('ledger_entries.id ' || i)::uuid as id,
    (array(select id from payments.ledger_accounts order by id))[1 + floor(power(pg_temp.seed_draw(i, 'ledger_entries.debit_account_id'), 3) * (select count(*) from payments.ledger_accounts))::int] as debit_account_id,
    (array(select id from payments.ledger_accounts order by id))[1 + floor(power(pg_temp.seed_draw(i, 'ledger_entries.credit_account_id'), 3) * (select count(*) from payments.ledger_accounts))::int] as credit_account_id,
    (1 + (power(pg_temp.seed_draw(i, 'ledger_entries.amount'), 3) * 100000)::bigint % 1000000000000)::bigint as amount,
    case when pg_temp.seed_draw(i, 'ledger_entries.payment_id?') < 0.3 then null else (array(select id from payments.payments order by id))[1 + floor(power(pg_temp.seed_draw(i, 'ledger_entries.payment_id'), 3) * (select count(*) from payments.payments))::int] end as payment_id,
    case when pg_temp.seed_draw(i, 'ledger_entries.refund_id?') < 0.3 then null else (array(select id from payments.refunds order by id))[1 + floor(power(pg_temp.seed_draw(i, 'ledger_entries.refund_id'), 3) * (select count(*) from payments.refunds))::int] end as refund_id,
    (case when pg_temp.seed_draw(i, 'ledger_entries.cause') < 0.4082 then 'authorised' when pg_temp.seed_draw(i, 'ledger_entries.cause') < 0.6123 then 'captured' when pg_temp.seed_draw(i, 'ledger_entries.cause') < 0.7484 then 'refunded' when pg_temp.seed_draw(i, 'ledger_entries.cause') < 0.8504 then 'fee' when pg_temp.seed_draw(i, 'ledger_entries.cause') < 0.932 then 'payout' else 'correction' end)::text as cause,
    'cause-key-' || i as cause_key,
    case when pg_temp.seed_draw(i, 'ledger_entries.memo?') < 0.3 then null else left('memo-' || (pg_temp.seed_draw(i, 'ledger_entries.memo') * 1000000)::bigint, 300) end as memo,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'ledger_entries.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(36300000)) as i
  offset 0
) made
where (amount between 1 and 1000000000000) is not false
  and (cause in ('authorised', 'captured', 'refunded', 'fee', 'payout', 'correction')) is not false
  and (char_length(cause_key) <= 120) is not false
  and (char_length(memo) <= 300) is not false
  and (debit_account_id <> credit_account_id) is not false
  and (exists (select from payments.ledger_accounts parent where parent.id = made.debit_account_id))
  and (exists (select from payments.ledger_accounts parent where parent.id = made.credit_account_id))
  and (made.payment_id is null or exists (select from payments.payments parent where parent.id = made.payment_id))
  and (made.refund_id is null or exists (select from payments.refunds parent where parent.id = made.refund_id))
on conflict do nothing;

-- product_variants: what agrees with other rows
update products.product_variants v set sku = left(p.sku, 40) || '-' || numbered.n from products.products p, (select x.id, row_number() over (partition by x.product_id order by x.id) as n from products.product_variants x) as numbered where p.id = v.product_id and numbered.id = v.id;

-- orders: what agrees with other rows
update orders.orders o set subtotal = sums.amount, discount = 0, total = sums.amount + o.shipping + o.tax from (select x.id, coalesce(sum(l.line_total), 0) as amount from orders.orders x left join orders.order_lines l on l.order_id = x.id group by x.id) as sums where sums.id = o.id;

-- stock_levels: what agrees with other rows
update inventory.stock_levels set variant_id = null;
with levels as (select s.id, row_number() over (order by s.id) - 1 as n from inventory.stock_levels s), articles as (select p.id, p.sku, row_number() over (order by p.id) - 1 as n, count(*) over () as many from products.products p) update inventory.stock_levels s set product_id = articles.id, sku = articles.sku, location = case when levels.n < articles.many then 'main' else 'place-' || levels.n / articles.many end from levels, articles where levels.id = s.id and articles.n = levels.n % articles.many;
update inventory.stock_levels s set reserved = held.quantity, on_hand = greatest(s.on_hand, held.quantity) from (select x.id, coalesce(sum(r.quantity), 0) as quantity from inventory.stock_levels x left join inventory.reservations r on r.stock_level_id = x.id and r.status = 'held' group by x.id) as held where held.id = s.id;
insert into inventory.stock_movements (id, stock_level_id, delta, reason, created_at) select md5('count of ' || s.id::text)::uuid, s.id, s.on_hand - coalesce(sum(m.delta), 0), 'count', s.created_at from inventory.stock_levels s left join inventory.stock_movements m on m.stock_level_id = s.id group by s.id having s.on_hand <> coalesce(sum(m.delta), 0) and abs(s.on_hand - coalesce(sum(m.delta), 0)) <= 100000000;

-- payments: what agrees with other rows
update payments.payments p set amount = o.total, refunded = 0 from orders.orders o where o.id = p.order_id;
update payments.payments set refunded = amount where status = 'refunded';
update payments.payments set provider_reference = 'generated_' || id::text where status <> 'pending';

-- refunds: what agrees with other rows
update payments.payments p set status = 'captured', captured_at = coalesce(p.captured_at, p.created_at), refunded = given.amount, amount = greatest(p.amount, given.amount + 100), provider_reference = 'generated_' || p.id::text from (select r.payment_id, coalesce(sum(r.amount) filter (where r.status <> 'failed'), 0) as amount from payments.refunds r group by r.payment_id) as given where given.payment_id = p.id;

-- cart_items: what agrees with other rows
update cart.cart_items set variant_id = null;
with shelved as (select i.id, row_number() over (order by i.id) - 1 as n from cart.cart_items i join products.products p on p.id = i.product_id where p.status <> 'active'), offered as (select p.id, row_number() over (order by p.id) - 1 as n, count(*) over () as many from products.products p where p.status = 'active') update cart.cart_items i set product_id = offered.id from shelved, offered where shelved.id = i.id and offered.n = shelved.n % offered.many;
delete from cart.cart_items i using cart.cart_items x where x.cart_id = i.cart_id and x.product_id = i.product_id and x.id < i.id;
update cart.cart_items i set sku = p.sku, unit_price = p.price from products.products p where p.id = i.product_id;

-- What arrived.
select 'users' as "table", count(*) as rows from auth.users
union all select 'ledger_accounts' as "table", count(*) as rows from payments.ledger_accounts
union all select 'provider_events' as "table", count(*) as rows from payments.provider_events
union all select 'audit_entries' as "table", count(*) as rows from audit.audit_entries
union all select 'audit_anchors' as "table", count(*) as rows from audit.audit_anchors
union all select 'outbox_events' as "table", count(*) as rows from platform.outbox_events
union all select 'outbox_events_parked' as "table", count(*) as rows from platform.outbox_events_parked
union all select 'inbox_events' as "table", count(*) as rows from platform.inbox_events
union all select 'inbox_events_parked' as "table", count(*) as rows from platform.inbox_events_parked
union all select 'idempotency_keys' as "table", count(*) as rows from platform.idempotency_keys
union all select 'operation_statuses' as "table", count(*) as rows from platform.operation_statuses
union all select 'credentials' as "table", count(*) as rows from auth.credentials
union all select 'sessions' as "table", count(*) as rows from auth.sessions
union all select 'recovery_tokens' as "table", count(*) as rows from auth.recovery_tokens
union all select 'categories' as "table", count(*) as rows from products.categories
union all select 'products' as "table", count(*) as rows from products.products
union all select 'product_variants' as "table", count(*) as rows from products.product_variants
union all select 'product_images' as "table", count(*) as rows from products.product_images
union all select 'orders' as "table", count(*) as rows from orders.orders
union all select 'order_status_changes' as "table", count(*) as rows from orders.order_status_changes
union all select 'addresses' as "table", count(*) as rows from orders.addresses
union all select 'shipments' as "table", count(*) as rows from orders.shipments
union all select 'notifications' as "table", count(*) as rows from notifications.notifications
union all select 'notification_preferences' as "table", count(*) as rows from notifications.notification_preferences
union all select 'stock_levels' as "table", count(*) as rows from inventory.stock_levels
union all select 'reservations' as "table", count(*) as rows from inventory.reservations
union all select 'stock_movements' as "table", count(*) as rows from inventory.stock_movements
union all select 'carts' as "table", count(*) as rows from cart.carts
union all select 'role_grants' as "table", count(*) as rows from auth.role_grants
union all select 'payments' as "table", count(*) as rows from payments.payments
union all select 'order_lines' as "table", count(*) as rows from orders.order_lines
union all select 'refunds' as "table", count(*) as rows from payments.refunds
union all select 'cart_items' as "table", count(*) as rows from cart.cart_items
union all select 'ledger_entries' as "table", count(*) as rows from payments.ledger_entries;

-- Ids for load tests: psql -At > 7-testing/ids.json
select jsonb_build_object(
  'User', (select json_agg(id) from (select id from auth.users order by 1 limit 1000) picked),
  'LedgerAccount', (select json_agg(id) from (select id from payments.ledger_accounts order by 1 limit 1000) picked),
  'ProviderEvent', (select json_agg(id) from (select id from payments.provider_events order by 1 limit 1000) picked),
  'AuditEntry', (select json_agg(id) from (select id from audit.audit_entries order by 1 limit 1000) picked),
  'AuditAnchor', (select json_agg(id) from (select id from audit.audit_anchors order by 1 limit 1000) picked),
  'outbox_events', (select json_agg(id) from (select id from platform.outbox_events order by 1 limit 1000) picked),
  'outbox_events_parked', (select json_agg(message_id) from (select message_id from platform.outbox_events_parked order by 1 limit 1000) picked),
  'operation_statuses', (select json_agg(id) from (select id from platform.operation_statuses order by 1 limit 1000) picked),
  'Credential', (select json_agg(id) from (select id from auth.credentials order by 1 limit 1000) picked),
  'Session', (select json_agg(id) from (select id from auth.sessions order by 1 limit 1000) picked),
  'RecoveryToken', (select json_agg(id) from (select id from auth.recovery_tokens order by 1 limit 1000) picked),
  'Category', (select json_agg(id) from (select id from products.categories order by 1 limit 1000) picked),
  'Product', (select json_agg(id) from (select id from products.products order by 1 limit 1000) picked),
  'ProductVariant', (select json_agg(id) from (select id from products.product_variants order by 1 limit 1000) picked),
  'ProductImage', (select json_agg(id) from (select id from products.product_images order by 1 limit 1000) picked),
  'Order', (select json_agg(id) from (select id from orders.orders order by 1 limit 1000) picked),
  'OrderStatusChange', (select json_agg(id) from (select id from orders.order_status_changes order by 1 limit 1000) picked),
  'Address', (select json_agg(id) from (select id from orders.addresses order by 1 limit 1000) picked),
  'Shipment', (select json_agg(id) from (select id from orders.shipments order by 1 limit 1000) picked),
  'Notification', (select json_agg(id) from (select id from notifications.notifications order by 1 limit 1000) picked),
  'NotificationPreference', (select json_agg(id) from (select id from notifications.notification_preferences order by 1 limit 1000) picked),
  'StockLevel', (select json_agg(id) from (select id from inventory.stock_levels order by 1 limit 1000) picked),
  'Reservation', (select json_agg(id) from (select id from inventory.reservations order by 1 limit 1000) picked),
  'StockMovement', (select json_agg(id) from (select id from inventory.stock_movements order by 1 limit 1000) picked),
  'Cart', (select json_agg(id) from (select id from cart.carts order by 1 limit 1000) picked),
  'RoleGrant', (select json_agg(id) from (select id from auth.role_grants order by 1 limit 1000) picked),
  'Payment', (select json_agg(id) from (select id from payments.payments order by 1 limit 1000) picked),
  'OrderLine', (select json_agg(id) from (select id from orders.order_lines order by 1 limit 1000) picked),
  'Refund', (select json_agg(id) from (select id from payments.refunds order by 1 limit 1000) picked),
  'CartItem', (select json_agg(id) from (select id from cart.cart_items order by 1 limit 1000) picked),
  'LedgerEntry', (select json_agg(id) from (select id from payments.ledger_entries order by 1 limit 1000) picked)
) as ids;
