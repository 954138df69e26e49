import { move, remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { ordersApi } from './orders-api.ts';

const the = mutation(ordersApi);
const list = '/paths/~1orders/get';
const create = '/paths/~1orders/post';
const one = '/paths/~1orders~1{orderId}';
const oauth = '/components/securitySchemes/oauth';

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

export const exchangeMutations: readonly Mutation[] = [...bodies, ...responses, ...security];
