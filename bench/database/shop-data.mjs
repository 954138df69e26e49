// A shop with the skew of real ones: few users and products make most of the rows, times follow the order of insertion,
// most states are final, many columns are nearly always empty. Includes jsonb, partial, expression, BRIN and GIN indexes.
const tables = `
create table users (id bigint primary key, email text not null, country char(2) not null, plan text not null, created_at timestamptz not null, deleted_at timestamptz, referrer_id bigint, name text not null);
create table categories (id int primary key, parent_id int, name text not null);
create table products (id bigint primary key, category_id int not null, sku text not null, title text not null, price numeric(12,2) not null, active boolean not null, tags text[] not null, attributes jsonb not null, created_at timestamptz not null);
create table sales (id bigint primary key, user_id bigint not null, status text not null, total numeric(12,2) not null, coupon text, created_at timestamptz not null, shipped_at timestamptz, address jsonb not null);
create table items (id bigint primary key, sale_id bigint not null, product_id bigint not null, quantity int not null, price numeric(12,2) not null);
create table events (id bigint primary key, user_id bigint, kind text not null, created_at timestamptz not null, session uuid not null, payload jsonb not null)`;

/** The largest tables can be drawn smaller. */
const scale = Number(process.env.PLUMBLINE_BENCH_SCALE ?? 1);
/** A number of 1..n where low ones come far more often (density falls as a power of the rank). */
const skewed = (n, power) => `(1 + floor(${n} * power(random(), ${power})))::bigint`;
const start = "timestamptz '2024-01-01 00:00:00+00'";

const rows = [
  'select setseed(0.5)',
  `insert into users select i, 'user' || i || '@' || (array['example.com','mail.test','post.example','corp.example'])[1 + floor(4 * power(random(), 3))::int], (array['DE','FR','GB','US','NL','ES','IT','PL','SE','AT','CH','DK'])[1 + floor(12 * power(random(), 2.5))::int], (array['free','basic','pro','team'])[1 + floor(4 * power(random(), 4))::int], ${start} - interval '3 years' + i * interval '190 seconds', case when random() < 0.03 then ${start} end, case when random() < 0.2 and i > 1 then 1 + floor(random() * (i - 1))::bigint end, 'Name ' || md5(i::text) from generate_series(1, 500000) i`,
  `insert into categories select i, case when i > 20 then 1 + i % 20 end, 'Category ' || i from generate_series(1, 400) i`,
  `insert into products select i, ${skewed(400, 2)}, 'SKU-' || lpad(i::text, 7, '0'), (array['red','blue','green','black','white'])[1 + floor(random() * 5)::int] || ' ' || (array['shirt','shoe','lamp','table','bottle','phone','bag'])[1 + floor(7 * power(random(), 2))::int] || ' ' || substr(md5(i::text), 1, 6), round((1 + 500 * power(random(), 3))::numeric, 2), random() < 0.8, array['t' || floor(200 * power(random(), 2))::int, 't' || floor(200 * power(random(), 2))::int], jsonb_build_object('size', (array['S','M','L','XL'])[1 + floor(random() * 4)::int], 'weight', floor(random() * 5000)::int, 'brand', 'b' || floor(300 * power(random(), 2))::int), ${start} - interval '2 years' + i * interval '630 seconds' from generate_series(1, 100000) i`,
  `insert into sales select i, ${skewed(500_000, 2)}, (array['delivered','paid','cancelled','refunded','pending'])[1 + floor(5 * power(random(), 5))::int], round((5 + 900 * power(random(), 4))::numeric, 2), case when random() < 0.04 then 'C' || floor(random() * 500)::int end, t, case when random() < 0.9 then t + random() * interval '5 days' end, jsonb_build_object('city', 'city' || floor(2000 * power(random(), 2))::int, 'zip', lpad(floor(random() * 99999)::int::text, 5, '0')) from (select i, ${start} + i * interval '30 seconds' + random() * interval '1 hour' as t from generate_series(1, ${2_000_000 * scale}) i) s`,
  `insert into items select row_number() over (), s.id, ${skewed(100_000, 3)}, 1 + floor(4 * power(random(), 4))::int, round((1 + 500 * power(random(), 3))::numeric, 2) from (select id, 1 + floor(random() * 4)::int as n from sales) s, generate_series(1, n)`,
  `insert into events select i, case when random() < 0.7 then ${skewed(500_000, 2.5)} end, (array['view','search','click','cart','checkout','purchase','error','login'])[1 + floor(8 * power(random(), 3))::int], ${start} + i * interval '10 seconds', md5((i / 12)::text)::uuid, jsonb_build_object('path', '/p/' || ${skewed(100_000, 3)}, 'ms', floor(20 + 3000 * power(random(), 6))::int, 'ref', (array['ad','mail','direct','search'])[1 + floor(random() * 4)::int]) from generate_series(1, ${6_000_000 * scale}) i`,
];

const keys = `
create unique index on users (email);
create unique index on products (sku);
alter table users add foreign key (referrer_id) references users;
alter table categories add foreign key (parent_id) references categories;
alter table products add foreign key (category_id) references categories;
alter table sales add foreign key (user_id) references users;
alter table items add foreign key (sale_id) references sales, add foreign key (product_id) references products;
alter table events add foreign key (user_id) references users`;

const further = `
create index on users (referrer_id);
create index on products (category_id);
create index on sales (user_id);
create index on items (sale_id);
create index on items (product_id);
create index on events (user_id);
create index on users (lower(email));
create index on sales (created_at) where status = 'pending';
create index on sales (coupon) where coupon is not null;
create index on events using brin (created_at);
create index on products using gin (attributes);
create index on products using gin (tags);
create index on sales ((address ->> 'city'))`;

export const shopStatements = (withForeignKeyIndexes) => [
  tables,
  ...rows,
  keys,
  ...(withForeignKeyIndexes ? [further] : []),
];
