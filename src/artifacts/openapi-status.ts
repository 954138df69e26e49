import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import { statusOperation } from './openapi-headers.ts';
import { tagOf } from './openapi-operation.ts';
import { tellsProgress } from './openapi-responses.ts';
import { statusSchema } from './openapi-schemas.ts';

const statusRefusals = [
  'malformed',
  'unauthenticated',
  'not-found',
  'rate-limited',
  'internal',
  'unavailable',
];

/** Long work is answered with 202 and a place to ask; the place is part of the convention. */
export function statusEndpoint(endpoints: readonly Endpoint[], { api }: Backend): readonly Endpoint[] {
  const refusals = statusRefusals.flatMap((type) =>
    api.problems.filter((each) => each.type === type).map(({ status }) => ({ status, problem: type })),
  );
  const first = endpoints.find(tellsProgress);
  if (first === undefined || endpoints.some(({ path }) => /^\/(operations|jobs)\/\{\w+\}$/.test(path)))
    return [];
  return [
    {
      id: 'GET /operations/{id}',
      method: 'GET',
      path: '/operations/{id}',
      pathResolved: true,
      protocol: 'http',
      parameters: [{ name: 'id', in: 'path', type: 'uuid', required: true, origin: first.origin }],
      guards: [],
      access: 'guarded',
      operationId: statusOperation,
      summary: 'How far long work has come; only who started it may ask',
      context: tagOf(first),
      responses: [
        { status: 200, schema: statusSchema },
        ...(refusals.length > 0 ? refusals : [{ status: 404, problem: 'not-found' }]),
      ],
      scopes: [],
      idempotencyKey: false,
      conditional: false,
      longRunning: false,
      objectives: [],
      origin: first.origin,
    },
  ];
}
