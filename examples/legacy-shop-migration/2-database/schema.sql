-- Schemas and extensions
create schema if not exists orders;
create schema if not exists customers_and_settings;
create schema if not exists categories;
create schema if not exists products;
create schema if not exists platform;

-- Tables
create table orders.addresses (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  customer_id uuid,
  street text,
  zip text,
  city text,
  country text not null default 'DE',
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint addresses_pkey primary key (id),
  constraint addresses_legacy_id_key unique (legacy_id),
  constraint addresses_street_check check (char_length(street) <= 100),
  constraint addresses_zip_check check (char_length(zip) <= 10),
  constraint addresses_city_check check (char_length(city) <= 60),
  constraint addresses_country_check check (char_length(country) <= 2)
);
create table customers_and_settings.admin_users (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  login text not null,
  password text,
  level integer not null default 1,
  last_login timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint admin_users_pkey primary key (id),
  constraint admin_users_legacy_id_key unique (legacy_id),
  constraint admin_users_login_key unique (login),
  constraint admin_users_login_check check (char_length(login) <= 20),
  constraint admin_users_password_check check (char_length(password) <= 32)
);
create table categories.categories (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  parent_id uuid,
  slug text not null,
  name text not null,
  categories_position integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint categories_pkey primary key (id),
  constraint categories_legacy_id_key unique (legacy_id),
  constraint categories_slug_key unique (slug),
  constraint categories_slug_check check (char_length(slug) <= 60),
  constraint categories_name_check check (char_length(name) <= 100)
);
create table orders.coupons (
  id uuid not null default uuidv7(),
  code text not null,
  percent integer not null default 0,
  valid_from date,
  valid_to date,
  used integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint coupons_pkey primary key (id),
  constraint coupons_code_key unique (code),
  constraint coupons_code_check check (char_length(code) <= 20),
  constraint coupons_percent_check check (percent >= 0),
  constraint coupons_used_check check (used >= 0)
);
create table customers_and_settings.customers (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  email text,
  password text,
  firstname text,
  lastname text,
  gender text,
  birthday date,
  newsletter boolean not null default false,
  created timestamp with time zone,
  last_login timestamp with time zone not null default now(),
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint customers_pkey primary key (id),
  constraint customers_legacy_id_key unique (legacy_id),
  constraint customers_email_check check (char_length(email) <= 100),
  constraint customers_password_check check (char_length(password) <= 255),
  constraint customers_firstname_check check (char_length(firstname) <= 50),
  constraint customers_lastname_check check (char_length(lastname) <= 50),
  constraint customers_gender_check check (gender in ('m', 'f'))
);
create table orders.order_items (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  order_id uuid not null,
  product_id uuid,
  qty integer not null default 1,
  price bigint not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint order_items_pkey primary key (id),
  constraint order_items_legacy_id_key unique (legacy_id),
  constraint order_items_qty_check check (qty >= 0)
);
create table orders.orders (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  customer_id uuid,
  address_id uuid,
  status text not null default 'new',
  total bigint not null default 0,
  ip text,
  note text,
  paid_at timestamp with time zone,
  payment_ref text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint orders_pkey primary key (id),
  constraint orders_legacy_id_key unique (legacy_id),
  constraint orders_status_check check (status in ('new', 'paid', 'shipped', 'cancelled')),
  constraint orders_ip_check check (char_length(ip) <= 15),
  constraint orders_note_check check (char_length(note) <= 65535),
  constraint orders_payment_ref_check check (char_length(payment_ref) <= 40)
);
create table categories.product_categories (
  id uuid not null default uuidv7(),
  product_id uuid not null,
  category_id uuid not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint product_categories_pkey primary key (id),
  constraint product_categories_product_id_category_id_key unique (product_id, category_id)
);
create table products.product_prices (
  id uuid not null default uuidv7(),
  price text,
  product_id text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint product_prices_pkey primary key (id),
  constraint product_prices_price_check check (char_length(price) <= 65535),
  constraint product_prices_product_id_check check (char_length(product_id) <= 65535)
);
create table categories.products (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  sku text,
  name text,
  description text,
  price bigint not null default 0,
  special_price bigint not null default 0,
  stock integer not null default 0,
  active boolean not null default true,
  flags text,
  image text,
  created date,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint products_pkey primary key (id),
  constraint products_legacy_id_key unique (legacy_id),
  constraint products_sku_check check (char_length(sku) <= 20),
  constraint products_name_check check (char_length(name) <= 120),
  constraint products_description_check check (char_length(description) <= 65535),
  constraint products_flags_check check (char_length(flags) <= 17),
  constraint products_image_check check (char_length(image) <= 100)
);
create table customers_and_settings.reviews (
  id uuid not null default uuidv7(),
  legacy_id bigint,
  product_id uuid,
  customer_id uuid,
  rating integer,
  text text,
  approved boolean not null default false,
  created timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint reviews_pkey primary key (id),
  constraint reviews_legacy_id_key unique (legacy_id),
  constraint reviews_rating_check check (rating >= 0),
  constraint reviews_text_check check (char_length(text) <= 65535)
);
create table orders.search_logs (
  id uuid not null default uuidv7(),
  term text,
  hits integer,
  searched_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint search_logs_pkey primary key (id),
  constraint search_logs_term_check check (char_length(term) <= 100)
);
create table customers_and_settings.settings (
  id uuid not null default uuidv7(),
  name text not null,
  value text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint settings_pkey primary key (id),
  constraint settings_name_key unique (name),
  constraint settings_name_check check (char_length(name) <= 40),
  constraint settings_value_check check (char_length(value) <= 1000000)
);
create table platform.idempotency_keys (
  caller text not null,
  operation text not null,
  key text not null,
  request_hash text not null,
  status integer,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey primary key (caller, operation, key),
  constraint idempotency_keys_caller_check check (char_length(caller) <= 64),
  constraint idempotency_keys_key_check check (char_length(key) between 8 and 64),
  constraint idempotency_keys_status_check check (status between 200 and 599)
);

-- Keys between tables
alter table orders.addresses add constraint addresses_customer_id_fkey
  foreign key (customer_id) references customers_and_settings.customers (id) on delete restrict;
alter table categories.categories add constraint categories_parent_id_fkey
  foreign key (parent_id) references categories.categories (id) on delete set null;
alter table orders.order_items add constraint order_items_order_id_fkey
  foreign key (order_id) references orders.orders (id) on delete cascade;
alter table orders.order_items add constraint order_items_product_id_fkey
  foreign key (product_id) references categories.products (id) on delete restrict;
alter table orders.orders add constraint orders_customer_id_fkey
  foreign key (customer_id) references customers_and_settings.customers (id) on delete restrict;
alter table orders.orders add constraint orders_address_id_fkey
  foreign key (address_id) references orders.addresses (id) on delete set null;
alter table categories.product_categories add constraint product_categories_product_id_fkey
  foreign key (product_id) references categories.products (id) on delete restrict;
alter table categories.product_categories add constraint product_categories_category_id_fkey
  foreign key (category_id) references categories.categories (id) on delete cascade;
alter table customers_and_settings.reviews add constraint reviews_product_id_fkey
  foreign key (product_id) references categories.products (id) on delete restrict;
alter table customers_and_settings.reviews add constraint reviews_customer_id_fkey
  foreign key (customer_id) references customers_and_settings.customers (id) on delete set null;

-- Indexes
create index addresses_customer_id_id_idx on orders.addresses (customer_id, id desc);
create index categories_name_id_idx on categories.categories (name, id);
create index categories_parent_id_idx on categories.categories (parent_id);
create index customers_lastname_id_idx on customers_and_settings.customers (lastname, id);
create index order_items_order_id_id_idx on orders.order_items (order_id, id desc);
create index order_items_product_id_idx on orders.order_items (product_id);
create index orders_customer_id_status_created_at_id_idx on orders.orders (customer_id, status, created_at desc, id desc);
create index orders_address_id_idx on orders.orders (address_id);
create index product_categories_category_id_idx on categories.product_categories (category_id);
create index products_name_id_idx on categories.products (name, id);
create index products_search_idx on categories.products using gin (to_tsvector('simple'::regconfig, coalesce(name, '')));
create index reviews_product_id_created_id_idx on customers_and_settings.reviews (product_id, created desc nulls last, id desc);
create index reviews_customer_id_idx on customers_and_settings.reviews (customer_id);
create index idempotency_keys_created_at_idx on platform.idempotency_keys (created_at);

-- Comments
comment on table orders.addresses is 'From the table addresses of the legacy system';
comment on column orders.addresses.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column orders.addresses.street is '[pii]';
comment on column orders.addresses.zip is '[pii]';
comment on column orders.addresses.city is '[pii]';
comment on table customers_and_settings.admin_users is 'From the table admin_users of the legacy system';
comment on column customers_and_settings.admin_users.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column customers_and_settings.admin_users.login is '[pii]';
comment on column customers_and_settings.admin_users.password is '[secret]';
comment on column customers_and_settings.admin_users.level is '1 read, 2 orders, 3 everything';
comment on column customers_and_settings.admin_users.last_login is '[pii]';
comment on column customers_and_settings.admin_users.version is 'raised by every change; the ETag of the row';
comment on table categories.categories is 'From the table categories of the legacy system';
comment on column categories.categories.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on table orders.coupons is 'From the table coupons of the legacy system';
comment on table customers_and_settings.customers is 'From the table customers of the legacy system';
comment on column customers_and_settings.customers.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column customers_and_settings.customers.email is '[pii]';
comment on column customers_and_settings.customers.password is '[secret]';
comment on column customers_and_settings.customers.firstname is '[pii]';
comment on column customers_and_settings.customers.lastname is '[pii]';
comment on column customers_and_settings.customers.gender is '[pii]';
comment on column customers_and_settings.customers.birthday is '[pii]';
comment on column customers_and_settings.customers.last_login is '[pii]';
comment on column customers_and_settings.customers.version is 'raised by every change; the ETag of the row';
comment on table orders.order_items is 'From the table order_items of the legacy system';
comment on column orders.order_items.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column orders.order_items.price is 'was a float; in the smallest unit of the currency';
comment on table orders.orders is 'From the table orders of the legacy system';
comment on column orders.orders.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column orders.orders.total is 'in the smallest unit of the currency';
comment on column orders.orders.ip is '[pii]';
comment on column orders.orders.version is 'raised by every change; the ETag of the row';
comment on table categories.product_categories is 'From the table product_categories of the legacy system';
comment on table products.product_prices is 'From the table product_prices of the legacy system';
comment on table categories.products is 'From the table products of the legacy system';
comment on column categories.products.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column categories.products.price is 'in the smallest unit of the currency';
comment on column categories.products.special_price is 'was a float; in the smallest unit of the currency';
comment on column categories.products.flags is 'labels of a set: new sale featured';
comment on column categories.products.version is 'raised by every change; the ETag of the row';
comment on table customers_and_settings.reviews is 'From the table reviews of the legacy system';
comment on column customers_and_settings.reviews.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column customers_and_settings.reviews.version is 'raised by every change; the ETag of the row';
comment on table orders.search_logs is 'From the table search_log of the legacy system';
comment on table customers_and_settings.settings is 'From the table settings of the legacy system';
comment on column customers_and_settings.settings.version is 'raised by every change; the ETag of the row';
comment on table platform.idempotency_keys is 'Keys of unsafe requests by caller (id, or a hash of the address), with the request hash and the answer given';

-- Roles
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_callback') then
    create role legacy_shop_callback nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_customer') then
    create role legacy_shop_customer nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_scheduler') then
    create role legacy_shop_scheduler nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_staff') then
    create role legacy_shop_staff nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_orders_app') then
    create role legacy_shop_orders_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_customers_and_settings_app') then
    create role legacy_shop_customers_and_settings_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_categories_app') then
    create role legacy_shop_categories_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_products_app') then
    create role legacy_shop_products_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_retention') then
    create role legacy_shop_retention login;
  end if;
end $$;

-- Row security
alter table orders.addresses enable row level security;
alter table orders.addresses force row level security;
create policy addresses_customer_select on orders.addresses
  for select
  to legacy_shop_customer
  using (addresses.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy addresses_customer_insert on orders.addresses
  for insert
  to legacy_shop_customer
  with check (addresses.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy addresses_app_all on orders.addresses
  for all
  to legacy_shop_orders_app
  using (true)
  with check (true);
alter table customers_and_settings.customers enable row level security;
alter table customers_and_settings.customers force row level security;
create policy customers_customer_select on customers_and_settings.customers
  for select
  to legacy_shop_customer
  using (customers.id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy customers_customer_update on customers_and_settings.customers
  for update
  to legacy_shop_customer
  using (customers.id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (customers.id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy customers_scheduler_select on customers_and_settings.customers
  for select
  to legacy_shop_scheduler
  using (true);
create policy customers_scheduler_update on customers_and_settings.customers
  for update
  to legacy_shop_scheduler
  using (true)
  with check (true);
create policy customers_staff_select on customers_and_settings.customers
  for select
  to legacy_shop_staff
  using (true);
create policy customers_app_all on customers_and_settings.customers
  for all
  to legacy_shop_customers_and_settings_app
  using (true)
  with check (true);
alter table orders.order_items enable row level security;
alter table orders.order_items force row level security;
create policy order_items_customer_select on orders.order_items
  for select
  to legacy_shop_customer
  using (exists (select from orders.orders up1 where up1.id = order_items.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy order_items_customer_insert on orders.order_items
  for insert
  to legacy_shop_customer
  with check (exists (select from orders.orders up1 where up1.id = order_items.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy order_items_staff_select on orders.order_items
  for select
  to legacy_shop_staff
  using (true);
create policy order_items_app_all on orders.order_items
  for all
  to legacy_shop_orders_app
  using (true)
  with check (true);
alter table orders.orders enable row level security;
alter table orders.orders force row level security;
create policy orders_callback_select on orders.orders
  for select
  to legacy_shop_callback
  using (true);
create policy orders_callback_update on orders.orders
  for update
  to legacy_shop_callback
  using (true)
  with check (true);
create policy orders_customer_select on orders.orders
  for select
  to legacy_shop_customer
  using (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_customer_insert on orders.orders
  for insert
  to legacy_shop_customer
  with check (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_scheduler_select on orders.orders
  for select
  to legacy_shop_scheduler
  using (true);
create policy orders_scheduler_update on orders.orders
  for update
  to legacy_shop_scheduler
  using (true)
  with check (true);
create policy orders_staff_select on orders.orders
  for select
  to legacy_shop_staff
  using (true);
create policy orders_staff_update on orders.orders
  for update
  to legacy_shop_staff
  using (true)
  with check (true);
create policy orders_app_all on orders.orders
  for all
  to legacy_shop_orders_app, legacy_shop_retention
  using (true)
  with check (true);
alter table customers_and_settings.reviews enable row level security;
alter table customers_and_settings.reviews force row level security;
create policy reviews_customer_select on customers_and_settings.reviews
  for select
  to legacy_shop_customer
  using (reviews.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy reviews_customer_insert on customers_and_settings.reviews
  for insert
  to legacy_shop_customer
  with check (reviews.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy reviews_staff_select on customers_and_settings.reviews
  for select
  to legacy_shop_staff
  using (true);
create policy reviews_staff_update on customers_and_settings.reviews
  for update
  to legacy_shop_staff
  using (true)
  with check (true);
create policy reviews_app_all on customers_and_settings.reviews
  for all
  to legacy_shop_customers_and_settings_app
  using (true)
  with check (true);

-- Privileges
grant usage on schema customers_and_settings, categories, orders to legacy_shop_callback;
grant select, update on customers_and_settings.admin_users to legacy_shop_callback;
grant select on categories.categories to legacy_shop_callback;
grant select, insert, update on customers_and_settings.customers to legacy_shop_callback;
grant select, update on orders.orders to legacy_shop_callback;
grant select on categories.products to legacy_shop_callback;
grant select on customers_and_settings.reviews to legacy_shop_callback;
grant select, insert on orders.search_logs to legacy_shop_callback;
grant usage on schema orders, customers_and_settings, categories to legacy_shop_customer;
grant select, insert on orders.addresses to legacy_shop_customer;
grant select, update on customers_and_settings.admin_users to legacy_shop_customer;
grant select on categories.categories to legacy_shop_customer;
grant select on orders.coupons to legacy_shop_customer;
grant select, insert, update on customers_and_settings.customers to legacy_shop_customer;
grant select, insert on orders.order_items to legacy_shop_customer;
grant select, insert on orders.orders to legacy_shop_customer;
grant select on categories.products to legacy_shop_customer;
grant select, insert on customers_and_settings.reviews to legacy_shop_customer;
grant select, insert on orders.search_logs to legacy_shop_customer;
grant usage on schema customers_and_settings, categories, orders to legacy_shop_scheduler;
grant select, update on customers_and_settings.admin_users to legacy_shop_scheduler;
grant select on categories.categories to legacy_shop_scheduler;
grant select, insert, update on customers_and_settings.customers to legacy_shop_scheduler;
grant select, update on orders.orders to legacy_shop_scheduler;
grant select, update on categories.products to legacy_shop_scheduler;
grant select on customers_and_settings.reviews to legacy_shop_scheduler;
grant select, insert on orders.search_logs to legacy_shop_scheduler;
grant usage on schema customers_and_settings, categories, orders to legacy_shop_staff;
grant select, update on customers_and_settings.admin_users to legacy_shop_staff;
grant select on categories.categories to legacy_shop_staff;
grant select, insert, update on customers_and_settings.customers to legacy_shop_staff;
grant select on orders.order_items to legacy_shop_staff;
grant select, update on orders.orders to legacy_shop_staff;
grant select, insert, update, delete on categories.products to legacy_shop_staff;
grant select, update on customers_and_settings.reviews to legacy_shop_staff;
grant select, insert on orders.search_logs to legacy_shop_staff;
grant select, insert, update on customers_and_settings.settings to legacy_shop_staff;
grant legacy_shop_callback, legacy_shop_customer, legacy_shop_scheduler, legacy_shop_staff to legacy_shop_orders_app;
grant usage on schema orders, platform to legacy_shop_orders_app;
grant select, insert on orders.addresses to legacy_shop_orders_app;
grant select on orders.coupons to legacy_shop_orders_app;
grant select, insert on orders.order_items to legacy_shop_orders_app;
grant select, insert, update on orders.orders to legacy_shop_orders_app;
grant select, insert on orders.search_logs to legacy_shop_orders_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_orders_app;
grant legacy_shop_callback, legacy_shop_customer, legacy_shop_scheduler, legacy_shop_staff to legacy_shop_customers_and_settings_app;
grant usage on schema customers_and_settings, platform to legacy_shop_customers_and_settings_app;
grant select, update on customers_and_settings.admin_users to legacy_shop_customers_and_settings_app;
grant select, insert, update on customers_and_settings.customers to legacy_shop_customers_and_settings_app;
grant select, insert, update on customers_and_settings.reviews to legacy_shop_customers_and_settings_app;
grant select, insert, update on customers_and_settings.settings to legacy_shop_customers_and_settings_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_customers_and_settings_app;
grant legacy_shop_callback, legacy_shop_customer, legacy_shop_scheduler, legacy_shop_staff to legacy_shop_categories_app;
grant usage on schema categories, platform to legacy_shop_categories_app;
grant select on categories.categories to legacy_shop_categories_app;
grant select, insert, update, delete on categories.products to legacy_shop_categories_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_categories_app;
grant usage on schema platform to legacy_shop_products_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_products_app;
grant usage on schema orders, platform to legacy_shop_retention;
grant select, update on orders.orders to legacy_shop_retention;
grant select, delete on orders.search_logs to legacy_shop_retention;
grant select, delete on platform.idempotency_keys to legacy_shop_retention;
