import { expect, test } from 'vitest';
import { conversionFolder, legacyTablesPath } from '../../migration/conversion/package.ts';
import { intoTarget } from '../../migration/into-target/package.ts';
import { legacyData, migrating } from '../../testing/migrating.ts';
import { smallShop, smallShopDump } from '../../testing/migrating-shop.ts';
import { conversion } from './conversion.ts';
import { intoTargetProver } from './into-target.ts';
import { readLegacy } from './read-legacy.ts';

test('the scripts of the same shape are executed from the files of the package alone, and hold none of its rows', async () => {
  const data = await legacyData(smallShopDump);
  const { claims, inputs } = conversion.claims(migrating(data));
  const read = (path: string): string => inputs.get(path) ?? '';
  expect([...inputs.values()].join('')).not.toMatch(/ada@home/);
  expect(readLegacy(read(legacyTablesPath))).toEqual(data);
  const [outcome] = await conversion.prove(claims, read);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  const [changed] = await conversion.prove(claims, (path) =>
    path.endsWith('05-expand.sql') ? `${read(path)} ` : read(path),
  );
  expect(changed?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('05-expand'),
  });
}, 300_000);

test('rows reach the designed tables, and scripts that do something else are refuted', async () => {
  const { claims, inputs } = intoTargetProver.claims(await smallShop());
  const settle = async (change: (path: string, text: string) => string) =>
    (await intoTargetProver.prove(claims, (path) => change(path, inputs.get(path) ?? '')))[0];
  const whole = await settle((_, text) => text);
  expect(whole?.verdict).toEqual({ kind: 'proved' });
  expect(whole?.measurements).toMatchObject({ pairs: { 'customer > people.customers': expect.any(Number) } });
  expect(Number(whole?.measurements['quarantined'])).toBeGreaterThan(0);
  expect(Number(whole?.measurements['repaired'])).toBeGreaterThan(0);
  expect(whole?.incomplete.filter((words) => words.startsWith('no generated row'))).toEqual([]);
  // An amount that is ten times too small agrees with its own view: only what is computed back tells it.
  const tenth = await settle((path, text) =>
    path.endsWith('12-views.sql')
      ? text.replaceAll('whole_of(round(s.total::numeric * 100)', 'whole_of(round(s.total::numeric * 10)')
      : text,
  );
  expect(tenth?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('"changed"'),
  });
}, 300_000);

test('what nobody states is asked for, and what the ledger leaves out is told', async () => {
  const found = intoTarget(await smallShop());
  if (found.kind === 'none') throw new Error(found.because);
  const { mapping, scripts } = found;
  expect(mapping.unstated).toContain('sales.orders.channel');
  expect(mapping.left).toEqual([{ column: 'note.said', because: 'the ledger has no line for it' }]);
  expect(mapping.labels).toContainEqual({ column: 'sales.orders.state', legacy: 'PAID', target: 'paid' });
  expect(mapping.pairs.map(({ name, deferred }) => [name, deferred])).toEqual([
    ['customer', ['inviter_id']],
    ['purchase', []],
    ['note', []],
  ]);
  expect(scripts.forwards.map(({ file }) => file)).toContain('14-into-people.sql');
});

test('a target that no dump and no recovered table leads to has no claim', () => {
  const none = migrating(undefined);
  expect(conversion.claims(none).claims).toEqual([]);
  expect(intoTargetProver.claims(none).claims).toEqual([]);
  expect(conversionFolder).toBe('2-database/conversion');
});
