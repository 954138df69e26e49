/** The shop that previews are tried on. */
export const shopBrief =
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {}, inventory: {}, payments: {}, notifications: {} }\n';

export const anna = '01900000-0000-7000-8000-000000000001';
export const bert = '01900000-0000-7000-8000-000000000002';
export const lamp = '01900000-0000-7000-8000-0000000000a1';

/** Id of the n-th cart of Anna. */
export const cartId = (n: number): string => `01900000-0000-7000-8000-1${n.toString(16).padStart(11, '0')}`;

/** Two customers, a lamp at 5.00 with so many in stock, and carts with two of them each. */
export const shopRows = (carts: number, stock = carts * 2): string => `
insert into auth.users (id, kind, status, email, locale) values
  ('${anna}', 'customer', 'active', 'anna@shop.example', 'en'), ('${bert}', 'customer', 'active', 'bert@shop.example', 'en');
insert into products.categories (id, name, slug, position) values ('01900000-0000-7000-8000-0000000000b1', 'Lamps', 'lamps', 1);
insert into products.products (id, sku, name, slug, description, status, category_id, price, tax_class, published_at)
  values ('${lamp}', 'L1', 'Lamp', 'lamp', 'a lantern', 'active', '01900000-0000-7000-8000-0000000000b1', 500, 'standard', now());
insert into inventory.stock_levels (id, product_id, sku, location, on_hand, reserved)
  values ('01900000-0000-7000-8000-0000000000c1', '${lamp}', 'L1', 'main', ${stock}, 0);
insert into cart.carts (id, customer_id, touched_at, expires_at)
  select ('01900000-0000-7000-8000-1' || lpad(to_hex(n), 11, '0'))::uuid, '${anna}', now(), now() + interval '1 day' from generate_series(1, ${carts}) n;
insert into cart.cart_items (cart_id, sku, product_id, quantity, unit_price)
  select ('01900000-0000-7000-8000-1' || lpad(to_hex(n), 11, '0'))::uuid, 'L1', '${lamp}', 2, 500 from generate_series(1, ${carts}) n;
`;
