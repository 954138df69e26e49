import { packageFiles } from './preview-package.ts';

/** A shop with what tests of its GraphQL and sockets ask for, and rows for it. */
const brief =
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {} }\n';

const person = (number: number): string =>
  `01900000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}`;

export const [anna, bert] = [person(1), person(2)];

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
