import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compareText } from '../model/text.ts';
import { costBounds } from './cost-class.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { isReduced } from './openapi-schemas.ts';
import { takesSignature, takesToken } from './openapi-operation.ts';
import { pageLimit } from './openapi-shared-parameters.ts';
import { kebabCase, phrase, sentence } from './words.ts';

export function openApiInfo(backend: Backend, endpoints: readonly Endpoint[]): JsonObject {
  const designed = backend.source === 'designed';
  return {
    title: backend.api.title ?? backend.name,
    version: backend.api.version ?? '0.0.0',
    summary: `${designed ? 'Designed' : 'Recovered'} API of ${backend.name}`,
    description: designed
      ? designedWords(backend, endpoints)
      : 'What the code of the backend serves, as far as it could be read.',
    contact: { name: 'Not stated' },
    license: { name: 'Not stated', identifier: 'LicenseRef-not-stated' },
  };
}

/** The conventions, so that the document can be understood without its neighbours. */
function designedWords({ api }: Backend, endpoints: readonly Endpoint[]): string {
  const has = (test: (endpoint: Endpoint) => boolean): boolean => endpoints.some(test);
  return [
    ...(api.problems.length === 0
      ? []
      : [
          'Errors are `application/problem+json` (RFC 9457); `type` is stable, `problems.json` says what to do.',
        ]),
    ...(has(({ pagination }) => pagination === 'cursor')
      ? [
          `Lists: \`limit\` (${pageLimit.default}, at most ${pageLimit.maximum}), \`cursor\`, one parameter for each field that may be filtered by (\`x-filter\` names the column, the comparison is equality), \`sort\` among the orders listed${has(isReduced) ? ', `fields` for a part of each entry' : ''}. A parameter that is not listed is refused with 400.`,
        ]
      : []),
    ...(has(({ idempotencyKey }) => idempotencyKey)
      ? ['Writes that are not repeatable by themselves take an `Idempotency-Key`.']
      : []),
    ...(has(({ conditional }) => conditional)
      ? ['Objects that can change carry an `ETag`; a change names it in `If-Match`.']
      : []),
    'A token that is sent is checked, also where none is needed.',
    'Whole numbers of format int64 stay within ±(2^53 − 1), which every JSON parser keeps exact (RFC 7493).',
    extensionWords,
  ].join('\n\n');
}

const extensionWords = [
  'Extensions: `x-objectives` are the service levels of an operation (latency by percentile, availability as a ratio)',
  '`x-peak-rate` the load it is designed for',
  `\`x-cost\` the CPU of one call, with its class for quotas and shedding (light up to ${costBounds.light.value} ms, medium up to ${costBounds.medium.value} ms, heavy above)`,
  '`x-masks` the fields that an answer leaves out for a role',
  '`x-filter` and `x-searches` the columns a parameter speaks of',
  '`x-data-class` the protection a field needs',
  '`x-max-bytes` the longest JSON text of a value.',
].join('; ');

const apiHost = (backend: Backend): string => `api.${kebabCase(backend.id) || 'backend'}.example`;

/** The host is a variable: where the API will live is nobody's to guess, and `.example` never resolves (RFC 6761). */
export const openApiServers = (backend: Backend): Json => [
  compact({
    url: 'https://{host}',
    description: 'Production: set `host` to where the API is served.',
    variables: { host: { default: apiHost(backend), description: 'Host name of the API.' } },
    'x-internal': backend.source === 'designed' ? false : undefined,
  }),
];

export function securitySchemes(backend: Backend, endpoints: readonly Endpoint[]): JsonObject {
  const scopes = [...new Set(endpoints.flatMap((endpoint) => endpoint.scopes))].sort(compareText);
  const token = `https://${apiHost(backend)}/oauth/token`;
  return compact({
    bearer: endpoints.some((endpoint) => takesToken(endpoint, backend))
      ? { type: 'http', scheme: 'bearer', description: 'An access token in the Authorization header.' }
      : undefined,
    signature: endpoints.some(takesSignature)
      ? {
          type: 'apiKey',
          in: 'header',
          name: 'Webhook-Signature',
          description:
            'HMAC-SHA-256 over timestamp and raw body with the secret shared with the peer; the peer may name the header otherwise.',
        }
      : undefined,
    oauth2:
      scopes.length === 0
        ? undefined
        : {
            type: 'oauth2',
            description:
              'Authorisation code with PKCE (OAuth 2.1). Access tokens are JWTs that live minutes and are checked as RFC8725 asks; refresh tokens rotate, and a second use of one ends its session.',
            flows: {
              authorizationCode: {
                authorizationUrl: `https://${apiHost(backend)}/oauth/authorize`,
                tokenUrl: token,
                refreshUrl: token,
                scopes: Object.fromEntries(scopes.map((scope) => [scope, sentence(phrase(scope))])),
              },
            },
          },
  });
}
