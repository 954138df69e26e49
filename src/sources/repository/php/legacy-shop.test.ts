import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../model/api.ts';
import { carriedOver } from '../../../deliverables/carried-over/carried-over.ts';
import { designBackend } from '../../../design/design.ts';
import { oldAddresses, redirectMap } from '../../../migration/carried/addresses.ts';
import { apiChanges } from '../../../migration/parity/api-changes.ts';
import { parityOf } from '../../../migration/parity/cases.ts';
import { checkMigrationPlan } from '../../../migration/replay/check-plan.ts';
import type { MigrationRecord } from '../../../model/migration-record.ts';
import { stepsOf } from '../../../migration/steps/of-backend.ts';
import { targetOf } from '../../../migration/target/target.ts';
import { emptyBackend } from '../../../model/backend.ts';
import type { Backend } from '../../../model/backend.ts';
import { ddl } from '../../../provers/postgres/ddl.ts';
import { assessmentOf } from '../../../migration/assessment/assessment.ts';
import { placeOf } from '../../../migration/assessment/told.ts';
import { allRules } from '../../../rules/all.ts';
import { examine } from '../../../rules/rule.ts';
import { readConcerns } from '../concerns/concerns.ts';
import { directorySource } from '../directory.ts';
import { readRepository } from '../repository.ts';

/**
 * What is recovered of examples/legacy-shop, read beside its code. Two things a person knows better: `unknown` are pages
 * for everybody that look at the session (login, register, logout, contact, cart), and `customers` is read by some pages
 * only by a function of an included file that they do not call.
 */
const root = fileURLToPath(new URL('../../../../examples/legacy-shop/', import.meta.url));
const inventory = readFileSync(new URL('legacy-shop.txt', import.meta.url), 'utf8').trim();

let shop: Backend = emptyBackend('none', 'recovered');
beforeAll(async () => {
  shop = await readRepository(directorySource(root), undefined, { flows: false, legacy: true });
});

const tablesOf = (id: string, reads: boolean): string => {
  const queries = shop.data.queries.filter(
    ({ reachedBy = [], kind }) => reachedBy.includes(id) && (kind === 'select') === reads,
  );
  return [...new Set(queries.flatMap(({ tables }) => tables))].toSorted().join(' ') || '-';
};

const lines = (): readonly string[] => [
  ...shop.api.endpoints.flatMap((endpoint) => [
    `${endpoint.method} ${endpoint.path}  ${endpoint.access}`,
    ...parameters(endpoint),
    `  reads ${tablesOf(endpoint.id, true)}`,
    `  writes ${tablesOf(endpoint.id, false)}`,
  ]),
  ...shop.processes.jobs.flatMap(({ id, name, schedule }) => [
    `job ${name}  ${schedule ?? ''}`,
    `  reads ${tablesOf(id, true)}`,
    `  writes ${tablesOf(id, false)}`,
  ]),
];

const parameters = ({ parameters: found }: Endpoint): readonly string[] => {
  const words = found.map(({ in: place, name }) => `${place} ${name}`).toSorted();
  return words.length === 0 ? [] : [`  takes ${words.join(', ')}`];
};

test('every page is an endpoint with its access, its parameters and the tables it reads and writes', () => {
  expect(lines().join('\n')).toBe(inventory);
});

test('every table is recovered with its key', () => {
  expect(
    shop.data.tables.map(
      ({ name, columns, primaryKey, foreignKeys }) =>
        `${name} ${columns.length} (${primaryKey?.columns.join(', ') ?? 'no key'})${foreignKeys.map(({ references }) => ` -> ${references.table}`).join('')}`,
    ),
  ).toEqual([
    'addresses 6 (id)',
    'admin_users 5 (id)',
    'categories 5 (id) -> categories',
    'coupons 5 (code)',
    'customers 10 (id)',
    'products 12 (id)',
    'product_categories 2 (product_id, category_id) -> categories',
    'orders 10 (id)',
    'order_items 5 (id) -> orders',
    'reviews 7 (id)',
    'search_log 3 (no key)',
    'settings 2 (name)',
  ]);
  expect(shop.data.engine?.name).toBe('mysql');
});

test('the only table that no dump has is the one that dead code asks for', () => {
  const known = new Set(shop.data.tables.map(({ name }) => name));
  const asked = new Set(shop.data.queries.flatMap(({ tables }) => tables));
  expect([...asked].filter((name) => !known.has(name))).toEqual(['product_prices']);
});

test('what else an operator must know: rewrites, the payment gateway, secrets', () => {
  expect(
    shop.architecture.gatewayRoutes.map(({ path, to, rewrittenTo }) =>
      `${path} ${to} ${rewrittenTo ?? ''}`.trim(),
    ),
  ).toEqual([
    '^(.*)$ redirect http://www.kettleandleaf.example/$1',
    '^tea/([0-9]+)-[a-z0-9-]*\\.html$ files product.php?id=$1',
    '^c/([a-z0-9-]+)/?$ files category.php?slug=$1',
    '^c/([a-z0-9-]+)/page([0-9]+)/?$ files category.php?slug=$1&page=$2',
    '^search/(.+)$ files search.php?q=$1',
    '^contact$ files contact.php',
    '^show_product\\.asp$ redirect /',
    '/teas.html redirect /c/green-tea',
    '/includes/ refused',
  ]);
  expect(shop.processes.calls.map(({ target }) => target)).toEqual([
    'https://gateway.payfast.example/api/charge',
  ]);
});

test('what a migration asks beside: includes, globals, dead code, the version it is bound to, no tests', () => {
  const { legacy } = shop;
  expect(legacy?.openIncludes).toEqual([]);
  expect(legacy?.files.find(({ path }) => path === 'checkout.php')?.uses).toEqual([
    'includes/db.php',
    'includes/footer.php',
    'includes/functions.php',
    'includes/header.php',
    'includes/mailer.php',
    'includes/payment.php',
    'includes/session.php',
  ]);
  expect(
    legacy?.globals.map(({ name, changedBy }) => `${name} ${changedBy.map(placeOf).join(' ')}`.trim()),
  ).toEqual(['SETTINGS', 'db', 'query_count includes/db.php:13']);
  expect(legacy?.dead.map(({ kind, name, confidence }) => `${kind} ${name} ${confidence}`)).toEqual([
    'function old_price_box() certain',
    'page old/checkout_2010.php likely',
    'page payment_return.php likely',
    'page old/product_backup.php likely',
    'page ajax/cart_count.php likely',
  ]);
  expect(legacy?.bounds).toMatchObject([{ kind: 'below', version: '7.0', supportEnd: '2018-12-31' }]);
  expect(legacy?.tests.files).toEqual([]);
});

test('its risks, worst first, each with the place it was seen in', () => {
  const { risks } = assessmentOf(shop, []);
  const lines = risks.map(({ id, score, evidence }) =>
    `${score} ${id} ${evidence.slice(0, 1).map(placeOf).join('')}`.trim(),
  );
  expect(lines).toEqual([
    '9 ended-support account.php:7',
    '9 no-tests',
    '9 old-password-hashes admin/login.php:7',
    '9 writes-without-transaction checkout.php:1',
    '6 bound-to-old-version account.php:7',
    '6 interpolated-statements account.php:11',
    '6 many-writers shop.sql:171',
    '6 tables-without-key shop.sql:472',
    '6 unknown-access admin/login.php:1',
    '4 writes-on-get admin/products.php:1',
    '2 calls-without-limit includes/payment.php:13',
    '2 schema-drift includes/functions.php:70',
    '1 unlinked-pages old/checkout_2010.php:1',
  ]);
});

test('its target is designed without a finding, its schema executes, and the plan that leads there loses nothing', async () => {
  const { brief, contexts, places } = targetOf(shop, undefined);
  const target = designBackend(brief);
  expect(examine(target, allRules)).toEqual([]);
  const { claims, inputs } = ddl.claims(target);
  const [outcome] = await ddl.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  const plan = stepsOf(shop, contexts, target, places(target));
  expect(checkMigrationPlan(plan).faults.filter(({ rule }) => rule !== 'large-step')).toEqual([]);
  const lines = Object.entries(plan.ledger.endpoints).flatMap(([id, line]) =>
    line.kind === 'moves' ? [`${id} -> ${line.to.join(', ')}`] : [],
  );
  expect(lines).toContain('POST /checkout.php -> POST /orders');
  expect(lines).toContain('GET /order.php -> GET /orders/{id}, GET /orders/{order_id}/order-items');
  expect(lines).toContain('POST /payment_return.php -> POST /orders/{id}/mark-paid');
  expect(lines).toContain('POST /login.php -> POST /customers/sign-in');
  expect(plan.ledger.endpoints['POST /cart.php?action=update']?.kind).toBe('stays');
  const concerns = await readConcerns(directorySource(root));
  const migration = { legacy: { ...shop, concerns }, plan };
  holdParity(target, migration);
  holdConcerns(target, migration);
});

/** Each endpoint has its case, with rows it asks for, tables it may change and what does the same in the target. */
function holdParity(target: Backend, migration: MigrationRecord): void {
  const { cases, values } = parityOf(target, migration);
  expect(cases.map(({ id }) => id).toSorted()).toEqual(shop.api.endpoints.map(({ id }) => id).toSorted());
  // It ends the session in which the others are asked.
  expect(cases.at(-1)?.id).toBe('GET /logout.php');
  const caseOf = (id: string) => cases.find((each) => each.id === id);
  expect(caseOf('GET /product.php')).toMatchObject({
    request: { query: { id: { kind: 'row', of: 'products.id' } } },
    variants: ['plain', 'other row', 'absent'],
    safe: true,
    target: [{ path: '/reviews' }, { path: '/products/{id}', from: { id: 'id' }, missing: [] }],
  });
  expect(caseOf('POST /checkout.php')?.effects.map(({ change, table }) => `${change} ${table}`)).toEqual([
    'update coupons',
    'insert orders',
    'insert order_items',
    'update products',
    'update orders',
  ]);
  expect(caseOf('POST /login.php')?.request.body).toEqual({
    email: { kind: 'credential', of: 'name' },
    password: { kind: 'credential', of: 'password' },
  });
  expect(caseOf('GET /ajax/suggest.php')?.target).toMatchObject([{ from: { q: 'term' }, missing: [] }]);
  expect(caseOf('GET /admin/orders.php')?.guards).not.toEqual(caseOf('GET /order.php')?.guards);
  // It sends mail to everybody: a job, though it is called by its address.
  expect(caseOf('GET /cron/newsletter.php')?.safe).toBe(false);
  expect(values['orders.id']?.pair).toBe(
    'select legacy_id, id from orders.orders order by legacy_id limit 2',
  );
  const { calls, left } = apiChanges(target, migration);
  expect(new Set([...calls, ...left].map(({ legacy }) => legacy)).size).toBe(shop.api.endpoints.length);
  expect(calls.find((call) => call.legacy === 'GET /order.php')).toMatchObject({
    target: 'GET /orders/{id}',
    credentials: 'an access token in place of the session',
    moved: ['`id` of the query is `id` of the path'],
  });
}

/** Nine sections, none without what it rests on; the map of addresses leads to rows by both of their keys. */
function holdConcerns(target: Backend, migration: MigrationRecord): void {
  const basis = { findings: [], recommendations: [], claims: [], outcomes: [] };
  const [document] = carriedOver({ ...basis, backend: { ...target, migration } });
  expect(document?.sections.map(({ id }) => id)).toEqual([
    'passwords',
    'sessions',
    'addresses',
    'search-engines',
    'uploads',
    'mail',
    'schedules',
    'time-zones',
    'number-formats',
  ]);
  expect(JSON.stringify(document)).not.toContain('N/A, because');
  const known = oldAddresses(target, migration);
  const leads = (uri: string): string | undefined => {
    const found = known.moved
      .toSorted((a, b) => b.pattern.length - a.pattern.length)
      .map(({ pattern, target: to }) => ({ to, match: new RegExp(pattern).exec(uri) }))
      .find(({ match }) => match !== null);
    return found?.to.replaceAll(
      /\$(\w+)_key/g,
      (_, table) => `<${found.match?.groups?.[`${table}_old`] ?? ''}>`,
    );
  };
  expect(leads('/tea/12-assam-gold.html')).toBe('/products/<12>');
  expect(leads('/product.php?ref=mail&id=7')).toBe('/products/<7>');
  expect(leads('/order.php?id=3')).toBe('/orders/<3>');
  expect(leads('/ajax/suggest.php?term=assam')).toBe('/products/search?q=$term');
  expect(leads('/product.php')).toBeUndefined();
  expect(redirectMap(known)).toContain('include products_key.map;');
}
