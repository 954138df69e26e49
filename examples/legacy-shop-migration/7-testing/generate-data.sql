-- Rows in the shape of production: sizes, skew and keys follow the model; nothing is real, all of it is repeatable.
-- Run as a role that passes row security: psql -v ON_ERROR_STOP=1 -f 2-database/schema.sql -f 7-testing/generate-data.sql
-- Part of the designed rows; set seed.scale = '1' first and it is all of them. At least 50 rows a table.
select set_config('seed.scale', coalesce(nullif(current_setting('seed.scale', true), ''), '0.01'), false);

create function pg_temp.seed_rows(designed double precision) returns bigint language sql stable as
$$ select greatest(50, (designed * current_setting('seed.scale')::double precision)::bigint) $$;

-- An even draw from [0, 1) for row i: 48 bits of the hash PostgreSQL partitions by, on every little-endian machine the same.
create function pg_temp.seed_draw(i bigint, salt text) returns double precision language sql immutable as
$$ select (hashint8extended(i, hashtextextended(salt, 0)) >> 16 & 281474976710655) / 281474976710656.0::double precision $$;

-- admin_users
insert into customers_and_settings.admin_users (id, legacy_id, login, password, level, last_login, version, created_at, updated_at)
select id, legacy_id, login, password, level, last_login, version, created_at, updated_at from (
  select
    md5('admin_users.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'admin_users.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    'login-' || i as login,
    case when pg_temp.seed_draw(i, 'admin_users.password?') < 0.3 then null else left('password-' || (pg_temp.seed_draw(i, 'admin_users.password') * 1000000)::bigint, 32) end as password,
    (0 + (power(pg_temp.seed_draw(i, 'admin_users.level'), 3) * 100000)::bigint % 100001)::integer as level,
    case when pg_temp.seed_draw(i, 'admin_users.last_login?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'admin_users.last_login') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as last_login,
    (case when pg_temp.seed_draw(i, 'admin_users.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'admin_users.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'admin_users.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'admin_users.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(login) <= 20) is not false
  and (char_length(password) <= 32) is not false
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

-- customers
insert into customers_and_settings.customers (id, legacy_id, email, password, firstname, lastname, gender, birthday, newsletter, created, last_login, version, created_at, updated_at)
select id, legacy_id, email, password, firstname, lastname, gender, birthday, newsletter, created, last_login, version, created_at, updated_at from (
  select
    md5('customers.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'customers.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'customers.email?') < 0.3 then null else 'person-' || (pg_temp.seed_draw(i, 'customers.email') * 1000000)::bigint || '@example.org' end as email,
    case when pg_temp.seed_draw(i, 'customers.password?') < 0.3 then null else left('password-' || (pg_temp.seed_draw(i, 'customers.password') * 1000000)::bigint, 255) end as password,
    case when pg_temp.seed_draw(i, 'customers.firstname?') < 0.3 then null else left('firstname-' || (pg_temp.seed_draw(i, 'customers.firstname') * 1000000)::bigint, 50) end as firstname,
    case when pg_temp.seed_draw(i, 'customers.lastname?') < 0.3 then null else left('lastname-' || (pg_temp.seed_draw(i, 'customers.lastname') * 1000000)::bigint, 50) end as lastname,
    case when pg_temp.seed_draw(i, 'customers.gender?') < 0.3 then null else (case when pg_temp.seed_draw(i, 'customers.gender') < 0.6667 then 'm' else 'f' end)::text end as gender,
    case when pg_temp.seed_draw(i, 'customers.birthday?') < 0.4 then null else (timestamp with time zone '2027-01-01' + pg_temp.seed_draw(i, 'customers.birthday') * (timestamp with time zone '2029-12-31' - timestamp with time zone '2027-01-01'))::date end as birthday,
    (case when pg_temp.seed_draw(i, 'customers.newsletter') < 0.9 then 'f' else 't' end)::boolean as newsletter,
    case when pg_temp.seed_draw(i, 'customers.created?') < 0.4 then null else (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'customers.created') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone end as created,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'customers.last_login') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as last_login,
    (case when pg_temp.seed_draw(i, 'customers.version') < 0.6 then '1' when pg_temp.seed_draw(i, 'customers.version') < 0.85 then '2' else '3' end)::integer as version,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'customers.created_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as created_at,
    (timestamp with time zone '2027-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'customers.updated_at') * (timestamp with time zone '2029-12-31 00:00:00+00' - timestamp with time zone '2027-01-01 00:00:00+00'))::timestamp with time zone as updated_at
  from generate_series(1, pg_temp.seed_rows(100000)) as i
  offset 0
) made
where (char_length(email) <= 100) is not false
  and (char_length(password) <= 255) is not false
  and (char_length(firstname) <= 50) is not false
  and (char_length(lastname) <= 50) is not false
  and (gender in ('m', 'f')) is not false
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

-- addresses
insert into orders.addresses (id, legacy_id, customer_id, street, zip, city, country, created_at, updated_at)
select id, legacy_id, customer_id, street, zip, city, country, created_at, updated_at from (
  select
    md5('addresses.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'addresses.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'addresses.customer_id?') < 0.3 then null else (array(select id from customers_and_settings.customers order by id))[1 + floor(power(pg_temp.seed_draw(i, 'addresses.customer_id'), 3) * (select count(*) from customers_and_settings.customers))::int] end as customer_id,
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
  and (made.customer_id is null or exists (select from customers_and_settings.customers parent where parent.id = made.customer_id))
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

-- orders
insert into orders.orders (id, legacy_id, customer_id, address_id, status, total, ip, note, paid_at, payment_ref, version, created_at, updated_at)
select id, legacy_id, customer_id, address_id, status, total, ip, note, paid_at, payment_ref, version, created_at, updated_at from (
  select
    md5('orders.id ' || i)::uuid as id,
    case when pg_temp.seed_draw(i, 'orders.legacy_id?') < 0.3 then null else (0 + i % 100001)::bigint end as legacy_id,
    case when pg_temp.seed_draw(i, 'orders.customer_id?') < 0.3 then null else (array(select id from customers_and_settings.customers order by id))[1 + floor(power(pg_temp.seed_draw(i, 'orders.customer_id'), 3) * (select count(*) from customers_and_settings.customers))::int] end as customer_id,
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
  and (made.customer_id is null or exists (select from customers_and_settings.customers parent where parent.id = made.customer_id))
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
    case when pg_temp.seed_draw(i, 'reviews.customer_id?') < 0.3 then null else (array(select id from customers_and_settings.customers order by id))[1 + floor(power(pg_temp.seed_draw(i, 'reviews.customer_id'), 3) * (select count(*) from customers_and_settings.customers))::int] end as customer_id,
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
  and (made.customer_id is null or exists (select from customers_and_settings.customers parent where parent.id = made.customer_id))
on conflict do nothing;

-- What arrived.
select 'admin_users' as "table", count(*) as rows from customers_and_settings.admin_users
union all select 'coupons' as "table", count(*) as rows from orders.coupons
union all select 'customers' as "table", count(*) as rows from customers_and_settings.customers
union all select 'product_prices' as "table", count(*) as rows from products.product_prices
union all select 'products' as "table", count(*) as rows from categories.products
union all select 'search_logs' as "table", count(*) as rows from orders.search_logs
union all select 'settings' as "table", count(*) as rows from customers_and_settings.settings
union all select 'idempotency_keys' as "table", count(*) as rows from platform.idempotency_keys
union all select 'addresses' as "table", count(*) as rows from orders.addresses
union all select 'categories' as "table", count(*) as rows from categories.categories
union all select 'orders' as "table", count(*) as rows from orders.orders
union all select 'order_items' as "table", count(*) as rows from orders.order_items
union all select 'product_categories' as "table", count(*) as rows from categories.product_categories
union all select 'reviews' as "table", count(*) as rows from customers_and_settings.reviews;

-- Ids for load tests: psql -At > 7-testing/ids.json
select jsonb_build_object(
  'AdminUser', (select json_agg(id) from (select id from customers_and_settings.admin_users order by 1 limit 1000) picked),
  'Coupon', (select json_agg(id) from (select id from orders.coupons order by 1 limit 1000) picked),
  'Customer', (select json_agg(id) from (select id from customers_and_settings.customers order by 1 limit 1000) picked),
  'ProductPrice', (select json_agg(id) from (select id from products.product_prices order by 1 limit 1000) picked),
  'Product', (select json_agg(id) from (select id from categories.products order by 1 limit 1000) picked),
  'SearchLog', (select json_agg(id) from (select id from orders.search_logs order by 1 limit 1000) picked),
  'Setting', (select json_agg(id) from (select id from customers_and_settings.settings order by 1 limit 1000) picked),
  'Address', (select json_agg(id) from (select id from orders.addresses order by 1 limit 1000) picked),
  'Category', (select json_agg(id) from (select id from categories.categories order by 1 limit 1000) picked),
  'Order', (select json_agg(id) from (select id from orders.orders order by 1 limit 1000) picked),
  'OrderItem', (select json_agg(id) from (select id from orders.order_items order by 1 limit 1000) picked),
  'ProductCategory', (select json_agg(id) from (select id from categories.product_categories order by 1 limit 1000) picked),
  'Review', (select json_agg(id) from (select id from customers_and_settings.reviews order by 1 limit 1000) picked)
) as ids;
