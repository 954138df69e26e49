import { expect, test } from 'vitest';
import { emptyBackend } from '../../../model/backend.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { SecuritySetting } from '../../../model/security-setting.ts';
import { policyRules } from '../../../provers/policy/faults.ts';
import { allRules } from '../../../rules/all.ts';
import { library } from '../../../testing/recovered.ts';
import { shop } from '../../../testing/shop.ts';
import type { Basis } from '../../deliverable.ts';
import { judge, tally } from './judged.ts';
import { asvsRequirements } from './requirements.ts';
import type { Verdict } from './verdict.ts';

const basis = (backend: Backend, findings: readonly Finding[] = []): Basis => ({
  backend,
  findings,
  recommendations: [],
  claims: [],
  outcomes: [],
});

function verdict(on: Basis, id: string): Verdict {
  const found = judge(on).find(({ requirement }) => requirement.id === id);
  if (found === undefined) throw new Error(`${id} is not judged`);
  return found.verdict;
}

/** A small service in TypeScript whose code was read to its end. */
const service: Backend = {
  ...emptyBackend('service', 'recovered'),
  stack: [{ name: 'TypeScript', role: 'language', origin: { kind: 'read', file: 'src/app.ts', line: 1 } }],
  api: {
    ...library.api,
    documents: [],
    endpoints: library.api.endpoints
      .filter(({ pathResolved }) => pathResolved)
      .map((endpoint) => ({ ...endpoint, handler: { file: 'src/app.ts', line: 3 } })),
  },
  trust: { ...emptyBackend('service', 'recovered').trust, callerChecks: [] },
};

const withSettings = (...settings: readonly SecuritySetting[]): Basis =>
  basis({ ...service, trust: { ...service.trust, settings } });

const setting = (
  kind: SecuritySetting['kind'],
  call: string,
  values: SecuritySetting['values'],
): SecuritySetting => ({
  kind,
  call,
  package: 'a',
  values,
  open: [],
  complete: true,
  purpose: [],
  origin: { kind: 'read', file: 'src/app.ts', line: 9 },
});

test('all 345 requirements are there once, with the levels of the standard', () => {
  expect(asvsRequirements).toHaveLength(345);
  expect(new Set(asvsRequirements.map(({ id }) => id)).size).toBe(345);
  const perLevel = ([1, 2, 3] as const).map(
    (level) => asvsRequirements.filter((each) => each.level === level).length,
  );
  expect(perLevel).toEqual([70, 183, 92]);
  const perChapter = Array.from(
    { length: 17 },
    (_, at) => asvsRequirements.filter(({ id }) => id.startsWith(`${at + 1}.`)).length,
  );
  expect(perChapter).toEqual([30, 13, 31, 16, 13, 47, 19, 13, 7, 36, 24, 12, 21, 13, 21, 17, 12]);
});

test('every requirement that a rule or a design names is one of the standard', () => {
  const known = new Set(asvsRequirements.map(({ id }) => `ASVS-5.0-${id}`));
  const named = [
    ...allRules.flatMap(({ standards }) => standards),
    ...policyRules.flatMap(({ standards }) => standards),
    ...shop.trust.controls.flatMap(({ standards }) => standards),
    ...shop.trust.authentication.flatMap(({ standards }) => standards),
  ].filter((standard) => standard.startsWith('ASVS'));
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((standard) => !known.has(standard))).toEqual([]);
});

test('a finding that names a requirement weighs more than anything else', () => {
  const finding: Finding = {
    rule: 'sql-injection',
    subject: 'src/app.ts',
    severity: 'blocker',
    confidence: 'certain',
    what: '',
    why: '',
    next: '',
    standards: ['ASVS-5.0-1.2.4'],
    evidence: [],
  };
  expect(verdict(basis(service), '1.2.4').kind).toBe('met');
  expect(verdict(basis(service, [finding]), '1.2.4')).toEqual({ kind: 'violated', findings: [finding] });
});

test('nothing found shows nothing in a language, or a part of the code, where nobody looked', () => {
  const java = { ...service, stack: service.stack.map((each) => ({ ...each, name: 'Java' })) };
  const cut = { ...service, gaps: [{ kind: 'trace-flow', subject: 'repository', why: 'too long' }] };
  const { callerChecks, ...unlooked } = service.trust;
  expect(callerChecks).toEqual([]);
  for (const backend of [java, cut, { ...service, trust: unlooked }])
    expect(verdict(basis(backend), '1.2.5').kind).toBe('undecided');
});

test('a setting shows a requirement only where all places have it', () => {
  const pinned = setting('token-verification', 'jwt.verify', { algorithms: ['ES256'] });
  const unpinned = setting('token-verification', 'jwt.verify', {});
  expect(verdict(withSettings(pinned), '9.1.2').kind).toBe('met');
  expect(verdict(withSettings(pinned, unpinned), '9.1.2')).toMatchObject({
    kind: 'undecided',
    seen: expect.stringContaining('1 of 2 places (jwt.verify) name the algorithms'),
  });
  expect(verdict(withSettings(), '9.1.2').kind).toBe('not-applicable');
  const cookie = setting('cookie', 'res.cookie', { name: '__Host-session', secure: true, httpOnly: true });
  expect(verdict(withSettings(cookie), '3.3.1').kind).toBe('met');
  expect(verdict(withSettings(cookie), '3.3.2').kind).toBe('undecided');
});

test('a design shows what was proved of it, and promises the rest', () => {
  const proved = (property: string): Basis['outcomes'][number] => ({
    claim: `policy/${property}`,
    verdict: { kind: 'proved' },
    engine: { name: 'enumeration', version: '1' },
    measurements: {},
    incomplete: [],
  });
  const on = { ...basis(shop), outcomes: [proved('own-objects-only')] };
  expect(verdict(on, '8.2.2')).toEqual({ kind: 'met', evidence: 'proved: policy/own-objects-only' });
  expect(verdict(basis(shop), '8.2.2').kind).toBe('undecided');
  expect(verdict(basis(shop), '1.2.5')).toMatchObject({ kind: 'undecided', because: 'design' });
  expect(verdict(basis(shop), '17.1.1').kind).toBe('not-applicable');
});

test('each has exactly one verdict', () => {
  for (const backend of [shop, library, service]) {
    const counts = tally(judge(basis(backend)).map((each) => each.verdict));
    expect(counts.violated + counts.met + counts['not-applicable'] + counts.undecided).toBe(345);
  }
});
