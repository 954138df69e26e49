-- 11-keys.sql: what each row is called in the target.

create table if not exists mapping."admin_users > users keys" (
  legacy_row bigint primary key,
  id integer not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.admin_users', $batch$insert into mapping."admin_users > users keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('admin_users > users', s.id::text) from converted.admin_users as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."customers > users keys" (
  legacy_row bigint primary key,
  id bigint not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.customers', $batch$insert into mapping."customers > users keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('customers > users', s.id::text) from converted.customers as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."addresses keys" (
  legacy_row bigint primary key,
  id bigint not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.addresses', $batch$insert into mapping."addresses keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('addresses', s.id::text) from converted.addresses as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."admin_users > credentials keys" (
  legacy_row bigint primary key,
  id integer not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.admin_users', $batch$insert into mapping."admin_users > credentials keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('admin_users > credentials', s.id::text) from converted.admin_users as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."categories keys" (
  legacy_row bigint primary key,
  id integer not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.categories', $batch$insert into mapping."categories keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('categories', s.id::text) from converted.categories as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."coupons keys" (
  legacy_row bigint primary key,
  code varchar(20) not null,
  target_id uuid not null unique,
  unique (code)
);

call legacy.in_batches('converted.coupons', $batch$insert into mapping."coupons keys" (legacy_row, code, target_id)
select s.legacy_row, s.code, mapping.id_of('coupons', s.code::text) from converted.coupons as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."customers > credentials keys" (
  legacy_row bigint primary key,
  id bigint not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.customers', $batch$insert into mapping."customers > credentials keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('customers > credentials', s.id::text) from converted.customers as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."products keys" (
  legacy_row bigint primary key,
  id integer not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.products', $batch$insert into mapping."products keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('products', s.id::text) from converted.products as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."product_categories keys" (
  legacy_row bigint primary key,
  product_id bigint not null,
  category_id integer not null,
  target_id uuid not null unique,
  unique (product_id, category_id)
);

call legacy.in_batches('converted.product_categories', $batch$insert into mapping."product_categories keys" (legacy_row, product_id, category_id, target_id)
select s.legacy_row, s.product_id, s.category_id, mapping.id_of('product_categories', s.product_id::text || '|' || s.category_id::text) from converted.product_categories as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."orders keys" (
  legacy_row bigint primary key,
  id bigint not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.orders', $batch$insert into mapping."orders keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('orders', s.id::text) from converted.orders as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."order_items keys" (
  legacy_row bigint primary key,
  id bigint not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.order_items', $batch$insert into mapping."order_items keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('order_items', s.id::text) from converted.order_items as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."reviews keys" (
  legacy_row bigint primary key,
  id integer not null,
  target_id uuid not null unique,
  unique (id)
);

call legacy.in_batches('converted.reviews', $batch$insert into mapping."reviews keys" (legacy_row, id, target_id)
select s.legacy_row, s.id, mapping.id_of('reviews', s.id::text) from converted.reviews as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."search_log keys" (
  legacy_row bigint primary key,
  target_id uuid not null unique
);

call legacy.in_batches('converted.search_log', $batch$insert into mapping."search_log keys" (legacy_row, target_id)
select s.legacy_row, mapping.id_of('search_log', s.legacy_row::text) from converted.search_log as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

create table if not exists mapping."settings keys" (
  legacy_row bigint primary key,
  name varchar(40) not null,
  target_id uuid not null unique,
  unique (name)
);

call legacy.in_batches('converted.settings', $batch$insert into mapping."settings keys" (legacy_row, name, target_id)
select s.legacy_row, s.name, mapping.id_of('settings', s.name::text) from converted.settings as s
where s.legacy_row between $1 and $2 on conflict (legacy_row) do nothing$batch$, 5000);

