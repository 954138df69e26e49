-- 04-quarantine.sql: notes each faulty value with its repair; rows that cannot be repaired are kept out.

create schema if not exists quarantine;

create schema if not exists converted;

create table if not exists quarantine.rows (
  table_name text, legacy_row bigint, column_name text, fault text, action text not null, repair text not null, value text,
  primary key (table_name, legacy_row, column_name, fault)
);

do $$ begin
  create type converted.customers_gender as enum ('m', 'f', '');
exception when duplicate_object then null;
end $$;

do $$ begin
  create type converted.orders_status as enum ('new', 'paid', 'shipped', 'cancelled');
exception when duplicate_object then null;
end $$;

create or replace function converted.fold_case(given text) returns text language sql immutable strict parallel safe as $$
  select lower(rtrim(given, ' '))
$$;

create or replace function converted.fold_accents(given text) returns text language sql immutable strict parallel safe as $$
  select lower(regexp_replace(normalize(rtrim(given, ' '), NFD), '[\u0300-\u036f]', '', 'g'))
$$;

create or replace view legacy."addresses mapped" as select l.legacy_row,
  legacy.integer_of(l.id, 0, 4294967295)::bigint as id,
  legacy.integer_of(l.customer_id, -2147483648, 2147483647)::integer as customer_id,
  legacy.text_of(l.street) as street,
  legacy.text_of(l.zip) as zip,
  legacy.text_of(l.city) as city,
  legacy.text_of(l.country) as country
from legacy.addresses as l;

create or replace view legacy."admin_users mapped" as select l.legacy_row,
  legacy.integer_of(l.id, 0, 65535)::integer as id,
  legacy.text_of(l.login) as login,
  legacy.text_of(l.password) as password,
  legacy.integer_of(l.level, -128, 127)::smallint as level,
  legacy.timestamp_of(l.last_login)::timestamp(0) as last_login
from legacy.admin_users as l;

create or replace view legacy."categories mapped" as select l.legacy_row,
  legacy.integer_of(l.id, -2147483648, 2147483647)::integer as id,
  legacy.integer_of(l.parent_id, -2147483648, 2147483647)::integer as parent_id,
  legacy.text_of(l.slug) as slug,
  legacy.text_of(l.name) as name,
  legacy.integer_of(l."position", -32768, 32767)::smallint as "position"
from legacy.categories as l;

create or replace view legacy."coupons mapped" as select l.legacy_row,
  legacy.text_of(l.code) as code,
  legacy.integer_of(l.percent, 0, 255)::smallint as percent,
  legacy.date_of(l.valid_from) as valid_from,
  legacy.date_of(l.valid_to) as valid_to,
  legacy.integer_of(l.used, 0, 16777215)::integer as used
from legacy.coupons as l;

create or replace view legacy."customers mapped" as select l.legacy_row,
  legacy.integer_of(l.id, 0, 4294967295)::bigint as id,
  legacy.text_of(l.email) as email,
  legacy.text_of(l.password) as password,
  legacy.text_of(l.firstname) as firstname,
  legacy.text_of(l.lastname) as lastname,
  coalesce(legacy.label_of(legacy.text_of(l.gender), array['m', 'f', '']::text[])::converted.customers_gender, case when l.gender is not null then ''::converted.customers_gender end) as gender,
  legacy.date_of(l.birthday) as birthday,
  legacy.integer_of(l.newsletter, -128, 127)::smallint as newsletter,
  legacy.timestamp_of(l.created)::timestamp(0) as created,
  (legacy.timestamp_of(l.last_login) at time zone interval '+00:00')::timestamptz(0) as last_login
from legacy.customers as l;

create or replace view legacy."products mapped" as select l.legacy_row,
  legacy.integer_of(l.id, 0, 16777215)::integer as id,
  legacy.text_of(l.sku) as sku,
  legacy.text_of(l.name) as name,
  legacy.text_of(l.description) as description,
  legacy.decimal_of(l.price, 10, 2, '-infinity') as price,
  legacy.real_of(l.special_price) as special_price,
  legacy.integer_of(l.stock, -2147483648, 2147483647)::integer as stock,
  (legacy.integer_of(l.active, 0, 1) = 1) as active,
  legacy.set_of(legacy.text_of(l.flags), array['new', 'sale', 'featured']::text[]) as flags,
  legacy.text_of(l.image) as image,
  legacy.date_of(l.created) as created,
  (legacy.timestamp_of(l.changed) at time zone interval '+00:00')::timestamptz(0) as changed
from legacy.products as l;

create or replace view legacy."product_categories mapped" as select l.legacy_row,
  legacy.integer_of(l.product_id, 0, 4294967295)::bigint as product_id,
  legacy.integer_of(l.category_id, -2147483648, 2147483647)::integer as category_id
from legacy.product_categories as l;

create or replace view legacy."orders mapped" as select l.legacy_row,
  legacy.integer_of(l.id, 0, 4294967295)::bigint as id,
  legacy.integer_of(l.customer_id, 0, 4294967295)::bigint as customer_id,
  legacy.integer_of(l.address_id, 0, 4294967295)::bigint as address_id,
  coalesce(legacy.label_of(legacy.text_of(l.status), array['new', 'paid', 'shipped', 'cancelled']::text[])::converted.orders_status, case when l.status is not null then 'new'::converted.orders_status end) as status,
  legacy.decimal_of(l.total, 8, 2, '-infinity') as total,
  legacy.text_of(l.ip) as ip,
  legacy.text_of(l.note) as note,
  legacy.timestamp_of(l.created)::timestamp(0) as created,
  legacy.timestamp_of(l.paid_at)::timestamp(0) as paid_at,
  legacy.text_of(l.payment_ref) as payment_ref
from legacy.orders as l;

create or replace view legacy."order_items mapped" as select l.legacy_row,
  legacy.integer_of(l.id, 0, 9223372036854775807)::bigint as id,
  legacy.integer_of(l.order_id, 0, 4294967295)::bigint as order_id,
  legacy.integer_of(l.product_id, 0, 4294967295)::bigint as product_id,
  legacy.integer_of(l.qty, 0, 65535)::integer as qty,
  legacy.double_of(l.price) as price
from legacy.order_items as l;

create or replace view legacy."reviews mapped" as select l.legacy_row,
  legacy.integer_of(l.id, -2147483648, 2147483647)::integer as id,
  legacy.integer_of(l.product_id, -2147483648, 2147483647)::integer as product_id,
  legacy.integer_of(l.customer_id, -2147483648, 2147483647)::integer as customer_id,
  legacy.integer_of(l.rating, 0, 255)::smallint as rating,
  legacy.text_of(l.text) as text,
  (legacy.integer_of(l.approved, 0, 1) = 1) as approved,
  legacy.timestamp_of(l.created)::timestamp(0) as created
from legacy.reviews as l;

create or replace view legacy."search_log mapped" as select l.legacy_row,
  legacy.text_of(l.term) as term,
  legacy.integer_of(l.hits, -2147483648, 2147483647)::integer as hits,
  legacy.timestamp_of(l.searched_at)::timestamp(0) as searched_at
from legacy.search_log as l;

create or replace view legacy."settings mapped" as select l.legacy_row,
  legacy.text_of(l.name) as name,
  legacy.text_of(l.value) as value
from legacy.settings as l;

create or replace view legacy."addresses clean" as select m.legacy_row,
  m.id,
  m.customer_id,
  m.street,
  m.zip,
  m.city,
  m.country
from legacy."addresses mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'addresses' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."admin_users clean" as select m.legacy_row,
  m.id,
  m.login,
  m.password,
  m.level,
  m.last_login
from legacy."admin_users mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'admin_users' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."categories clean" as select m.legacy_row,
  m.id,
  case when not exists (select from quarantine.rows as q where q.table_name = 'categories' and q.legacy_row = m.legacy_row and q.fault = 'orphan' and q.action = 'repaired' and q.column_name = 'parent_id') then m.parent_id end as parent_id,
  m.slug,
  m.name,
  m."position"
from legacy."categories mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'categories' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."coupons clean" as select m.legacy_row,
  m.code,
  m.percent,
  m.valid_from,
  m.valid_to,
  m.used
from legacy."coupons mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'coupons' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."customers clean" as select m.legacy_row,
  m.id,
  m.email,
  m.password,
  m.firstname,
  m.lastname,
  m.gender,
  m.birthday,
  m.newsletter,
  m.created,
  m.last_login
from legacy."customers mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'customers' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."products clean" as select m.legacy_row,
  m.id,
  m.sku,
  m.name,
  m.description,
  m.price,
  m.special_price,
  m.stock,
  m.active,
  m.flags,
  m.image,
  m.created,
  m.changed
from legacy."products mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'products' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."product_categories clean" as select m.legacy_row,
  m.product_id,
  m.category_id
from legacy."product_categories mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'product_categories' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."orders clean" as select m.legacy_row,
  m.id,
  m.customer_id,
  m.address_id,
  m.status,
  m.total,
  m.ip,
  m.note,
  m.created,
  m.paid_at,
  m.payment_ref
from legacy."orders mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'orders' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."order_items clean" as select m.legacy_row,
  m.id,
  m.order_id,
  m.product_id,
  m.qty,
  m.price
from legacy."order_items mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'order_items' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."reviews clean" as select m.legacy_row,
  m.id,
  m.product_id,
  m.customer_id,
  m.rating,
  m.text,
  m.approved,
  m.created
from legacy."reviews mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'reviews' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."search_log clean" as select m.legacy_row,
  m.term,
  m.hits,
  m.searched_at
from legacy."search_log mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'search_log' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

create or replace view legacy."settings clean" as select m.legacy_row,
  m.name,
  m.value
from legacy."settings mapped" as m
where not exists (select from quarantine.rows as q where q.table_name = 'settings' and q.legacy_row = m.legacy_row and q.action = 'quarantined');

insert into quarantine.rows select 'addresses', legacy_row, column_name, fault, action, repair, value from legacy."addresses faults" on conflict do nothing;

insert into quarantine.rows select 'admin_users', legacy_row, column_name, fault, action, repair, value from legacy."admin_users faults" on conflict do nothing;

insert into quarantine.rows select 'categories', legacy_row, column_name, fault, action, repair, value from legacy."categories faults" on conflict do nothing;

insert into quarantine.rows select 'coupons', legacy_row, column_name, fault, action, repair, value from legacy."coupons faults" on conflict do nothing;

insert into quarantine.rows select 'customers', legacy_row, column_name, fault, action, repair, value from legacy."customers faults" on conflict do nothing;

insert into quarantine.rows select 'products', legacy_row, column_name, fault, action, repair, value from legacy."products faults" on conflict do nothing;

insert into quarantine.rows select 'product_categories', legacy_row, column_name, fault, action, repair, value from legacy."product_categories faults" on conflict do nothing;

insert into quarantine.rows select 'orders', legacy_row, column_name, fault, action, repair, value from legacy."orders faults" on conflict do nothing;

insert into quarantine.rows select 'order_items', legacy_row, column_name, fault, action, repair, value from legacy."order_items faults" on conflict do nothing;

insert into quarantine.rows select 'reviews', legacy_row, column_name, fault, action, repair, value from legacy."reviews faults" on conflict do nothing;

insert into quarantine.rows select 'search_log', legacy_row, column_name, fault, action, repair, value from legacy."search_log faults" on conflict do nothing;

insert into quarantine.rows select 'settings', legacy_row, column_name, fault, action, repair, value from legacy."settings faults" on conflict do nothing;

create or replace procedure quarantine.settle_orphans() language plpgsql as $$ declare
  added bigint;
  total bigint;
begin
  loop
    total := 0;
    insert into quarantine.rows
select 'categories', c.legacy_row, 'parent_id', 'orphan', 'repaired', 'NULL', concat_ws(', ', c.parent_id::text)
from legacy."categories clean" as c where c.parent_id is not null and not exists (select from legacy."categories clean" as p where p.id = c.parent_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'product_categories', c.legacy_row, 'category_id', 'orphan', 'quarantined', 'the row', concat_ws(', ', c.category_id::text)
from legacy."product_categories clean" as c where c.category_id is not null and not exists (select from legacy."categories clean" as p where p.id = c.category_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    insert into quarantine.rows
select 'order_items', c.legacy_row, 'order_id', 'orphan', 'quarantined', 'the row', concat_ws(', ', c.order_id::text)
from legacy."order_items clean" as c where c.order_id is not null and not exists (select from legacy."orders clean" as p where p.id = c.order_id)
    on conflict do nothing;
    get diagnostics added = row_count;
    total := total + added;
    exit when total = 0;
  end loop;
end $$;

call quarantine.settle_orphans();

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'addresses', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."addresses clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'admin_users', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."admin_users clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'admin_users', legacy_row, 'login', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', login::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."admin_users clean" as c where c.login is not null
  window same as (partition by converted.fold_accents(c.login) order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'categories', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."categories clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'categories', legacy_row, 'slug', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', slug::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."categories clean" as c where c.slug is not null
  window same as (partition by converted.fold_accents(c.slug) order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'coupons', legacy_row, 'code', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', code::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."coupons clean" as c where c.code is not null
  window same as (partition by c.code order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'customers', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."customers clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'products', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."products clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'product_categories', legacy_row, 'product_id, category_id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', product_id::text, category_id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."product_categories clean" as c where c.product_id is not null and c.category_id is not null
  window same as (partition by c.product_id, c.category_id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'orders', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."orders clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'order_items', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."order_items clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'reviews', legacy_row, 'id', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', id::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."reviews clean" as c where c.id is not null
  window same as (partition by c.id order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

do $$ declare
  added bigint;
begin
insert into quarantine.rows
select 'settings', legacy_row, 'name', 'duplicate', 'quarantined', 'the row; row ' || "first of key" || ' keeps the key', concat_ws(', ', name::text)
from (select c.*, row_number() over same as "place in key", min(c.legacy_row) over same as "first of key"
  from legacy."settings clean" as c where c.name is not null
  window same as (partition by converted.fold_accents(c.name) order by c.legacy_row)) as keyed where "place in key" > 1
on conflict do nothing;
  get diagnostics added = row_count;
  if added > 0 then call quarantine.settle_orphans(); end if;
end $$;

