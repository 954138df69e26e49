import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { legacyTablesPath } from '../../migration/conversion/package.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { LegacyData } from '../../model/legacy-data.ts';
import { readLegacyDump } from '../../sources/mysql-dump/legacy-dump.ts';
import { memorySource } from '../../sources/repository/source.ts';
import { conversion } from './conversion.ts';
import { readLegacy } from './read-legacy.ts';

const dump = readFileSync(new URL('../../../examples/legacy-shop/shop.sql', import.meta.url), 'utf8');

const migrating = (data: LegacyData) => ({
  ...emptyBackend('shop', 'designed'),
  migration: {
    legacy: emptyBackend('shop', 'recovered'),
    plan: {
      plan: 'shop',
      legacy: { endpoints: {}, jobs: {}, tables: {}, rules: {} },
      contexts: [],
      target: { endpoints: [], jobs: [], tables: {} },
      ledger: { endpoints: {}, jobs: {}, tables: {}, columns: {}, rules: {} },
      steps: [],
    },
    data,
  },
});

test('the scripts of a package are executed from its files alone, and hold none of its rows', async () => {
  const data = await readLegacyDump(memorySource(new Map([['shop.sql', dump]])));
  if (data === undefined) throw new Error('the dump is not read');
  const { claims, inputs } = conversion.claims(migrating(data));
  expect(claims).toHaveLength(1);
  const read = (path: string): string => inputs.get(path) ?? '';
  expect([...inputs.values()].join('')).not.toMatch(/anna\.berg|Lindenweg/);
  expect(readLegacy(read(legacyTablesPath))).toEqual(data);
  const [outcome] = await conversion.prove(claims, read);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements).toMatchObject({ tables: data.tables.length });
  const [changed] = await conversion.prove(claims, (path) =>
    path.endsWith('05-expand.sql') ? `${read(path)} ` : read(path),
  );
  expect(changed?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('05-expand'),
  });
}, 300_000);
