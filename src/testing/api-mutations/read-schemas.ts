import { remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { ordersApi } from './orders-api.ts';

const the = mutation(ordersApi);
const read = '/components/schemas/Order';

/** What clients read. */
export const readSchemaMutations: readonly Mutation[] = [
  the('a property goes', [remove(`${read}/properties/note`)], ['response-property-removed: breaking']),
  the(
    'a required property goes',
    [remove(`${read}/properties/total`), remove(`${read}/required/2`)],
    ['response-property-removed: breaking'],
  ),
  the(
    'a property comes',
    [set(`${read}/properties/origin`, { type: 'string' })],
    ['response-property-added: compatible'],
  ),
  the(
    'a property may be absent',
    [remove(`${read}/required/2`)],
    ['response-property-became-optional: breaking'],
  ),
  the(
    'a property is always there',
    [set(`${read}/required/-`, 'note')],
    ['response-property-became-required: compatible'],
  ),
  the(
    'a value comes',
    [set(`${read}/properties/status/enum/-`, 'lost')],
    ['response-property-enum-value-added: breaking'],
  ),
  the(
    'a value goes',
    [remove(`${read}/properties/status/enum/0`)],
    ['response-property-enum-value-removed: compatible'],
  ),
  the(
    'the values are listed no longer',
    [remove(`${read}/properties/status/enum`)],
    ['response-property-enum-removed: breaking'],
  ),
  the(
    'the values are listed',
    [set(`${read}/properties/note/enum`, ['a'])],
    ['response-property-became-enum: compatible'],
  ),
  the(
    'a property may be null',
    [set(`${read}/properties/note/type`, ['string', 'null'])],
    ['response-property-became-nullable: breaking'],
  ),
  the(
    'a type changes',
    [set(`${read}/properties/note/type`, 'integer')],
    ['response-property-type-changed: breaking'],
  ),
  the(
    'a whole number becomes any number',
    [set(`${read}/properties/total`, { type: 'number', minimum: 0, maximum: 1_000_000, format: 'int32' })],
    ['response-property-type-widened: breaking'],
  ),
  the(
    'a number gets a larger range',
    [set(`${read}/properties/total/format`, 'int64')],
    ['response-property-format-widened: breaking'],
  ),
  the(
    'a number may have any range',
    [set(`${read}/properties/total`, { type: 'integer', minimum: 0 })],
    ['response-property-format-widened: breaking', 'response-property-maximum-raised: breaking'],
  ),
  the('a range that the limits say goes', [remove(`${read}/properties/total/format`)], []),
  the(
    'values are listed one by one, and one comes',
    [
      set(`${read}/properties/status`, {
        oneOf: ['open', 'paid', 'shipped', 'lost'].map((value) => ({ type: 'string', const: value })),
      }),
    ],
    ['response-property-enum-value-added: breaking'],
  ),
  the(
    'a format goes',
    [remove(`${read}/properties/id/format`)],
    ['response-property-format-removed: breaking'],
  ),
  the(
    'a text may be longer',
    [set(`${read}/properties/note/maxLength`, 400)],
    ['response-property-max-length-raised: breaking'],
  ),
  the(
    'a text is shorter',
    [set(`${read}/properties/note/maxLength`, 100)],
    ['response-property-max-length-lowered: compatible'],
  ),
  the(
    'a minimum goes',
    [remove(`${read}/properties/total/minimum`)],
    ['response-property-minimum-lowered: breaking'],
  ),
  the(
    'items may repeat',
    [remove(`${read}/properties/tags/uniqueItems`)],
    ['response-property-unique-items-dropped: dangerous'],
  ),
  the(
    'there may be more items',
    [set(`${read}/properties/tags/maxItems`, 20)],
    ['response-property-max-items-raised: breaking'],
  ),
  the(
    'items change their type',
    [set(`${read}/properties/tags/items/type`, 'integer')],
    ['response-property-type-changed: breaking'],
  ),
  the(
    'a pattern goes',
    [remove(`${read}/properties/currency/pattern`)],
    ['response-property-pattern-removed: dangerous'],
  ),
  the(
    'a pattern changes',
    [set(`${read}/properties/currency/pattern`, '^[A-Z]{3,4}$')],
    ['response-property-pattern-changed: dangerous'],
  ),
  the(
    'a property is no longer sent',
    [set(`${read}/properties/note/writeOnly`, true)],
    ['response-property-became-write-only: breaking'],
  ),
  the('a property that is never sent goes', [remove(`${read}/properties/secret`)], []),
  the('a default in what is read', [set(`${read}/properties/note/default`, '')], []),
  the(
    'a property is deprecated',
    [set(`${read}/properties/note/deprecated`, true)],
    ['response-property-deprecated: compatible'],
  ),
  the(
    'a variant comes',
    [
      set('/components/schemas/Hit/anyOf/-', {
        type: 'object',
        required: ['line'],
        properties: { line: { type: 'string' } },
      }),
    ],
    ['response-body-variant-added: breaking'],
  ),
  the(
    'a variant goes',
    [remove('/components/schemas/Hit/anyOf/1')],
    ['response-body-variant-removed: compatible'],
  ),
  the(
    'a component is written inline',
    [
      set('/paths/~1orders~1{orderId}/get/responses/404/content/application~1problem+json/schema', {
        type: 'object',
        properties: { type: { type: 'string' }, title: { type: 'string' } },
      }),
    ],
    [],
  ),
];
