-- 10-mapping.sql: functions, and two tables for a person: which legacy value is which label, and what is taken where nothing is carried.

create schema if not exists mapping;

create table if not exists mapping.labels (
  target_column text not null, legacy_value text not null, target_value text not null, primary key (target_column, legacy_value)
);

create table if not exists mapping.fills (target_column text primary key, value text);

create or replace function mapping.id_of(legacy_table text, legacy_key text) returns uuid language sql immutable strict as $$
  select (lpad(to_hex(case when legacy_key ~ '^\d{1,14}$' then legacy_key::bigint else 0 end), 12, '0') || '8' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
  from (select md5(legacy_table || ':' || legacy_key) as h) as hashed
$$;

create or replace function mapping.whole_of(given numeric, low numeric, high numeric) returns bigint language sql immutable strict as $$
  select case when given = trunc(given) and given between low and high then given::bigint end
$$;

create or replace function mapping.numeric_of(given numeric, digits integer, scale integer) returns numeric language sql immutable strict as $$
  select case when abs(round(given, scale)) < 10::numeric ^ (digits - scale) then round(given, scale) end
$$;

create or replace function mapping.label_of(of_column text, given text) returns text language sql stable strict as $$
  select target_value from mapping.labels where target_column = of_column and lower(legacy_value) = lower(given) order by legacy_value = given desc limit 1
$$;

create or replace function mapping.legacy_label_of(of_column text, held text) returns text language sql stable strict as $$
  select legacy_value from mapping.labels where target_column = of_column and target_value = held order by legacy_value <> held desc, legacy_value limit 1
$$;

insert into mapping.labels values
  ('auth.users.gender', 'm', 'm'),
  ('auth.users.gender', 'f', 'f'),
  ('orders.orders.status', 'new', 'new'),
  ('orders.orders.status', 'paid', 'paid'),
  ('orders.orders.status', 'shipped', 'shipped'),
  ('orders.orders.status', 'cancelled', 'cancelled')
on conflict do nothing;

insert into mapping.fills (target_column) values
  ('auth.credentials.kind'),
  ('categories.categories.slug'),
  ('categories.categories.name'),
  ('orders.coupons.code'),
  ('categories.products.updated_at'),
  ('categories.product_categories.product_id'),
  ('categories.product_categories.category_id'),
  ('orders.orders.created_at'),
  ('orders.order_items.order_id'),
  ('orders.order_items.price'),
  ('customers_and_settings.settings.name'),
  ('customers_and_settings.settings.value')
on conflict do nothing;

