import { move, remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { ordersApi } from './orders-api.ts';

const the = mutation(ordersApi);
const list = '/paths/~1orders/get';
const one = '/paths/~1orders~1{orderId}';

const operations: readonly Mutation[] = [
  the('a path goes', [remove('/paths/~1search')], ['path-removed: breaking']),
  the('a path comes', [set('/paths/~1health', { get: { responses: {} } })], ['path-added: compatible']),
  the(
    'a path parameter is renamed',
    [
      move(one, '/paths/~1orders~1{id}'),
      set('/paths/~1orders~1{id}/get/parameters/0/name', 'id'),
      set('/paths/~1orders~1{id}/delete/parameters/0/name', 'id'),
    ],
    ['path-parameter-renamed: compatible'],
  ),
  the('an operation goes', [remove(`${one}/delete`)], ['operation-removed: breaking']),
  the('an operation comes', [set(`${one}/put`, { responses: {} })], ['operation-added: compatible']),
  the(
    'an operationId is renamed',
    [set(`${list}/operationId`, 'getOrders')],
    ['operation-id-renamed: breaking'],
  ),
  the('an operationId goes', [remove(`${list}/operationId`)], ['operation-id-removed: breaking']),
  the('an operationId comes', [remove(`${list}/operationId`)], ['operation-id-added: compatible'], true),
  the('an operation is deprecated', [set(`${list}/deprecated`, true)], ['operation-deprecated: compatible']),
  the(
    'an operation is deprecated no longer',
    [remove(`${one}/delete/deprecated`)],
    ['operation-reactivated: compatible'],
  ),
  the('a tag is replaced', [set(`${list}/tags/0`, 'sales')], ['operation-tag-removed: dangerous']),
  the('a description changes', [set('/info/description', 'Other words')], []),
  the('a base URL goes', [remove('/servers/1')], ['server-removed: breaking']),
  the(
    'a base URL comes',
    [set('/servers/-', { url: 'https://us.orders.example' })],
    ['server-added: compatible'],
  ),
];

const parameters: readonly Mutation[] = [
  the(
    'a required parameter comes',
    [
      set(`${list}/parameters/-`, {
        name: 'region',
        in: 'query',
        required: true,
        schema: { type: 'string' },
      }),
    ],
    ['request-parameter-required-added: breaking'],
  ),
  the(
    'an optional parameter comes',
    [set(`${list}/parameters/-`, { name: 'region', in: 'query', schema: { type: 'string' } })],
    ['request-parameter-added: compatible'],
  ),
  the('a parameter goes', [remove(`${list}/parameters/1`)], ['request-parameter-removed: breaking']),
  the(
    'a parameter becomes required',
    [set(`${list}/parameters/1/required`, true)],
    ['request-parameter-became-required: breaking'],
  ),
  the(
    'a parameter becomes optional',
    [remove(`${list}/parameters/3/required`)],
    ['request-parameter-became-optional: compatible'],
  ),
  the(
    'a parameter moves to a header',
    [set(`${list}/parameters/1/in`, 'header')],
    ['request-parameter-location-changed: breaking'],
  ),
  the(
    'a list is written another way',
    [set(`${list}/parameters/2/explode`, false)],
    ['request-parameter-serialization-changed: breaking'],
  ),
  the(
    'a list gets another style',
    [set(`${list}/parameters/2/style`, 'pipeDelimited')],
    ['request-parameter-serialization-changed: breaking'],
  ),
  the('the default style is written out', [set(`${list}/parameters/2/style`, 'form')], []),
  the('a header name changes its case', [set(`${list}/parameters/3/name`, 'x-tenant')], []),
  the(
    'a parameter is deprecated',
    [set(`${list}/parameters/1/deprecated`, true)],
    ['request-parameter-deprecated: compatible'],
  ),
  the(
    'a parameter loses a value',
    [remove(`${list}/parameters/1/schema/enum/2`)],
    ['request-parameter-enum-value-removed: breaking'],
  ),
  the(
    'a parameter gains a value',
    [set(`${list}/parameters/1/schema/enum/-`, 'lost')],
    ['request-parameter-enum-value-added: compatible'],
  ),
  the(
    'a default changes',
    [set(`${list}/parameters/0/schema/default`, 50)],
    ['request-parameter-default-changed: breaking'],
  ),
  the(
    'a default goes',
    [remove(`${list}/parameters/0/schema/default`)],
    ['request-parameter-default-removed: breaking'],
  ),
  the(
    'a default comes',
    [set(`${list}/parameters/1/schema/default`, 'open')],
    ['request-parameter-default-added: dangerous'],
  ),
  the('the widest range is written out', [set(`${list}/parameters/0/schema/format`, 'int64')], []),
  the('a range that the limits say', [set(`${list}/parameters/0/schema/format`, 'int32')], []),
  the(
    'a maximum falls',
    [set(`${list}/parameters/0/schema/maximum`, 50)],
    ['request-parameter-maximum-lowered: breaking'],
  ),
  the(
    'a maximum rises',
    [set(`${list}/parameters/0/schema/maximum`, 500)],
    ['request-parameter-maximum-raised: compatible'],
  ),
  the(
    'a minimum rises',
    [set(`${list}/parameters/0/schema/minimum`, 10)],
    ['request-parameter-minimum-raised: breaking'],
  ),
  the(
    'a number becomes text in a query',
    [set(`${list}/parameters/0/schema`, { type: 'string', default: 20 })],
    ['request-parameter-type-widened: compatible'],
  ),
  the(
    'text becomes a number in a query',
    [set(`${list}/parameters/3/schema/type`, 'integer')],
    ['request-parameter-type-narrowed: breaking'],
  ),
  the(
    'a parameter is held to a pattern',
    [set(`${list}/parameters/3/schema/pattern`, '^t-')],
    ['request-parameter-pattern-added: breaking'],
  ),
  the(
    'an exclusive bound says the same',
    [remove(`${list}/parameters/0/schema/minimum`), set(`${list}/parameters/0/schema/exclusiveMinimum`, 0)],
    [],
  ),
  the(
    'the items of a list parameter change',
    [set(`${list}/parameters/2/schema/items`, { type: 'string', maxLength: 5 })],
    ['request-property-max-length-lowered: breaking'],
  ),
];

export const operationMutations: readonly Mutation[] = [...operations, ...parameters];
