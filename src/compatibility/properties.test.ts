import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordersApi } from '../testing/api-mutations/orders-api.ts';
import { apiMutations } from '../testing/api-mutations/all.ts';
import { edited } from '../testing/api-mutations/edit.ts';
import { nearSchema, randomSchema, valueFor } from '../testing/random-schema.ts';
import type { Schema } from '../testing/random-schema.ts';
import { compareDocuments, compareEventSchemas } from './compare.ts';

const ajv = new Ajv2020({ strict: false, logger: false });
const pair = fc.oneof(
  randomSchema.chain((schema) => nearSchema(schema).map((near) => [schema, near] as const)),
  randomSchema.chain((schema) =>
    nearSchema(schema).chain((near) => nearSchema(near).map((nearer) => [schema, nearer] as const)),
  ),
  fc.tuple(randomSchema, randomSchema),
);

const pairWithValues = (direction: 'received' | 'sent') =>
  pair.chain(([old, next]) =>
    fc.tuple(
      fc.constant([old, next] as const),
      fc.array(valueFor(direction === 'received' ? old : next), { minLength: 25, maxLength: 25 }),
    ),
  );

/**
 * A convention of those who write documents, which a validator does not know: whoever keeps to a document sends the
 * properties that it declares, so that a new one does not narrow a schema that says nothing of others.
 */
function keepsToDocument(schema: unknown, value: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const { properties, additionalProperties, items, oneOf, anyOf, allOf } = schema as Schema;
  const variants = [oneOf, anyOf, allOf].flatMap((list) => (Array.isArray(list) ? [list] : []));
  if (variants.length > 0)
    return variants.every((list) => list.every((each: unknown) => keepsToDocument(each, value)));
  if (Array.isArray(value)) return value.every((item) => keepsToDocument(items, item));
  if (typeof value !== 'object' || value === null) return true;
  const declared = properties === undefined ? {} : (properties as Schema);
  return Object.entries(value).every(([name, inner]) =>
    name in declared ? keepsToDocument(declared[name], inner) : additionalProperties !== undefined,
  );
}

describe('schemas', () => {
  test('a schema compared with itself has no change', () => {
    fc.assert(
      fc.property(
        randomSchema,
        fc.constantFrom('sent' as const, 'received' as const),
        (schema, direction) => {
          expect(compareEventSchemas(schema, structuredClone(schema), direction)).toEqual([]);
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });

  test('what may be sent may be received: both directions mirror each other', () => {
    fc.assert(
      fc.property(pair, ([old, next]) => {
        const sent = compareEventSchemas(old, next, 'sent').some(({ severity }) => severity !== 'compatible');
        const back = compareEventSchemas(next, old, 'received').some(
          ({ severity }) => severity !== 'compatible',
        );
        // Defaults and properties that are ignored matter to those who send; a property that goes, to those who read.
        if (sent !== back) {
          const kinds = [
            ...compareEventSchemas(old, next, 'sent'),
            ...compareEventSchemas(next, old, 'received'),
          ];
          expect(kinds.some(({ id }) => /removed|added|forbidden|allowed/.test(id))).toBe(true);
        }
      }),
      { numRuns: 2000, seed: 8 },
    );
  });

  for (const direction of ['received', 'sent'] as const)
    test(`no value contradicts "compatible" for what is ${direction}`, () => {
      let tried = 0;
      fc.assert(
        fc.property(pairWithValues(direction), ([[old, next], values]) => {
          const changes = compareEventSchemas(old, next, direction);
          if (changes.some(({ severity }) => severity !== 'compatible')) return;
          const [from, to] = direction === 'received' ? [old, next] : [next, old];
          const [before, after] = [ajv.compile(from), ajv.compile(to)];
          for (const value of values)
            if (before(value) && keepsToDocument(from, value) && ++tried && !after(value))
              expect({ old, next, value, changes: changes.map(({ id }) => id) }).toEqual('accepted by both');
        }),
        { numRuns: 6000, seed: direction === 'sent' ? 9 : 10 },
      );
      expect(tried).toBeGreaterThan(5000);
    });
});

describe('documents', () => {
  test('a document compared with itself has no change', async () => {
    for (const { base, edits } of apiMutations) {
      const document = edited(base, edits);
      const kind = JSON.stringify(document).includes('"asyncapi"')
        ? ('asyncapi' as const)
        : ('openapi' as const);
      const same = { kind, value: document };
      expect((await compareDocuments(same, { kind, value: structuredClone(document) })).changes).toEqual([]);
    }
  });

  test('a change of a shared component is told once, with every operation that meets it', async () => {
    const next = edited(ordersApi, [{ kind: 'remove', at: '/components/schemas/Order/properties/note' }]);
    const { changes } = await compareDocuments(
      { kind: 'openapi', value: ordersApi },
      { kind: 'openapi', value: next },
    );
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      id: 'response-property-removed',
      where: ['GET /orders', 'POST /orders', 'GET /orders/{orderId}'],
      old: '#/components/schemas/Order/properties/note',
      what: '`Order.note` is gone.',
    });
  });
});
