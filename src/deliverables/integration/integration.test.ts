import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { markdown } from '../../render/markdown.ts';
import { busyShop } from '../../testing/busy-shop.ts';
import { recoveredShop } from '../../testing/recovered-shop.ts';
import { shop } from '../../testing/shop.ts';
import type { Backend } from '../../model/backend.ts';
import { itemStates } from '../coverage.ts';
import { writeIntegration } from './integration.ts';
import { outboxPath } from '../../artifacts/outbox-sql.ts';

const write = (backend: Backend) =>
  writeIntegration({ backend, findings: [], recommendations: [], claims: [], outcomes: [] });

const read = (backend: Backend): string =>
  write(backend)
    .documents.map((document) => markdown(document, { claims: [], outcomes: [] }))
    .join('\n');

const states = (backend: Backend): readonly string[] =>
  itemStates([write(backend)])
    .filter(({ item }) => item.startsWith('6.'))
    .map(({ item, state }) => `${item} ${state}`);

beforeAll(() => loadModule());

test('a design with events and jobs answers every item', () => {
  expect(states(busyShop).filter((line) => !line.endsWith('done'))).toEqual([]);
});

test('a design without jobs says that it has none', () => {
  expect(states(shop).filter((line) => !line.endsWith('done'))).toEqual(['6.10 not-applicable']);
});

test('of a recovered backend only what was found is told', () => {
  expect(states(recoveredShop).filter((line) => line.endsWith('done'))).toEqual([
    '6.1 done',
    '6.5 done',
    '6.6 done',
    '6.9 done',
    '6.10 done',
    '6.11 done',
  ]);
  expect(read(recoveredShop)).toContain('never: no timeout is stated');
  expect(read(recoveredShop)).toContain('a worker and an open transaction');
});

test.each([
  ['the tables of the schema', busyShop],
  ['proposed tables', shop],
])('the outbox script of %s is SQL', (_name, backend) => {
  const text = write(backend).artifacts.find(({ path }) => path === outboxPath)?.text ?? '';
  expect(parseSync(text).stmts?.length).toBeGreaterThanOrEqual(7);
});

test('attempts multiply along the chain and the storm is held against the tier', () => {
  const text = read(busyShop);
  expect(text).toContain('gateway → api → database | 6×');
  expect(text).toMatch(/without a way out[\s\S]*send the confirmation: waits/);
});
