import { buildSchema, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { shopText } from '../testing/briefs.ts';
import { basisOf, partsOf } from '../testing/designed.ts';
import { graphqlSchema } from './graphql.ts';
import { openApiDocument } from './openapi.ts';

/** A shop with registration, recovery by message and payment callbacks. */
const backend = partsOf(basisOf(shopText));

interface Answer {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: unknown;
  readonly $ref?: string;
}

interface Operation {
  readonly operationId: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

const document: Document = JSON.parse(openApiDocument(backend).text);

function operations(): ReadonlyMap<string, Operation> {
  return new Map(
    Object.values(document.paths).flatMap((item) =>
      Object.values(item)
        .filter((each) => each.operationId !== undefined)
        .map((each) => [each.operationId, each] as const),
    ),
  );
}

const silent = backend.operations.filter(({ hidesExistence }) => hidesExistence === true);
const endpointOf = (operation: string) => backend.api.endpoints.find((each) => each.operation === operation);

test('registration and recovery answer the same whether or not the account is known', () => {
  expect(silent.length).toBeGreaterThan(0);
  const known = operations();
  for (const { id } of silent) {
    const responses = known.get(endpointOf(id)?.operationId ?? '')?.responses ?? {};
    expect(Object.keys(responses)).toContain('202');
    expect(Object.keys(responses)).not.toContain('201');
    // A 409 may stand for a repeated Idempotency-Key, never for an account that is there.
    expect(endpointOf(id)?.responses.map(({ problem }) => problem)).not.toContain('conflict');
    expect(responses['202']?.content).toBeUndefined();
    expect(responses['202']?.headers).not.toHaveProperty('Location');
  }
});

test('the same holds for the mutations', () => {
  const schema = buildSchema(graphqlSchema(backend).text);
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const names = silent.map(({ entity, verb, action }) =>
    `${verb === 'process' ? (action ?? '') : verb}${entity}`.toLowerCase(),
  );
  const found = Object.values(mutations).filter(({ name }) => names.includes(name.toLowerCase()));
  expect(found).toHaveLength(silent.length);
  for (const { type } of found) {
    const payload = schema.getType(String(type).replace('!', ''));
    expect(isObjectType(payload) ? Object.keys(payload.getFields()) : []).toEqual(['accepted', 'problems']);
  }
});

test('every 401 says how to authenticate', () => {
  const refusals = [...operations().values()].flatMap(({ responses }) => responses['401'] ?? []);
  expect(refusals.length).toBeGreaterThan(0);
  for (const { $ref = '' } of refusals)
    expect(document.components.responses[$ref.split('/').at(-1) ?? '']?.headers).toHaveProperty(
      'WWW-Authenticate',
    );
});

test('a call of a peer is known by its signature and meets neither roles nor conflicts', () => {
  const signed = [...operations().values()].filter(({ security }) =>
    security?.some((each) => 'signature' in each),
  );
  expect(signed.length).toBeGreaterThan(0);
  for (const { responses } of signed) {
    expect(Object.keys(responses)).not.toContain('403');
    expect(Object.keys(responses)).not.toContain('409');
  }
});
