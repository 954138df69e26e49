import { remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { ordersApi } from './orders-api.ts';

const the = mutation(ordersApi);
const sent = '/components/schemas/NewOrder';
const note = '/components/schemas/Note';

/** What clients send. */
export const sentSchemaMutations: readonly Mutation[] = [
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
    'a smaller range is asked for',
    [set('/components/schemas/Line/allOf/1/properties/count/format', 'int32')],
    ['request-property-format-narrowed: breaking'],
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
