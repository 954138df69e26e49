import type { DatabaseRole, Query } from '../model/data.ts';
import { origin } from './store-parts.ts';

function query(name: string, sql: string, tables: readonly string[], parameters: Query['parameters']): Query {
  return { id: name, sql, kind: 'select', tables, parameters, origin };
}

const uuid = (sample: string): Query['parameters'][number] => ({ type: 'uuid', sample });
const someone = uuid('018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f');

export const storeRoles: readonly DatabaseRole[] = [
  {
    name: 'store_app',
    login: true,
    grants: [
      { table: 'user', privileges: ['select'] },
      { table: 'product', privileges: ['select'] },
      { table: 'order', privileges: ['select', 'insert', 'update', 'delete'] },
      { table: 'order_line', privileges: ['select', 'insert', 'update', 'delete'] },
      { table: 'billing.payment', privileges: ['select', 'insert'] },
      { table: 'audit_entry', privileges: ['insert'] },
    ],
    origin,
  },
  {
    name: 'store_support',
    login: true,
    grants: [
      { table: 'order', privileges: ['select'] },
      { table: 'order_line', privileges: ['select'] },
    ],
    origin,
  },
];

export const storeQueries: readonly Query[] = [
  query(
    'my-orders',
    'select * from "order" where customer_id = $1 order by created_at desc limit 20',
    ['order'],
    [someone],
  ),
  query(
    'list-products',
    'select id, name, price from product where category_id = $1 order by created_at desc limit 24',
    ['product'],
    [someone],
  ),
  query(
    'search-products',
    'select id, name from product where name ilike $1 limit 24',
    ['product'],
    [{ type: 'text', sample: '%lantern%' }],
  ),
  query(
    'open-orders',
    'select id from "order" where status = \'placed\' and created_at < $1 order by created_at limit 100',
    ['order'],
    [{ type: 'timestamp with time zone', sample: '2025-12-31 00:00:00+00' }],
  ),
  query(
    'read-order',
    'select o.*, l.* from "order" o join order_line l on l.order_id = o.id where o.number = $1',
    ['order', 'order_line'],
    [{ type: 'text', sample: 'A-1000' }],
  ),
  query(
    'my-audit',
    'select * from audit_entry where actor_id = $1 and created_at >= $2 order by created_at desc limit 50',
    ['audit_entry'],
    [someone, { type: 'timestamp with time zone', sample: '2025-12-01 00:00:00+00' }],
  ),
];
