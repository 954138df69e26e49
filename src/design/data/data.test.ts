import { describe, expect, test } from 'vitest';
import { tableKey } from '../../artifacts/sql-names.ts';
import type { Query, Table } from '../../model/data.ts';
import { unindexedForeignKey } from '../../rules/data/unindexed-foreign-key.ts';
import { emptyBackend } from '../../model/backend.ts';
import { auditText, briefOf, libraryText, shopText } from '../../testing/briefs.ts';
import { basisOf } from '../../testing/designed.ts';
import { dataGaps, designData } from './data.ts';
import { engineOf } from './engine.ts';

const designs = [
  ['the shop', shopText, {}],
  ['the shop, partitioned', shopText, { partitioning: true }],
  ['the shop as services', shopText, { style: 'services-per-context' }],
  ['one capability', auditText, {}],
  ['own entities only', libraryText, {}],
] as const;

describe.each(designs)('%s', (_, text, shape) => {
  const basis = basisOf(text, shape);
  const data = designData(basis);
  const tables = new Set(data.tables.map(tableKey));

  test('every entity has a table, every operation a statement, every statement tables that are there', () => {
    expect(data.tables.flatMap(({ entity }) => entity ?? [])).toEqual(
      basis.domain.entities.map(({ name }) => name),
    );
    const issued = new Set(data.queries.map(({ operation }) => operation));
    expect(basis.domain.operations.filter(({ id }) => !issued.has(id))).toEqual([]);
    expect(data.queries.filter((query) => query.tables.some((table) => !tables.has(table)))).toEqual([]);
    expect(new Set(data.queries.map(({ id }) => id)).size).toBe(data.queries.length);
  });

  test('every foreign key is led by an index and points at a table of the design', () => {
    expect(unindexedForeignKey.check({ ...emptyBackend('x', 'designed'), data })).toEqual([]);
    const targets = data.tables.flatMap((table) =>
      table.foreignKeys.map(({ references }) => references.table),
    );
    expect(targets.filter((target) => !tables.has(target))).toEqual([]);
  });

  test('every constraint has a name of its own, every column statistics, every table a size', () => {
    for (const table of data.tables) {
      const names = [...table.checks, ...table.uniques, ...table.foreignKeys].map(({ name }) => name ?? '');
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain('');
      expect(table.columns.filter(({ statistics }) => statistics === undefined)).toEqual([]);
      expect(table.rows?.value).toBeGreaterThan(0);
    }
  });

  test('an index names the statements it is for', () => {
    const ids = new Set(data.queries.map(({ id }) => id));
    const serves = data.tables.flatMap(({ indexes }) => indexes.flatMap((index) => index.serves));
    expect(serves.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('no text is without a bound', () => {
    const free = data.tables
      .filter(({ entity }) => entity !== undefined)
      .flatMap((table) =>
        table.columns.filter(
          ({ name, type }) => type === 'text' && !table.checks.some(({ sql }) => sql.includes(name)),
        ),
      );
    expect(free.map(({ name }) => name)).toEqual([]);
  });

  test('placeholders and parameters agree', () => {
    const used = ({ sql }: Query): number =>
      new Set([...sql.matchAll(/\$(\d+)/g)].map(([, number]) => number)).size;
    expect(data.queries.filter((query) => used(query) !== query.parameters.length)).toEqual([]);
  });
});

const shop = designData(basisOf(shopText));
const table = (name: string, data = shop): Table | undefined =>
  data.tables.find((each) => tableKey(each) === name);

test('the entity of the brief is a table like any other, with its statements and index', () => {
  const reviews = table('products.reviews');
  expect(
    reviews?.columns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '' : ' not null'}`),
  ).toEqual([
    'id uuid not null',
    'product_id uuid not null',
    'author_id uuid not null',
    'rating integer not null',
    'body text',
    'version integer not null',
    'created_at timestamp with time zone not null',
    'updated_at timestamp with time zone not null',
  ]);
  expect(reviews?.checks.map(({ sql }) => sql)).toEqual([
    'rating between 1 and 5',
    'char_length(body) <= 4000',
  ]);
  expect(reviews?.uniques[0]?.columns).toEqual(['product_id', 'author_id']);
  expect(reviews?.rowSecurity?.policies.map(({ name }) => name)).toContain('reviews_customer_update');
  expect(table('orders.orders')?.columns.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['gift_message', 'vat_id']),
  );
});

test('the list a customer asks for most is one range of an index', () => {
  const query = shop.queries.find(({ id }) => id === 'list-order');
  expect(query?.sql.split('\n').slice(1)).toEqual([
    'where customer_id = $1',
    'order by placed_at desc, id desc limit $2',
  ]);
  expect(query?.rate?.value).toBeCloseTo(480, 0);
  const index = table('orders.orders')?.indexes.find(({ serves }) => serves.includes('list-order'));
  expect(index?.columns).toEqual(['customer_id', 'placed_at desc', 'id desc']);
});

describe.each(['modular-monolith', 'services-per-context'] as const)('messages of a %s', (style) => {
  const basis = basisOf(shopText, { style });
  const { tables, roles, queries } = designData(basis);
  const named = (name: string) => tables.filter((each) => each.name === name);

  test('each outbox and inbox has the table of what is parked, with owner and retention', () => {
    for (const part of ['outbox_events', 'inbox_events']) {
      const parks = named(`${part}_parked`);
      expect(parks.map(({ schema }) => schema)).toEqual(named(part).map(({ schema }) => schema));
      expect(parks.map(({ context }) => context)).toEqual(named(part).map(({ context }) => context));
      for (const { retention, comment } of parks) {
        expect(retention?.value).toBe(30 * 86_400);
        expect(comment).toBeDefined();
      }
    }
  });

  test('whoever says an event may write it, also where no request brings it about', () => {
    const outboxes = named('outbox_events');
    for (const { producer } of basis.domain.events) {
      const own = outboxes.find(({ context }) => context === producer) ?? outboxes[0];
      const login = roles.find(({ name }) => name === `shop_${producer}_app`);
      const grant = login?.grants.find((each) => own !== undefined && each.table === tableKey(own));
      expect(grant?.privileges, producer).toContain('insert');
    }
  });

  test('a statement about an outbox or an inbox is told no more often than its context has messages', () => {
    const rate = (id: string): number => queries.find((query) => query.id === id)?.rate?.value ?? 0;
    const written = queries.filter(
      ({ id, tables: [first = ''] }) => /-(outbox|audit)$/.test(id) && first.endsWith('outbox_events'),
    );
    const most = written.reduce((sum, query) => sum + (query.rate?.value ?? 0), 0);
    const takes = queries.filter(({ id }) => id === 'outbox-take' || id.startsWith('outbox-take-'));
    const taken = takes.reduce((sum, { id }) => sum + rate(id), 0);
    expect(taken * 100).toBeCloseTo(most, 3);
  });
});

test('an action names the states it may start from, a condition speaks of columns', () => {
  const cancel = shop.queries.find(({ id }) => id === 'process-order-cancel-own');
  expect(cancel?.sql).toContain("set status = 'cancelled', cancelled_at = now(), version = version + 1");
  expect(cancel?.sql).toContain("status in ('placed', 'paid', 'packed') and orders.customer_id = $2");
  expect(table('products.categories')?.checks.map(({ sql }) => sql)).toContain(
    'parent_id is null or parent_id <> id',
  );
});

test('an action whose name is no state is the one transition left, undoes another, or moves nothing', () => {
  const sql = (id: string) => shop.queries.find((query) => query.id === id)?.sql;
  expect(sql('process-product-publish')).toContain("set status = 'active', published_at = now(), version");
  expect(sql('process-user-unlock')).toContain("set status = 'active'");
  expect(sql('process-user-unlock')).toContain("status = 'locked'");
  expect(sql('process-user-verify-email')).not.toContain('status');
  expect(sql('process-recovery-token-redeem')).toContain('where token_hash = $1');
});

test('tables that grow beyond the limit are split where PostgreSQL can keep their keys; the others are told', () => {
  const basis = basisOf(shopText, { partitioning: true });
  const data = designData(basis);
  expect(table('orders.order_lines', data)).toMatchObject({
    partition: { by: 'created_at', step: 'month' },
    primaryKey: { columns: ['id', 'created_at'] },
  });
  expect(table('orders.orders', data)?.partition).toBeUndefined();
  expect(dataGaps(basis).map(({ subject }) => subject)).toContain('orders.orders');
  expect(data.queries.map(({ id }) => id)).not.toContain('retention-orders-order-lines');
  expect(shop.queries.map(({ id }) => id)).toContain('retention-orders-order-lines');
  expect(shop.tables.filter(({ partition }) => partition)).toEqual([]);
});

test('no key crosses the databases of services', () => {
  const data = designData(basisOf(shopText, { style: 'services-per-context' }));
  const crossing = data.tables.flatMap((each) =>
    each.foreignKeys.filter(({ references }) => references.table.split('.')[0] !== each.schema),
  );
  expect(crossing).toEqual([]);
  expect(data.tables.filter(({ name }) => name === 'outbox_events').length).toBeGreaterThan(1);
});

test('who adds to the audit trail can neither change nor remove it', () => {
  const granted = shop.roles.flatMap(({ name, grants }) =>
    grants
      .filter((grant) => grant.table === 'audit.audit_entries')
      .flatMap(({ privileges }) => privileges.map((privilege) => `${name} ${privilege}`)),
  );
  expect(granted.filter((text) => text.endsWith(' update'))).toEqual([]);
  expect(granted.filter((text) => text.endsWith(' delete'))).toEqual(['shop_retention delete']);
});

test('before version 18 the application makes the keys', () => {
  const older = designData(basisOf(shopText.replace('database: postgresql', 'database: postgresql 16')));
  expect(
    older.tables.flatMap(({ columns }) => columns).filter((each) => /uuidv7/.test(each.default ?? '')),
  ).toEqual([]);
});

test('a demanded engine is kept, with its version', () => {
  const engine = (said: string) =>
    engineOf(briefOf(shopText.replace('database: postgresql', `database: ${said}`)));
  expect(engine('postgresql')).toMatchObject({
    name: 'postgresql',
    version: '18',
    origin: { kind: 'given' },
  });
  expect(engine('postgresql 16')).toMatchObject({ name: 'postgresql', version: '16' });
  expect(engine('mysql 8.4')).toMatchObject({ name: 'mysql', version: '8.4' });
});
