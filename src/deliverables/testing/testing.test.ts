import { authorisationMatrix, parameterEntities } from '../../artifacts/tests/authorisation-matrix.ts';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Backend } from '../../model/backend.ts';
import { emptyBackend } from '../../model/backend.ts';
import { busyShop } from '../../testing/busy-shop.ts';
import { recoveredShop } from '../../testing/recovered-shop.ts';
import { sampleFindings } from '../../testing/sample-findings.ts';
import { shop } from '../../testing/shop.ts';
import { storeData } from '../../testing/store-data.ts';
import { itemStates } from '../coverage.ts';
import { writeTesting } from './testing.ts';

const write = (backend: Backend) =>
  writeTesting({ backend, findings: sampleFindings, recommendations: [], claims: [], outcomes: [] });

const backends: readonly (readonly [string, Backend])[] = [
  ['shop', shop],
  ['busy shop', busyShop],
  ['recovered shop', recoveredShop],
  ['store', { ...emptyBackend('store', 'designed'), data: storeData }],
];

const scripts = (backend: Backend) => write(backend).artifacts.filter(({ path }) => /\.(ts|js)$/.test(path));

test.each(backends)('generated tests of the %s are programs', (_name, backend) => {
  for (const { path, text } of scripts(backend)) expect(parseSync(path, text).errors, path).toEqual([]);
});

test.each(backends)('data and workflow of the %s parse', (_name, backend) => {
  for (const { path, text } of write(backend).artifacts) {
    if (path.endsWith('.json')) expect(typeof JSON.parse(text), path).toBe('object');
    if (path.endsWith('.yaml')) expect(Object.keys(parse(text).jobs).length, path).toBeGreaterThan(2);
  }
});

test('generated tests type-check under strict', () => {
  const modules = resolve('node_modules');
  const folder = mkdtempSync(join(tmpdir(), 'generated-tests-'));
  try {
    for (const [name, backend] of backends)
      for (const { path, text } of scripts(backend).filter((file) => file.path.endsWith('.ts'))) {
        const file = join(folder, name.replaceAll(' ', '-'), path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    const config = {
      compilerOptions: {
        strict: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        module: 'esnext',
        moduleResolution: 'bundler',
        target: 'es2023',
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        types: ['node'],
      },
      include: ['**/*.ts'],
    };
    symlinkSync(modules, join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(modules, 'typescript/bin/tsc');
    expect(checked(tsc, folder)).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

function checked(tsc: string, folder: string): string {
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return typeof error === 'object' && error !== null && 'stdout' in error
      ? String(error.stdout)
      : String(error);
  }
}

test('every pair of role and operation is a case, and what no permission names is refused', () => {
  const cases = authorisationMatrix(shop);
  expect(cases).toHaveLength(4 * shop.api.endpoints.length);
  expect(cases).toContainEqual({
    role: 'customer',
    operation: 'read Order',
    method: 'GET',
    path: '/orders/{id}',
    entity: 'Order',
    parameters: { id: 'Order' },
    expect: 'allow',
    condition: 'owner',
  });
  expect(cases).toContainEqual(
    expect.objectContaining({ role: 'psp', operation: 'update Product', expect: 'deny' }),
  );
});

test('the matrix is delivered as who may, operation by operation', () => {
  const file = write(shop).artifacts.find(({ path }) => path === '7-testing/authorisation.json');
  const { default: otherwise, roles, allow } = JSON.parse(file?.text ?? '{}');
  expect(otherwise).toBe('deny');
  expect(roles).toHaveLength(4);
  expect(Object.keys(allow)).toHaveLength(shop.api.endpoints.length);
  expect(allow['read Order'].customer).toEqual({ condition: 'owner' });
  expect(allow['update Product'].psp).toBeUndefined();
});

test('every test names the requirement that it stands for', () => {
  const file = write(shop).artifacts.find(({ path }) => path === '7-testing/suite.json');
  const known = new Set([...shop.requirements.items.map(({ id }) => id), 'scope/system']);
  const { operations } = JSON.parse(file?.text ?? '{}');
  expect(operations).toHaveLength(shop.api.endpoints.length);
  for (const { requirement } of operations) expect(known).toContain(requirement);
});

test('a parameter is the id of what stands before it in the path', () => {
  expect(parameterEntities('/orders/{order_id}/notes/{id}', shop.entities)).toEqual({
    order_id: 'Order',
    id: 'notes',
  });
  expect(parameterEntities('/health', shop.entities)).toEqual({});
});

const missing = (backend: Backend): readonly string[] =>
  itemStates([write(backend)])
    .filter(({ item, state }) => item.startsWith('7.') && state !== 'done')
    .map(({ item, state }) => `${item} ${state}`);

test('a design answers every item; of a recovered backend what was not found is missing', () => {
  expect(missing(shop)).toEqual([]);
  expect(missing(recoveredShop)).toEqual(['7.6 missing', '7.8 missing']);
});
