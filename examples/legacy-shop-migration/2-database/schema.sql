-- Schemas and extensions
create schema if not exists auth;
create schema if not exists notifications;
create schema if not exists audit;
create schema if not exists orders;
create schema if not exists categories;
create schema if not exists products;
create schema if not exists customers_and_settings;
create schema if not exists platform;

-- Tables
create table auth.users (
  id uuid not null default uuidv7(),
  kind text not null default 'customer',
  status text not null default 'active',
  email text,
  email_verified_at timestamp with time zone,
  display_name text,
  phone text,
  locale text not null default 'en',
  terms_accepted_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  erased_at timestamp with time zone,
  legacy_admin_user_id bigint,
  login text,
  level integer default 1,
  legacy_id bigint,
  firstname text,
  lastname text,
  gender text,
  birthday date,
  newsletter boolean default false,
  created timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email),
  constraint users_legacy_admin_user_id_key unique (legacy_admin_user_id),
  constraint users_login_key unique (login),
  constraint users_legacy_id_key unique (legacy_id),
  constraint users_kind_check check (kind in ('customer', 'guest', 'staff')),
  constraint users_status_check check (status in ('active', 'locked', 'erased')),
  constraint users_email_check check (char_length(email) <= 254),
  constraint users_display_name_check check (char_length(display_name) <= 120),
  constraint users_phone_check check (char_length(phone) <= 20),
  constraint users_locale_check check (char_length(locale) <= 35),
  constraint users_login_check check (char_length(login) <= 20),
  constraint users_firstname_check check (char_length(firstname) <= 50),
  constraint users_lastname_check check (char_length(lastname) <= 50),
  constraint users_gender_check check (gender in ('m', 'f')),
  constraint users_email_known_check check (kind = 'guest' or status = 'erased' or email is not null),
  constraint users_erased_once_check check ((status = 'erased') = (erased_at is not null))
);
create table auth.credentials (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  kind text not null,
  subject text,
  secret_hash text,
  public_key text,
  sign_count bigint not null default 0,
  label text,
  last_used_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint credentials_pkey primary key (id),
  constraint credentials_kind_subject_key unique (kind, subject),
  constraint credentials_kind_check check (kind in ('password', 'passkey', 'oidc', 'totp')),
  constraint credentials_subject_check check (char_length(subject) <= 255),
  constraint credentials_secret_hash_check check (char_length(secret_hash) <= 512),
  constraint credentials_public_key_check check (char_length(public_key) <= 2000),
  constraint credentials_sign_count_check check (sign_count >= 0),
  constraint credentials_label_check check (char_length(label) <= 80),
  constraint credentials_password_is_hashed_check check (kind <> 'password' or secret_hash is not null),
  constraint credentials_passkey_has_key_check check (kind <> 'passkey' or public_key is not null),
  constraint credentials_oidc_has_subject_check check (kind <> 'oidc' or subject is not null)
);
create table auth.sessions (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  family uuid not null,
  refresh_hash text not null,
  strength text not null,
  user_agent text,
  address text,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint sessions_pkey primary key (id),
  constraint sessions_refresh_hash_key unique (refresh_hash),
  constraint sessions_refresh_hash_check check (char_length(refresh_hash) <= 64),
  constraint sessions_strength_check check (strength in ('guest', 'single-factor', 'multi-factor')),
  constraint sessions_user_agent_check check (char_length(user_agent) <= 400),
  constraint sessions_address_check check (char_length(address) <= 45),
  constraint sessions_expires_later_check check (expires_at > created_at)
);
create table auth.recovery_tokens (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  purpose text not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint recovery_tokens_pkey primary key (id),
  constraint recovery_tokens_token_hash_key unique (token_hash),
  constraint recovery_tokens_purpose_check check (purpose in ('password-reset', 'email-verification', 'credential-recovery')),
  constraint recovery_tokens_token_hash_check check (char_length(token_hash) <= 64),
  constraint recovery_tokens_short_lived_check check (expires_at <= created_at + interval '1 day')
);
create table auth.role_grants (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  role text not null,
  granted_by_id uuid not null,
  expires_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint role_grants_pkey primary key (id),
  constraint role_grants_user_id_role_key unique (user_id, role),
  constraint role_grants_role_check check (role in ('customer', 'support', 'admin', 'auditor'))
);
create table notifications.notifications (
  id uuid not null default uuidv7(),
  recipient_id uuid not null,
  channel text not null default 'email',
  template text not null,
  locale text not null default 'en',
  data jsonb not null,
  dedupe_key text not null,
  status text not null default 'queued',
  attempts integer not null default 0,
  provider_reference text,
  send_after timestamp with time zone not null,
  sent_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint notifications_pkey primary key (id),
  constraint notifications_dedupe_key_key unique (dedupe_key),
  constraint notifications_channel_check check (channel in ('email')),
  constraint notifications_template_check check (char_length(template) <= 80),
  constraint notifications_locale_check check (char_length(locale) <= 35),
  constraint notifications_data_check check (jsonb_typeof(data) = 'object'),
  constraint notifications_dedupe_key_check check (char_length(dedupe_key) <= 160),
  constraint notifications_status_check check (status in ('queued', 'sent', 'failed', 'suppressed')),
  constraint notifications_attempts_check check (attempts between 0 and 100),
  constraint notifications_provider_reference_check check (char_length(provider_reference) <= 255),
  constraint notifications_sent_has_time_check check (status <> 'sent' or sent_at is not null),
  constraint notifications_queued_has_attempts_left_check check (status <> 'queued' or attempts < 100)
);
create table notifications.notification_preferences (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  channel text not null,
  topic text not null,
  enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint notification_preferences_pkey primary key (id),
  constraint notification_preferences_user_id_channel_topic_key unique (user_id, channel, topic),
  constraint notification_preferences_channel_check check (channel in ('email')),
  constraint notification_preferences_topic_check check (topic in ('orders', 'account', 'marketing')),
  constraint notification_preferences_account_messages_stay_on_check check (topic <> 'account' or enabled)
);
create table audit.audit_entries (
  id uuid not null default uuidv7(),
  occurred_at timestamp with time zone not null,
  actor_id uuid,
  actor_role text not null,
  action text not null,
  target_kind text not null,
  target_id uuid,
  outcome text not null,
  before jsonb,
  after jsonb,
  address text,
  request_id text not null,
  chain integer not null,
  sequence bigint not null,
  previous_hash text not null,
  hash text not null,
  created_at timestamp with time zone not null default now(),
  constraint audit_entries_pkey primary key (id),
  constraint audit_entries_chain_sequence_key unique (chain, sequence),
  constraint audit_entries_actor_role_check check (char_length(actor_role) <= 40),
  constraint audit_entries_action_check check (char_length(action) <= 100),
  constraint audit_entries_target_kind_check check (char_length(target_kind) <= 80),
  constraint audit_entries_outcome_check check (outcome in ('done', 'refused', 'failed')),
  constraint audit_entries_before_check check (jsonb_typeof(before) = 'object'),
  constraint audit_entries_after_check check (jsonb_typeof(after) = 'object'),
  constraint audit_entries_address_check check (char_length(address) <= 45),
  constraint audit_entries_request_id_check check (char_length(request_id) <= 64),
  constraint audit_entries_chain_check check (chain between 0 and 63),
  constraint audit_entries_sequence_check check (sequence >= 1),
  constraint audit_entries_previous_hash_check check (char_length(previous_hash) <= 64),
  constraint audit_entries_hash_check check (char_length(hash) <= 64)
);
create table audit.audit_anchors (
  id uuid not null default uuidv7(),
  chain integer not null,
  day date not null,
  sequence bigint not null,
  hash text not null,
  created_at timestamp with time zone not null default now(),
  constraint audit_anchors_pkey primary key (id),
  constraint audit_anchors_chain_day_key unique (chain, day),
  constraint audit_anchors_chain_check check (chain between 0 and 63),
  constraint audit_anchors_sequence_check check (sequence >= 1),
  constraint audit_anchors_hash_check check (char_length(hash) <= 64)
);
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
create table platform.outbox_events_parked (
  message_id uuid not null,
  ordering_key text not null,
  "position" bigint not null,
  because text not null,
  parked_at timestamp with time zone not null default now(),
  given_up_at timestamp with time zone,
  constraint outbox_events_parked_pkey primary key (message_id)
);
create table platform.inbox_events (
  consumer text not null,
  event_id uuid not null,
  handled_at timestamp with time zone not null default now(),
  constraint inbox_events_pkey primary key (consumer, event_id),
  constraint inbox_events_consumer_check check (char_length(consumer) <= 200)
);
create table platform.inbox_events_parked (
  consumer text not null,
  event_id uuid not null,
  ordering_key text not null,
  arrived bigint not null generated always as identity,
  payload jsonb not null,
  because text not null,
  parked_at timestamp with time zone not null default now(),
  given_up_at timestamp with time zone,
  constraint inbox_events_parked_pkey primary key (consumer, event_id),
  constraint inbox_events_parked_consumer_check check (char_length(consumer) <= 200)
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
create table platform.operation_statuses (
  id uuid not null default uuidv7(),
  operation text not null,
  requested_by uuid,
  input jsonb not null,
  state text not null default 'queued',
  result text,
  problem jsonb,
  attempts integer not null default 0,
  run_after timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint operation_statuses_pkey primary key (id),
  constraint operation_statuses_state_check check (state in ('queued', 'running', 'succeeded', 'failed')),
  constraint operation_statuses_result_check check (char_length(result) <= 2048),
  constraint operation_statuses_attempts_check check (attempts >= 0)
);

-- Keys between tables
alter table auth.credentials add constraint credentials_user_id_fkey
  foreign key (user_id) references auth.users (id) on delete restrict;
alter table auth.sessions add constraint sessions_user_id_fkey
  foreign key (user_id) references auth.users (id) on delete restrict;
alter table auth.recovery_tokens add constraint recovery_tokens_user_id_fkey
  foreign key (user_id) references auth.users (id) on delete restrict;
alter table auth.role_grants add constraint role_grants_user_id_fkey
  foreign key (user_id) references auth.users (id) on delete restrict;
alter table auth.role_grants add constraint role_grants_granted_by_id_fkey
  foreign key (granted_by_id) references auth.users (id) on delete restrict;
alter table notifications.notifications add constraint notifications_recipient_id_fkey
  foreign key (recipient_id) references auth.users (id) on delete restrict;
alter table notifications.notification_preferences add constraint notification_preferences_user_id_fkey
  foreign key (user_id) references auth.users (id) on delete restrict;
alter table orders.addresses add constraint addresses_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;
alter table categories.categories add constraint categories_parent_id_fkey
  foreign key (parent_id) references categories.categories (id) on delete set null;
alter table orders.order_items add constraint order_items_order_id_fkey
  foreign key (order_id) references orders.orders (id) on delete cascade;
alter table orders.order_items add constraint order_items_product_id_fkey
  foreign key (product_id) references categories.products (id) on delete restrict;
alter table orders.orders add constraint orders_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;
alter table orders.orders add constraint orders_address_id_fkey
  foreign key (address_id) references orders.addresses (id) on delete set null;
alter table categories.product_categories add constraint product_categories_product_id_fkey
  foreign key (product_id) references categories.products (id) on delete restrict;
alter table categories.product_categories add constraint product_categories_category_id_fkey
  foreign key (category_id) references categories.categories (id) on delete cascade;
alter table customers_and_settings.reviews add constraint reviews_product_id_fkey
  foreign key (product_id) references categories.products (id) on delete restrict;
alter table customers_and_settings.reviews add constraint reviews_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;

-- Indexes
create index users_status_created_at_id_idx on auth.users (status, created_at desc, id desc);
create index credentials_user_id_created_at_id_idx on auth.credentials (user_id, created_at desc, id desc);
create index sessions_user_id_last_used_at_id_idx on auth.sessions (user_id, last_used_at desc, id desc);
create index recovery_tokens_user_id_idx on auth.recovery_tokens (user_id);
create index role_grants_user_id_created_at_id_idx on auth.role_grants (user_id, created_at desc, id desc);
create index role_grants_granted_by_id_idx on auth.role_grants (granted_by_id);
create index notifications_recipient_id_created_at_id_idx on notifications.notifications (recipient_id, created_at desc, id desc);
create index notification_preferences_user_id_created_at_id_idx on notifications.notification_preferences (user_id, created_at, id);
create index audit_entries_target_kind_target_id_occurred_at_id_idx on audit.audit_entries (target_kind, target_id, occurred_at desc, id desc);
create index addresses_customer_id_id_idx on orders.addresses (customer_id, id desc);
create index categories_name_id_idx on categories.categories (name, id);
create index categories_parent_id_idx on categories.categories (parent_id);
create index order_items_order_id_id_idx on orders.order_items (order_id, id desc);
create index order_items_product_id_idx on orders.order_items (product_id);
create index orders_customer_id_status_created_at_id_idx on orders.orders (customer_id, status, created_at desc, id desc);
create index orders_address_id_idx on orders.orders (address_id);
create index product_categories_category_id_idx on categories.product_categories (category_id);
create index products_name_id_idx on categories.products (name, id);
create index products_search_idx on categories.products using gin (to_tsvector('simple'::regconfig, coalesce(name, '')));
create index reviews_product_id_created_id_idx on customers_and_settings.reviews (product_id, created desc nulls last, id desc);
create index reviews_customer_id_idx on customers_and_settings.reviews (customer_id);
create index outbox_events_open_idx on platform.outbox_events ("position") where published_at is null;
create index outbox_events_published_at_idx on platform.outbox_events (published_at);
create index outbox_events_parked_open_idx on platform.outbox_events_parked (ordering_key, "position") where given_up_at is null;
create index outbox_events_parked_given_up_at_idx on platform.outbox_events_parked (given_up_at);
create index inbox_events_handled_at_idx on platform.inbox_events (handled_at);
create index inbox_events_parked_open_idx on platform.inbox_events_parked (consumer, ordering_key, arrived) where given_up_at is null;
create index inbox_events_parked_given_up_at_idx on platform.inbox_events_parked (given_up_at);
create index idempotency_keys_created_at_idx on platform.idempotency_keys (created_at);
create index operation_statuses_open_idx on platform.operation_statuses (run_after, id) where state = 'queued';
create index operation_statuses_created_at_idx on platform.operation_statuses (created_at);

-- Comments
comment on table auth.users is 'A person known to the system. A guest is a user without credentials, so every rule about owners holds for guests too.';
comment on column auth.users.email is '[pii]';
comment on column auth.users.display_name is '[pii]';
comment on column auth.users.phone is '[pii]';
comment on column auth.users.legacy_admin_user_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column auth.users.login is '[pii]';
comment on column auth.users.level is '1 read, 2 orders, 3 everything';
comment on column auth.users.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column auth.users.firstname is '[pii]';
comment on column auth.users.lastname is '[pii]';
comment on column auth.users.gender is '[pii]';
comment on column auth.users.birthday is '[pii]';
comment on column auth.users.version is 'raised by every change; the ETag of the row';
comment on table auth.credentials is 'One way in which a user can prove their identity';
comment on column auth.credentials.subject is '[pii]';
comment on column auth.credentials.secret_hash is '[secret]';
comment on column auth.credentials.version is 'raised by every change; the ETag of the row';
comment on table auth.sessions is 'A signed-in device; holds the hash of the refresh token that may be used next';
comment on column auth.sessions.refresh_hash is '[secret]';
comment on column auth.sessions.user_agent is '[pii]';
comment on column auth.sessions.address is '[pii]';
comment on column auth.sessions.version is 'raised by every change; the ETag of the row';
comment on table auth.recovery_tokens is 'A single-use proof that somebody reads a mailbox';
comment on column auth.recovery_tokens.token_hash is '[secret]';
comment on column auth.recovery_tokens.version is 'raised by every change; the ETag of the row';
comment on table auth.role_grants is 'A role that a user may act in';
comment on column auth.role_grants.version is 'raised by every change; the ETag of the row';
comment on table notifications.notifications is 'One message to one person';
comment on column notifications.notifications.data is '[pii]';
comment on column notifications.notifications.version is 'raised by every change; the ETag of the row';
comment on table notifications.notification_preferences is 'Whether somebody wants messages about a topic on a channel';
comment on column notifications.notification_preferences.version is 'raised by every change; the ETag of the row';
comment on table audit.audit_entries is 'One security-relevant action. It names people by id only and refers to no table, so it outlives what it speaks of.';
comment on column audit.audit_entries.before is '[pii]';
comment on column audit.audit_entries.after is '[pii]';
comment on column audit.audit_entries.address is '[pii]';
comment on table audit.audit_anchors is 'The last hash of a chain at the end of a day, also stored outside the database';
comment on table orders.addresses is 'From the table addresses of the legacy system';
comment on column orders.addresses.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on column orders.addresses.street is '[pii]';
comment on column orders.addresses.zip is '[pii]';
comment on column orders.addresses.city is '[pii]';
comment on table categories.categories is 'From the table categories of the legacy system';
comment on column categories.categories.legacy_id is 'key of the row in the legacy system: back-fill, synchronisation and old addresses go by it';
comment on table orders.coupons is 'From the table coupons of the legacy system';
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
comment on table platform.outbox_events is 'Events to publish, written in the transaction that brings them about; a relay hands them on';
comment on table platform.outbox_events_parked is 'Events that are not handed on: refused once too often, or of the key of one that was. They stay in the outbox';
comment on table platform.inbox_events is 'Events that were handled, by consumer: a repeated delivery is recognised and has no second effect';
comment on table platform.inbox_events_parked is 'Events that their consumer could not handle, and those of their keys behind them';
comment on table platform.idempotency_keys is 'Keys of unsafe requests by caller (id, or a hash of the address), with the request hash and the answer given';
comment on table platform.operation_statuses is 'Long work: what was asked for, how far it has come, where its result is';

-- Roles
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_customer') then
    create role legacy_shop_customer nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_support') then
    create role legacy_shop_support nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_admin') then
    create role legacy_shop_admin nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_system') then
    create role legacy_shop_system nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_auditor') then
    create role legacy_shop_auditor nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_callback') then
    create role legacy_shop_callback nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_scheduler') then
    create role legacy_shop_scheduler nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_auth_app') then
    create role legacy_shop_auth_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_notifications_app') then
    create role legacy_shop_notifications_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_audit_app') then
    create role legacy_shop_audit_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_orders_app') then
    create role legacy_shop_orders_app login;
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
  if not exists (select from pg_roles where rolname = 'legacy_shop_customers_and_settings_app') then
    create role legacy_shop_customers_and_settings_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'legacy_shop_retention') then
    create role legacy_shop_retention login;
  end if;
end $$;

-- Row security
alter table auth.users enable row level security;
alter table auth.users force row level security;
create policy users_customer_select on auth.users
  for select
  to legacy_shop_customer
  using (users.id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy users_customer_update on auth.users
  for update
  to legacy_shop_customer
  using (users.id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (users.id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy users_support_select on auth.users
  for select
  to legacy_shop_support
  using (true);
create policy users_support_update on auth.users
  for update
  to legacy_shop_support
  using (true)
  with check (true);
create policy users_admin_select on auth.users
  for select
  to legacy_shop_admin
  using (true);
create policy users_admin_update on auth.users
  for update
  to legacy_shop_admin
  using (true)
  with check (true);
create policy users_scheduler_select on auth.users
  for select
  to legacy_shop_scheduler
  using (true);
create policy users_scheduler_update on auth.users
  for update
  to legacy_shop_scheduler
  using (true)
  with check (true);
create policy users_app_all on auth.users
  for all
  to legacy_shop_auth_app
  using (true)
  with check (true);
alter table auth.credentials enable row level security;
alter table auth.credentials force row level security;
create policy credentials_customer_select on auth.credentials
  for select
  to legacy_shop_customer
  using (credentials.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy credentials_customer_insert on auth.credentials
  for insert
  to legacy_shop_customer
  with check (credentials.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy credentials_customer_delete on auth.credentials
  for delete
  to legacy_shop_customer
  using (credentials.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy credentials_app_all on auth.credentials
  for all
  to legacy_shop_auth_app
  using (true)
  with check (true);
alter table auth.sessions enable row level security;
alter table auth.sessions force row level security;
create policy sessions_customer_select on auth.sessions
  for select
  to legacy_shop_customer
  using (sessions.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy sessions_customer_delete on auth.sessions
  for delete
  to legacy_shop_customer
  using (sessions.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy sessions_support_select on auth.sessions
  for select
  to legacy_shop_support
  using (true);
create policy sessions_support_delete on auth.sessions
  for delete
  to legacy_shop_support
  using (true);
create policy sessions_admin_select on auth.sessions
  for select
  to legacy_shop_admin
  using (true);
create policy sessions_admin_delete on auth.sessions
  for delete
  to legacy_shop_admin
  using (true);
create policy sessions_app_all on auth.sessions
  for all
  to legacy_shop_auth_app, legacy_shop_retention
  using (true)
  with check (true);
alter table notifications.notifications enable row level security;
alter table notifications.notifications force row level security;
create policy notifications_customer_select on notifications.notifications
  for select
  to legacy_shop_customer
  using (notifications.recipient_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notifications_support_select on notifications.notifications
  for select
  to legacy_shop_support
  using (true);
create policy notifications_support_update on notifications.notifications
  for update
  to legacy_shop_support
  using (true)
  with check (true);
create policy notifications_system_select on notifications.notifications
  for select
  to legacy_shop_system
  using (true);
create policy notifications_system_update on notifications.notifications
  for update
  to legacy_shop_system
  using (true)
  with check (true);
create policy notifications_app_all on notifications.notifications
  for all
  to legacy_shop_notifications_app, legacy_shop_retention
  using (true)
  with check (true);
alter table notifications.notification_preferences enable row level security;
alter table notifications.notification_preferences force row level security;
create policy notification_preferences_customer_select on notifications.notification_preferences
  for select
  to legacy_shop_customer
  using (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notification_preferences_customer_insert on notifications.notification_preferences
  for insert
  to legacy_shop_customer
  with check (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notification_preferences_customer_update on notifications.notification_preferences
  for update
  to legacy_shop_customer
  using (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notification_preferences_app_all on notifications.notification_preferences
  for all
  to legacy_shop_notifications_app
  using (true)
  with check (true);
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
create policy order_items_admin_select on orders.order_items
  for select
  to legacy_shop_admin
  using (true);
create policy order_items_app_all on orders.order_items
  for all
  to legacy_shop_orders_app
  using (true)
  with check (true);
alter table orders.orders enable row level security;
alter table orders.orders force row level security;
create policy orders_customer_select on orders.orders
  for select
  to legacy_shop_customer
  using (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_customer_insert on orders.orders
  for insert
  to legacy_shop_customer
  with check (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_admin_select on orders.orders
  for select
  to legacy_shop_admin
  using (true);
create policy orders_admin_update on orders.orders
  for update
  to legacy_shop_admin
  using (true)
  with check (true);
create policy orders_callback_select on orders.orders
  for select
  to legacy_shop_callback
  using (true);
create policy orders_callback_update on orders.orders
  for update
  to legacy_shop_callback
  using (true)
  with check (true);
create policy orders_scheduler_select on orders.orders
  for select
  to legacy_shop_scheduler
  using (true);
create policy orders_scheduler_update on orders.orders
  for update
  to legacy_shop_scheduler
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
create policy reviews_admin_select on customers_and_settings.reviews
  for select
  to legacy_shop_admin
  using (true);
create policy reviews_admin_update on customers_and_settings.reviews
  for update
  to legacy_shop_admin
  using (true)
  with check (true);
create policy reviews_app_all on customers_and_settings.reviews
  for all
  to legacy_shop_customers_and_settings_app
  using (true)
  with check (true);

-- Privileges
grant usage on schema auth, notifications, audit, orders, categories, customers_and_settings, platform to legacy_shop_customer;
grant select, insert, update on auth.users to legacy_shop_customer;
grant select, insert, delete on auth.credentials to legacy_shop_customer;
grant select, insert, update, delete on auth.sessions to legacy_shop_customer;
grant select, insert, update on auth.recovery_tokens to legacy_shop_customer;
grant select on notifications.notifications to legacy_shop_customer;
grant select, insert, update on notifications.notification_preferences to legacy_shop_customer;
grant insert on audit.audit_entries to legacy_shop_customer;
grant select, insert on orders.addresses to legacy_shop_customer;
grant select on categories.categories to legacy_shop_customer;
grant select on orders.coupons to legacy_shop_customer;
grant select, insert on orders.order_items to legacy_shop_customer;
grant select, insert on orders.orders to legacy_shop_customer;
grant select on categories.products to legacy_shop_customer;
grant select, insert on customers_and_settings.reviews to legacy_shop_customer;
grant select, insert on orders.search_logs to legacy_shop_customer;
grant insert on platform.outbox_events to legacy_shop_customer;
grant insert on platform.operation_statuses to legacy_shop_customer;
grant usage on schema auth, notifications, audit, categories, orders, platform to legacy_shop_support;
grant select, insert, update on auth.users to legacy_shop_support;
grant select, insert, update, delete on auth.sessions to legacy_shop_support;
grant select, insert, update on auth.recovery_tokens to legacy_shop_support;
grant select, update on notifications.notifications to legacy_shop_support;
grant insert on audit.audit_entries to legacy_shop_support;
grant select on categories.categories to legacy_shop_support;
grant select on categories.products to legacy_shop_support;
grant select, insert on orders.search_logs to legacy_shop_support;
grant insert on platform.outbox_events to legacy_shop_support;
grant usage on schema auth, audit, categories, orders, customers_and_settings, platform to legacy_shop_admin;
grant select, insert, update on auth.users to legacy_shop_admin;
grant select, insert, update, delete on auth.sessions to legacy_shop_admin;
grant select, insert, update on auth.recovery_tokens to legacy_shop_admin;
grant select, insert, delete on auth.role_grants to legacy_shop_admin;
grant select, insert on audit.audit_entries to legacy_shop_admin;
grant select on categories.categories to legacy_shop_admin;
grant select on orders.order_items to legacy_shop_admin;
grant select, update on orders.orders to legacy_shop_admin;
grant select, insert, update, delete on categories.products to legacy_shop_admin;
grant select, update on customers_and_settings.reviews to legacy_shop_admin;
grant select, insert on orders.search_logs to legacy_shop_admin;
grant select, insert, update on customers_and_settings.settings to legacy_shop_admin;
grant insert on platform.outbox_events to legacy_shop_admin;
grant insert on platform.operation_statuses to legacy_shop_admin;
grant usage on schema auth, notifications, audit, categories, orders, platform to legacy_shop_system;
grant select, insert, update on auth.users to legacy_shop_system;
grant select, insert, update on auth.sessions to legacy_shop_system;
grant select, insert, update on auth.recovery_tokens to legacy_shop_system;
grant select, update on notifications.notifications to legacy_shop_system;
grant insert on audit.audit_entries to legacy_shop_system;
grant select on categories.categories to legacy_shop_system;
grant select on categories.products to legacy_shop_system;
grant select, insert on orders.search_logs to legacy_shop_system;
grant insert on platform.outbox_events to legacy_shop_system;
grant insert on platform.operation_statuses to legacy_shop_system;
grant usage on schema auth, audit, categories, orders, platform to legacy_shop_auditor;
grant select, insert, update on auth.users to legacy_shop_auditor;
grant select, insert, update on auth.sessions to legacy_shop_auditor;
grant select, insert, update on auth.recovery_tokens to legacy_shop_auditor;
grant select, insert on audit.audit_entries to legacy_shop_auditor;
grant select on audit.audit_anchors to legacy_shop_auditor;
grant select on categories.categories to legacy_shop_auditor;
grant select on categories.products to legacy_shop_auditor;
grant select, insert on orders.search_logs to legacy_shop_auditor;
grant insert on platform.outbox_events to legacy_shop_auditor;
grant insert on platform.operation_statuses to legacy_shop_auditor;
grant usage on schema auth, audit, categories, orders, platform to legacy_shop_callback;
grant select, insert, update on auth.users to legacy_shop_callback;
grant select, insert, update on auth.sessions to legacy_shop_callback;
grant select, insert, update on auth.recovery_tokens to legacy_shop_callback;
grant insert on audit.audit_entries to legacy_shop_callback;
grant select on categories.categories to legacy_shop_callback;
grant select, update on orders.orders to legacy_shop_callback;
grant select on categories.products to legacy_shop_callback;
grant select, insert on orders.search_logs to legacy_shop_callback;
grant insert on platform.outbox_events to legacy_shop_callback;
grant usage on schema auth, audit, categories, orders, platform to legacy_shop_scheduler;
grant select, insert, update on auth.users to legacy_shop_scheduler;
grant select, insert, update on auth.sessions to legacy_shop_scheduler;
grant select, insert, update on auth.recovery_tokens to legacy_shop_scheduler;
grant insert on audit.audit_entries to legacy_shop_scheduler;
grant select on categories.categories to legacy_shop_scheduler;
grant select, update on orders.orders to legacy_shop_scheduler;
grant select, update on categories.products to legacy_shop_scheduler;
grant select, insert on orders.search_logs to legacy_shop_scheduler;
grant insert on platform.outbox_events to legacy_shop_scheduler;
grant legacy_shop_customer, legacy_shop_support, legacy_shop_admin, legacy_shop_system, legacy_shop_auditor, legacy_shop_callback, legacy_shop_scheduler to legacy_shop_auth_app;
grant usage on schema auth, audit, platform to legacy_shop_auth_app;
grant select, insert, update on auth.users to legacy_shop_auth_app;
grant select, insert, delete on auth.credentials to legacy_shop_auth_app;
grant select, insert, update, delete on auth.sessions to legacy_shop_auth_app;
grant select, insert, update, delete on auth.recovery_tokens to legacy_shop_auth_app;
grant select, insert, delete on auth.role_grants to legacy_shop_auth_app;
grant insert on audit.audit_entries to legacy_shop_auth_app;
grant select, insert, update on platform.outbox_events to legacy_shop_auth_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_auth_app;
grant select, insert on platform.inbox_events to legacy_shop_auth_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_auth_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_auth_app;
grant select, insert, update on platform.operation_statuses to legacy_shop_auth_app;
grant legacy_shop_customer, legacy_shop_support, legacy_shop_system to legacy_shop_notifications_app;
grant usage on schema notifications, platform to legacy_shop_notifications_app;
grant select, insert, update, delete on notifications.notifications to legacy_shop_notifications_app;
grant select, insert, update, delete on notifications.notification_preferences to legacy_shop_notifications_app;
grant select, insert, update on platform.outbox_events to legacy_shop_notifications_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_notifications_app;
grant select, insert on platform.inbox_events to legacy_shop_notifications_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_notifications_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_notifications_app;
grant select, insert, update on platform.operation_statuses to legacy_shop_notifications_app;
grant legacy_shop_admin, legacy_shop_auditor to legacy_shop_audit_app;
grant usage on schema audit, platform to legacy_shop_audit_app;
grant select on audit.audit_entries to legacy_shop_audit_app;
grant select on audit.audit_anchors to legacy_shop_audit_app;
grant select, insert, update on platform.outbox_events to legacy_shop_audit_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_audit_app;
grant select, insert on platform.inbox_events to legacy_shop_audit_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_audit_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_audit_app;
grant select, insert, update on platform.operation_statuses to legacy_shop_audit_app;
grant legacy_shop_customer, legacy_shop_support, legacy_shop_admin, legacy_shop_system, legacy_shop_auditor, legacy_shop_callback, legacy_shop_scheduler to legacy_shop_orders_app;
grant usage on schema orders, platform to legacy_shop_orders_app;
grant select, insert on orders.addresses to legacy_shop_orders_app;
grant select on orders.coupons to legacy_shop_orders_app;
grant select, insert on orders.order_items to legacy_shop_orders_app;
grant select, insert, update on orders.orders to legacy_shop_orders_app;
grant select, insert on orders.search_logs to legacy_shop_orders_app;
grant select, insert, update on platform.outbox_events to legacy_shop_orders_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_orders_app;
grant select, insert on platform.inbox_events to legacy_shop_orders_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_orders_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_orders_app;
grant select, update on platform.operation_statuses to legacy_shop_orders_app;
grant legacy_shop_customer, legacy_shop_support, legacy_shop_admin, legacy_shop_system, legacy_shop_auditor, legacy_shop_callback, legacy_shop_scheduler to legacy_shop_categories_app;
grant usage on schema categories, platform to legacy_shop_categories_app;
grant select on categories.categories to legacy_shop_categories_app;
grant select, insert, update, delete on categories.products to legacy_shop_categories_app;
grant select, insert, update on platform.outbox_events to legacy_shop_categories_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_categories_app;
grant select, insert on platform.inbox_events to legacy_shop_categories_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_categories_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_categories_app;
grant select, update on platform.operation_statuses to legacy_shop_categories_app;
grant usage on schema platform to legacy_shop_products_app;
grant select, insert, update on platform.outbox_events to legacy_shop_products_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_products_app;
grant select, insert on platform.inbox_events to legacy_shop_products_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_products_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_products_app;
grant select, update on platform.operation_statuses to legacy_shop_products_app;
grant legacy_shop_customer, legacy_shop_admin to legacy_shop_customers_and_settings_app;
grant usage on schema customers_and_settings, platform to legacy_shop_customers_and_settings_app;
grant select, insert, update on customers_and_settings.reviews to legacy_shop_customers_and_settings_app;
grant select, insert, update on customers_and_settings.settings to legacy_shop_customers_and_settings_app;
grant select, insert, update on platform.outbox_events to legacy_shop_customers_and_settings_app;
grant select, insert, update, delete on platform.outbox_events_parked to legacy_shop_customers_and_settings_app;
grant select, insert on platform.inbox_events to legacy_shop_customers_and_settings_app;
grant select, insert, update, delete on platform.inbox_events_parked to legacy_shop_customers_and_settings_app;
grant select, insert, update on platform.idempotency_keys to legacy_shop_customers_and_settings_app;
grant select, update on platform.operation_statuses to legacy_shop_customers_and_settings_app;
grant usage on schema auth, notifications, audit, orders, platform to legacy_shop_retention;
grant select, delete on auth.sessions to legacy_shop_retention;
grant select, delete on auth.recovery_tokens to legacy_shop_retention;
grant select, delete on notifications.notifications to legacy_shop_retention;
grant select, delete on audit.audit_entries to legacy_shop_retention;
grant select, delete on audit.audit_anchors to legacy_shop_retention;
grant select, update on orders.orders to legacy_shop_retention;
grant select, delete on orders.search_logs to legacy_shop_retention;
grant select, delete on platform.outbox_events to legacy_shop_retention;
grant select, delete on platform.outbox_events_parked to legacy_shop_retention;
grant select, delete on platform.inbox_events to legacy_shop_retention;
grant select, delete on platform.inbox_events_parked to legacy_shop_retention;
grant select, delete on platform.idempotency_keys to legacy_shop_retention;
grant select, delete on platform.operation_statuses to legacy_shop_retention;
