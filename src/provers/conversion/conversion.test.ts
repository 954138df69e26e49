import { expect, test } from 'vitest';
import type { Entity } from '../../model/domain.ts';
import { conversionFolder, legacyTablesPath } from '../../migration/conversion/package.ts';
import { intoTarget } from '../../migration/into-target/package.ts';
import { designed, ledgerOf, legacyData, migrating, refersTo } from '../../testing/migrating.ts';
import { conversion } from './conversion.ts';
import { intoTargetProver } from './into-target.ts';
import { readLegacy } from './read-legacy.ts';

const dump = `SET TIME_ZONE='+00:00';
CREATE TABLE customer (id int unsigned NOT NULL AUTO_INCREMENT, email varchar(60) NOT NULL, news tinyint(1) NOT NULL,
  joined datetime NOT NULL, invited_by int DEFAULT NULL, PRIMARY KEY (id)) ENGINE=MyISAM;
CREATE TABLE purchase (no bigint NOT NULL AUTO_INCREMENT, customer_id int NOT NULL, total decimal(10,3) NOT NULL,
  state enum('new','PAID','') NOT NULL, photo blob, PRIMARY KEY (no)) ENGINE=MyISAM;
CREATE TABLE note (body text, said int) ENGINE=MyISAM;
INSERT INTO customer VALUES (1,'ada@home.example',2,'2020-03-29 02:30:00',NULL);
INSERT INTO purchase VALUES (1,1,9.995,'PAID',NULL);`;

const origin = { kind: 'assumed', because: 'a test' } as const;
const tables = [
  designed(
    'people',
    'customers',
    [
      'id uuid',
      'legacy_id bigint null',
      'email text',
      'news boolean',
      'joined_at timestamp with time zone',
      'inviter_id uuid null',
      'favourite_id bigint null',
      'version integer default 1',
    ],
    {
      uniques: [{ columns: ['email'], origin }],
      foreignKeys: [refersTo('inviter_id', 'people.customers'), refersTo('favourite_id', 'sales.orders')],
    },
  ),
  designed(
    'sales',
    'orders',
    ['id bigint', 'customer_id uuid', 'total bigint', 'state text', 'photo text null', 'channel text'],
    {
      entity: 'Order',
      foreignKeys: [refersTo('customer_id', 'people.customers')],
      checks: [
        { sql: "state in ('new', 'paid')", origin },
        { sql: 'total < 6000', origin },
      ],
    },
  ),
  designed('people', 'notes', ['id uuid', 'body text null'], {}),
];
const order: Entity = {
  name: 'Order',
  context: 'sales',
  fields: [{ name: 'total', type: { kind: 'money' }, optional: false, unique: false, origin }],
  unique: [],
  checks: [],
  origin,
};
const ledger = ledgerOf({
  customer: ['people.customers'],
  purchase: ['sales.orders'],
  note: ['people.notes'],
  'customer.id': ['people.customers.legacy_id'],
  'customer.email': ['people.customers.email'],
  'customer.news': ['people.customers.news'],
  'customer.joined': ['people.customers.joined_at'],
  'customer.invited_by': ['people.customers.inviter_id'],
  'purchase.no': ['sales.orders.id'],
  'purchase.customer_id': ['sales.orders.customer_id'],
  'purchase.total': ['sales.orders.total'],
  'purchase.state': ['sales.orders.state'],
  'purchase.photo': ['sales.orders.photo'],
  'note.body': ['people.notes.body'],
});

test('the scripts of the same shape are executed from the files of the package alone, and hold none of its rows', async () => {
  const data = await legacyData(dump);
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
  const { claims, inputs } = intoTargetProver.claims({
    ...migrating(await legacyData(dump), tables, ledger),
    entities: [order],
  });
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
  const found = intoTarget({ ...migrating(await legacyData(dump), tables, ledger), entities: [order] });
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
