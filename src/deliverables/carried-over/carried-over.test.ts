import { expect, test } from 'vitest';
import { stepsOf } from '../../migration/steps/of-backend.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { LegacyConcerns } from '../../model/legacy-concerns.ts';
import type { Origin } from '../../model/origin.ts';
import type { Basis } from '../deliverable.ts';
import { writeApi } from '../api/api.ts';
import { writeTesting } from '../testing/testing.ts';
import { carriedOver, passwordArtifacts } from './carried-over.ts';

const origin: Origin & { readonly kind: 'read' } = { kind: 'read', file: 'a.php', line: 3 };

const basisOf = (concerns: LegacyConcerns | undefined, legacy: Partial<Backend> = {}): Basis => {
  const old: Backend = {
    ...emptyBackend('old', 'recovered'),
    ...legacy,
    ...(concerns !== undefined && { concerns }),
  };
  const backend: Backend = {
    ...emptyBackend('new', 'designed'),
    migration: { legacy: old, plan: stepsOf(old, []) },
  };
  return { backend, findings: [], recommendations: [], claims: [], outcomes: [] };
};

const textOf = (basis: Basis, id: string): string =>
  JSON.stringify(carriedOver(basis)[0]?.sections.find((each) => each.id === id) ?? '');

test('what was looked for and not found is N/A with its reason; what nobody looked for is not known', () => {
  const looked = basisOf({ files: 12, facts: [], more: [] });
  for (const { id } of carriedOver(looked)[0]?.sections ?? [])
    expect(textOf(looked, id)).toContain('N/A, because none was found: 12 files were read');
  expect(textOf(basisOf(undefined), 'uploads')).toContain('Not known');
  expect(carriedOver(looked)[0]?.sections).toHaveLength(9);
});

test('without a migration nothing is said and nothing is delivered', () => {
  const basis: Basis = { ...basisOf(undefined), backend: emptyBackend('new', 'designed') };
  expect(carriedOver(basis)).toEqual([]);
  expect(passwordArtifacts(basis)).toEqual([]);
});

test('weak digests bring the code that wraps them, bcrypt alone does not', () => {
  const fact = { concern: 'passwords', kind: 'password-hash', origin, times: 1 } as const;
  const weak = basisOf({
    files: 1,
    facts: [{ ...fact, subject: 'sha1', value: 'one salt for everybody, SALT' }],
    more: [],
  });
  expect(textOf(weak, 'passwords')).toContain('one salt for everybody, SALT');
  expect(passwordArtifacts(weak).map(({ path }) => path)).toEqual(['3-security/legacy-passwords.ts']);
  expect(
    passwordArtifacts(basisOf({ files: 1, facts: [{ ...fact, subject: 'password_hash' }], more: [] })),
  ).toEqual([]);
});

test('columns with wall clocks and with amounts stand with the expression that carries them over', () => {
  const column = (name: string, type: string) => ({ name, type, nullable: false, origin });
  const empty = emptyBackend('old', 'recovered');
  const table = {
    name: 'bills',
    columns: [column('id', 'int'), column('made', 'datetime'), column('total', 'float')],
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    origin,
  };
  const zone = { concern: 'time', kind: 'time-zone', subject: 'America/Lima', origin, times: 1 } as const;
  const basis = basisOf({ files: 1, facts: [zone], more: [] }, { data: { ...empty.data, tables: [table] } });
  expect(textOf(basis, 'time-zones')).toContain("made::timestamp at time zone 'America/Lima'");
  expect(textOf(basis, 'number-formats')).toContain('round(round(total::float8::numeric, 4) * 100)::bigint');
});

test('parity and changes of clients stand in their deliverables', () => {
  const basis = basisOf(undefined, {
    api: {
      ...emptyBackend('old', 'recovered').api,
      endpoints: [
        {
          id: 'GET /list.php',
          method: 'GET',
          path: '/list.php',
          pathResolved: true,
          protocol: 'http',
          parameters: [
            { name: 'sort', in: 'query', required: false, bounds: { values: ['a', 'b'] }, origin },
          ],
          guards: [],
          access: 'public',
          responses: [],
          scopes: [],
          idempotencyKey: false,
          conditional: false,
          longRunning: false,
          objectives: [],
          origin,
        },
      ],
    },
  });
  const testing = writeTesting(basis);
  const cases = testing.artifacts.find(({ path }) => path === '7-testing/parity/cases.json');
  expect(JSON.parse(cases?.text ?? '{}')).toMatchObject({
    cases: [{ id: 'GET /list.php', variants: ['plain', 'other row'] }],
  });
  expect(testing.documents.map(({ path }) => path)).toContain('7-testing/parity.md');
  expect(writeApi(basis).documents.map(({ path }) => path)).toContain('4-api/client-changes.md');
});
