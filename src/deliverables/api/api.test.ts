import fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { allProvers } from '../../provers/all.ts';
import { markdown } from '../../render/markdown.ts';
import { library } from '../../testing/recovered.ts';
import { basisOf, partsOf } from '../../testing/designed.ts';
import { shopText } from '../../testing/briefs.ts';
import { shop } from '../../testing/shop.ts';
import type { Basis } from '../deliverable.ts';
import { itemStates } from '../coverage.ts';
import type { ApiDocument, Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { writeApi } from './api.ts';
import { drifts } from './drift.ts';
import { curlSample, typescriptSample } from '../../artifacts/sample-text.ts';
import { callOf, sampleFile } from '../../artifacts/samples.ts';

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('nothing there');
  return first;
}

const basis = (backend: Backend): Basis => ({
  backend,
  findings: [],
  recommendations: [],
  claims: [],
  outcomes: [],
});

function page(backend: Backend, path: string): string {
  const document = writeApi(basis(backend)).documents.find((each) => each.path === path);
  if (document === undefined) throw new Error(`${path} is not written`);
  return markdown(document, { claims: [], outcomes: [] });
}

const wide = partsOf(basisOf(shopText));

const items = (backend: Backend, state: string): readonly string[] =>
  itemStates([writeApi(basis(backend))])
    .filter((each) => each.item.startsWith('4.') && each.state === state)
    .map(({ item }) => item);

test('the designed shop answers all but the comparison, which has a reason', () => {
  expect(items(shop, 'missing')).toEqual([]);
  expect(items(shop, 'not-applicable')).toEqual(['4.9']);
});

test('a recovered backend claims only what was read of it', () => {
  expect(items(library, 'done')).toEqual(['4.1', '4.8', '4.9', '4.13']);
});

test('files have the path and the bytes that the provers settle', () => {
  const artifacts = new Map(writeApi(basis(shop)).artifacts.map(({ path, text }) => [path, text]));
  const wanted = allProvers.flatMap((prover) => [...prover.claims(shop).inputs]);
  const own = wanted.filter(([path]) => path.startsWith('4-api/'));
  expect(own.length).toBeGreaterThan(3);
  for (const [path, text] of own) expect(artifacts.get(path), path).toBe(text);
});

test('every TypeScript sample parses, every body is JSON', () => {
  const calls = [...shop.api.endpoints, ...library.api.endpoints].flatMap((endpoint) => {
    const call = callOf(endpoint.id.includes('/api/') ? library : shop, endpoint);
    return call === undefined ? [] : [call];
  });
  expect(calls.length).toBeGreaterThan(12);
  for (const call of calls) {
    expect(parseSync('sample.ts', typescriptSample('call', call)).errors).toEqual([]);
    const data = /--data '(.*)'$/.exec(curlSample(call))?.[1];
    if (call.body !== undefined) expect(JSON.parse(data ?? '')).toEqual(call.body);
  }
});

test('the file of samples holds each request for programs, with the ids that have to exist', () => {
  const { samples }: { readonly samples: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(
    sampleFile(wide).text,
  );
  expect(samples).toHaveLength(wide.api.endpoints.length);
  const named = (operationId: string) => samples.find((each) => each['operationId'] === operationId);
  expect(named('createCartItem')).toMatchObject({
    template: '/carts/{cart_id}/cart-items',
    expected: { status: 201 },
    roles: ['customer'],
    ids: [{ in: 'path', name: 'cart_id', entity: 'Cart' }],
  });
  expect(named('searchProducts')?.['path']).toBe('/products/search?q=q');
  expect(named('createProviderEvent')).toMatchObject({ headers: { 'Webhook-Signature': '$SIGNATURE' } });
  for (const { typescript, curl } of samples) {
    expect(parseSync('sample.ts', String(typescript)).errors).toEqual([]);
    expect(String(curl)).toContain('curl --fail-with-body');
  }
});

test('samples of the guides parse', () => {
  const guides = page(wide, '4-api/guides.md');
  const blocks = [...guides.matchAll(/```ts\n([^]*?)```/g)].map(([, text = '']) => text);
  expect(blocks.length).toBe(3);
  for (const text of blocks)
    expect(parseSync('guide.ts', `async function guide() {${text}}`).errors).toEqual([]);
});

test('no text of a target leaves the quotes of a shell sample', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const sample = curlSample({ method: 'POST', path: '/x', headers: [], body: text });
      const quoted = sample.slice(sample.indexOf('--data ') + 7);
      expect(quoted.replaceAll(`'\\''`, '').replace(/^'[^']*'$/s, '')).toBe('');
    }),
  );
});

test('paths are compared without the names of parameters and under the prefix that fits best', () => {
  const [drift] = drifts(library);
  expect(drift?.prefix).toBe('/api');
  expect(drift?.both).toBe(3);
  expect(drift?.absent.map(({ path }) => path)).toEqual(['/members']);
  expect(drift?.security.map(({ endpoint }) => endpoint.id)).toEqual(['POST /api/books']);
});

test('parameters, fields and statuses are compared where both sides tell of them', () => {
  const origin = { kind: 'read', file: 'src/loans.ts', line: 7 } as const;
  const parameter = (name: string, where: 'query' | 'body', required = false) => ({
    name,
    in: where,
    required,
    origin,
  });
  const endpoint: Endpoint = {
    ...firstOf(library.api.endpoints),
    id: 'POST /loans',
    method: 'POST',
    path: '/loans',
    pathResolved: true,
    protocol: 'http',
    handler: { file: 'src/loans.ts', line: 5 },
    parameters: [parameter('isbn', 'body', true), parameter('memberId', 'body'), parameter('dry', 'query')],
    responses: [{ status: 201 }, { status: 409 }],
  };
  const documented = (name: string, line: number) => ({ name, in: 'body' as const, required: false, line });
  const document: ApiDocument = {
    path: 'api.yaml',
    kind: 'openapi',
    operations: [
      {
        method: 'POST',
        path: '/loans',
        line: 10,
        statuses: [201, 400],
        parameters: [documented('isbn', 14), documented('member_id', 15), documented('due', 16)],
      },
      { method: 'PUT', path: '/loans', line: 30 },
    ],
    origin: { kind: 'read', file: 'api.yaml', line: 1 },
  };
  const told = (parameters: Endpoint['parameters']) =>
    drifts({
      ...library,
      api: { ...library.api, endpoints: [{ ...endpoint, parameters }], documents: [document] },
    });
  const [drift] = told(endpoint.parameters);
  expect(
    drift?.details.map(({ subject, code, document: said, seen, line }) => [subject, code, said, seen, line]),
  ).toEqual([
    ['query dry', 'read', 'not mentioned', 'src/loans.ts:7', 10],
    ['body isbn', 'required', 'optional', 'src/loans.ts:7', 14],
    ['body due', 'not seen, though others of its place are', 'optional', 'src/loans.ts:5', 16],
    ['status 409', 'answered', 'not named', 'src/loans.ts:5', 10],
  ]);
  expect(drift?.absent.map(({ method, served }) => [method, served])).toEqual([['PUT', ['POST']]]);
  // A body that is handed on whole may hold any field.
  const [whole] = told([parameter('body', 'body')]);
  expect(whole?.details.map(({ subject }) => subject)).toEqual(['status 409']);
});

test('a document is held to the service it stands in', () => {
  const served = (file: string, access: Endpoint['access'], path: string): Endpoint => ({
    ...firstOf(library.api.endpoints),
    id: `GET ${path} (${file})`,
    method: 'GET',
    path,
    pathResolved: true,
    protocol: 'http',
    handler: { file, line: 1 },
    access,
  });
  const endpoints = [
    served('backend/src/runs.ts', 'guarded', '/runs'),
    served('backend/src/audit.ts', 'guarded', '/audit'),
    served('frontend/src/routes/runs/page.svelte', 'public', '/runs'),
    served('frontend/src/routes/home/page.svelte', 'public', '/home'),
  ];
  const document: ApiDocument = {
    path: 'backend/openapi.yaml',
    kind: 'openapi',
    operations: [{ method: 'GET', path: '/runs', secured: true, line: 4 }],
    origin: { kind: 'read', file: 'backend/openapi.yaml', line: 1 },
  };
  const [drift] = drifts({ ...library, api: { ...library.api, endpoints, documents: [document] } });
  expect(drift?.security).toEqual([]);
  expect(drift?.undocumented.map(({ path }) => path)).toEqual(['/audit']);
});

test('documents of the shop, as they are read', () => {
  expect(page(shop, '4-api/conventions.md')).toMatchSnapshot();
  expect(page(shop, '4-api/operations.md')).toMatchSnapshot();
  expect(page(shop, '4-api/reference-orders.md')).toMatchSnapshot();
});

test('documents of a recovered backend, as they are read', () => {
  expect(page(library, '4-api/changes.md')).toMatchSnapshot();
  expect(page(library, '4-api/conventions.md')).toMatchSnapshot();
});
