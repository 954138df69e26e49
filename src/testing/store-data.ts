import type { DataModel, Table } from '../model/data.ts';
import { origin, rows, stats, column, reference, index, table, me, owned } from './store-parts.ts';
import { storeQueries, storeRoles } from './store-queries.ts';

const users = table(
  'user',
  [
    column('email', 'text', { dataClass: 'pii', comment: 'Where mail goes', ...stats(-1, 24) }),
    column('handle', 'character varying(30)', stats(-1, 12)),
    column('referrer_id', 'uuid', { nullable: true, ...stats(-0.1, 16, { nullFraction: 0.8 }) }),
    column('deleted_at', 'timestamp with time zone', {
      nullable: true,
      ...stats(1000, 8, { nullFraction: 0.98 }),
    }),
  ],
  {
    comment: "Somebody who signs in; the word is reserved, so it's quoted",
    rows: rows(2_000_000),
    checks: [
      { name: 'user_email_shape', sql: "email ~ '^[^@\\s]+@[^@\\s]+$'", origin },
      { name: 'user_handle_length', sql: 'char_length(handle) between 3 and 30', origin },
    ],
    indexes: [
      index('user_email_alive_key', ['lower(email)'], { unique: true, where: 'deleted_at is null' }),
      index('user_referrer_idx', ['referrer_id']),
    ],
    foreignKeys: [reference('user', 'referrer_id', 'user', { onDelete: 'set null' })],
  },
);

const category = table(
  'category',
  [column('name', 'text', stats(-1, 14)), column('parent_id', 'uuid', { nullable: true, ...stats(40, 16) })],
  {
    rows: rows(400),
    uniques: [{ columns: ['parent_id', 'name'], origin }],
    foreignKeys: [reference('category', 'parent_id', 'category')],
  },
);

const product = table(
  'product',
  [
    column('sku', 'text', stats(-1, 12)),
    column('name', 'text', stats(-0.9, 30)),
    column('category_id', 'uuid', stats(400, 16)),
    column('price', 'numeric(12,2)', stats(5000, 6)),
    column('currency', 'character(3)', stats(3, 4)),
    column('attributes', 'jsonb', { default: "'{}'::jsonb", ...stats(-0.8, 120) }),
    column('sale_from', 'date', { nullable: true, ...stats(400, 4, { nullFraction: 0.9 }) }),
    column('sale_to', 'date', { nullable: true, ...stats(400, 4, { nullFraction: 0.9 }) }),
  ],
  {
    rows: rows(200_000),
    uniques: [{ name: 'product_sku_key', columns: ['sku'], origin }],
    checks: [
      { name: 'product_price_positive', sql: 'price > 0', origin },
      { name: 'product_currency_code', sql: "currency ~ '^[A-Z]{3}$'", origin },
      { name: 'product_sale_order', sql: 'sale_to > sale_from', origin },
      { sql: "jsonb_typeof(attributes) = 'object'", origin },
    ],
    indexes: [
      index('product_category_idx', ['category_id', 'created_at desc'], {
        include: ['name', 'price'],
        serves: ['list-products'],
      }),
      index('product_name_trgm_idx', ['name gin_trgm_ops'], { method: 'gin', serves: ['search-products'] }),
    ],
    foreignKeys: [reference('product', 'category_id', 'category')],
  },
);

const order = table(
  'order',
  [
    column('number', 'text', stats(-1, 12)),
    column('customer_id', 'uuid', stats(1_800_000, 16)),
    column('status', 'order_status', {
      default: "'placed'::order_status",
      ...stats(4, 4, {
        commonValues: [
          { value: 'delivered', frequency: 0.93 },
          { value: 'cancelled', frequency: 0.04 },
          { value: 'paid', frequency: 0.02 },
          { value: 'placed', frequency: 0.01 },
        ],
      }),
    }),
    column('total', 'bigint', stats(100_000, 8)),
    column('cancelled_because', 'text', { nullable: true, ...stats(12, 20, { nullFraction: 0.96 }) }),
    column('last_payment_id', 'uuid', { nullable: true, ...stats(-0.98, 16, { nullFraction: 0.02 }) }),
  ],
  {
    rows: rows(50_000_000),
    uniques: [{ name: 'order_number_key', columns: ['number'], origin }],
    checks: [
      { name: 'order_total_positive', sql: 'total >= 0', origin },
      {
        name: 'order_cancel_reason',
        sql: "(status = 'cancelled') = (cancelled_because is not null)",
        origin,
      },
    ],
    indexes: [
      index('order_customer_idx', ['customer_id', 'created_at desc'], { serves: ['my-orders'] }),
      index('order_open_idx', ['created_at'], { where: "status = 'placed'", serves: ['open-orders'] }),
      index('order_last_payment_idx', ['last_payment_id']),
    ],
    foreignKeys: [
      reference('order', 'customer_id', 'user'),
      reference('order', 'last_payment_id', 'payment', { onDelete: 'set null' }),
    ],
    rowSecurity: owned('order', `customer_id = ${me}`),
  },
);

const orderLine: Table = {
  name: 'order_line',
  columns: [
    column('order_id', 'uuid', stats(50_000_000, 16)),
    column('position', 'smallint', stats(20, 2)),
    column('product_id', 'uuid', stats(200_000, 16)),
    column('quantity', 'integer', stats(50, 4)),
    column('unit_price', 'bigint', stats(5000, 8)),
    column('amount', 'bigint', { generated: 'quantity * unit_price', ...stats(50_000, 8) }),
  ],
  primaryKey: { columns: ['order_id', 'position'], origin },
  uniques: [{ columns: ['order_id', 'product_id'], origin }],
  indexes: [index('order_line_product_idx', ['product_id'])],
  foreignKeys: [
    reference('order_line', 'order_id', 'order', { onDelete: 'cascade' }),
    reference('order_line', 'product_id', 'product'),
  ],
  checks: [{ name: 'order_line_quantity', sql: 'quantity between 1 and 999 and unit_price >= 0', origin }],
  rows: rows(125_000_000),
  rowSecurity: owned(
    'order_line',
    `exists (select from "order" o where o.id = order_id and o.customer_id = ${me})`,
  ),
  origin,
};

const payment = table(
  'payment',
  [
    column('order_id', 'uuid', stats(-0.95, 16)),
    column('attempt', 'integer', stats(5, 4)),
    column('amount', 'bigint', stats(100_000, 8)),
    column('captured_at', 'timestamp with time zone', {
      nullable: true,
      ...stats(-0.97, 8, { nullFraction: 0.03 }),
    }),
  ],
  {
    schema: 'billing',
    rows: rows(52_000_000),
    uniques: [{ columns: ['order_id', 'attempt'], origin }],
    checks: [{ name: 'payment_amount_positive', sql: 'amount > 0 and attempt >= 1', origin }],
    foreignKeys: [reference('payment', 'order_id', 'order')],
  },
);

const setting: Table = {
  name: 'setting',
  columns: [
    column('user_id', 'uuid'),
    column('key', 'text'),
    column('value', 'jsonb', { nullable: true }),
    column('revision', 'bigint', { default: 'generated always as identity' }),
  ],
  primaryKey: { columns: ['user_id', 'key'], origin },
  uniques: [],
  indexes: [],
  foreignKeys: [reference('setting', 'user_id', 'user', { onDelete: 'cascade' })],
  checks: [{ name: 'setting_key_known', sql: "key in ('theme', 'language', 'mail')", origin }],
  rows: rows(3_000_000),
  partition: { by: 'user_id', step: 'hash:4', because: 'spreads writes' },
  origin,
};

const audit: Table = {
  ...table('audit_entry', [
    column('actor_id', 'uuid', { nullable: true, ...stats(1_500_000, 16, { nullFraction: 0.1 }) }),
    column('action', 'text', stats(60, 16)),
    column('detail', 'jsonb', stats(-0.9, 180)),
  ]),
  primaryKey: { name: 'audit_entry_pkey', columns: ['id', 'created_at'], origin },
  indexes: [index('audit_entry_actor_idx', ['actor_id', 'created_at desc'], { serves: ['my-audit'] })],
  foreignKeys: [reference('audit_entry', 'actor_id', 'user', { onDelete: 'set null' })],
  rows: rows(300_000_000),
  partition: { by: 'created_at', step: 'month', because: 'kept for one year, dropped by month' },
  appendOnly: true,
};

/** A designed data model of eight tables that uses what PostgreSQL offers: for tests of everything that executes it. */
export const storeData: DataModel = {
  engine: { name: 'postgresql', version: '18', origin },
  schemas: ['billing'],
  extensions: ['pg_trgm'],
  enums: [{ name: 'order_status', labels: ['placed', 'paid', 'delivered', 'cancelled'], origin }],
  tables: [users, category, product, order, orderLine, payment, setting, audit],
  roles: storeRoles,
  queries: storeQueries,
};
