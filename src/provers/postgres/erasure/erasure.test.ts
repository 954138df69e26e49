import { expect, test } from 'vitest';
import { schemaSql } from '../../../artifacts/ddl.ts';
import { erasurePath, erasureSql } from '../../../artifacts/erasure/script.ts';
import { emptyBackend } from '../../../model/backend.ts';
import { clinicText, libraryText, shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { inVain } from '../rows/populate.ts';
import { withScratch } from '../scratch.ts';
import { splitScript } from '../statements.ts';
import { erasure } from './erasure.ts';

const shop = partsOf(basisOf(shopText));
const clinic = partsOf(basisOf(clinicText));

async function prove(edit: (text: string) => string = (text) => text, backend = shop) {
  const { claims, inputs } = erasure.claims(backend);
  const [outcome] = await erasure.prove(claims, (path) => {
    const text = inputs.get(path) ?? '';
    if (path !== erasurePath) return text;
    const edited = edit(text);
    if (edited === text && edit !== unchanged) throw new Error('nothing was edited');
    return edited;
  });
  if (outcome === undefined) throw new Error('no claim is made');
  return outcome;
}

const unchanged = (text: string): string => text;

const faultsOf = ({ verdict }: Awaited<ReturnType<typeof prove>>): readonly string[] =>
  verdict.kind === 'proved'
    ? ['proved']
    : verdict.kind === 'refuted'
      ? verdict.counterexample.split('\n')
      : [verdict.reason];

/** A step of the script with what counts and tells its rows. */
const step = (beginning: string): RegExp => new RegExp(`  ${beginning}[\\s\\S]*?return next;\\n`);

test('nothing of the erased person is left in the shop, and all of the other', async () => {
  const outcome = await prove(unchanged);
  expect(faultsOf(outcome)).toEqual(['proved']);
  expect(outcome.measurements).toMatchInlineSnapshot(`
    {
      "columns searched": 360,
      "columns with an identifier before": 23,
      "foreign keys that resolve": 38,
      "rows kept that name the person by id": 6,
      "rows of others untouched": 51,
      "rows overwritten": 7,
      "rows removed": 6,
      "states of a person tried": 6,
    }
  `);
  expect(outcome.incomplete).toMatchInlineSnapshot(`
    [
      "audit.audit_entries: the rows are chained by hash and stay; before, after, address must have been encrypted with a key of the person, which is destroyed outside the database",
      "rows that belong to a person were tried in one state each",
      "auth.users.locale, cart.carts.voucher, cart.cart_items.sku, orders.orders.gift_message, orders.shipments.carrier, orders.shipments.tracking_number have no class and stay: what somebody wrote about themselves there is not erased",
      "backups, replicas of peers, messages on their way, caches, files and logs are outside the database and were not searched",
    ]
  `);
}, 60_000);

test('people of a brief without sign-in, columns of every kind that may not be null', async () => {
  const outcome = await prove(unchanged, clinic);
  expect(faultsOf(outcome)).toEqual(['proved']);
  expect(outcome.measurements).toMatchInlineSnapshot(`
    {
      "columns searched": 76,
      "columns with an identifier before": 11,
      "foreign keys that resolve": 5,
      "rows kept that name the person by id": 0,
      "rows of others untouched": 15,
      "rows overwritten": 5,
      "rows removed": 2,
      "states of a person tried": 3,
    }
  `);
  expect(outcome.incomplete).toMatchInlineSnapshot(`
    [
      "public.leads: no column leads to a person, email stay until they are found by hand",
      "public.inbox_events_parked: messages about the person that their consumer could not handle keep payload until they are handled or their retention is over",
      "of the events that carry personal fields one about the person was tried, the others were not",
      "rows that belong to a person were tried in one state each",
      "backups, replicas of peers, messages on their way, caches, files and logs are outside the database and were not searched",
    ]
  `);
}, 60_000);

test('services whose databases lie apart erase each by itself', async () => {
  const services = partsOf(basisOf(shopText, { style: 'services-per-context' }));
  const origin = { kind: 'given', path: 'system.style' } as const;
  const style = { value: 'services-per-context', origin } as const;
  const apart = { ...services, architecture: { ...services.architecture, style } };
  const outcome = await prove(unchanged, apart);
  expect(faultsOf(outcome)).toEqual(['proved']);
  expect(outcome.incomplete).toContain('the schemas lie in databases of their own and were tried in one');
  const functions = erasureSql(apart).match(/create function \S+erase_user/g);
  expect(functions?.map((text) => text.slice('create function '.length))).toMatchInlineSnapshot(`
    [
      "auth.erase_user",
      "orders.erase_user",
      "payments.erase_user",
      "notifications.erase_user",
      "products.erase_user",
      "inventory.erase_user",
      "cart.erase_user",
      "audit.erase_user",
    ]
  `);
  for (const [, schema = '', body = ''] of erasureSql(apart).matchAll(
    /create function (\w+)\.erase_user[\s\S]*?begin\n([\s\S]*?)\nend/g,
  ))
    expect(
      [...body.matchAll(/(?:from|update) (\w+)\./g)]
        .map(([, name]) => name)
        .filter((name) => name !== schema),
    ).toEqual([]);
}, 60_000);

test('the script of a clinic, as it is read', () => {
  expect(erasureSql(clinic)).toMatchSnapshot();
});

const mutants: Readonly<Record<string, readonly [edit: (text: string) => string, told: string]>> = {
  'a table that is forgotten': [
    (text) => text.replace(step('delete from auth.credentials'), ''),
    'auth.credentials.subject still holds an identifier',
  ],
  'a table that stays as it is': [
    (text) => text.replace(step('update auth.sessions'), ''),
    'auth.sessions.refresh_hash still holds an identifier',
  ],
  'a column that is forgotten': [
    (text) => text.replace('display_name = null,', '').replace('or one.display_name is not null', ''),
    'auth.users.display_name still holds an identifier',
  ],
  'answers that are kept for a repeat': [
    (text) => text.replace(step('delete from platform.idempotency_keys'), ''),
    'platform.idempotency_keys.answer still holds an identifier',
  ],
  'rows of everybody': [
    (text) => text.replace('where one.author_id = erase_user.person', 'where true'),
    'products.reviews: a row that is not of the person is gone or changed',
  ],
  'a person who is deleted before what is kept': [
    (text) => text.replace(/begin\n/, 'begin\n  delete from auth.users where id = erase_user.person;\n'),
    'auth.erase_user: 23001: update or delete on table "users" violates RESTRICT setting',
  ],
  'a state that is forgotten': [
    (text) => text.replace(/ {6}status = 'erased',\n/, '').replace(/ {6}erased_at = .*\n/, ''),
    'kind customer, status active: 23514: new row for relation "users" violates check constraint "users_email_known_check"',
  ],
  'a change each time': [
    (text) => text.replace(/\n {6}and \(one\.note is not null[\s\S]*?\);/, ';'),
    'run again, it changes orders.orders',
  ],
  'a search that leaves documents out': [
    (text) => text.replace("('A', 'I', 'S', 'U')", "('A', 'I', 'S')"),
    'auth.find_identifiers does not find what stands in notifications.notifications.data',
  ],
  'a script that does not run': [
    (text) => text.replace('language plpgsql', 'language plpgsqll'),
    'line 4: 42704',
  ],
};

test.each(Object.entries(mutants))(
  '%s is refuted by name',
  async (_, [edit, told]) => {
    const faults = faultsOf(await prove(edit));
    expect(faults.some((fault) => fault.startsWith(told)) ? told : faults).toBe(told);
  },
  60_000,
);

test('columns of a few values and events to publish are not passed by', async () => {
  const without = (line: RegExp) => (text: string) => text.replace(line, '');
  expect(faultsOf(await prove(without(step('update outbox_events')), clinic))).toContain(
    'public.outbox_events.payload still holds an identifier',
  );
  const blood = (text: string) =>
    text.replace(/ {6}blood = 'a',\n/, '').replace(/ {8}or one\.blood is distinct from 'a'\n/, '');
  expect(faultsOf(await prove(blood, clinic))).toEqual(['public.patients.blood is as it was']);
}, 60_000);

/** Folders within folders: one of another person may lie in one that goes. */
const folders = partsOf(
  basisOf(
    clinicText.replace(
      '  Lead:\n',
      '  Folder:\n    owner: patient\n    fields: { patient: ref Patient, parent: ref Folder?, name: string <=80 @pii }\n    rows: 1k\n  Lead:\n',
    ),
  ),
);

test('a row of another person that names a row that goes stays, and names nothing', async () => {
  const outcome = await prove(unchanged, folders);
  expect(faultsOf(outcome)).toEqual(['proved']);
  expect(outcome.measurements).toMatchObject({
    'rows of others whose reference to a row that went is empty': 1,
  });
  const renamed = (text: string): string =>
    text.replace(/begin\n/, "begin\n  update public.folders set name = 'x' where true;\n");
  expect(faultsOf(await prove(renamed, folders))).toContain(
    'public.folders: a row that is not of the person is gone or changed',
  );
}, 60_000);

test('a role from which policies hide rows is refused instead of leaving them', async () => {
  const said = await withScratch(schemaSql(shop.data).text, async ({ session }) =>
    inVain(session, async () => {
      const read = await splitScript(erasureSql(shop));
      for (const { sql } of read.kind === 'script' ? read.statements : []) await session.rows(sql);
      await session.script(`create role plain;
        grant usage on schema auth, cart, orders, payments, platform, notifications, products to plain;
        grant all on all tables in schema auth, cart, orders, payments, platform, notifications, products to plain;
        grant execute on all functions in schema auth to plain; set local role plain`);
      return session.run("select * from auth.erase_user('00000000-0000-4000-8000-000000007001')");
    }),
  );
  expect(said).toMatchObject({
    kind: 'failed',
    failure: { message: expect.stringContaining('query would be affected by row-level security policy') },
  });
}, 60_000);

test('a design without people has no erasure', () => {
  expect(erasure.claims(partsOf(basisOf(libraryText))).claims).toEqual([]);
  expect(erasure.claims(emptyBackend('x', 'recovered')).claims).toEqual([]);
});
