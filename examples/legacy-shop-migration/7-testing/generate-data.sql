-- Rows in the shape of production: sizes, skew and keys follow the model; nothing is real, all of it is repeatable.
-- Run as a role that passes row security: psql -v ON_ERROR_STOP=1 -f 2-database/schema.sql -f 7-testing/generate-data.sql
-- Part of the designed rows; set seed.scale = '1' first and it is all of them. At least 50 rows a table.
select set_config('seed.scale', coalesce(nullif(current_setting('seed.scale', true), ''), '0.0001'), false);

create function pg_temp.seed_rows(designed double precision) returns bigint language sql stable as
$$ select greatest(50, (designed * current_setting('seed.scale')::double precision)::bigint) $$;

-- An even draw from [0, 1) for row i: 48 bits of the hash PostgreSQL partitions by, on every little-endian machine the same.
create function pg_temp.seed_draw(i bigint, salt text) returns double precision language sql immutable as
$$ select (hashint8extended(i, hashtextextended(salt, 0)) >> 16 & 281474976710655) / 281474976710656.0::double precision $$;

-- users
insert into auth.users (id, kind, status, email, email_verified_at, display_name, phone, locale, terms_accepted_at, last_sign_in_at, erased_at, legacy_admin_user_id, login, level, legacy_id, firstname, lastname, gender, birthday, newsletter, created, version, created_at, updated_at)
select id, kind, status, email, email_verified_at, display_name, phone, locale, terms_accepted_at, last_sign_in_at, erased_at, legacy_admin_user_id, login, level, legacy_id, firstname, lastname, gender, birthday, newsletter, created, version, created_at, updated_at from (
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
    case when pg_temp.seed_draw(i, 'users.legacy_admin_user_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_admin_user_id,
    case when pg_temp.seed_draw(i, 'users.login?') < 0.3 then null else 'login-' || i end as login,
    case when pg_temp.seed_draw(i, 'users.level?') < 0.3 then null else (0 + (power(pg_temp.seed_draw(i, 'users.level'), 3) * 100000)::bigint % 100001)::integer end as level,
    case when pg_temp.seed_draw(i, 'users.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'users.firstname?') < 0.3 then null else left('firstname-' || (pg_temp.seed_draw(i, 'users.firstname') * 1000000)::bigint, 50) end as firstname,
    case when pg_temp.seed_draw(i, 'users.lastname?') < 0.3 then null else left('lastname-' || (pg_temp.seed_draw(i, 'users.lastname') * 1000000)::bigint, 50) end as lastname,
    case when pg_temp.seed_draw(i, 'users.gender?') < 0.3 then null else (case when pg_temp.seed_draw(i, 'users.gender') < 0.6667 then 'm' else 'f' end)::text end as gender,
    case when pg_temp.seed_draw(i, 'users.birthday?') < 0.4 then null else (timestamp with time zone '2027-01-01' + pg_temp.seed_draw(i, 'users.birthday') * (timestamp with time zone '2029-12-31' - timestamp with time zone '2027-01-01'))::date end as birthday,
    case when pg_temp.seed_draw(i, 'users.newsletter?') < 0.3 then null else (case when pg_temp.seed_draw(i, 'users.newsletter') < 0.9 then 'f' else 't' end)::boolean end as newsletter,
    case when pg_temp.seed_draw(i, 'users.created?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'users.created') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as created,
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
  and (char_length(login) <= 20) is not false
  and (char_length(firstname) <= 50) is not false
  and (char_length(lastname) <= 50) is not false
  and (gender in ('m', 'f')) is not false
  and (kind = 'guest' or status = 'erased' or email is not null) is not false
  and ((status = 'erased') = (erased_at is not null)) is not false
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

-- coupons
insert into orders.coupons (id, code, percent, valid_from, valid_to, used, created_at, updated_at)
select id, code, percent, valid_from, valid_to, used, created_at, updated_at from (
  select
    md5('coupons.id ' || i)::uuid as id,
    'code-' || i as code,
    (0 + (power(pg_temp.seed_draw(i, 'coupons.percent'), 3) * 100000)::bigint % 100001)::integer as percent,
    case when pg_temp.seed_draw(i, 'coupons.valid_from?') < 0.4 then null else (timestamp with time zone '2027-01-01' + pg_temp.seed_draw(i, 'coupons.valid_from') * (timestamp with time zone '2029-12-31' - timestamp with time zone '2027-01-01'))::date end as valid_from,
    case when pg_temp.seed_draw(i, 'coupons.valid_to?') < 0.4 then null else (timestamp with time zone '2027-01-01' + pg_temp.seed_draw(i, 'coupons.valid_to') * (timestamp with time zone '2029-12-31' - timestamp with time zone '2027-01-01'))::date end as valid_to,
    (0 + (power(pg_temp.seed_draw(i, 'coupons.used'), 3) * 100000)::bigint % 100001)::integer as used,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'coupons.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'coupons.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(code) <= 20) is not false
  and (percent >= 0) is not false
  and (used >= 0) is not false
on conflict do nothing;

-- product_prices
insert into products.product_prices (id, price, product_id, created_at, updated_at)
select id, price, product_id, created_at, updated_at from (
  select
    md5('product_prices.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'product_prices.price?') < 0.3 then null else 'price-' || (pg_temp.seed_draw(i, 'product_prices.price') * 1000000)::bigint end as price,
    case when pg_temp.seed_draw(i, 'product_prices.product_id?') < 0.3 then null else 'product-id-' || (pg_temp.seed_draw(i, 'product_prices.product_id') * 1000000)::bigint end as product_id,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_prices.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_prices.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(price) <= 65535) is not false
  and (char_length(product_id) <= 65535) is not false
on conflict do nothing;

-- products
insert into categories.products (id, legacy_id, sku, name, description, price, special_price, stock, active, flags, image, created, version, created_at, updated_at)
select id, legacy_id, sku, name, description, price, special_price, stock, active, flags, image, created, version, created_at, updated_at from (
  select
    md5('products.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'products.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'products.sku?') < 0.3 then null else left('sku-' || (pg_temp.seed_draw(i, 'products.sku') * 1000000)::bigint, 20) end as sku,
    case when pg_temp.seed_draw(i, 'products.name?') < 0.3 then null else left('name-' || (pg_temp.seed_draw(i, 'products.name') * 1000000)::bigint, 120) end as name,
    case when pg_temp.seed_draw(i, 'products.description?') < 0.3 then null else 'description-' || (pg_temp.seed_draw(i, 'products.description') * 1000000)::bigint end as description,
    (0 + (power(pg_temp.seed_draw(i, 'products.price'), 3) * 100000)::bigint % 100001)::bigint as price,
    (0 + (power(pg_temp.seed_draw(i, 'products.special_price'), 3) * 100000)::bigint % 100001)::bigint as special_price,
    (0 + (power(pg_temp.seed_draw(i, 'products.stock'), 3) * 100000)::bigint % 100001)::integer as stock,
    (case when pg_temp.seed_draw(i, 'products.active') < 0.9 then 't' else 'f' end)::boolean as active,
    case when pg_temp.seed_draw(i, 'products.flags?') < 0.3 then null else left('flags-' || (pg_temp.seed_draw(i, 'products.flags') * 1000000)::bigint, 17) end as flags,
    case when pg_temp.seed_draw(i, 'products.image?') < 0.3 then null else left('image-' || (pg_temp.seed_draw(i, 'products.image') * 1000000)::bigint, 100) end as image,
    case when pg_temp.seed_draw(i, 'products.created?') < 0.4 then null else (timestamp with time zone '2027-01-01' + pg_temp.seed_draw(i, 'products.created') * (timestamp with time zone '2029-12-31' - timestamp with time zone '2027-01-01'))::date end as created,
    (case when pg_temp.seed_draw(i, 'products.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'products.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'products.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'products.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(sku) <= 20) is not false
  and (char_length(name) <= 120) is not false
  and (char_length(description) <= 65535) is not false
  and (char_length(flags) <= 17) is not false
  and (char_length(image) <= 100) is not false
on conflict do nothing;

-- search_logs
insert into orders.search_logs (id, term, hits, searched_at, created_at, updated_at)
select id, term, hits, searched_at, created_at, updated_at from (
  select
    md5('search_logs.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'search_logs.term?') < 0.3 then null else left('term-' || (pg_temp.seed_draw(i, 'search_logs.term') * 1000000)::bigint, 100) end as term,
    case when pg_temp.seed_draw(i, 'search_logs.hits?') < 0.3 then null else (0 + (power(pg_temp.seed_draw(i, 'search_logs.hits'), 3) * 100000)::bigint % 100001)::integer end as hits,
    case when pg_temp.seed_draw(i, 'search_logs.searched_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'search_logs.searched_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as searched_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'search_logs.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'search_logs.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(term) <= 100) is not false
on conflict do nothing;

-- settings
insert into customers_and_settings.settings (id, name, value, version, created_at, updated_at)
select id, name, value, version, created_at, updated_at from (
  select
    md5('settings.id ' || i)::uuid as id,
    'name-' || i as name,
    'value-' || (pg_temp.seed_draw(i, 'settings.value') * 1000000)::bigint as value,
    (case when pg_temp.seed_draw(i, 'settings.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'settings.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'settings.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'settings.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(name) <= 40) is not false
  and (char_length(value) <= 1000000) is not false
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
  and (kind <> 'password' or secret_hash is not null) is not false
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

-- addresses
insert into orders.addresses (id, legacy_id, customer_id, street, zip, city, country, created_at, updated_at)
select id, legacy_id, customer_id, street, zip, city, country, created_at, updated_at from (
  select
    md5('addresses.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'addresses.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'addresses.customer_id?') < 0.3 then null else (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'addresses.customer_id'), 3) * (select count(*) from auth.users))::int] end as customer_id,
    case when pg_temp.seed_draw(i, 'addresses.street?') < 0.3 then null else left('street-' || (pg_temp.seed_draw(i, 'addresses.street') * 1000000)::bigint, 100) end as street,
    case when pg_temp.seed_draw(i, 'addresses.zip?') < 0.3 then null else left('' || (pg_temp.seed_draw(i, 'addresses.zip') * 1000000)::bigint, 10) end as zip,
    case when pg_temp.seed_draw(i, 'addresses.city?') < 0.3 then null else left('city-' || (pg_temp.seed_draw(i, 'addresses.city') * 1000000)::bigint, 60) end as city,
    (array['DE', 'FR', 'NL', 'ES'])[1 + ((pg_temp.seed_draw(i, 'addresses.country') * 1000000)::bigint % 4)::int] as country,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'addresses.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'addresses.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(street) <= 100) is not false
  and (char_length(zip) <= 10) is not false
  and (char_length(city) <= 60) is not false
  and (char_length(country) <= 2) is not false
  and (made.customer_id is null or exists (select from auth.users parent where parent.id = made.customer_id))
on conflict do nothing;

-- categories
insert into categories.categories (id, legacy_id, parent_id, slug, name, categories_position, created_at, updated_at)
select id, legacy_id, parent_id, slug, name, categories_position, created_at, updated_at from (
  select
    md5('categories.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'categories.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    null::uuid as parent_id,
    'slug-' || i as slug,
    left('name-' || (pg_temp.seed_draw(i, 'categories.name') * 1000000)::bigint, 100) as name,
    (0 + (power(pg_temp.seed_draw(i, 'categories.categories_position'), 3) * 100000)::bigint % 100001)::integer as categories_position,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'categories.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'categories.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(slug) <= 60) is not false
  and (char_length(name) <= 100) is not false
  and (made.parent_id is null or exists (select from categories.categories parent where parent.id = made.parent_id))
on conflict do nothing;

-- role_grants
insert into auth.role_grants (id, user_id, role, granted_by_id, expires_at, version, created_at, updated_at)
select id, user_id, role, granted_by_id, expires_at, version, created_at, updated_at from (
  select
    md5('role_grants.id ' || i)::uuid as id,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'role_grants.user_id'), 3) * (select count(*) from auth.users))::int] as user_id,
    (case when pg_temp.seed_draw(i, 'role_grants.role') < 0.48 then 'customer' when pg_temp.seed_draw(i, 'role_grants.role') < 0.72 then 'support' when pg_temp.seed_draw(i, 'role_grants.role') < 0.88 then 'admin' else 'auditor' end)::text as role,
    (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'role_grants.granted_by_id'), 3) * (select count(*) from auth.users))::int] as granted_by_id,
    case when pg_temp.seed_draw(i, 'role_grants.expires_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'role_grants.expires_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as expires_at,
    (case when pg_temp.seed_draw(i, 'role_grants.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'role_grants.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'role_grants.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'role_grants.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(5000)) as i
  offset 0
) made
where (role in ('customer', 'support', 'admin', 'auditor')) is not false
  and (exists (select from auth.users parent where parent.id = made.user_id))
  and (exists (select from auth.users parent where parent.id = made.granted_by_id))
on conflict do nothing;

-- orders
insert into orders.orders (id, legacy_id, customer_id, address_id, status, total, ip, note, paid_at, payment_ref, version, created_at, updated_at)
select id, legacy_id, customer_id, address_id, status, total, ip, note, paid_at, payment_ref, version, created_at, updated_at from (
  select
    md5('orders.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'orders.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'orders.customer_id?') < 0.3 then null else (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'orders.customer_id'), 3) * (select count(*) from auth.users))::int] end as customer_id,
    case when pg_temp.seed_draw(i, 'orders.address_id?') < 0.3 then null else (array(select id from orders.addresses order by id))[1 + floor(power(pg_temp.seed_draw(i, 'orders.address_id'), 3) * (select count(*) from orders.addresses))::int] end as address_id,
    (case when pg_temp.seed_draw(i, 'orders.status') < 0.48 then 'new' when pg_temp.seed_draw(i, 'orders.status') < 0.72 then 'paid' when pg_temp.seed_draw(i, 'orders.status') < 0.88 then 'shipped' else 'cancelled' end)::text as status,
    (0 + (power(pg_temp.seed_draw(i, 'orders.total'), 3) * 100000)::bigint % 100001)::bigint as total,
    case when pg_temp.seed_draw(i, 'orders.ip?') < 0.3 then null else left('ip-' || (pg_temp.seed_draw(i, 'orders.ip') * 1000000)::bigint, 15) end as ip,
    case when pg_temp.seed_draw(i, 'orders.note?') < 0.3 then null else 'note-' || (pg_temp.seed_draw(i, 'orders.note') * 1000000)::bigint end as note,
    case when pg_temp.seed_draw(i, 'orders.paid_at?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.paid_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as paid_at,
    case when pg_temp.seed_draw(i, 'orders.payment_ref?') < 0.3 then null else left('payment-ref-' || (pg_temp.seed_draw(i, 'orders.payment_ref') * 1000000)::bigint, 40) end as payment_ref,
    (case when pg_temp.seed_draw(i, 'orders.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'orders.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (status in ('new', 'paid', 'shipped', 'cancelled')) is not false
  and (char_length(ip) <= 15) is not false
  and (char_length(note) <= 65535) is not false
  and (char_length(payment_ref) <= 40) is not false
  and (made.customer_id is null or exists (select from auth.users parent where parent.id = made.customer_id))
  and (made.address_id is null or exists (select from orders.addresses parent where parent.id = made.address_id))
on conflict do nothing;

-- order_items
insert into orders.order_items (id, legacy_id, order_id, product_id, qty, price, created_at, updated_at)
select id, legacy_id, order_id, product_id, qty, price, created_at, updated_at from (
  select
    md5('order_items.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'order_items.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    (array(select id from orders.orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_items.order_id'), 3) * (select count(*) from orders.orders))::int] as order_id,
    case when pg_temp.seed_draw(i, 'order_items.product_id?') < 0.3 then null else (array(select id from categories.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_items.product_id'), 3) * (select count(*) from categories.products))::int] end as product_id,
    (0 + (power(pg_temp.seed_draw(i, 'order_items.qty'), 3) * 100000)::bigint % 100001)::integer as qty,
    (0 + (power(pg_temp.seed_draw(i, 'order_items.price'), 3) * 100000)::bigint % 100001)::bigint as price,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'order_items.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'order_items.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (qty >= 0) is not false
  and (exists (select from orders.orders parent where parent.id = made.order_id))
  and (made.product_id is null or exists (select from categories.products parent where parent.id = made.product_id))
on conflict do nothing;

-- product_categories
insert into categories.product_categories (id, product_id, category_id, created_at, updated_at)
select id, product_id, category_id, created_at, updated_at from (
  select
    md5('product_categories.id ' || i)::uuid as id,
    (array(select id from categories.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'product_categories.product_id'), 3) * (select count(*) from categories.products))::int] as product_id,
    (array(select id from categories.categories order by id))[1 + floor(power(pg_temp.seed_draw(i, 'product_categories.category_id'), 3) * (select count(*) from categories.categories))::int] as category_id,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_categories.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'product_categories.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (exists (select from categories.products parent where parent.id = made.product_id))
  and (exists (select from categories.categories parent where parent.id = made.category_id))
on conflict do nothing;

-- reviews
insert into customers_and_settings.reviews (id, legacy_id, product_id, customer_id, rating, text, approved, created, version, created_at, updated_at)
select id, legacy_id, product_id, customer_id, rating, text, approved, created, version, created_at, updated_at from (
  select
    md5('reviews.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'reviews.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'reviews.product_id?') < 0.3 then null else (array(select id from categories.products order by id))[1 + floor(power(pg_temp.seed_draw(i, 'reviews.product_id'), 3) * (select count(*) from categories.products))::int] end as product_id,
    case when pg_temp.seed_draw(i, 'reviews.customer_id?') < 0.3 then null else (array(select id from auth.users order by id))[1 + floor(power(pg_temp.seed_draw(i, 'reviews.customer_id'), 3) * (select count(*) from auth.users))::int] end as customer_id,
    case when pg_temp.seed_draw(i, 'reviews.rating?') < 0.3 then null else (0 + (power(pg_temp.seed_draw(i, 'reviews.rating'), 3) * 100000)::bigint % 100001)::integer end as rating,
    case when pg_temp.seed_draw(i, 'reviews.text?') < 0.3 then null else 'text-' || (pg_temp.seed_draw(i, 'reviews.text') * 1000000)::bigint end as text,
    (case when pg_temp.seed_draw(i, 'reviews.approved') < 0.9 then 'f' else 't' end)::boolean as approved,
    case when pg_temp.seed_draw(i, 'reviews.created?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reviews.created') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as created,
    (case when pg_temp.seed_draw(i, 'reviews.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'reviews.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reviews.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reviews.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (rating >= 0) is not false
  and (char_length(text) <= 65535) is not false
  and (made.product_id is null or exists (select from categories.products parent where parent.id = made.product_id))
  and (made.customer_id is null or exists (select from auth.users parent where parent.id = made.customer_id))
on conflict do nothing;

-- What arrived.
select 'users' as "table", count(*) as rows from auth.users
union all select 'audit_entries' as "table", count(*) as rows from audit.audit_entries
union all select 'audit_anchors' as "table", count(*) as rows from audit.audit_anchors
union all select 'coupons' as "table", count(*) as rows from orders.coupons
union all select 'product_prices' as "table", count(*) as rows from products.product_prices
union all select 'products' as "table", count(*) as rows from categories.products
union all select 'search_logs' as "table", count(*) as rows from orders.search_logs
union all select 'settings' as "table", count(*) as rows from customers_and_settings.settings
union all select 'outbox_events' as "table", count(*) as rows from platform.outbox_events
union all select 'outbox_events_parked' as "table", count(*) as rows from platform.outbox_events_parked
union all select 'inbox_events' as "table", count(*) as rows from platform.inbox_events
union all select 'inbox_events_parked' as "table", count(*) as rows from platform.inbox_events_parked
union all select 'idempotency_keys' as "table", count(*) as rows from platform.idempotency_keys
union all select 'operation_statuses' as "table", count(*) as rows from platform.operation_statuses
union all select 'credentials' as "table", count(*) as rows from auth.credentials
union all select 'sessions' as "table", count(*) as rows from auth.sessions
union all select 'recovery_tokens' as "table", count(*) as rows from auth.recovery_tokens
union all select 'notifications' as "table", count(*) as rows from notifications.notifications
union all select 'notification_preferences' as "table", count(*) as rows from notifications.notification_preferences
union all select 'addresses' as "table", count(*) as rows from orders.addresses
union all select 'categories' as "table", count(*) as rows from categories.categories
union all select 'role_grants' as "table", count(*) as rows from auth.role_grants
union all select 'orders' as "table", count(*) as rows from orders.orders
union all select 'order_items' as "table", count(*) as rows from orders.order_items
union all select 'product_categories' as "table", count(*) as rows from categories.product_categories
union all select 'reviews' as "table", count(*) as rows from customers_and_settings.reviews;

-- Ids for load tests: psql -At > 7-testing/ids.json
select jsonb_build_object(
  'User', (select json_agg(id) from (select id from auth.users order by 1 limit 1000) picked),
  'AuditEntry', (select json_agg(id) from (select id from audit.audit_entries order by 1 limit 1000) picked),
  'AuditAnchor', (select json_agg(id) from (select id from audit.audit_anchors order by 1 limit 1000) picked),
  'Coupon', (select json_agg(id) from (select id from orders.coupons order by 1 limit 1000) picked),
  'ProductPrice', (select json_agg(id) from (select id from products.product_prices order by 1 limit 1000) picked),
  'Product', (select json_agg(id) from (select id from categories.products order by 1 limit 1000) picked),
  'SearchLog', (select json_agg(id) from (select id from orders.search_logs order by 1 limit 1000) picked),
  'Setting', (select json_agg(id) from (select id from customers_and_settings.settings order by 1 limit 1000) picked),
  'outbox_events', (select json_agg(id) from (select id from platform.outbox_events order by 1 limit 1000) picked),
  'outbox_events_parked', (select json_agg(message_id) from (select message_id from platform.outbox_events_parked order by 1 limit 1000) picked),
  'operation_statuses', (select json_agg(id) from (select id from platform.operation_statuses order by 1 limit 1000) picked),
  'Credential', (select json_agg(id) from (select id from auth.credentials order by 1 limit 1000) picked),
  'Session', (select json_agg(id) from (select id from auth.sessions order by 1 limit 1000) picked),
  'RecoveryToken', (select json_agg(id) from (select id from auth.recovery_tokens order by 1 limit 1000) picked),
  'Notification', (select json_agg(id) from (select id from notifications.notifications order by 1 limit 1000) picked),
  'NotificationPreference', (select json_agg(id) from (select id from notifications.notification_preferences order by 1 limit 1000) picked),
  'Address', (select json_agg(id) from (select id from orders.addresses order by 1 limit 1000) picked),
  'Category', (select json_agg(id) from (select id from categories.categories order by 1 limit 1000) picked),
  'RoleGrant', (select json_agg(id) from (select id from auth.role_grants order by 1 limit 1000) picked),
  'Order', (select json_agg(id) from (select id from orders.orders order by 1 limit 1000) picked),
  'OrderItem', (select json_agg(id) from (select id from orders.order_items order by 1 limit 1000) picked),
  'ProductCategory', (select json_agg(id) from (select id from categories.product_categories order by 1 limit 1000) picked),
  'Review', (select json_agg(id) from (select id from customers_and_settings.reviews order by 1 limit 1000) picked)
) as ids;
