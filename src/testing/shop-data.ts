import type { Column, DataModel, Table } from '../model/data.ts';
import { shopOrigin as origin } from './shop-domain.ts';

function column(name: string, type: string, nullable = false): Column {
  return { name, type, nullable, origin };
}

function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name,
    columns: [
      { name: 'id', type: 'uuid', nullable: false, default: 'gen_random_uuid()', origin },
      ...columns,
    ],
    primaryKey: { name: `${name}_pkey`, columns: ['id'], origin },
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    origin,
    ...more,
  };
}

export const shopData: DataModel = {
  engine: { name: 'postgresql', version: '17', origin },
  schemas: [],
  extensions: [],
  enums: [{ name: 'order_status', labels: ['placed', 'paid', 'cancelled'], origin }],
  tables: [
    table('users', [{ ...column('email', 'text'), dataClass: 'pii' }], {
      uniques: [{ name: 'users_email_key', columns: ['email'], origin }],
      entity: 'User',
      context: 'products',
    }),
    table('products', [column('name', 'text'), column('price', 'bigint'), column('active', 'boolean')], {
      entity: 'Product',
      context: 'products',
    }),
    table(
      'orders',
      [
        column('number', 'text'),
        column('customer_id', 'uuid'),
        column('status', 'order_status'),
        column('total', 'bigint'),
        column('note', 'text', true),
        column('placed_at', 'timestamp with time zone'),
      ],
      {
        entity: 'Order',
        context: 'orders',
        uniques: [{ name: 'orders_number_key', columns: ['number'], origin }],
        indexes: [
          {
            name: 'orders_customer_idx',
            columns: ['customer_id', 'placed_at desc'],
            include: [],
            unique: false,
            method: 'btree',
            where: "status <> 'cancelled'",
            serves: [],
            origin,
          },
        ],
        foreignKeys: [
          {
            name: 'orders_customer_fkey',
            columns: ['customer_id'],
            references: { table: 'users', columns: ['id'] },
            onDelete: 'restrict',
            onUpdate: 'no action',
            origin,
          },
        ],
        checks: [{ name: 'orders_total_positive', sql: 'total >= 0', origin }],
      },
    ),
  ],
  roles: [],
  queries: [],
};
