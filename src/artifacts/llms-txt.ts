import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';
import type { Emitted } from './emitted.ts';
import { tagOf } from './openapi-operation.ts';
import { operationIds } from './http.ts';

/** Text that came from outside is shown on one line, without Markdown that could pass for structure. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[[\]<>`#]/g, '')
    .slice(0, 200);

/** The API for language models (llmstxt.org): what it is, where the contracts are, one line per operation. */
export function llmsText(backend: Backend): Emitted {
  const ids = operationIds(backend.api.endpoints);
  const endpoints = backend.api.endpoints.filter(
    ({ protocol, pathResolved }) => protocol === 'http' && pathResolved,
  );
  const tags = [...new Set(endpoints.map(tagOf))].sort(compareText);
  const sections = tags.map((tag) => {
    const lines = endpoints
      .filter((endpoint) => tagOf(endpoint) === tag)
      .map((endpoint) => {
        const access = endpoint.access === 'public' ? 'open' : endpoint.scopes.join(' ') || endpoint.access;
        return `- ${endpoint.method} ${endpoint.path} (${ids.get(endpoint.id) ?? ''}; ${access}): ${plain(endpoint.summary ?? endpoint.operation ?? endpoint.id)}`;
      });
    return `## ${plain(tag)}\n\n${lines.join('\n')}\n`;
  });
  const lost = backend.api.endpoints.length - endpoints.length;
  const conventions = [
    '- Errors are application/problem+json (RFC 9457); `type` is stable, [the catalogue](problems.json) says what to do.',
    ...(endpoints.some(({ pagination }) => pagination === 'cursor')
      ? [
          '- Lists are paged by `cursor` and `limit`; follow `next_cursor` until it is null. `sort` takes the orders that the operation lists, `fields` a part of each entry; an unknown parameter is a 400.',
        ]
      : []),
    ...(endpoints.some(({ idempotencyKey }) => idempotencyKey)
      ? ['- Send an `Idempotency-Key` where it is required, and the same one again when you retry.']
      : []),
    ...(endpoints.some(({ conditional }) => conditional)
      ? ['- Send the `ETag` you read as `If-Match` when you change an object; 412 means read again.']
      : []),
    ...(endpoints.some(({ longRunning }) => longRunning)
      ? [
          '- Long work is answered with 202 and `Location`; ask there until `state` is `succeeded` or `failed`.',
        ]
      : []),
    ...(endpoints.some(({ responses }) => responses.some(({ status }) => status === 429))
      ? ['- On 429 and 503 wait as long as `Retry-After` says.']
      : []),
  ];
  const documents = [
    '- [OpenAPI](openapi.json): every operation with schemas and examples',
    ...(backend.operations.length === 0
      ? []
      : ['- [GraphQL](schema.graphql): the same operations as a graph']),
    ...(backend.processes.events.length === 0
      ? []
      : ['- [AsyncAPI](asyncapi.json): events, webhooks and the event socket']),
    ...(backend.source === 'designed'
      ? [
          '- [Arazzo](arazzo.json): the main journeys as calls in order',
          '- [Samples](samples.json): one request for each operation, with curl and TypeScript',
        ]
      : []),
  ];
  const text = `# ${plain(backend.api.title ?? backend.name)}\n\n> ${backend.source === 'designed' ? 'Designed' : 'Recovered'} API with ${endpoints.length} operations.\n\n## Documents\n\n${documents.join('\n')}\n\n## Conventions\n\n${conventions.join('\n')}\n\n${sections.join('\n')}`;
  return { text, lost: lost === 0 ? [] : [`${lost} endpoints are not HTTP or have no resolved path`] };
}
