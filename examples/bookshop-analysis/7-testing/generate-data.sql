-- Rows in the shape of production: sizes, skew and keys follow the model; nothing is real, all of it is repeatable.
-- Run as a role that passes row security: psql -v ON_ERROR_STOP=1 -f 2-database/schema.sql -f 7-testing/generate-data.sql
-- Part of the designed rows; set seed.scale = '1' first and it is all of them. At least 50 rows a table.
select set_config('seed.scale', coalesce(nullif(current_setting('seed.scale', true), ''), '1'), false);

create function pg_temp.seed_rows(designed double precision) returns bigint language sql stable as
$$ select greatest(50, (designed * current_setting('seed.scale')::double precision)::bigint) $$;

-- An even draw from [0, 1) for row i: 48 bits of the hash PostgreSQL partitions by, on every little-endian machine the same.
create function pg_temp.seed_draw(i bigint, salt text) returns double precision language sql immutable as
$$ select (hashint8extended(i, hashtextextended(salt, 0)) >> 16 & 281474976710655) / 281474976710656.0::double precision $$;

-- customers
insert into customers (email, password_hash, name, is_staff, created_at)
select email, password_hash, name, is_staff, created_at from (
  select
    'person-' || i || '@example.org' as email,
    'password-hash-' || (pg_temp.seed_draw(i, 'customers.password_hash') * 1000000)::bigint as password_hash,
    case when pg_temp.seed_draw(i, 'customers.name?') < 0.1 then null else 'name-' || (pg_temp.seed_draw(i, 'customers.name') * 1000000)::bigint end as name,
    pg_temp.seed_draw(i, 'customers.is_staff') < 0.8 as is_staff,
    case when pg_temp.seed_draw(i, 'customers.created_at?') < 0.1 then null else (timestamp with time zone '2025-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'customers.created_at') * (timestamp with time zone '2026-01-01 00:00:00+00' - timestamp with time zone '2025-01-01 00:00:00+00'))::timestamp without time zone end as created_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
) made
on conflict do nothing;

-- books
insert into books (isbn, title, author, price, stock, created_at)
select isbn, title, author, price, stock, created_at from (
  select
    left('isbn-' || (pg_temp.seed_draw(i, 'books.isbn') * 1000000)::bigint, 20) as isbn,
    'title-' || (pg_temp.seed_draw(i, 'books.title') * 1000000)::bigint as title,
    case when pg_temp.seed_draw(i, 'books.author?') < 0.1 then null else 'author-' || (pg_temp.seed_draw(i, 'books.author') * 1000000)::bigint end as author,
    (0 + (pg_temp.seed_draw(i, 'books.price') * 1000000)::bigint % 100001)::double precision as price,
    (0 + (pg_temp.seed_draw(i, 'books.stock') * 1000000)::bigint % 100001)::integer as stock,
    case when pg_temp.seed_draw(i, 'books.created_at?') < 0.1 then null else (timestamp with time zone '2025-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'books.created_at') * (timestamp with time zone '2026-01-01 00:00:00+00' - timestamp with time zone '2025-01-01 00:00:00+00'))::timestamp without time zone end as created_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
) made
on conflict do nothing;

-- orders
insert into orders (customer_id, status, total, created_at)
select customer_id, status, total, created_at from (
  select
    case when pg_temp.seed_draw(i, 'orders.customer_id?') < 0.1 then null else (array(select id from customers order by id))[1 + floor(power(pg_temp.seed_draw(i, 'orders.customer_id'), 3) * (select count(*) from customers))::int] end as customer_id,
    case when pg_temp.seed_draw(i, 'orders.status?') < 0.1 then null else left('status-' || (pg_temp.seed_draw(i, 'orders.status') * 1000000)::bigint, 20) end as status,
    case when pg_temp.seed_draw(i, 'orders.total?') < 0.1 then null else (0 + (pg_temp.seed_draw(i, 'orders.total') * 1000000)::bigint % 100001)::double precision end as total,
    case when pg_temp.seed_draw(i, 'orders.created_at?') < 0.1 then null else (timestamp with time zone '2025-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'orders.created_at') * (timestamp with time zone '2026-01-01 00:00:00+00' - timestamp with time zone '2025-01-01 00:00:00+00'))::timestamp without time zone end as created_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
  offset 0
) made
where (made.customer_id is null or exists (select from customers parent where parent.id = made.customer_id))
on conflict do nothing;

-- payments
insert into payments (order_id, provider_reference, amount_cents, state, created_at)
select order_id, provider_reference, amount_cents, state, created_at from (
  select
    (array(select id from orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'payments.order_id'), 3) * (select count(*) from orders))::int] as order_id,
    case when pg_temp.seed_draw(i, 'payments.provider_reference?') < 0.1 then null else 'provider-reference-' || (pg_temp.seed_draw(i, 'payments.provider_reference') * 1000000)::bigint end as provider_reference,
    (0 + (pg_temp.seed_draw(i, 'payments.amount_cents') * 1000000)::bigint % 100001)::bigint as amount_cents,
    (case when pg_temp.seed_draw(i, 'payments.state') < 0.571429 then 'open' when pg_temp.seed_draw(i, 'payments.state') < 0.857143 then 'captured' else 'failed' end)::text as state,
    (timestamp with time zone '2025-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'payments.created_at') * (timestamp with time zone '2026-01-01 00:00:00+00' - timestamp with time zone '2025-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
  offset 0
) made
where (amount_cents >= 0) is not false
  and (state in ('open', 'captured', 'failed')) is not false
  and (exists (select from orders parent where parent.id = made.order_id))
on conflict do nothing;

-- order_lines
insert into order_lines (order_id, book_id, quantity, unit_price)
select order_id, book_id, quantity, unit_price from (
  select
    case when pg_temp.seed_draw(i, 'order_lines.order_id?') < 0.1 then null else (array(select id from orders order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_lines.order_id'), 3) * (select count(*) from orders))::int] end as order_id,
    case when pg_temp.seed_draw(i, 'order_lines.book_id?') < 0.1 then null else (array(select id from books order by id))[1 + floor(power(pg_temp.seed_draw(i, 'order_lines.book_id'), 3) * (select count(*) from books))::int] end as book_id,
    case when pg_temp.seed_draw(i, 'order_lines.quantity?') < 0.1 then null else (0 + (pg_temp.seed_draw(i, 'order_lines.quantity') * 1000000)::bigint % 100001)::integer end as quantity,
    case when pg_temp.seed_draw(i, 'order_lines.unit_price?') < 0.1 then null else (0 + (pg_temp.seed_draw(i, 'order_lines.unit_price') * 1000000)::bigint % 100001)::double precision end as unit_price
  from generate_series(1, pg_temp.seed_rows(1000)) as i
  offset 0
) made
where (made.order_id is null or exists (select from orders parent where parent.id = made.order_id))
  and (made.book_id is null or exists (select from books parent where parent.id = made.book_id))
on conflict do nothing;

-- reviews
insert into reviews (book_id, customer_id, rating, body, created_at)
select book_id, customer_id, rating, body, created_at from (
  select
    (array(select id from books order by id))[1 + floor(power(pg_temp.seed_draw(i, 'reviews.book_id'), 3) * (select count(*) from books))::int] as book_id,
    (array(select id from customers order by id))[1 + floor(power(pg_temp.seed_draw(i, 'reviews.customer_id'), 3) * (select count(*) from customers))::int] as customer_id,
    (1 + (pg_temp.seed_draw(i, 'reviews.rating') * 1000000)::bigint % 5)::smallint as rating,
    case when pg_temp.seed_draw(i, 'reviews.body?') < 0.1 then null else 'body-' || (pg_temp.seed_draw(i, 'reviews.body') * 1000000)::bigint end as body,
    (timestamp with time zone '2025-01-01 00:00:00+00' + pg_temp.seed_draw(i, 'reviews.created_at') * (timestamp with time zone '2026-01-01 00:00:00+00' - timestamp with time zone '2025-01-01 00:00:00+00'))::timestamp with time zone as created_at
  from generate_series(1, pg_temp.seed_rows(1000)) as i
  offset 0
) made
where (rating between 1 and 5) is not false
  and (exists (select from books parent where parent.id = made.book_id))
  and (exists (select from customers parent where parent.id = made.customer_id))
on conflict do nothing;

-- What arrived.
select 'customers' as "table", count(*) as rows from customers
union all select 'books' as "table", count(*) as rows from books
union all select 'orders' as "table", count(*) as rows from orders
union all select 'payments' as "table", count(*) as rows from payments
union all select 'order_lines' as "table", count(*) as rows from order_lines
union all select 'reviews' as "table", count(*) as rows from reviews;

-- Ids for load tests: psql -At > 7-testing/ids.json
select jsonb_build_object(
  'customers', (select json_agg(id) from (select id from customers order by 1 limit 1000) picked),
  'books', (select json_agg(id) from (select id from books order by 1 limit 1000) picked),
  'orders', (select json_agg(id) from (select id from orders order by 1 limit 1000) picked),
  'payments', (select json_agg(id) from (select id from payments order by 1 limit 1000) picked),
  'reviews', (select json_agg(id) from (select id from reviews order by 1 limit 1000) picked)
) as ids;
