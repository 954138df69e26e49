import { packageFiles } from './preview-package.ts';

/** A shop with what tests of its GraphQL and sockets ask for, and rows for it. */
const brief =
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {} }\n';

const person = (number: number): string =>
  `01900000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}`;

export const anna = person(1);
export const bert = person(2);

/** Files of the package; `edit` changes one of them. */
export function shopFiles(
  edit: (path: string, text: string) => string = (_path, text) => text,
): (path: string) => string | undefined {
  const files = packageFiles(brief);
  return (path) => {
    const text = files.get(path);
    if (text === undefined) return undefined;
    return edit(path, text);
  };
}

export const orderId = (number: number): string =>
  `01900000-0000-7000-9000-0000000000${String(number).padStart(2, '0')}`;

const productId = (number: number): string => orderId(number).replace('-9000-', '-a000-');

/** Twenty customers with an order of two lines each, for two of thirty products. The first is Anna's, the second Bert's. */
export function shopRows(): string {
  const numbers = Array.from({ length: 20 }, (_, at) => at + 1);
  const users = numbers.map(
    (at) => `('${person(at)}', 'customer', 'active', 'person${at}@shop.example', 'en', 'Person ${at}')`,
  );
  const products = Array.from(
    { length: 30 },
    (_, at) =>
      `('${productId(at + 1)}', 'S${at}', 'Lamp ${at}', 'lamp-${at}', 'active', now(), '${orderId(0)}', 100)`,
  );
  const orders = numbers.map(
    (at) =>
      `('${orderId(at)}', 'N${at}', '${person(at)}', 'placed', '2027-01-${String(at).padStart(2, '0')}', 200, 0, 0, 0, 200, 'for ${at}')`,
  );
  const lines = numbers.flatMap((at) =>
    [at, at + 10].map(
      (product) => `('${orderId(at)}', '${productId(product)}', 'S${product}', 'Lamp', 1, 100, 0, 100)`,
    ),
  );
  return `
    insert into auth.users (id, kind, status, email, locale, display_name) values ${users.join(', ')};
    insert into products.categories (id, name, slug, position) values ('${orderId(0)}', 'Lamps', 'lamps', 1);
    insert into products.products (id, sku, name, slug, status, published_at, category_id, price) values ${products.join(', ')};
    insert into orders.orders (id, number, customer_id, status, placed_at, subtotal, discount, shipping, tax, total, note) values ${orders.join(', ')};
    insert into orders.order_lines (order_id, product_id, sku, name, quantity, unit_price, tax_permille, line_total) values ${lines.join(', ')};`;
}

type Believed =
  | { readonly kind: 'anonymous'; readonly address: string }
  | {
      readonly kind: 'known';
      readonly id: string;
      readonly roles: readonly string[];
      readonly address: string;
    };

interface Sent {
  readonly headers: { readonly authorization?: string | undefined };
  readonly ip: string;
}

/** Who sends a request with `Bearer role.id`: believed as it is. */
export async function byWord({ headers, ip }: Sent): Promise<Believed> {
  const [role, id] = (headers.authorization ?? '').replace('Bearer ', '').split('.');
  return role === undefined || id === undefined
    ? { kind: 'anonymous', address: ip }
    : { kind: 'known', id, roles: [role], address: ip };
}

/** The document says the rules of its socket: here shorter ones, so that a test need not wait for half a minute. */
export const quicker = (path: string, text: string): string =>
  path === '4-api/asyncapi.json'
    ? text
        .replace(/"everySeconds": \d+/, '"everySeconds": 0.3')
        .replace(/"timeoutSeconds": \d+/, '"timeoutSeconds": 0.9')
        .replace(/"unsentEvents": \d+/, '"unsentEvents": 200')
    : text;

/** Makes events of orders, one after the other. */
export function orderEvents() {
  let position = 0;
  return (order: number, payload: Readonly<Record<string, string | number>> = {}) => {
    position += 1;
    return {
      id: `01900000-0000-7000-b000-${String(position).padStart(12, '0')}`,
      name: 'order.placed',
      aggregate: 'Order',
      aggregateId: orderId(order),
      payload: {
        id: orderId(order),
        number: `N${order}`,
        customer: anna,
        total: 200,
        placed_at: '2027-01-01T00:00:00Z',
        ...payload,
      },
      position,
    };
  };
}
