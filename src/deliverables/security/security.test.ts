import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policy } from '../../provers/policy/policy.ts';
import { markdown } from '../../render/markdown.ts';
import { library } from '../../testing/recovered.ts';
import { shop } from '../../testing/shop.ts';
import { itemStates } from '../coverage.ts';
import { csvText } from '../capped.ts';
import type { Basis } from '../deliverable.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Backend } from '../../model/backend.ts';
import { writeSecurity } from './security.ts';
import { flowDiagrams } from './authentication-flows.ts';
import { sizeOf } from './input-size.ts';
import { alarmCount } from '../../artifacts/detection/thresholds.ts';

const basis = (backend: Backend, findings: readonly Finding[] = []): Basis => ({
  backend,
  findings,
  recommendations: [],
  claims: [],
  outcomes: [],
});

function page(on: Basis, path: string): string {
  const document = writeSecurity(on).documents.find((each) => each.path === path);
  if (document === undefined) throw new Error(`${path} is not written`);
  return markdown(document, { claims: [], outcomes: [] });
}

const items = (backend: Backend, state: string): readonly string[] =>
  itemStates([writeSecurity(basis(backend))])
    .filter((each) => each.item.startsWith('3.') && each.state === state)
    .map(({ item }) => item);

test('items are done where the model has what they need, and missing where it has not', () => {
  expect(items(shop, 'missing')).toEqual(['3.10', '3.12']);
  expect(items(library, 'done')).toEqual(['3.1', '3.5', '3.6', '3.7', '3.12', '3.13', '3.15']);
});

test('a design without personal data or payments says why two items do not apply', () => {
  const plain: Backend = {
    ...shop,
    data: {
      ...shop.data,
      tables: shop.data.tables.map((table) => ({
        ...table,
        columns: table.columns.map((column) => ({ ...column, dataClass: 'internal' as const })),
      })),
    },
    processes: { ...shop.processes, integrations: [] },
  };
  const reasons = writeSecurity(basis(plain)).notApplicable;
  expect(reasons.map(({ item }) => item)).toEqual(['3.13', '3.14']);
  expect(items(plain, 'not-applicable')).toEqual(['3.13', '3.14']);
  for (const { reason } of reasons) expect(reason).toMatch(/^no /);
});

test('the policy has the bytes that are proved', () => {
  const artifact = writeSecurity(basis(shop)).artifacts.find(({ path }) => path === '3-security/policy.json');
  expect(artifact?.text).toBe(policy.claims(shop).inputs.get('3-security/policy.json'));
});

test('only flows that the model gives reason for are drawn', () => {
  const titles = (backend: Backend): readonly string[] => flowDiagrams(backend).map(({ id }) => id);
  expect(titles(shop)).toEqual(['sign-in-password']);
  expect(titles(library)).toEqual([]);
  const origin = { kind: 'given', path: 'test' } as const;
  const method = (name: string, settings: Readonly<Record<string, string>>) => ({
    method: name,
    purpose: 'people',
    settings,
    standards: [],
    origin,
  });
  const rich: Backend = {
    ...shop,
    trust: {
      ...shop.trust,
      authentication: [method('oidc', { 'access-token': '10m', mfa: 'staff' }), method('passkey', {})],
    },
  };
  expect(titles(rich)).toEqual(['sign-in-oidc', 'sign-in-passkey', 'refresh', 'step-up']);
  const without: Backend = {
    ...rich,
    trust: { ...rich.trust, authentication: [method('oidc', { mfa: 'none' })] },
  };
  expect(titles(without)).toEqual(['sign-in-oidc']);
});

/** P(X ≥ count) of a Poisson variable, summed term by term. */
function poissonTail(mean: number, count: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < count; k += 1) {
    below += term;
    term *= mean / (k + 1);
  }
  return Math.max(0, 1 - below);
}

test('an alarm threshold is exceeded by chance less than once in 30 days', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 300, noNaN: true }),
      fc.integer({ min: 10, max: 3600 }),
      (mean, window) => {
        const windows = (30 * 86_400) / window;
        const alarm = alarmCount(mean, window);
        expect(alarm).toBeGreaterThan(mean);
        expect(poissonTail(mean, alarm) * windows).toBeLessThan(1.001);
        expect(alarm).toBeLessThan(mean + 8 * Math.sqrt(mean) + 20);
      },
    ),
  );
});

test('the largest body follows from the schema, and one open text leaves it open', () => {
  const origin = { kind: 'given', path: 'test' } as const;
  const text = (maxLength?: number) => ({
    name: 'note',
    type: { kind: 'string', ...(maxLength === undefined ? {} : { maxLength }) } as const,
    required: true,
    nullable: false,
  });
  const schema = (maxLength?: number) => ({ name: 'A', properties: [text(maxLength)], origin });
  expect(sizeOf(schema(10), new Map())).toEqual({ bytes: 2 + 8 + 42, depth: 1 });
  expect(sizeOf(schema(), new Map()).bytes).toBeUndefined();
  const nested = {
    name: 'B',
    properties: [
      { name: 'a', type: { kind: 'schema', name: 'B' } as const, required: false, nullable: false },
    ],
    origin,
  };
  expect(sizeOf(nested, new Map([['B', nested]])).bytes).toBeUndefined();
});

test('a name that a spreadsheet would run is text in the file', () => {
  expect(csvText([['=cmd()', 'a,b', '–']])).toBe(`'=cmd(),"a,b",–\r\n`);
});

test('findings with a security standard stand in the threat model and beside the risk they belong to', () => {
  const finding: Finding = {
    rule: 'open-write',
    subject: 'POST /api/books',
    severity: 'blocker',
    confidence: 'likely',
    what: 'Anybody may add a book.',
    why: 'No guard stands before the handler.',
    next: 'Put requireUser before it.',
    standards: ['API5:2023', 'CWE-306'],
    evidence: [],
  };
  const on = basis(library, [finding]);
  expect(page(on, '3-security/threats.md')).toContain(
    '| `open-write` | blocker | – | 1 | Anybody may add a book. |',
  );
  expect(page(on, '3-security/standards.md')).toMatch(/API5:2023.*violated.*`open-write` POST/);
});

test('a long chain is told by what is known of it, and asked about once', () => {
  const origin = { kind: 'read', file: 'src/app.ts', line: 3 } as const;
  const guards = ['metrics', 'log', 'headers', 'cors', 'session'].map((name) => ({
    name,
    kind: 'other' as const,
    requires: [],
    origin,
  }));
  const long: Backend = {
    ...library,
    api: {
      ...library.api,
      endpoints: library.api.endpoints.map((endpoint) =>
        endpoint.access === 'unknown' ? { ...endpoint, guards } : endpoint,
      ),
    },
  };
  const text = page(basis(long), '3-security/authorisation.md');
  expect(text).toContain('| `GET /api/loans` | unknown | 5 others |');
  expect(text).toContain(
    '| Does session, cors, headers, log or one of 1 more refuse a caller who is not known? | 3 |',
  );
});

test('documents of the shop, as they are read', () => {
  for (const name of ['threats', 'authorisation', 'data-protection', 'inputs', 'audit', 'standards'])
    expect(page(basis(shop), `3-security/${name}.md`)).toMatchSnapshot();
});

test('documents of a recovered backend, as they are read', () => {
  for (const name of ['authorisation', 'data-protection', 'supply-chain', 'standards'])
    expect(page(basis(library), `3-security/${name}.md`)).toMatchSnapshot();
});
