import { createHash } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldName } from '../../artifacts/graphql-text.ts';
import { anna, bert, byWord, orderId, shopFiles, shopRows } from '../../testing/preview-shop.ts';
import type { Database } from '../database/database.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from '../realtime/bus.ts';
import { connectionsOf } from '../realtime/connections.ts';
import { graphqlPart } from './part.ts';

let statements: string[] = [];
const counted = (database: Database): Database => ({
  ...database,
  query: (acting, sql, values) => {
    statements.push(sql);
    return database.query(acting, sql, values);
  },
});

/** A schema says itself how much requests may ask for; here more than the journeys of a small design need. */
const deeper = (path: string, text: string): string =>
  path === '4-api/schema.graphql'
    ? text
        .replace(/deepest nesting: \d+/, 'deepest nesting: 9')
        .replace(/request may reach \d+/, 'request may reach 1000')
    : text;

const faults: unknown[] = [];
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles(deeper)), {
    port: 0,
    limits: false,
    parts: async (running) => {
      Object.assign(running, { database: counted(running.database) });
      return [
        { authenticate: byWord },
        graphqlPart(running, eventBus(), connectionsOf(), (error) => faults.push(error)),
      ];
    },
  });
  await preview.running.database.script(shopRows());
}, 60_000);
afterAll(() => preview?.close());

async function post(body: unknown, as?: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(`${preview.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const ask = async (query: string, as?: string, variables?: unknown) =>
  (await post({ query, variables }, as)).body;

const codes = (body: { errors?: { extensions: { code: string } }[] }): readonly string[] =>
  (body.errors ?? []).map(({ extensions }) => extensions.code);

const admin = `admin.${anna}`;
const customer = `customer.${anna}`;

test('an object is read by its id, null where it is not there or not the caller’s', async () => {
  const query = `query ($id: ID!) { order(id: $id) { number status total version placedAt } }`;
  expect((await ask(query, customer, { id: orderId(1) })).data.order).toEqual({
    number: 'N1',
    status: 'PLACED',
    total: 200,
    version: 1,
    placedAt: '2027-01-01T00:00:00Z',
  });
  expect(await ask(query, customer, { id: orderId(2) })).toEqual({ data: { order: null } });
  expect(codes(await ask(query, undefined, { id: orderId(1) }))).toEqual(['unauthenticated']);
});

test('pages of a connection follow each other and end', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 20; page++) {
    const { data } = await ask(
      'query ($after: String) { orders(first: 6, after: $after) { edges { node { number } cursor } pageInfo { hasNextPage endCursor } } }',
      admin,
      { after },
    );
    seen.push(...data.orders.edges.map((edge: { node: { number: string } }) => edge.node.number));
    if (!data.orders.pageInfo.hasNextPage) break;
    after = data.orders.pageInfo.endCursor;
  }
  expect(seen).toHaveLength(20);
  expect(new Set(seen).size).toBe(20);
  // The cursor of any edge goes on behind it.
  const page =
    'query ($after: String) { orders(first: 3, after: $after) { edges { node { number } cursor } } }';
  const { cursor } = (await ask(page, admin)).data.orders.edges[1];
  expect((await ask(page, admin, { after: cursor })).data.orders.edges[0].node.number).toBe(seen[2]);
  expect(codes(await ask(page, admin, { after: 'bm9uZQ' }))).toEqual(['malformed']);
});

const nested = (first: number): string => `{
  orders(first: ${first}) { edges { node {
    number
    customer { displayName }
    orderLines(first: 5) { edges { node { quantity product { name category { name } } } } }
  } } }
}`;

test('twenty orders with their lines, products and customers take as many statements as one', async () => {
  const take = async (first: number): Promise<readonly string[]> => {
    statements = [];
    const { data, errors } = await ask(nested(first), admin);
    expect(errors).toBeUndefined();
    const nodes = data.orders.edges.map(({ node }: { node: unknown }) => node);
    expect(nodes).toHaveLength(first);
    expect(nodes[0].orderLines.edges).toHaveLength(2);
    expect(nodes[0].customer.displayName).toMatch(/^Person/);
    expect(nodes[0].orderLines.edges[0].node.product.category.name).toBe('Lamps');
    return statements;
  };
  const one = await take(1);
  const many = await take(20);
  // Orders, customers, lines, products, categories.
  expect(many).toHaveLength(5);
  expect(many).toEqual(one);
});

test('every object of a batch goes to the one that asked for it', async () => {
  const { data } = await ask(nested(20), admin);
  for (const { node } of data.orders.edges) {
    const number = Number(node.number.slice(1));
    expect(node.customer.displayName).toBe(`Person ${number}`);
    expect(
      node.orderLines.edges
        .map((edge: { node: { product: { name: string } } }) => edge.node.product.name)
        .sort(),
    ).toEqual([`Lamp ${number - 1}`, `Lamp ${number + 9}`].sort());
  }
});

test('what a role may not read is null beside an error, what it may is there', async () => {
  const warehouse = await ask(
    '{ orders(first: 2) { edges { node { number note customer { displayName } } } } }',
    `warehouse.${bert}`,
  );
  expect(warehouse.data.orders.edges[0].node).toMatchObject({ note: null, customer: null });
  expect(warehouse.data.orders.edges[0].node.number).toMatch(/^N/);
  expect(new Set(codes(warehouse))).toEqual(new Set(['forbidden']));
  // Row security underneath: a customer sees its own orders in a list of all.
  const own = await ask('{ orders { edges { node { number customer { displayName } } } } }', customer);
  expect(own.data.orders.edges).toEqual([{ node: { number: 'N1', customer: { displayName: 'Person 1' } } }]);
  expect(codes(await ask('{ users { edges { node { id } } } }', customer))).toEqual(['forbidden']);
});

const address = { recipient: 'A', line1: 'b', postalCode: '1', city: 'x', country: 'DE' };
const createAddress = `mutation ($input: CreateAddressInput!) {
  createAddress(input: $input) { address { id city version customerId } problems { type pointer detail } }
}`;

test('a mutation is the work of the HTTP API: key, validation, owner, audit trail', async () => {
  const input = { ...address, idempotencyKey: 'graphql-key-1' };
  const first = await ask(createAddress, customer, { input });
  expect(first.errors).toBeUndefined();
  expect(first.data.createAddress).toMatchObject({ address: { city: 'x', customerId: anna }, problems: [] });
  expect(await ask(createAddress, customer, { input })).toEqual(first);
  const other = await ask(createAddress, customer, { input: { ...input, city: 'y' } });
  expect(other.data.createAddress.problems[0].type).toBe('/problems/idempotency-key-reused');
  const wrong = await ask(createAddress, customer, {
    input: { ...input, idempotencyKey: 'graphql-key-2', country: 'DEX', postalCode: 'x'.repeat(500) },
  });
  expect(wrong.data.createAddress.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
    ['/country', '/postalCode'],
  );
  expect(codes(await ask(createAddress, undefined, { input }))).toEqual(['unauthenticated']);
  expect(codes(await ask(createAddress, `warehouse.${bert}`, { input }))).toEqual(['forbidden']);
});

test('a change names the version it was made on', async () => {
  const create =
    'mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { category { id version } problems { type } } }';
  const made = await ask(create, `merchandiser.${bert}`, {
    input: { name: 'Beds', slug: 'beds', position: 2, idempotencyKey: 'category-key' },
  });
  const { id, version } = made.data.createCategory.category;
  const update =
    'mutation ($input: UpdateCategoryInput!) { updateCategory(input: $input) { category { name version } problems { type } } }';
  const changed = await ask(update, `merchandiser.${bert}`, { input: { id, version, name: 'Bunks' } });
  expect(changed.data.updateCategory).toEqual({ category: { name: 'Bunks', version: 2 }, problems: [] });
  const stale = await ask(update, `merchandiser.${bert}`, { input: { id, version, name: 'Cots' } });
  expect(stale.data.updateCategory).toEqual({ category: null, problems: [{ type: '/problems/stale' }] });
});

test('an action keeps to the life cycle and tells the outbox', async () => {
  const publish =
    'mutation ($input: ArchiveProductInput!) { archiveProduct(input: $input) { product { status } problems { type } } }';
  const id = orderId(30).replace('-9000-', '-a000-');
  const done = await ask(publish, `merchandiser.${bert}`, { input: { id, idempotencyKey: 'archive-it' } });
  expect(done.data.archiveProduct).toEqual({ product: { status: 'ARCHIVED' }, problems: [] });
  const again = await ask(publish, `merchandiser.${bert}`, {
    input: { id, idempotencyKey: 'archive-it-again' },
  });
  expect(again.data.archiveProduct.problems).toEqual([{ type: '/problems/illegal-state' }]);
  const { rows } = await preview.running.database.query({}, 'select name from platform.outbox_events');
  expect(rows.map(({ name }) => name)).toContain('product.archived');
});

test('persisted documents are known by their hash once they were sent', async () => {
  const query = '{ products(first: 1) { edges { node { name } } } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  expect((await post({ extensions })).body.errors[0].message).toBe('PersistedQueryNotFound');
  const sent = await post({ query, extensions });
  expect(sent.body.data.products.edges).toHaveLength(1);
  expect((await post({ extensions })).body).toEqual(sent.body);
  expect((await post({ query: '{ __typename }', extensions })).status).toBe(400);
});

test('a document of the manifest is known by its hash before anybody sent it', async () => {
  const manifest = JSON.parse(preview.running.package.persistedQueries ?? '{}');
  const { id, name } = manifest.operations.find(({ name }: { name: string }) => name === 'Products');
  const { body } = await post({ documentId: `sha256:${id}`, operationName: name });
  expect(body.errors).toBeUndefined();
  expect(body.data.products.edges.length).toBeGreaterThan(20);
});

test('every document of the manifest is within the limits of the delivered schema', async () => {
  const manifest: { operations: { id: string; type: string }[] } = JSON.parse(
    preview.running.package.persistedQueries ?? '{}',
  );
  expect(manifest.operations.length).toBeGreaterThan(3);
  for (const { id } of manifest.operations) {
    const { body } = await post({ documentId: id, variables: {} }, admin);
    expect(JSON.stringify(body)).not.toMatch(/the limit is/);
  }
});

test('the schema can be asked for here, and says what was delivered and no more', async () => {
  const { data, errors } = await ask(getIntrospectionQuery());
  expect(errors).toBeUndefined();
  const types: readonly { name: string; fields: readonly { name: string }[] | null }[] = data.__schema.types;
  expect(types.find(({ name }) => name === 'Query')?.fields?.map(({ name }) => name)).toContain('orders');
  const secrets = preview.running.backend.data.tables.flatMap(({ entity, columns }) =>
    columns.flatMap(({ name, dataClass }) =>
      dataClass === 'secret' ? [`${entity}.${fieldName(name)}`] : [],
    ),
  );
  expect(secrets.length).toBeGreaterThan(2);
  const told = types.flatMap(({ name, fields }) => (fields ?? []).map((field) => `${name}.${field.name}`));
  expect(told.filter((name) => secrets.includes(name))).toEqual([]);
  expect(codes(await ask('{ product(id: "x") { secret } }'))).toEqual(['malformed']);
});

test('a client that knows the media type of GraphQL is told by the status as well', async () => {
  const accept = { accept: 'application/graphql-response+json' };
  const refused = await post({ query: '{ nothing }' }, undefined, accept);
  expect([refused.status, refused.headers.get('content-type')]).toEqual([
    400,
    'application/graphql-response+json',
  ]);
  expect((await post({ query: '{ nothing }' })).status).toBe(200);
  const answer = await fetch(`${preview.url}/graphql`, { method: 'POST', body: 'query={__typename}' });
  expect(answer.status).toBe(415);
  expect((await fetch(`${preview.url}/graphql`)).status).toBe(405);
  expect(faults).toEqual([]);
});
