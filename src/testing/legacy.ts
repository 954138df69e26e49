import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Query, Table } from '../model/data.ts';
import type { Origin } from '../model/origin.ts';

const at: Origin = { kind: 'read', file: 'src/app.php', line: 1 };

/** `orders>customers` is a table with a key to another. */
function table(text: string): Table {
  const [name = '', ...references] = text.split('>');
  return {
    name,
    columns: [],
    uniques: [],
    indexes: [],
    checks: [],
    foreignKeys: references.map((other) => ({
      columns: [`${other}_id`],
      references: { table: other, columns: ['id'] },
      onDelete: 'no action',
      onUpdate: 'no action',
      origin: at,
    })),
    origin: at,
  };
}

/** `POST /orders: +orders* books`: the entry writes `orders` in a transaction and reads `books`. */
function statements(text: string): readonly Query[] {
  const [entry = '', uses = ''] = text.split(': ');
  return uses.split(' ').map((use): Query => ({
    id: `${entry} ${use}`,
    sql: '',
    kind: use.startsWith('+') ? 'insert' : 'select',
    tables: [use.replaceAll(/[+*]/g, '')],
    parameters: [],
    reachedBy: [entry],
    ...(use.endsWith('*') ? { inTransaction: true } : {}),
    origin: at,
  }));
}

/** A recovered backend of which tables, their keys and the statements of each entry are known. */
export function legacyBackend(tables: readonly string[], entries: readonly string[]): Backend {
  const empty = emptyBackend('legacy', 'recovered');
  return {
    ...empty,
    data: { ...empty.data, tables: tables.map(table), queries: entries.flatMap(statements) },
  };
}

/** A small shop: customers, a catalogue and orders. */
export const legacyShop = {
  tables: [
    'customers',
    'addresses>customers',
    'sessions>customers',
    'products',
    'categories',
    'product_images>products',
    'orders>customers',
    'order_lines>orders>products',
    'payments>orders',
  ],
  entries: [
    'POST /register: +customers* +addresses*',
    'POST /addresses: +addresses customers',
    'POST /login: +sessions customers',
    'POST /admin/products: +products* +product_images* categories',
    'POST /admin/categories: +categories products',
    'GET /products: products categories product_images',
    'POST /orders: +orders* +order_lines* +payments* customers products',
    'POST /refund: +payments* +orders*',
    'GET /orders: orders order_lines payments',
  ],
};
