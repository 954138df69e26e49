import { move, remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { ordersApi } from './orders-api.ts';

const the = mutation(ordersApi);
const list = '/paths/~1orders/get';
const create = '/paths/~1orders/post';
const one = '/paths/~1orders~1{orderId}';
const oauth = '/components/securitySchemes/oauth';

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

const bodies: readonly Mutation[] = [
  the(
    'a body becomes required',
    [set('/paths/~1orders~1{orderId}~1notes/post/requestBody/required', true)],
    ['request-body-became-required: breaking'],
  ),
  the(
    'a body becomes optional',
    [remove(`${create}/requestBody/required`)],
    ['request-body-became-optional: compatible'],
  ),
  the(
    'a required body comes',
    [set(`${one}/delete/requestBody`, { required: true, content: {} })],
    ['request-body-required-added: breaking'],
  ),
  the(
    'an optional body comes',
    [set(`${one}/delete/requestBody`, { content: {} })],
    ['request-body-added: compatible'],
  ),
  the('a body goes', [remove(`${create}/requestBody`)], ['request-body-removed: breaking']),
  the(
    'a media type is no longer taken',
    [remove(`${create}/requestBody/content/application~1xml`)],
    ['request-media-type-removed: breaking'],
  ),
  the(
    'a media type is taken',
    [remove(`${create}/requestBody/content/application~1xml`)],
    ['request-media-type-added: compatible'],
    true,
  ),
  the(
    'a media type is no longer sent',
    [remove(`${list}/responses/200/content/text~1csv`)],
    ['response-media-type-removed: breaking'],
  ),
  the(
    'a media type can be asked for',
    [remove(`${list}/responses/200/content/text~1csv`)],
    ['response-media-type-added: compatible'],
    true,
  ),
];

const responses: readonly Mutation[] = [
  the(
    'a success goes',
    [move(`${create}/responses/201`, `${create}/responses/200`)],
    ['response-success-status-removed: breaking', 'response-success-status-added: dangerous'],
  ),
  the(
    'a success comes',
    [set(`${create}/responses/202`, { description: 'Later' })],
    ['response-success-status-added: dangerous'],
  ),
  the('an error goes', [remove(`${create}/responses/409`)], ['response-error-status-removed: compatible']),
  the(
    'an error comes',
    [set(`${create}/responses/422`, { description: 'No' })],
    ['response-error-status-added: compatible'],
  ),
  the(
    'a status becomes its class',
    [move(`${one}/get/responses/404`, `${one}/get/responses/4XX`)],
    ['response-error-status-added: compatible'],
  ),
  the(
    'a header goes',
    [remove(`${list}/responses/200/headers/RateLimit-Limit`)],
    ['response-header-removed: breaking'],
  ),
  the(
    'a header comes',
    [set(`${list}/responses/200/headers/ETag`, { schema: { type: 'string' } })],
    ['response-header-added: compatible'],
  ),
  the(
    'a header may be absent',
    [remove(`${list}/responses/200/headers/X-Total/required`)],
    ['response-header-became-optional: breaking'],
  ),
  the(
    'a header is always there',
    [set(`${list}/responses/200/headers/RateLimit-Limit/required`, true)],
    ['response-header-became-required: compatible'],
  ),
  the(
    'a header changes its type',
    [set(`${list}/responses/200/headers/X-Total/schema/type`, 'string')],
    ['response-header-type-changed: breaking'],
  ),
  the('a link goes', [remove(`${create}/responses/201/links/read`)], ['response-link-removed: dangerous']),
  the('a callback goes', [remove(`${create}/callbacks/paid`)], ['callback-removed: breaking']),
  the('a callback comes', [remove(`${create}/callbacks/paid`)], ['callback-added: compatible'], true),
  the('a webhook goes', [remove('/webhooks/orderShipped')], ['webhook-removed: breaking']),
  the('a webhook comes', [remove('/webhooks/orderShipped')], ['webhook-added: compatible'], true),
  the(
    'what a webhook carries loses a property',
    [remove('/components/schemas/Receipt/properties/amount'), remove('/components/schemas/Receipt/required')],
    ['sent-property-removed: breaking'],
  ),
  the(
    'what a webhook carries gains a required property',
    [
      set('/components/schemas/Receipt/properties/currency', { type: 'string' }),
      set('/components/schemas/Receipt/required/-', 'currency'),
    ],
    ['sent-property-required-added: compatible'],
  ),
];

const security: readonly Mutation[] = [
  the('a scope is needed', [set(`${list}/security/0/oauth/-`, 'orders:all')], ['scope-added: breaking']),
  the('a scope is needed no longer', [set(`${list}/security/0/oauth`, [])], ['scope-removed: compatible']),
  the('credentials are needed', [remove('/paths/~1search/get/security')], ['security-added: breaking']),
  the('no credentials are needed', [set(`${one}/get/security`, [])], ['security-removed: dangerous']),
  the('an alternative goes', [remove('/security/1')], ['security-alternative-removed: breaking']),
  the(
    'an alternative comes',
    [set(`${list}/security/-`, { key: [] })],
    ['security-alternative-added: compatible'],
  ),
  the(
    'a second credential is needed',
    [set(`${list}/security/0/key`, [])],
    ['security-requirement-added: breaking'],
  ),
  the(
    'a scheme moves',
    [set('/components/securitySchemes/key/in', 'query')],
    ['security-scheme-changed: breaking'],
  ),
  the('a grant goes', [remove(`${oauth}/flows/clientCredentials`)], ['oauth-flow-removed: breaking']),
  the('a grant comes', [remove(`${oauth}/flows/clientCredentials`)], ['oauth-flow-added: compatible'], true),
  the(
    'a scope can no longer be asked for',
    [remove(`${oauth}/flows/authorizationCode/scopes/orders:write`)],
    ['oauth-scope-removed: breaking'],
  ),
  the(
    'a scope can be asked for',
    [set(`${oauth}/flows/authorizationCode/scopes/orders:all`, 'All')],
    ['oauth-scope-added: compatible'],
  ),
  the(
    'a token comes from elsewhere',
    [set(`${oauth}/flows/clientCredentials/tokenUrl`, 'https://login.orders.example/token')],
    ['oauth-url-changed: dangerous'],
  ),
];

export const openApiInterface: readonly Mutation[] = [
  ...operations,
  ...parameters,
  ...bodies,
  ...responses,
  ...security,
];
