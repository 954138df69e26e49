import { remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { ordersApi } from './orders-api.ts';

const the = mutation(ordersApi);
const read = '/components/schemas/Order';
const sent = '/components/schemas/NewOrder';
const note = '/components/schemas/Note';

/** What clients read. */
const answers: readonly Mutation[] = [
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

/** What clients send. */
const requests: readonly Mutation[] = [
  the(
    'a required property comes',
    [set(`${sent}/properties/region`, { type: 'string' }), set(`${sent}/required/-`, 'region')],
    ['request-property-required-added: breaking'],
  ),
  the(
    'an optional property comes',
    [set(`${sent}/properties/region`, { type: 'string' })],
    ['request-property-added: compatible'],
  ),
  the(
    'a property becomes required',
    [set(`${sent}/required/-`, 'channel')],
    ['request-property-became-required: breaking'],
  ),
  the(
    'a property becomes optional',
    [remove(`${sent}/required/0`)],
    ['request-property-became-optional: compatible'],
  ),
  the(
    'a property is ignored',
    [remove(`${sent}/properties/discount`)],
    ['request-property-removed: dangerous'],
  ),
  the(
    'a property is refused',
    [remove(`${note}/properties/pinned`)],
    ['request-property-removed-and-refused: breaking'],
  ),
  the(
    'a property is only read',
    [set(`${sent}/properties/discount/readOnly`, true)],
    ['request-property-became-read-only: breaking'],
  ),
  the(
    'a value goes',
    [remove(`${sent}/properties/channel/enum/2`)],
    ['request-property-enum-value-removed: breaking'],
  ),
  the(
    'a value comes',
    [set(`${sent}/properties/channel/enum/-`, 'fax')],
    ['request-property-enum-value-added: compatible'],
  ),
  the(
    'the values are listed',
    [set(`${sent}/properties/customer/enum`, ['a', 'b'])],
    ['request-property-became-enum: breaking'],
  ),
  the(
    'a default changes',
    [set(`${sent}/properties/channel/default`, 'shop')],
    ['request-property-default-changed: breaking'],
  ),
  the(
    'null is refused',
    [set(`${sent}/properties/comment/type`, 'string')],
    ['request-property-became-not-nullable: breaking'],
  ),
  the(
    'null is accepted',
    [set(`${sent}/properties/customer/type`, ['string', 'null'])],
    ['request-property-became-nullable: compatible'],
  ),
  the(
    'a text must be shorter',
    [set(`${sent}/properties/customer/maxLength`, 40)],
    ['request-property-max-length-lowered: breaking'],
  ),
  the(
    'a text may be longer',
    [set(`${sent}/properties/customer/maxLength`, 160)],
    ['request-property-max-length-raised: compatible'],
  ),
  the(
    'a text must be longer',
    [set(`${sent}/properties/customer/minLength`, 2)],
    ['request-property-min-length-raised: breaking'],
  ),
  the(
    'fewer items',
    [set(`${sent}/properties/lines/maxItems`, 10)],
    ['request-property-max-items-lowered: breaking'],
  ),
  the(
    'more items are needed',
    [set(`${sent}/properties/lines/minItems`, 2)],
    ['request-property-min-items-raised: breaking'],
  ),
  the(
    'a step grows',
    [set(`${sent}/properties/discount/multipleOf`, 10)],
    ['request-property-multiple-of-narrowed: breaking'],
  ),
  the(
    'a step changes',
    [set(`${sent}/properties/discount/multipleOf`, 3)],
    ['request-property-multiple-of-changed: breaking'],
  ),
  the(
    'a format is asked for',
    [set(`${sent}/properties/customer/format`, 'email')],
    ['request-property-format-added: breaking'],
  ),
  the(
    'undeclared properties are refused',
    [set(`${sent}/additionalProperties`, false)],
    ['request-body-additional-properties-forbidden: breaking'],
  ),
  the(
    'undeclared properties are accepted',
    [remove(`${note}/additionalProperties`)],
    ['request-body-additional-properties-allowed: compatible'],
  ),
  the(
    'a part of allOf asks for more',
    [set('/components/schemas/Line/allOf/1/required', ['count'])],
    ['request-property-became-required: breaking'],
  ),
  the(
    'allOf is written flat',
    [
      set('/components/schemas/Line', {
        type: 'object',
        required: ['sku'],
        properties: { sku: { type: 'string' }, count: { type: 'integer', minimum: 1 } },
      }),
    ],
    [],
  ),
  the(
    'a variant goes',
    [
      remove(`${sent}/properties/payment/oneOf/1`),
      remove(`${sent}/properties/payment/discriminator/mapping/transfer`),
    ],
    ['request-property-variant-removed: breaking', 'request-property-discriminator-value-removed: breaking'],
  ),
  the(
    'a variant comes',
    [
      set('/components/schemas/Cash', {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string', const: 'cash' } },
      }),
      set(`${sent}/properties/payment/oneOf/-`, { $ref: '#/components/schemas/Cash' }),
      set(`${sent}/properties/payment/discriminator/mapping/cash`, '#/components/schemas/Cash'),
    ],
    ['request-property-variant-added: compatible', 'request-property-discriminator-value-added: compatible'],
  ),
  the(
    'the discriminator is another property',
    [set(`${sent}/properties/payment/discriminator/propertyName`, 'type')],
    ['request-property-discriminator-property-changed: breaking'],
  ),
  the(
    'a value of the discriminator means something else',
    [set(`${sent}/properties/payment/discriminator/mapping/card`, '#/components/schemas/Transfer')],
    ['request-property-discriminator-value-retargeted: breaking'],
  ),
  the(
    'a constant changes',
    [set('/components/schemas/Card/properties/kind/const', 'credit-card')],
    ['request-property-const-changed: breaking'],
  ),
  the(
    'a condition comes',
    [set(`${note}/not`, { required: ['draft'] })],
    ['request-body-constraint-added: dangerous'],
  ),
  the(
    'a property is a second schema',
    [
      set(`${sent}/properties/customer`, {
        anyOf: [{ type: 'string', minLength: 1, maxLength: 80 }, { type: 'integer' }],
      }),
    ],
    ['request-property-variant-added: compatible'],
  ),
];

const old30 = mutation({
  openapi: '3.0.3',
  info: { title: 'Old', version: '1' },
  paths: {
    '/a': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  a: { type: 'string', nullable: true },
                  b: { type: 'integer', minimum: 0, exclusiveMinimum: true },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'x',
            content: {
              'application/json': { schema: { type: 'object', properties: { a: { type: 'string' } } } },
            },
          },
        },
      },
    },
  },
});
const body30 = '/paths/~1a/post/requestBody/content/application~1json/schema/properties';
const answer30 = '/paths/~1a/post/responses/200/content/application~1json/schema/properties';

const version30: readonly Mutation[] = [
  old30(
    '3.0: null is refused',
    [remove(`${body30}/a/nullable`)],
    ['request-property-became-not-nullable: breaking'],
  ),
  old30(
    '3.0: may be null',
    [set(`${answer30}/a/nullable`, true)],
    ['response-property-became-nullable: breaking'],
  ),
  old30(
    '3.0: a bound excludes itself no longer',
    [remove(`${body30}/b/exclusiveMinimum`)],
    ['request-property-minimum-lowered: compatible'],
  ),
  old30(
    '3.0 is written as 3.1',
    [
      set('/openapi', '3.1.0'),
      set(`${body30}/a`, { type: ['string', 'null'] }),
      set(`${body30}/b`, { type: 'integer', exclusiveMinimum: 0 }),
    ],
    [],
  ),
];

export const openApiSchemas: readonly Mutation[] = [...answers, ...requests, ...version30];
