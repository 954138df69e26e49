import { expect, test } from 'vitest';
import type { ApiDocument, Endpoint } from '../../model/api.ts';
import { library } from '../../testing/recovered.ts';
import { drifts } from './drift.ts';

const served = (id: string, more: Partial<Endpoint> = {}): Endpoint => {
  const [method = '', path = ''] = id.split(' ');
  return {
    id,
    method: method === 'POST' ? 'POST' : method === 'DELETE' ? 'DELETE' : method === 'HEAD' ? 'HEAD' : 'GET',
    path,
    pathResolved: true,
    protocol: 'http',
    handler: { file: 'src/app.ts', line: 1 },
    parameters: [],
    responses: [],
    guards: [],
    scopes: [],
    idempotencyKey: false,
    conditional: false,
    longRunning: false,
    objectives: [],
    origin: { kind: 'read', file: 'src/app.ts', line: 1 },
    access: 'unknown',
    ...more,
  };
};
const documentOf = (operations: ApiDocument['operations'], more: Partial<ApiDocument> = {}): ApiDocument => ({
  path: 'api.yaml',
  kind: 'openapi',
  operations,
  origin: { kind: 'read', file: 'api.yaml', line: 1 },
  ...more,
});
const told = (endpoints: readonly Endpoint[], ...documents: readonly ApiDocument[]) =>
  drifts({ ...library, api: { ...library.api, endpoints, documents } });

test('a document in two formats is compared once, one of another API not at all', () => {
  const endpoints = [served('GET /loans')];
  const own = documentOf([{ method: 'GET', path: '/loans', line: 4 }]);
  const found = told(
    endpoints,
    own,
    documentOf([{ method: 'GET', path: '/loans', line: 9 }], { path: 'api.json' }),
    documentOf([{ method: 'GET', path: '/parcels', line: 2 }], { path: 'carrier.yaml' }),
    documentOf([], { path: 'parts.yaml' }),
  );
  expect(found.map(({ document, twins, unrelated }) => [document.path, twins, unrelated])).toEqual([
    ['api.yaml', ['api.json'], false],
    ['carrier.yaml', [], true],
    ['parts.yaml', [], true],
  ]);
  expect(found.flatMap(({ absent, undocumented }) => [...absent, ...undocumented])).toEqual([]);
});

test('a document speaks of what stands below the path of its server, and of operations only', () => {
  const [drift] = told(
    ['GET /v2/loans', 'GET /v2/fines', 'HEAD /v2/loans', 'GET /v2/{*}', 'GET /v2/app.js', 'GET /desk'].map(
      (id) => served(id),
    ),
    documentOf([{ method: 'GET', path: '/v2/loans', line: 4 }], { base: '/v2' }),
  );
  expect(drift?.undocumented.map(({ id }) => id)).toEqual(['GET /v2/fines']);
  // A gateway takes the path of the server off.
  const [behind] = told(
    ['GET /loans', 'GET /fines'].map((id) => served(id)),
    documentOf([{ method: 'GET', path: '/v2/loans', line: 4 }], { base: '/v2' }),
  );
  expect([behind?.both, behind?.undocumented.map(({ id }) => id)]).toEqual([1, ['GET /fines']]);
});

test('a path that leaves a part open answers for those that name it, unless one is named apart', () => {
  const [drift] = told(
    [
      'GET /schemas/batch/versions',
      'GET /schemas/single/versions',
      'GET /exports/{kind}',
      'GET /loans/{id}',
      'GET /loans/due',
    ].map((id) => served(id)),
    documentOf(
      ['/schemas/{name}/versions', '/exports/csv', '/loans/{id}', '/{id}/fines'].map((path, at) => ({
        method: 'GET',
        path,
        line: at,
      })),
    ),
  );
  expect(drift?.undocumented.map(({ id }) => id)).toEqual(['GET /loans/due']);
  expect(drift?.absent.map(({ path }) => path)).toEqual(['/{id}/fines']);
});

test('a path that answers whatever the method is serves what a document names, and nothing more is compared', () => {
  const [drift] = told(
    [{ ...served('GET /control/status'), method: 'ANY' as const, access: 'public' as const }],
    documentOf([{ method: 'POST', path: '/control/status', line: 2, secured: true, statuses: [200] }]),
  );
  expect([drift?.both, drift?.absent, drift?.undocumented, drift?.security, drift?.details]).toEqual([
    1,
    [],
    [],
    [],
    [],
  ]);
});

test('access differs where the document speaks of access, and security could say what is checked', () => {
  const guard = (name: string): Endpoint['guards'][number] => ({
    name,
    kind: 'authentication',
    requires: [],
    origin: { kind: 'read', file: 'src/app.ts', line: 2 },
  });
  const endpoints = [
    served('GET /desk', { access: 'guarded', guards: [guard('session')] }),
    served('GET /letters/{code}', { access: 'guarded', guards: [guard('letterCode')] }),
    served('POST /enter', { access: 'guarded', guards: [guard('ticket')] }),
  ];
  const open = ['GET /desk', 'GET /letters/{code}', 'POST /enter'].map((id, line) => {
    const [method = '', path = ''] = id.split(' ');
    const ticket = { name: 'ticket', in: 'body', required: true, line } as const;
    return { method, path, line, secured: false, parameters: method === 'POST' ? [ticket] : [] };
  });
  const silent = told(endpoints, documentOf(open));
  expect(silent[0]?.security).toEqual([]);
  const speaking = told(
    endpoints,
    documentOf([...open, { method: 'GET', path: '/', line: 9, secured: true }]),
  );
  expect(speaking[0]?.security.map(({ endpoint }) => endpoint.id)).toEqual(['GET /desk']);
});

test('what a proxy, a middleware, a framework or a habit explains is no difference', () => {
  const origin = { kind: 'read', file: 'src/app.ts', line: 7 } as const;
  const parameter = (
    name: string,
    where: 'query' | 'body' | 'header',
    extent?: 'open' | 'whole',
  ): Endpoint['parameters'][number] => ({
    name,
    in: where,
    required: false,
    ...(extent === undefined ? {} : { extent }),
    origin,
  });
  const said = (name: string, where: 'query' | 'body' | 'header') => ({
    name,
    in: where,
    required: false,
    line: 3,
  });
  const subjects = (
    id: string,
    parameters: Endpoint['parameters'],
    documented: readonly ReturnType<typeof said>[],
    statuses: readonly number[] = [200],
  ): readonly string[] => {
    const [method = '', path = ''] = id.split(' ');
    const endpoint = served(id, { parameters, responses: [{ status: 500 }, { status: 409 }] });
    const operation = { method, path, line: 1, secured: true, parameters: documented, statuses };
    return told([endpoint], documentOf([operation])).flatMap(({ details }) =>
      details.map(({ subject }) => subject),
    );
  };
  // Headers of proxies and of security are told elsewhere; others may be read before the handler.
  expect(
    subjects(
      'GET /loans',
      [
        parameter('X-Forwarded-For', 'header'),
        parameter('X-Api-Key', 'header'),
        parameter('X-Desk', 'header'),
      ],
      [said('X-Flow', 'header')],
    ),
  ).toEqual(['header X-Desk', 'status 409']);
  expect(subjects('DELETE /loans', [parameter('reason', 'query')], [said('reason', 'body')])).toEqual([
    'status 409',
  ]);
  expect(subjects('POST /loans', [parameter('isbn', 'body', 'open')], [said('days', 'body')])).toEqual([
    'body isbn',
    'status 409',
  ]);
  expect(subjects('POST /loans', [parameter('loan', 'body', 'whole')], [said('days', 'body')])).toEqual([
    'status 409',
  ]);
  expect(subjects('GET /loans', [], [], [200, 503])).toEqual(['status 409', 'status 500']);
});
