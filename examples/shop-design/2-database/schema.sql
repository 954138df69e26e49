-- Schemas and extensions
create schema if not exists auth;
create schema if not exists products;
create schema if not exists orders;
create schema if not exists payments;
create schema if not exists notifications;
create schema if not exists audit;
create schema if not exists inventory;
create schema if not exists cart;
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
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email),
  constraint users_kind_check check (kind in ('customer', 'guest', 'staff')),
  constraint users_status_check check (status in ('active', 'locked', 'erased')),
  constraint users_email_check check (char_length(email) <= 254),
  constraint users_display_name_check check (char_length(display_name) <= 120),
  constraint users_phone_check check (char_length(phone) <= 20),
  constraint users_locale_check check (char_length(locale) <= 35),
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
  constraint credentials_password_is_hashed_check check (kind <> 'password' or secret_hash like '$argon2id$%'),
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
  constraint role_grants_role_check check (role in ('customer', 'support', 'admin', 'merchandiser', 'warehouse', 'finance', 'auditor'))
);
create table products.products (
  id uuid not null default uuidv7(),
  sku text not null,
  name text not null,
  slug text not null,
  description text,
  status text not null default 'draft',
  category_id uuid not null,
  brand text,
  price bigint not null,
  tax_class text not null default 'standard',
  weight_g integer,
  attributes jsonb,
  published_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint products_pkey primary key (id),
  constraint products_sku_key unique (sku),
  constraint products_slug_key unique (slug),
  constraint products_sku_check check (char_length(sku) <= 64),
  constraint products_name_check check (char_length(name) <= 200),
  constraint products_slug_check check (char_length(slug) <= 220),
  constraint products_description_check check (char_length(description) <= 20000),
  constraint products_status_check check (status in ('draft', 'active', 'archived')),
  constraint products_brand_check check (char_length(brand) <= 120),
  constraint products_price_check check (price >= 0),
  constraint products_tax_class_check check (tax_class in ('standard', 'reduced', 'zero')),
  constraint products_weight_g_check check (weight_g between 0 and 1000000),
  constraint products_attributes_check check (jsonb_typeof(attributes) = 'object'),
  constraint products_published_when_active_check check (status <> 'active' or published_at is not null)
);
create table products.categories (
  id uuid not null default uuidv7(),
  name text not null,
  slug text not null,
  parent_id uuid,
  "position" integer not null default 0,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint categories_pkey primary key (id),
  constraint categories_slug_key unique (slug),
  constraint categories_name_check check (char_length(name) <= 120),
  constraint categories_slug_check check (char_length(slug) <= 140),
  constraint categories_position_check check ("position" between 0 and 10000),
  constraint categories_not_its_own_parent_check check (parent_id is null or parent_id <> id)
);
create table products.product_variants (
  id uuid not null default uuidv7(),
  product_id uuid not null,
  sku text not null,
  name text not null,
  price bigint,
  barcode text,
  attributes jsonb,
  "position" integer not null default 0,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint product_variants_pkey primary key (id),
  constraint product_variants_sku_key unique (sku),
  constraint product_variants_product_id_name_key unique (product_id, name),
  constraint product_variants_sku_check check (char_length(sku) <= 64),
  constraint product_variants_name_check check (char_length(name) <= 200),
  constraint product_variants_price_check check (price >= 0),
  constraint product_variants_barcode_check check (char_length(barcode) <= 14),
  constraint product_variants_attributes_check check (jsonb_typeof(attributes) = 'object'),
  constraint product_variants_position_check check ("position" between 0 and 1000)
);
create table products.product_images (
  id uuid not null default uuidv7(),
  product_id uuid not null,
  url text not null,
  alt text,
  "position" integer not null default 0,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint product_images_pkey primary key (id),
  constraint product_images_url_check check (char_length(url) <= 2000),
  constraint product_images_alt_check check (char_length(alt) <= 300),
  constraint product_images_position_check check ("position" between 0 and 100)
);
create table orders.orders (
  id uuid not null default uuidv7(),
  number text not null,
  customer_id uuid not null,
  cart uuid,
  status text not null default 'placed',
  placed_at timestamp with time zone not null,
  subtotal bigint not null,
  discount bigint not null,
  shipping bigint not null,
  tax bigint not null,
  total bigint not null,
  shipping_address_id uuid,
  note text,
  cancelled_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint orders_pkey primary key (id),
  constraint orders_number_key unique (number),
  constraint orders_number_check check (char_length(number) <= 20),
  constraint orders_status_check check (status in ('placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled')),
  constraint orders_subtotal_check check (subtotal >= 0),
  constraint orders_discount_check check (discount >= 0),
  constraint orders_shipping_check check (shipping >= 0),
  constraint orders_tax_check check (tax >= 0),
  constraint orders_total_check check (total >= 0),
  constraint orders_note_check check (char_length(note) <= 500),
  constraint orders_total_adds_up_check check (total = subtotal - discount + shipping + tax),
  constraint orders_discount_within_check check (discount <= subtotal)
);
create table orders.order_lines (
  id uuid not null default uuidv7(),
  order_id uuid not null,
  product_id uuid not null,
  variant_id uuid,
  sku text not null,
  name text not null,
  quantity integer not null,
  unit_price bigint not null,
  tax_permille integer not null,
  line_total bigint not null,
  created_at timestamp with time zone not null default now(),
  constraint order_lines_pkey primary key (id),
  constraint order_lines_sku_check check (char_length(sku) <= 64),
  constraint order_lines_name_check check (char_length(name) <= 200),
  constraint order_lines_quantity_check check (quantity between 1 and 999),
  constraint order_lines_unit_price_check check (unit_price >= 0),
  constraint order_lines_tax_permille_check check (tax_permille between 0 and 1000),
  constraint order_lines_line_total_check check (line_total >= 0),
  constraint order_lines_line_total_matches_check check (line_total = unit_price * quantity)
);
create table orders.order_status_changes (
  id uuid not null default uuidv7(),
  order_id uuid not null,
  from_status text,
  to_status text not null,
  changed_by uuid,
  reason text,
  created_at timestamp with time zone not null default now(),
  constraint order_status_changes_pkey primary key (id),
  constraint order_status_changes_from_status_check check (char_length(from_status) <= 40),
  constraint order_status_changes_to_status_check check (char_length(to_status) <= 40),
  constraint order_status_changes_reason_check check (char_length(reason) <= 500)
);
create table orders.addresses (
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  recipient text not null,
  line1 text not null,
  line2 text,
  postal_code text not null,
  city text not null,
  region text,
  country text not null,
  archived_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint addresses_pkey primary key (id),
  constraint addresses_recipient_check check (char_length(recipient) <= 120),
  constraint addresses_line1_check check (char_length(line1) <= 160),
  constraint addresses_line2_check check (char_length(line2) <= 160),
  constraint addresses_postal_code_check check (char_length(postal_code) <= 16),
  constraint addresses_city_check check (char_length(city) <= 80),
  constraint addresses_region_check check (char_length(region) <= 80),
  constraint addresses_country_check check (char_length(country) between 2 and 2)
);
create table orders.shipments (
  id uuid not null default uuidv7(),
  order_id uuid not null,
  carrier text not null,
  tracking_number text not null,
  status text not null default 'handed-over',
  shipped_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint shipments_pkey primary key (id),
  constraint shipments_carrier_tracking_number_key unique (carrier, tracking_number),
  constraint shipments_carrier_check check (char_length(carrier) <= 60),
  constraint shipments_tracking_number_check check (char_length(tracking_number) <= 60),
  constraint shipments_status_check check (status in ('handed-over', 'in-transit', 'delivered', 'lost'))
);
create table payments.payments (
  id uuid not null default uuidv7(),
  order_id uuid not null,
  customer_id uuid not null,
  amount bigint not null,
  status text not null default 'pending',
  method text not null,
  provider text not null,
  provider_reference text,
  provider_token text,
  failure_code text,
  refunded bigint not null,
  authorised_at timestamp with time zone,
  captured_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint payments_pkey primary key (id),
  constraint payments_provider_reference_key unique (provider_reference),
  constraint payments_amount_check check (amount >= 0),
  constraint payments_status_check check (status in ('pending', 'authorised', 'captured', 'voided', 'failed', 'refunded')),
  constraint payments_method_check check (method in ('card', 'wallet')),
  constraint payments_provider_check check (char_length(provider) <= 40),
  constraint payments_provider_reference_check check (char_length(provider_reference) <= 255),
  constraint payments_provider_token_check check (char_length(provider_token) <= 255),
  constraint payments_failure_code_check check (char_length(failure_code) <= 80),
  constraint payments_refunded_check check (refunded >= 0),
  constraint payments_never_refunds_more_check check (refunded <= amount),
  constraint payments_captured_has_time_check check (status not in ('captured', 'refunded') or captured_at is not null)
);
create table payments.refunds (
  id uuid not null default uuidv7(),
  payment_id uuid not null,
  amount bigint not null,
  reason text not null,
  status text not null default 'requested',
  requested_by_id uuid not null,
  approved_by_id uuid,
  provider_reference text,
  sent_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint refunds_pkey primary key (id),
  constraint refunds_provider_reference_key unique (provider_reference),
  constraint refunds_amount_check check (amount between 1 and 1000000000000),
  constraint refunds_reason_check check (reason in ('cancelled', 'returned', 'goodwill', 'fraud')),
  constraint refunds_status_check check (status in ('requested', 'approved', 'sent', 'failed')),
  constraint refunds_provider_reference_check check (char_length(provider_reference) <= 255),
  constraint refunds_two_people_check check (approved_by_id is null or approved_by_id <> requested_by_id)
);
create table payments.ledger_accounts (
  id uuid not null default uuidv7(),
  code text not null,
  name text not null,
  kind text not null,
  currency text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint ledger_accounts_pkey primary key (id),
  constraint ledger_accounts_code_key unique (code),
  constraint ledger_accounts_code_check check (char_length(code) <= 20),
  constraint ledger_accounts_name_check check (char_length(name) <= 120),
  constraint ledger_accounts_kind_check check (kind in ('asset', 'liability', 'revenue', 'expense')),
  constraint ledger_accounts_currency_check check (char_length(currency) between 3 and 3)
);
create table payments.ledger_entries (
  id uuid not null default uuidv7(),
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  amount bigint not null,
  payment_id uuid,
  refund_id uuid,
  cause text not null,
  cause_key text not null,
  memo text,
  created_at timestamp with time zone not null default now(),
  constraint ledger_entries_pkey primary key (id),
  constraint ledger_entries_cause_key_key unique (cause_key),
  constraint ledger_entries_amount_check check (amount between 1 and 1000000000000),
  constraint ledger_entries_cause_check check (cause in ('authorised', 'captured', 'refunded', 'fee', 'payout', 'correction')),
  constraint ledger_entries_cause_key_check check (char_length(cause_key) <= 120),
  constraint ledger_entries_memo_check check (char_length(memo) <= 300),
  constraint ledger_entries_two_accounts_check check (debit_account_id <> credit_account_id)
);
create table payments.provider_events (
  id uuid not null default uuidv7(),
  provider text not null,
  event_key text not null,
  kind text not null,
  payload jsonb not null,
  status text not null default 'received',
  processed_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint provider_events_pkey primary key (id),
  constraint provider_events_provider_event_key_key unique (provider, event_key),
  constraint provider_events_provider_check check (char_length(provider) <= 40),
  constraint provider_events_event_key_check check (char_length(event_key) <= 255),
  constraint provider_events_kind_check check (char_length(kind) <= 120),
  constraint provider_events_payload_check check (jsonb_typeof(payload) = 'object'),
  constraint provider_events_status_check check (status in ('received', 'processed', 'ignored', 'failed'))
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
create table inventory.stock_levels (
  id uuid not null default uuidv7(),
  sku text not null,
  product_id uuid not null,
  variant_id uuid,
  location text not null default 'main',
  on_hand integer not null default 0,
  reserved integer not null default 0,
  reorder_at integer,
  counted_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint stock_levels_pkey primary key (id),
  constraint stock_levels_sku_location_key unique (sku, location),
  constraint stock_levels_sku_check check (char_length(sku) <= 64),
  constraint stock_levels_location_check check (char_length(location) <= 40),
  constraint stock_levels_on_hand_check check (on_hand between 0 and 100000000),
  constraint stock_levels_reserved_check check (reserved between 0 and 100000000),
  constraint stock_levels_reorder_at_check check (reorder_at between 0 and 100000000),
  constraint stock_levels_never_oversold_check check (reserved <= on_hand)
);
create table inventory.reservations (
  id uuid not null default uuidv7(),
  stock_level_id uuid not null,
  reference uuid not null,
  quantity integer not null,
  status text not null default 'held',
  expires_at timestamp with time zone not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint reservations_pkey primary key (id),
  constraint reservations_reference_stock_level_id_key unique (reference, stock_level_id),
  constraint reservations_quantity_check check (quantity between 1 and 10000),
  constraint reservations_status_check check (status in ('held', 'committed', 'released', 'expired'))
);
create table inventory.stock_movements (
  id uuid not null default uuidv7(),
  stock_level_id uuid not null,
  delta integer not null,
  reason text not null,
  reference uuid,
  moved_by uuid,
  note text,
  created_at timestamp with time zone not null default now(),
  constraint stock_movements_pkey primary key (id),
  constraint stock_movements_delta_check check (delta between -100000000 and 100000000),
  constraint stock_movements_reason_check check (reason in ('receipt', 'sale', 'return', 'count', 'damage', 'transfer')),
  constraint stock_movements_note_check check (char_length(note) <= 500),
  constraint stock_movements_moves_something_check check (delta <> 0)
);
create table cart.carts (
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  status text not null default 'open',
  voucher text,
  touched_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint carts_pkey primary key (id),
  constraint carts_status_check check (status in ('open', 'ordered', 'abandoned')),
  constraint carts_voucher_check check (char_length(voucher) <= 40)
);
create table cart.cart_items (
  id uuid not null default uuidv7(),
  cart_id uuid not null,
  sku text not null,
  product_id uuid not null,
  variant_id uuid,
  quantity integer not null,
  unit_price bigint not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint cart_items_pkey primary key (id),
  constraint cart_items_cart_id_sku_key unique (cart_id, sku),
  constraint cart_items_sku_check check (char_length(sku) <= 64),
  constraint cart_items_quantity_check check (quantity between 1 and 999),
  constraint cart_items_unit_price_check check (unit_price >= 0)
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
alter table products.products add constraint products_category_id_fkey
  foreign key (category_id) references products.categories (id) on delete restrict;
alter table products.categories add constraint categories_parent_id_fkey
  foreign key (parent_id) references products.categories (id) on delete set null;
alter table products.product_variants add constraint product_variants_product_id_fkey
  foreign key (product_id) references products.products (id) on delete restrict;
alter table products.product_images add constraint product_images_product_id_fkey
  foreign key (product_id) references products.products (id) on delete restrict;
alter table orders.orders add constraint orders_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;
alter table orders.orders add constraint orders_shipping_address_id_fkey
  foreign key (shipping_address_id) references orders.addresses (id) on delete set null;
alter table orders.order_lines add constraint order_lines_order_id_fkey
  foreign key (order_id) references orders.orders (id) on delete restrict;
alter table orders.order_lines add constraint order_lines_product_id_fkey
  foreign key (product_id) references products.products (id) on delete restrict;
alter table orders.order_lines add constraint order_lines_variant_id_fkey
  foreign key (variant_id) references products.product_variants (id) on delete restrict;
alter table orders.order_status_changes add constraint order_status_changes_order_id_fkey
  foreign key (order_id) references orders.orders (id) on delete restrict;
alter table orders.addresses add constraint addresses_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;
alter table orders.shipments add constraint shipments_order_id_fkey
  foreign key (order_id) references orders.orders (id) on delete cascade;
alter table payments.payments add constraint payments_order_id_fkey
  foreign key (order_id) references orders.orders (id) on delete restrict;
alter table payments.payments add constraint payments_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;
alter table payments.refunds add constraint refunds_payment_id_fkey
  foreign key (payment_id) references payments.payments (id) on delete cascade;
alter table payments.refunds add constraint refunds_requested_by_id_fkey
  foreign key (requested_by_id) references auth.users (id) on delete restrict;
alter table payments.refunds add constraint refunds_approved_by_id_fkey
  foreign key (approved_by_id) references auth.users (id) on delete restrict;
alter table payments.ledger_entries add constraint ledger_entries_debit_account_id_fkey
  foreign key (debit_account_id) references payments.ledger_accounts (id) on delete restrict;
alter table payments.ledger_entries add constraint ledger_entries_credit_account_id_fkey
  foreign key (credit_account_id) references payments.ledger_accounts (id) on delete restrict;
alter table payments.ledger_entries add constraint ledger_entries_payment_id_fkey
  foreign key (payment_id) references payments.payments (id) on delete restrict;
alter table payments.ledger_entries add constraint ledger_entries_refund_id_fkey
  foreign key (refund_id) references payments.refunds (id) on delete restrict;
alter table notifications.notifications add constraint notifications_recipient_id_fkey
  foreign key (recipient_id) references auth.users (id) on delete restrict;
alter table notifications.notification_preferences add constraint notification_preferences_user_id_fkey
  foreign key (user_id) references auth.users (id) on delete restrict;
alter table inventory.stock_levels add constraint stock_levels_product_id_fkey
  foreign key (product_id) references products.products (id) on delete restrict;
alter table inventory.stock_levels add constraint stock_levels_variant_id_fkey
  foreign key (variant_id) references products.product_variants (id) on delete restrict;
alter table inventory.reservations add constraint reservations_stock_level_id_fkey
  foreign key (stock_level_id) references inventory.stock_levels (id) on delete restrict;
alter table inventory.stock_movements add constraint stock_movements_stock_level_id_fkey
  foreign key (stock_level_id) references inventory.stock_levels (id) on delete restrict;
alter table cart.carts add constraint carts_customer_id_fkey
  foreign key (customer_id) references auth.users (id) on delete restrict;
alter table cart.cart_items add constraint cart_items_cart_id_fkey
  foreign key (cart_id) references cart.carts (id) on delete cascade;
alter table cart.cart_items add constraint cart_items_product_id_fkey
  foreign key (product_id) references products.products (id) on delete restrict;
alter table cart.cart_items add constraint cart_items_variant_id_fkey
  foreign key (variant_id) references products.product_variants (id) on delete restrict;

-- Indexes
create index users_status_created_at_id_idx on auth.users (status, created_at desc, id desc);
create index credentials_user_id_created_at_id_idx on auth.credentials (user_id, created_at desc, id desc);
create index sessions_user_id_last_used_at_id_idx on auth.sessions (user_id, last_used_at desc, id desc);
create index recovery_tokens_user_id_idx on auth.recovery_tokens (user_id);
create index role_grants_user_id_created_at_id_idx on auth.role_grants (user_id, created_at desc, id desc);
create index role_grants_granted_by_id_idx on auth.role_grants (granted_by_id);
create index products_status_published_at_id_idx on products.products (status, published_at desc nulls last, id desc);
create index products_status_category_id_published_at_id_idx on products.products (status, category_id, published_at desc nulls last, id desc);
create index products_search_idx on products.products using gin (to_tsvector('simple'::regconfig, coalesce(name, '') || ' ' || coalesce(description, '')));
create index products_category_id_idx on products.products (category_id);
create index categories_parent_id_position_id_idx on products.categories (parent_id, "position", id);
create index product_variants_product_id_position_id_idx on products.product_variants (product_id, "position", id);
create index product_images_product_id_position_id_idx on products.product_images (product_id, "position", id);
create index orders_status_placed_at_id_idx on orders.orders (status, placed_at, id);
create index orders_customer_id_placed_at_id_idx on orders.orders (customer_id, placed_at desc, id desc);
create index orders_shipping_address_id_idx on orders.orders (shipping_address_id);
create index order_lines_order_id_created_at_id_idx on orders.order_lines (order_id, created_at, id);
create index order_lines_product_id_idx on orders.order_lines (product_id);
create index order_lines_variant_id_idx on orders.order_lines (variant_id);
create index order_status_changes_order_id_created_at_id_idx on orders.order_status_changes (order_id, created_at, id);
create index addresses_customer_id_created_at_id_idx on orders.addresses (customer_id, created_at desc, id desc);
create index shipments_order_id_created_at_id_idx on orders.shipments (order_id, created_at desc, id desc);
create index payments_customer_id_created_at_id_idx on payments.payments (customer_id, created_at desc, id desc);
create index payments_order_id_idx on payments.payments (order_id);
create index refunds_status_created_at_id_idx on payments.refunds (status, created_at desc, id desc);
create index refunds_payment_id_idx on payments.refunds (payment_id);
create index refunds_requested_by_id_idx on payments.refunds (requested_by_id);
create index refunds_approved_by_id_idx on payments.refunds (approved_by_id);
create index ledger_entries_payment_id_created_at_id_idx on payments.ledger_entries (payment_id, created_at desc, id desc);
create index ledger_entries_debit_account_id_idx on payments.ledger_entries (debit_account_id);
create index ledger_entries_credit_account_id_idx on payments.ledger_entries (credit_account_id);
create index ledger_entries_refund_id_idx on payments.ledger_entries (refund_id);
create index notifications_recipient_id_created_at_id_idx on notifications.notifications (recipient_id, created_at desc, id desc);
create index notifications_queued_send_after_idx on notifications.notifications (send_after) where status = 'queued';
create index notification_preferences_user_id_created_at_id_idx on notifications.notification_preferences (user_id, created_at, id);
create index audit_entries_target_kind_target_id_occurred_at_id_idx on audit.audit_entries (target_kind, target_id, occurred_at desc, id desc);
create index stock_levels_location_sku_id_idx on inventory.stock_levels (location, sku, id);
create index stock_levels_product_id_idx on inventory.stock_levels (product_id);
create index stock_levels_variant_id_idx on inventory.stock_levels (variant_id);
create index reservations_status_expires_at_id_idx on inventory.reservations (status, expires_at, id);
create index reservations_held_expires_at_idx on inventory.reservations (expires_at) where status = 'held';
create index reservations_stock_level_id_idx on inventory.reservations (stock_level_id);
create index stock_movements_stock_level_id_created_at_id_idx on inventory.stock_movements (stock_level_id, created_at desc, id desc);
create index carts_customer_id_created_at_id_idx on cart.carts (customer_id, created_at desc, id desc);
create index cart_items_cart_id_created_at_id_idx on cart.cart_items (cart_id, created_at, id);
create index cart_items_product_id_idx on cart.cart_items (product_id);
create index cart_items_variant_id_idx on cart.cart_items (variant_id);
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
comment on table products.products is 'Something that is offered for sale';
comment on column products.products.price is 'in the smallest unit of the currency';
comment on column products.products.version is 'raised by every change; the ETag of the row';
comment on table products.categories is 'A node of the tree in which products are found';
comment on column products.categories.version is 'raised by every change; the ETag of the row';
comment on table products.product_variants is 'A sellable form of a product; a price here replaces the price of the product';
comment on column products.product_variants.price is 'in the smallest unit of the currency';
comment on column products.product_variants.version is 'raised by every change; the ETag of the row';
comment on table products.product_images is 'A picture of a product; the bytes lie in the object store behind the CDN';
comment on column products.product_images.version is 'raised by every change; the ETag of the row';
comment on table orders.orders is 'A binding purchase';
comment on column orders.orders.subtotal is 'in the smallest unit of the currency';
comment on column orders.orders.discount is 'in the smallest unit of the currency';
comment on column orders.orders.shipping is 'in the smallest unit of the currency';
comment on column orders.orders.tax is 'in the smallest unit of the currency';
comment on column orders.orders.total is 'in the smallest unit of the currency';
comment on column orders.orders.note is '[pii]';
comment on column orders.orders.version is 'raised by every change; the ETag of the row';
comment on table orders.order_lines is 'One article of an order with the name, price and tax of the moment it was bought';
comment on column orders.order_lines.unit_price is 'in the smallest unit of the currency';
comment on column orders.order_lines.line_total is 'in the smallest unit of the currency';
comment on table orders.order_status_changes is 'One step in the life of an order';
comment on table orders.addresses is 'A postal address; an edit makes a new one, so an order keeps what was agreed';
comment on column orders.addresses.recipient is '[pii]';
comment on column orders.addresses.line1 is '[pii]';
comment on column orders.addresses.line2 is '[pii]';
comment on column orders.addresses.postal_code is '[pii]';
comment on column orders.addresses.city is '[pii]';
comment on column orders.addresses.region is '[pii]';
comment on column orders.addresses.country is '[pii]';
comment on column orders.addresses.version is 'raised by every change; the ETag of the row';
comment on table orders.shipments is 'A parcel on its way';
comment on column orders.shipments.version is 'raised by every change; the ETag of the row';
comment on table payments.payments is 'One attempt to collect the amount of an order';
comment on column payments.payments.amount is 'in the smallest unit of the currency';
comment on column payments.payments.provider_token is '[secret]';
comment on column payments.payments.refunded is 'in the smallest unit of the currency';
comment on column payments.payments.version is 'raised by every change; the ETag of the row';
comment on table payments.refunds is 'Money given back for a payment, in whole or in part';
comment on column payments.refunds.amount is 'in the smallest unit of the currency';
comment on column payments.refunds.version is 'raised by every change; the ETag of the row';
comment on table payments.ledger_accounts is 'One account of the books';
comment on table payments.ledger_entries is 'One movement of money. Each row names the account debited and the one credited, so no row can leave the books out of balance.';
comment on column payments.ledger_entries.amount is 'in the smallest unit of the currency';
comment on table payments.provider_events is 'A webhook call of the provider, stored before it is acted on';
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
comment on table inventory.stock_levels is 'Quantity of one article at one location';
comment on column inventory.stock_levels.version is 'raised by every change; the ETag of the row';
comment on table inventory.reservations is 'Stock promised to one order until it is committed or given back';
comment on column inventory.reservations.version is 'raised by every change; the ETag of the row';
comment on table inventory.stock_movements is 'One change of a quantity; the sum of all movements is the quantity on hand';
comment on table cart.carts is 'The open shopping list of one person';
comment on column cart.carts.version is 'raised by every change; the ETag of the row';
comment on table cart.cart_items is 'A quantity of one article in a cart; its price is a hint that checkout compares again';
comment on column cart.cart_items.unit_price is 'in the smallest unit of the currency';
comment on column cart.cart_items.version is 'raised by every change; the ETag of the row';
comment on table platform.outbox_events is 'Events to publish, written in the transaction that brings them about; a relay hands them on';
comment on table platform.outbox_events_parked is 'Events that are not handed on: refused once too often, or of the key of one that was. They stay in the outbox';
comment on table platform.inbox_events is 'Events that were handled, by consumer: a repeated delivery is recognised and has no second effect';
comment on table platform.inbox_events_parked is 'Events that their consumer could not handle, and those of their keys behind them';
comment on table platform.idempotency_keys is 'Keys of unsafe requests by caller (id, or a hash of the address), with the request hash and the answer given';
comment on table platform.operation_statuses is 'Long work: what was asked for, how far it has come, where its result is';

-- Roles
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_customer') then
    create role e_commerce_platform_customer nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_support') then
    create role e_commerce_platform_support nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_admin') then
    create role e_commerce_platform_admin nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_merchandiser') then
    create role e_commerce_platform_merchandiser nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_warehouse') then
    create role e_commerce_platform_warehouse nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_finance') then
    create role e_commerce_platform_finance nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_payment_provider') then
    create role e_commerce_platform_payment_provider nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_system') then
    create role e_commerce_platform_system nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_auditor') then
    create role e_commerce_platform_auditor nologin;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_auth_app') then
    create role e_commerce_platform_auth_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_products_app') then
    create role e_commerce_platform_products_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_orders_app') then
    create role e_commerce_platform_orders_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_payments_app') then
    create role e_commerce_platform_payments_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_notifications_app') then
    create role e_commerce_platform_notifications_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_audit_app') then
    create role e_commerce_platform_audit_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_inventory_app') then
    create role e_commerce_platform_inventory_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_cart_app') then
    create role e_commerce_platform_cart_app login;
  end if;
end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'e_commerce_platform_retention') then
    create role e_commerce_platform_retention login;
  end if;
end $$;

-- Row security
alter table auth.users enable row level security;
alter table auth.users force row level security;
create policy users_customer_select on auth.users
  for select
  to e_commerce_platform_customer
  using (users.id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy users_customer_update on auth.users
  for update
  to e_commerce_platform_customer
  using (users.id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (users.id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy users_support_select on auth.users
  for select
  to e_commerce_platform_support
  using (true);
create policy users_support_update on auth.users
  for update
  to e_commerce_platform_support
  using (true)
  with check (true);
create policy users_admin_select on auth.users
  for select
  to e_commerce_platform_admin
  using (true);
create policy users_admin_update on auth.users
  for update
  to e_commerce_platform_admin
  using (true)
  with check (true);
create policy users_app_all on auth.users
  for all
  to e_commerce_platform_auth_app
  using (true)
  with check (true);
alter table auth.credentials enable row level security;
alter table auth.credentials force row level security;
create policy credentials_customer_select on auth.credentials
  for select
  to e_commerce_platform_customer
  using (credentials.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy credentials_customer_insert on auth.credentials
  for insert
  to e_commerce_platform_customer
  with check (credentials.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy credentials_customer_delete on auth.credentials
  for delete
  to e_commerce_platform_customer
  using (credentials.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy credentials_app_all on auth.credentials
  for all
  to e_commerce_platform_auth_app
  using (true)
  with check (true);
alter table auth.sessions enable row level security;
alter table auth.sessions force row level security;
create policy sessions_customer_select on auth.sessions
  for select
  to e_commerce_platform_customer
  using (sessions.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy sessions_customer_delete on auth.sessions
  for delete
  to e_commerce_platform_customer
  using (sessions.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy sessions_support_select on auth.sessions
  for select
  to e_commerce_platform_support
  using (true);
create policy sessions_support_delete on auth.sessions
  for delete
  to e_commerce_platform_support
  using (true);
create policy sessions_admin_select on auth.sessions
  for select
  to e_commerce_platform_admin
  using (true);
create policy sessions_admin_delete on auth.sessions
  for delete
  to e_commerce_platform_admin
  using (true);
create policy sessions_app_all on auth.sessions
  for all
  to e_commerce_platform_auth_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table orders.orders enable row level security;
alter table orders.orders force row level security;
create policy orders_customer_select on orders.orders
  for select
  to e_commerce_platform_customer
  using (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_customer_insert on orders.orders
  for insert
  to e_commerce_platform_customer
  with check (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_customer_update on orders.orders
  for update
  to e_commerce_platform_customer
  using (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (orders.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy orders_support_select on orders.orders
  for select
  to e_commerce_platform_support
  using (true);
create policy orders_support_update on orders.orders
  for update
  to e_commerce_platform_support
  using (true)
  with check (true);
create policy orders_admin_select on orders.orders
  for select
  to e_commerce_platform_admin
  using (true);
create policy orders_admin_update on orders.orders
  for update
  to e_commerce_platform_admin
  using (true)
  with check (true);
create policy orders_merchandiser_select on orders.orders
  for select
  to e_commerce_platform_merchandiser
  using (true);
create policy orders_warehouse_select on orders.orders
  for select
  to e_commerce_platform_warehouse
  using (true);
create policy orders_warehouse_update on orders.orders
  for update
  to e_commerce_platform_warehouse
  using (true)
  with check (true);
create policy orders_app_all on orders.orders
  for all
  to e_commerce_platform_orders_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table orders.order_lines enable row level security;
alter table orders.order_lines force row level security;
create policy order_lines_customer_select on orders.order_lines
  for select
  to e_commerce_platform_customer
  using (exists (select from orders.orders up1 where up1.id = order_lines.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy order_lines_customer_insert on orders.order_lines
  for insert
  to e_commerce_platform_customer
  with check (exists (select from orders.orders up1 where up1.id = order_lines.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy order_lines_support_select on orders.order_lines
  for select
  to e_commerce_platform_support
  using (true);
create policy order_lines_admin_select on orders.order_lines
  for select
  to e_commerce_platform_admin
  using (true);
create policy order_lines_warehouse_select on orders.order_lines
  for select
  to e_commerce_platform_warehouse
  using (true);
create policy order_lines_app_all on orders.order_lines
  for all
  to e_commerce_platform_orders_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table orders.order_status_changes enable row level security;
alter table orders.order_status_changes force row level security;
create policy order_status_changes_customer_select on orders.order_status_changes
  for select
  to e_commerce_platform_customer
  using (exists (select from orders.orders up1 where up1.id = order_status_changes.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy order_status_changes_customer_insert on orders.order_status_changes
  for insert
  to e_commerce_platform_customer
  with check (exists (select from orders.orders up1 where up1.id = order_status_changes.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy order_status_changes_support_select on orders.order_status_changes
  for select
  to e_commerce_platform_support
  using (true);
create policy order_status_changes_support_insert on orders.order_status_changes
  for insert
  to e_commerce_platform_support
  with check (true);
create policy order_status_changes_admin_select on orders.order_status_changes
  for select
  to e_commerce_platform_admin
  using (true);
create policy order_status_changes_admin_insert on orders.order_status_changes
  for insert
  to e_commerce_platform_admin
  with check (true);
create policy order_status_changes_warehouse_insert on orders.order_status_changes
  for insert
  to e_commerce_platform_warehouse
  with check (true);
create policy order_status_changes_app_all on orders.order_status_changes
  for all
  to e_commerce_platform_orders_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table orders.addresses enable row level security;
alter table orders.addresses force row level security;
create policy addresses_customer_select on orders.addresses
  for select
  to e_commerce_platform_customer
  using (addresses.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy addresses_customer_insert on orders.addresses
  for insert
  to e_commerce_platform_customer
  with check (addresses.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy addresses_customer_update on orders.addresses
  for update
  to e_commerce_platform_customer
  using (addresses.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (addresses.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy addresses_support_select on orders.addresses
  for select
  to e_commerce_platform_support
  using (true);
create policy addresses_warehouse_select on orders.addresses
  for select
  to e_commerce_platform_warehouse
  using (true);
create policy addresses_app_all on orders.addresses
  for all
  to e_commerce_platform_orders_app
  using (true)
  with check (true);
alter table orders.shipments enable row level security;
alter table orders.shipments force row level security;
create policy shipments_customer_select on orders.shipments
  for select
  to e_commerce_platform_customer
  using (exists (select from orders.orders up1 where up1.id = shipments.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy shipments_customer_insert on orders.shipments
  for insert
  to e_commerce_platform_customer
  with check (exists (select from orders.orders up1 where up1.id = shipments.order_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy shipments_support_select on orders.shipments
  for select
  to e_commerce_platform_support
  using (true);
create policy shipments_admin_select on orders.shipments
  for select
  to e_commerce_platform_admin
  using (true);
create policy shipments_warehouse_select on orders.shipments
  for select
  to e_commerce_platform_warehouse
  using (true);
create policy shipments_warehouse_update on orders.shipments
  for update
  to e_commerce_platform_warehouse
  using (true)
  with check (true);
create policy shipments_app_all on orders.shipments
  for all
  to e_commerce_platform_orders_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table payments.payments enable row level security;
alter table payments.payments force row level security;
create policy payments_customer_select on payments.payments
  for select
  to e_commerce_platform_customer
  using (payments.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy payments_support_select on payments.payments
  for select
  to e_commerce_platform_support
  using (true);
create policy payments_finance_select on payments.payments
  for select
  to e_commerce_platform_finance
  using (true);
create policy payments_finance_update on payments.payments
  for update
  to e_commerce_platform_finance
  using (true)
  with check (true);
create policy payments_app_all on payments.payments
  for all
  to e_commerce_platform_payments_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table payments.refunds enable row level security;
alter table payments.refunds force row level security;
create policy refunds_customer_select on payments.refunds
  for select
  to e_commerce_platform_customer
  using (exists (select from payments.payments up1 where up1.id = refunds.payment_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy refunds_support_select on payments.refunds
  for select
  to e_commerce_platform_support
  using (true);
create policy refunds_support_insert on payments.refunds
  for insert
  to e_commerce_platform_support
  with check (true);
create policy refunds_finance_select on payments.refunds
  for select
  to e_commerce_platform_finance
  using (true);
create policy refunds_finance_update on payments.refunds
  for update
  to e_commerce_platform_finance
  using (true)
  with check (true);
create policy refunds_app_all on payments.refunds
  for all
  to e_commerce_platform_payments_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table notifications.notifications enable row level security;
alter table notifications.notifications force row level security;
create policy notifications_customer_select on notifications.notifications
  for select
  to e_commerce_platform_customer
  using (notifications.recipient_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notifications_support_select on notifications.notifications
  for select
  to e_commerce_platform_support
  using (true);
create policy notifications_support_update on notifications.notifications
  for update
  to e_commerce_platform_support
  using (true)
  with check (true);
create policy notifications_system_select on notifications.notifications
  for select
  to e_commerce_platform_system
  using (true);
create policy notifications_system_update on notifications.notifications
  for update
  to e_commerce_platform_system
  using (true)
  with check (true);
create policy notifications_app_all on notifications.notifications
  for all
  to e_commerce_platform_notifications_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table notifications.notification_preferences enable row level security;
alter table notifications.notification_preferences force row level security;
create policy notification_preferences_customer_select on notifications.notification_preferences
  for select
  to e_commerce_platform_customer
  using (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notification_preferences_customer_insert on notifications.notification_preferences
  for insert
  to e_commerce_platform_customer
  with check (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notification_preferences_customer_update on notifications.notification_preferences
  for update
  to e_commerce_platform_customer
  using (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (notification_preferences.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy notification_preferences_app_all on notifications.notification_preferences
  for all
  to e_commerce_platform_notifications_app
  using (true)
  with check (true);
alter table cart.carts enable row level security;
alter table cart.carts force row level security;
create policy carts_customer_select on cart.carts
  for select
  to e_commerce_platform_customer
  using (carts.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy carts_customer_insert on cart.carts
  for insert
  to e_commerce_platform_customer
  with check (carts.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy carts_customer_update on cart.carts
  for update
  to e_commerce_platform_customer
  using (carts.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
  with check (carts.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy carts_support_select on cart.carts
  for select
  to e_commerce_platform_support
  using (true);
create policy carts_app_all on cart.carts
  for all
  to e_commerce_platform_cart_app, e_commerce_platform_retention
  using (true)
  with check (true);
alter table cart.cart_items enable row level security;
alter table cart.cart_items force row level security;
create policy cart_items_customer_select on cart.cart_items
  for select
  to e_commerce_platform_customer
  using (exists (select from cart.carts up1 where up1.id = cart_items.cart_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy cart_items_customer_insert on cart.cart_items
  for insert
  to e_commerce_platform_customer
  with check (exists (select from cart.carts up1 where up1.id = cart_items.cart_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy cart_items_customer_update on cart.cart_items
  for update
  to e_commerce_platform_customer
  using (exists (select from cart.carts up1 where up1.id = cart_items.cart_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)))
  with check (exists (select from cart.carts up1 where up1.id = cart_items.cart_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy cart_items_customer_delete on cart.cart_items
  for delete
  to e_commerce_platform_customer
  using (exists (select from cart.carts up1 where up1.id = cart_items.cart_id and up1.customer_id = (select nullif(current_setting('app.user_id', true), '')::uuid)));
create policy cart_items_support_select on cart.cart_items
  for select
  to e_commerce_platform_support
  using (true);
create policy cart_items_app_all on cart.cart_items
  for all
  to e_commerce_platform_cart_app, e_commerce_platform_retention
  using (true)
  with check (true);

-- Privileges
grant usage on schema auth, products, orders, payments, notifications, audit, cart, platform to e_commerce_platform_customer;
grant select, insert, update on auth.users to e_commerce_platform_customer;
grant select, insert, delete on auth.credentials to e_commerce_platform_customer;
grant select, insert, update, delete on auth.sessions to e_commerce_platform_customer;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_customer;
grant select on products.products to e_commerce_platform_customer;
grant select on products.categories to e_commerce_platform_customer;
grant select on products.product_variants to e_commerce_platform_customer;
grant select on products.product_images to e_commerce_platform_customer;
grant select, insert, update on orders.orders to e_commerce_platform_customer;
grant select, insert on orders.order_lines to e_commerce_platform_customer;
grant select, insert on orders.order_status_changes to e_commerce_platform_customer;
grant select, insert, update on orders.addresses to e_commerce_platform_customer;
grant select, insert on orders.shipments to e_commerce_platform_customer;
grant select on payments.payments to e_commerce_platform_customer;
grant select on payments.refunds to e_commerce_platform_customer;
grant select on notifications.notifications to e_commerce_platform_customer;
grant select, insert, update on notifications.notification_preferences to e_commerce_platform_customer;
grant insert on audit.audit_entries to e_commerce_platform_customer;
grant select, insert, update on cart.carts to e_commerce_platform_customer;
grant select, insert, update, delete on cart.cart_items to e_commerce_platform_customer;
grant insert on platform.outbox_events to e_commerce_platform_customer;
grant insert on platform.operation_statuses to e_commerce_platform_customer;
grant usage on schema auth, products, orders, payments, notifications, audit, cart, platform to e_commerce_platform_support;
grant select, insert, update on auth.users to e_commerce_platform_support;
grant select, insert, update, delete on auth.sessions to e_commerce_platform_support;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_support;
grant select on products.products to e_commerce_platform_support;
grant select on products.categories to e_commerce_platform_support;
grant select on products.product_variants to e_commerce_platform_support;
grant select on products.product_images to e_commerce_platform_support;
grant select, update on orders.orders to e_commerce_platform_support;
grant select on orders.order_lines to e_commerce_platform_support;
grant select, insert on orders.order_status_changes to e_commerce_platform_support;
grant select on orders.addresses to e_commerce_platform_support;
grant select on orders.shipments to e_commerce_platform_support;
grant select on payments.payments to e_commerce_platform_support;
grant select, insert on payments.refunds to e_commerce_platform_support;
grant select, update on notifications.notifications to e_commerce_platform_support;
grant insert on audit.audit_entries to e_commerce_platform_support;
grant select on cart.carts to e_commerce_platform_support;
grant select on cart.cart_items to e_commerce_platform_support;
grant insert on platform.outbox_events to e_commerce_platform_support;
grant usage on schema auth, products, orders, audit, inventory, platform to e_commerce_platform_admin;
grant select, insert, update on auth.users to e_commerce_platform_admin;
grant select, insert, update, delete on auth.sessions to e_commerce_platform_admin;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_admin;
grant select, insert, delete on auth.role_grants to e_commerce_platform_admin;
grant select, update on products.products to e_commerce_platform_admin;
grant select on products.categories to e_commerce_platform_admin;
grant select on products.product_variants to e_commerce_platform_admin;
grant select on products.product_images to e_commerce_platform_admin;
grant select, update on orders.orders to e_commerce_platform_admin;
grant select on orders.order_lines to e_commerce_platform_admin;
grant select, insert on orders.order_status_changes to e_commerce_platform_admin;
grant select on orders.shipments to e_commerce_platform_admin;
grant select, insert on audit.audit_entries to e_commerce_platform_admin;
grant select on inventory.stock_levels to e_commerce_platform_admin;
grant select on inventory.reservations to e_commerce_platform_admin;
grant select on inventory.stock_movements to e_commerce_platform_admin;
grant insert on platform.outbox_events to e_commerce_platform_admin;
grant insert on platform.operation_statuses to e_commerce_platform_admin;
grant usage on schema auth, products, orders, audit, inventory, platform to e_commerce_platform_merchandiser;
grant select, insert, update on auth.users to e_commerce_platform_merchandiser;
grant select, insert, update on auth.sessions to e_commerce_platform_merchandiser;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_merchandiser;
grant select, insert, update on products.products to e_commerce_platform_merchandiser;
grant select, insert, update, delete on products.categories to e_commerce_platform_merchandiser;
grant select, insert, update, delete on products.product_variants to e_commerce_platform_merchandiser;
grant select, insert, delete on products.product_images to e_commerce_platform_merchandiser;
grant select on orders.orders to e_commerce_platform_merchandiser;
grant insert on audit.audit_entries to e_commerce_platform_merchandiser;
grant select, insert, update on inventory.stock_levels to e_commerce_platform_merchandiser;
grant select on inventory.stock_movements to e_commerce_platform_merchandiser;
grant insert on platform.outbox_events to e_commerce_platform_merchandiser;
grant insert on platform.operation_statuses to e_commerce_platform_merchandiser;
grant usage on schema auth, products, orders, audit, inventory, platform to e_commerce_platform_warehouse;
grant select, insert, update on auth.users to e_commerce_platform_warehouse;
grant select, insert, update on auth.sessions to e_commerce_platform_warehouse;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_warehouse;
grant select on products.products to e_commerce_platform_warehouse;
grant select on products.categories to e_commerce_platform_warehouse;
grant select on products.product_variants to e_commerce_platform_warehouse;
grant select on products.product_images to e_commerce_platform_warehouse;
grant select, update on orders.orders to e_commerce_platform_warehouse;
grant select on orders.order_lines to e_commerce_platform_warehouse;
grant insert on orders.order_status_changes to e_commerce_platform_warehouse;
grant select on orders.addresses to e_commerce_platform_warehouse;
grant select, update on orders.shipments to e_commerce_platform_warehouse;
grant insert on audit.audit_entries to e_commerce_platform_warehouse;
grant select, insert, update on inventory.stock_levels to e_commerce_platform_warehouse;
grant select on inventory.reservations to e_commerce_platform_warehouse;
grant select on inventory.stock_movements to e_commerce_platform_warehouse;
grant insert on platform.outbox_events to e_commerce_platform_warehouse;
grant insert on platform.operation_statuses to e_commerce_platform_warehouse;
grant usage on schema auth, products, payments, audit, platform to e_commerce_platform_finance;
grant select, insert, update on auth.users to e_commerce_platform_finance;
grant select, insert, update on auth.sessions to e_commerce_platform_finance;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_finance;
grant select on products.products to e_commerce_platform_finance;
grant select on products.categories to e_commerce_platform_finance;
grant select on products.product_variants to e_commerce_platform_finance;
grant select on products.product_images to e_commerce_platform_finance;
grant select, update on payments.payments to e_commerce_platform_finance;
grant select, update on payments.refunds to e_commerce_platform_finance;
grant select, insert on payments.ledger_accounts to e_commerce_platform_finance;
grant select on payments.ledger_entries to e_commerce_platform_finance;
grant insert on audit.audit_entries to e_commerce_platform_finance;
grant insert on platform.outbox_events to e_commerce_platform_finance;
grant insert on platform.operation_statuses to e_commerce_platform_finance;
grant usage on schema auth, products, payments, audit, platform to e_commerce_platform_payment_provider;
grant select, insert, update on auth.users to e_commerce_platform_payment_provider;
grant select, insert, update on auth.sessions to e_commerce_platform_payment_provider;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_payment_provider;
grant select on products.products to e_commerce_platform_payment_provider;
grant select on products.categories to e_commerce_platform_payment_provider;
grant select on products.product_variants to e_commerce_platform_payment_provider;
grant select on products.product_images to e_commerce_platform_payment_provider;
grant select, insert on payments.provider_events to e_commerce_platform_payment_provider;
grant insert on audit.audit_entries to e_commerce_platform_payment_provider;
grant insert on platform.outbox_events to e_commerce_platform_payment_provider;
grant usage on schema auth, products, notifications, audit, inventory, platform to e_commerce_platform_system;
grant select, insert, update on auth.users to e_commerce_platform_system;
grant select, insert, update on auth.sessions to e_commerce_platform_system;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_system;
grant select on products.products to e_commerce_platform_system;
grant select on products.categories to e_commerce_platform_system;
grant select on products.product_variants to e_commerce_platform_system;
grant select on products.product_images to e_commerce_platform_system;
grant select, update on notifications.notifications to e_commerce_platform_system;
grant insert on audit.audit_entries to e_commerce_platform_system;
grant select, update on inventory.reservations to e_commerce_platform_system;
grant insert on platform.outbox_events to e_commerce_platform_system;
grant insert on platform.operation_statuses to e_commerce_platform_system;
grant usage on schema auth, products, audit, platform to e_commerce_platform_auditor;
grant select, insert, update on auth.users to e_commerce_platform_auditor;
grant select, insert, update on auth.sessions to e_commerce_platform_auditor;
grant select, insert, update on auth.recovery_tokens to e_commerce_platform_auditor;
grant select on products.products to e_commerce_platform_auditor;
grant select on products.categories to e_commerce_platform_auditor;
grant select on products.product_variants to e_commerce_platform_auditor;
grant select on products.product_images to e_commerce_platform_auditor;
grant select, insert on audit.audit_entries to e_commerce_platform_auditor;
grant select on audit.audit_anchors to e_commerce_platform_auditor;
grant insert on platform.outbox_events to e_commerce_platform_auditor;
grant insert on platform.operation_statuses to e_commerce_platform_auditor;
grant e_commerce_platform_customer, e_commerce_platform_support, e_commerce_platform_admin, e_commerce_platform_merchandiser, e_commerce_platform_warehouse, e_commerce_platform_finance, e_commerce_platform_payment_provider, e_commerce_platform_system, e_commerce_platform_auditor to e_commerce_platform_auth_app;
grant usage on schema auth, audit, platform to e_commerce_platform_auth_app;
grant select, insert, update on auth.users to e_commerce_platform_auth_app;
grant select, insert, delete on auth.credentials to e_commerce_platform_auth_app;
grant select, insert, update, delete on auth.sessions to e_commerce_platform_auth_app;
grant select, insert, update, delete on auth.recovery_tokens to e_commerce_platform_auth_app;
grant select, insert, delete on auth.role_grants to e_commerce_platform_auth_app;
grant insert on audit.audit_entries to e_commerce_platform_auth_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_auth_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_auth_app;
grant select, insert on platform.inbox_events to e_commerce_platform_auth_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_auth_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_auth_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_auth_app;
grant e_commerce_platform_customer, e_commerce_platform_support, e_commerce_platform_admin, e_commerce_platform_merchandiser, e_commerce_platform_warehouse, e_commerce_platform_finance, e_commerce_platform_payment_provider, e_commerce_platform_system, e_commerce_platform_auditor to e_commerce_platform_products_app;
grant usage on schema products, audit, platform to e_commerce_platform_products_app;
grant select, insert, update on products.products to e_commerce_platform_products_app;
grant select, insert, update, delete on products.categories to e_commerce_platform_products_app;
grant select, insert, update, delete on products.product_variants to e_commerce_platform_products_app;
grant select, insert, delete on products.product_images to e_commerce_platform_products_app;
grant insert on audit.audit_entries to e_commerce_platform_products_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_products_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_products_app;
grant select, insert on platform.inbox_events to e_commerce_platform_products_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_products_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_products_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_products_app;
grant e_commerce_platform_customer, e_commerce_platform_support, e_commerce_platform_admin, e_commerce_platform_merchandiser, e_commerce_platform_warehouse to e_commerce_platform_orders_app;
grant usage on schema orders, audit, platform to e_commerce_platform_orders_app;
grant select, insert, update on orders.orders to e_commerce_platform_orders_app;
grant select, insert on orders.order_lines to e_commerce_platform_orders_app;
grant select, insert on orders.order_status_changes to e_commerce_platform_orders_app;
grant select, insert, update on orders.addresses to e_commerce_platform_orders_app;
grant select, insert, update on orders.shipments to e_commerce_platform_orders_app;
grant insert on audit.audit_entries to e_commerce_platform_orders_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_orders_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_orders_app;
grant select, insert on platform.inbox_events to e_commerce_platform_orders_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_orders_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_orders_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_orders_app;
grant e_commerce_platform_customer, e_commerce_platform_support, e_commerce_platform_finance, e_commerce_platform_payment_provider to e_commerce_platform_payments_app;
grant usage on schema payments, audit, platform to e_commerce_platform_payments_app;
grant select, insert, update on payments.payments to e_commerce_platform_payments_app;
grant select, insert, update, delete on payments.refunds to e_commerce_platform_payments_app;
grant select, insert on payments.ledger_accounts to e_commerce_platform_payments_app;
grant select, insert on payments.ledger_entries to e_commerce_platform_payments_app;
grant select, insert, update on payments.provider_events to e_commerce_platform_payments_app;
grant insert on audit.audit_entries to e_commerce_platform_payments_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_payments_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_payments_app;
grant select, insert on platform.inbox_events to e_commerce_platform_payments_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_payments_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_payments_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_payments_app;
grant e_commerce_platform_customer, e_commerce_platform_support, e_commerce_platform_system to e_commerce_platform_notifications_app;
grant usage on schema notifications, platform to e_commerce_platform_notifications_app;
grant select, insert, update, delete on notifications.notifications to e_commerce_platform_notifications_app;
grant select, insert, update, delete on notifications.notification_preferences to e_commerce_platform_notifications_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_notifications_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_notifications_app;
grant select, insert on platform.inbox_events to e_commerce_platform_notifications_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_notifications_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_notifications_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_notifications_app;
grant e_commerce_platform_admin, e_commerce_platform_auditor to e_commerce_platform_audit_app;
grant usage on schema audit, platform to e_commerce_platform_audit_app;
grant select on audit.audit_entries to e_commerce_platform_audit_app;
grant select on audit.audit_anchors to e_commerce_platform_audit_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_audit_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_audit_app;
grant select, insert on platform.inbox_events to e_commerce_platform_audit_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_audit_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_audit_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_audit_app;
grant e_commerce_platform_admin, e_commerce_platform_merchandiser, e_commerce_platform_warehouse, e_commerce_platform_system to e_commerce_platform_inventory_app;
grant usage on schema audit, inventory, platform to e_commerce_platform_inventory_app;
grant insert on audit.audit_entries to e_commerce_platform_inventory_app;
grant select, insert, update on inventory.stock_levels to e_commerce_platform_inventory_app;
grant select, insert, update on inventory.reservations to e_commerce_platform_inventory_app;
grant select, insert on inventory.stock_movements to e_commerce_platform_inventory_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_inventory_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_inventory_app;
grant select, insert on platform.inbox_events to e_commerce_platform_inventory_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_inventory_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_inventory_app;
grant select, insert, update on platform.operation_statuses to e_commerce_platform_inventory_app;
grant e_commerce_platform_customer, e_commerce_platform_support to e_commerce_platform_cart_app;
grant usage on schema cart, platform to e_commerce_platform_cart_app;
grant select, insert, update, delete on cart.carts to e_commerce_platform_cart_app;
grant select, insert, update, delete on cart.cart_items to e_commerce_platform_cart_app;
grant select, insert, update on platform.outbox_events to e_commerce_platform_cart_app;
grant select, insert, update, delete on platform.outbox_events_parked to e_commerce_platform_cart_app;
grant select, insert on platform.inbox_events to e_commerce_platform_cart_app;
grant select, insert, update, delete on platform.inbox_events_parked to e_commerce_platform_cart_app;
grant select, insert, update on platform.idempotency_keys to e_commerce_platform_cart_app;
grant select, update on platform.operation_statuses to e_commerce_platform_cart_app;
grant usage on schema auth, orders, payments, notifications, audit, inventory, cart, platform to e_commerce_platform_retention;
grant select, delete on auth.sessions to e_commerce_platform_retention;
grant select, delete on auth.recovery_tokens to e_commerce_platform_retention;
grant select, delete on orders.orders to e_commerce_platform_retention;
grant select, delete on orders.order_lines to e_commerce_platform_retention;
grant select, delete on orders.order_status_changes to e_commerce_platform_retention;
grant select, delete on orders.shipments to e_commerce_platform_retention;
grant select, delete on payments.payments to e_commerce_platform_retention;
grant select, delete on payments.refunds to e_commerce_platform_retention;
grant select, delete on payments.ledger_entries to e_commerce_platform_retention;
grant select, delete on payments.provider_events to e_commerce_platform_retention;
grant select, delete on notifications.notifications to e_commerce_platform_retention;
grant select, delete on audit.audit_entries to e_commerce_platform_retention;
grant select, delete on audit.audit_anchors to e_commerce_platform_retention;
grant select, delete on inventory.reservations to e_commerce_platform_retention;
grant select, delete on inventory.stock_movements to e_commerce_platform_retention;
grant select, delete on cart.carts to e_commerce_platform_retention;
grant select, delete on cart.cart_items to e_commerce_platform_retention;
grant select, delete on platform.outbox_events to e_commerce_platform_retention;
grant select, delete on platform.outbox_events_parked to e_commerce_platform_retention;
grant select, delete on platform.inbox_events to e_commerce_platform_retention;
grant select, delete on platform.inbox_events_parked to e_commerce_platform_retention;
grant select, delete on platform.idempotency_keys to e_commerce_platform_retention;
grant select, delete on platform.operation_statuses to e_commerce_platform_retention;
