import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLInputType, GraphQLOutputType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anna, bert, byWord, orderId, shopFiles, shopRows } from '../../testing/preview-shop.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';
import { eventBus } from '../realtime/bus.ts';
import { graphqlPart } from './part.ts';

/** What one operation costs may be more than the load model of a small design leaves to a request: here all are asked. */
const wider = (path: string, text: string): string =>
  path === '4-api/schema.graphql' ? text.replace(/request may reach \d+/, 'request may reach 1000') : text;

const faults: unknown[] = [];
let preview: Preview;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles(wider)), {
    port: 0,
    limits: false,
    parts: async (running) => [
      { authenticate: byWord },
      graphqlPart(running, eventBus(), undefined, (error) => faults.push(error)),
    ],
  });
  await preview.running.database.script(shopRows());
}, 60_000);
afterAll(() => preview?.close());

const schema = buildSchema(shopFiles()('4-api/schema.graphql') ?? '');

let keys = 0;
/** A value of a type that may be right: whether it is, the operation says. */
function sample(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return sample(type.ofType, name);
  if (isListType(type)) return [sample(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, sample(field.type, field.name)]),
    );
  if (name === 'idempotencyKey') return `every-field-${String((keys += 1))}`;
  const samples: Readonly<Record<string, unknown>> = {
    ID: orderId(1),
    Int: 1,
    BigInt: 1,
    Float: 1,
    Boolean: true,
    DateTime: '2027-01-01T00:00:00Z',
    Date: '2027-01-01',
    JSON: {},
  };
  return samples[type.name] ?? (name === 'version' ? '1' : 'text');
}

/** Every plain value of an answer, down to where it would go over the limits. */
function selection(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (!isObjectType(inner)) return [field.name];
    const isPlain = /^(edges|node|pageInfo|problems)$/.test(field.name) || named.name.endsWith('Payload');
    return isPlain && levels > 0 ? [`${field.name} ${selection(field.type, levels - 1)}`] : [];
  });
  return `{ ${fields.length === 0 ? '__typename' : fields.join(' ')} }`;
}

const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).map((field) => ({ root, field })),
);

test.each([`admin.${anna}`, `customer.${bert}`, ''])('no field is a fault of ours for %s', async (as) => {
  expect(roots.length).toBeGreaterThan(60);
  for (const { root, field } of roots) {
    const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`);
    const given = field.args.map(({ name }) => `${name}: $${name}`);
    const list = (parts: readonly string[]): string => (parts.length === 0 ? '' : `(${parts.join(', ')})`);
    const query = `${root === schema.getQueryType() ? 'query' : 'mutation'} ${list(declared)} { ${field.name}${list(given)} ${selection(field.type, 3)} }`;
    const variables = Object.fromEntries(
      field.args.flatMap(({ name, type }) => (name === 'after' ? [] : [[name, sample(type, name)]])),
    );
    const answer = await fetch(`${preview.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(as !== '' && { authorization: `Bearer ${as}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const text = await answer.text();
    expect([field.name, answer.status, text]).toEqual([
      field.name,
      200,
      expect.not.stringMatching(/"internal"|problems\/internal|the limit is/),
    ]);
  }
  expect(faults).toEqual([]);
});
