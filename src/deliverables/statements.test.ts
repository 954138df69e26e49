import { expect, test } from 'vitest';
import { openApiDocument } from '../artifacts/openapi.ts';
import { designBackend } from '../design/design.ts';
import type { Backend } from '../model/backend.ts';
import { markdown } from '../render/markdown.ts';
import { briefOf, shopText } from '../testing/briefs.ts';
import { library } from '../testing/recovered.ts';
import { writeDeliverables } from './all.ts';
import { webhookEndpoints } from './integration/webhooks.ts';

/** Documents of one backend by path: sentences of different documents are held against one another here. */
function documentsOf(backend: Backend): (path: string) => string {
  const basis = { backend, findings: [], recommendations: [], claims: [], outcomes: [] };
  const pages = new Map(
    writeDeliverables(basis).flatMap(({ documents }) =>
      documents.map((each) => [each.path, markdown(each, { claims: [], outcomes: [] })] as const),
    ),
  );
  return (path) => pages.get(path) ?? '';
}

const shop = designBackend(briefOf(shopText));
const page = documentsOf(shop);
/** Rows of the first table under an anchor, as cells. */
function rows(path: string, anchor: string): readonly (readonly string[])[] {
  const [, after = ''] = page(path).split(`<a id="${anchor}"></a>`);
  const [section = ''] = after.split('<a id=');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')));
}

test('secrets of a design lie in no repository; a default that was read is told', () => {
  expect(rows('3-security/data-protection.md', 'secrets').length).toBeGreaterThan(3);
  expect(page('3-security/data-protection.md')).not.toContain('readable with the code');
  expect(documentsOf(library)('3-security/data-protection.md')).toContain('readable with the code');
});

test('who adds to the trail cannot change it, and no warning says otherwise', () => {
  const trail = rows('3-security/audit.md', 'tamper-evidence');
  expect(trail.length).toBeGreaterThan(0);
  for (const [, , adds = '', changes = ''] of trail)
    for (const role of changes.split(', ')) expect(adds.split(', ')).not.toContain(role);
  expect(page('3-security/audit.md')).not.toContain('A role that writes the trail can also change it');
});

test('only calls of peers are webhooks, recognised by their event id', () => {
  expect(webhookEndpoints(shop).map(({ id }) => id)).toEqual(['POST /webhooks/stripe']);
  expect(page('4-api/conventions.md')).toMatch(/POST \/webhooks\/stripe` \| recognised by the event id/);
  expect(page('4-api/conventions.md')).not.toContain('a second effect');
});

test('no person is watched or limited for calls that only systems make', () => {
  const watched = rows('3-security/audit.md', 'detection').map(([name = '']) => name);
  expect(watched).toContain('create Order: one person');
  expect(watched).not.toContain('create ProviderEvent: one person');
  expect(shop.trust.rateLimits.filter(({ appliesTo }) => appliesTo === 'create ProviderEvent')).toEqual([]);
});

test('as many addresses are counted as are listed', () => {
  const listed = rows('3-security/inputs.md', 'ssrf').length;
  expect(listed).toBeGreaterThan(1);
  expect(page('3-security/standards.md')).toContain(`${listed} fields of bodies hold an address`);
});

test('every list says its order, and no order stands among what narrows it', () => {
  const lists = page('4-api/conventions.md')
    .split('\n')
    .filter((line) => /^\| `GET .*\| cursor \|/.test(line))
    .map((line) => line.split(' | '));
  expect(lists.length).toBeGreaterThan(15);
  for (const [list, , filters = '', within = '', order = ''] of lists) {
    expect(within, list).not.toMatch(/[+]|(^|, )-/);
    expect(order, list).toMatch(/ascending|descending|^id|best match/);
    expect(filters, list).not.toContain('fields');
  }
});

test('the smoke test asks only for what needs no parameter', () => {
  const [, smoke = ''] = page('8-documentation/deployment.md').split('<a id="smoke"></a>');
  const asked = [...smoke.matchAll(/\$BASE_URL(\/[\w/-]+)/g)].map(([, path]) => path);
  expect(asked.length).toBeGreaterThan(2);
  for (const path of asked) {
    const endpoint = shop.api.endpoints.find((each) => each.method === 'GET' && each.path === path);
    expect(
      endpoint?.parameters.filter(({ required }) => required),
      path,
    ).toEqual([]);
  }
});

test('one database node is not called redundant', () => {
  const readiness = rows('8-documentation/readiness.md', 'readiness');
  const copies = shop.architecture.containers.filter(({ kind }) => kind === 'replica').length;
  const state = page('8-documentation/readiness.md')
    .split('\n')
    .find((line) => line.includes('every database has a second copy'));
  expect(readiness.length).toBeGreaterThan(0);
  expect(state).toContain(copies > 0 ? '| yes |' : '| no |');
});

test('whoever started long work may ask how far it is, without the scope of another operation', () => {
  const document: unknown = JSON.parse(openApiDocument(shop).text);
  expect(document).toMatchObject({
    paths: {
      '/operations/{id}': {
        get: {
          security: [{ bearer: [] }],
          responses: { '200': {}, '401': {}, '404': {}, '429': {}, '503': {} },
        },
      },
    },
  });
});
