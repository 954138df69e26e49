import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Endpoint, Guard } from '../../model/api.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { Column, Query, Table } from '../../model/data.ts';
import { randomLegacy } from '../../testing/random-legacy.ts';
import { targetOf } from './target.ts';

const origin = { kind: 'read', file: 'app.php', line: 3 } as const;
const column = (name: string, type = 'varchar(100)'): Column => ({ name, type, nullable: false, origin });

const table = (name: string, ...columns: readonly string[]): Table => ({
  name,
  columns: [
    column('id', 'int'),
    ...columns.map((each) => column(each, each.endsWith('_id') ? 'int' : undefined)),
  ],
  primaryKey: { columns: ['id'], origin },
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
});

type Access = 'anyone' | 'person' | 'staff' | 'unknown';
const guards: Readonly<Record<Access, readonly Guard[]>> = {
  anyone: [],
  unknown: [],
  person: [{ name: 'require_login', kind: 'authentication', requires: [], origin }],
  staff: [{ name: 'require_admin', kind: 'authentication', requires: [], origin }],
};

const page = (path: string, access: Access, ...parameters: readonly string[]): Endpoint => ({
  id: `GET ${path}`,
  method: 'GET',
  path,
  pathResolved: true,
  protocol: 'http',
  handler: { file: path.slice(1), line: 1 },
  parameters: parameters.map((name) => ({ name, in: 'query', required: true, origin })),
  guards: guards[access],
  access: access === 'anyone' ? 'public' : access === 'unknown' ? 'unknown' : 'guarded',
  responses: [],
  scopes: [],
  idempotencyKey: false,
  conditional: false,
  longRunning: false,
  objectives: [],
  origin,
});

const query = (path: string, sql: string): Query => ({
  id: `${path}: ${sql}`,
  sql,
  kind: /^insert/i.test(sql) ? 'insert' : /^update/i.test(sql) ? 'update' : 'select',
  tables: [...sql.matchAll(/(?:from|join|into|update) (\w+)/gi)].map(([, name = '']) => name),
  parameters: [],
  reachedBy: [`GET ${path}`],
  origin: { kind: 'read', file: path.slice(1), line: 2 },
});

const users = table('users', 'login', 'password', 'email');

function system(
  tables: readonly Table[],
  pages: readonly (readonly [path: string, access: Access, sql: string, ...parameters: readonly string[]])[],
): Backend {
  const empty = emptyBackend('shop', 'recovered');
  return {
    ...empty,
    data: {
      ...empty.data,
      tables: [users, ...tables],
      queries: pages.map(([path, , sql]) => query(path, sql)),
    },
    api: { ...empty.api, endpoints: pages.map(([path, access, , ...names]) => page(path, access, ...names)) },
  };
}

/** Who may use each operation: `anyone`, or roles, those of own rows in brackets. */
function reach(legacy: Backend): Readonly<Record<string, readonly string[]>> {
  const { operations, access } = targetOf(legacy, undefined).brief.fragment;
  return Object.fromEntries(
    operations.map(({ id, entity, verb, action, anonymous }) => [
      id,
      anonymous
        ? ['anyone']
        : access
            .filter(({ entities, verbs }) => entities.includes(entity) && verbs.includes(action ?? verb))
            .map(({ role, where }) => (where === undefined ? role : `(${role})`))
            .toSorted(),
    ]),
  );
}

const asks = (legacy: Backend): readonly string[] =>
  targetOf(legacy, undefined).brief.questions.map(({ ask }) => ask);

const reviews = table('reviews', 'product_name', 'body', 'approved');

test('what pages for strangers show in part stays with those who see all of it, and both sides are told', () => {
  const legacy = system(
    [reviews],
    [
      ['/product.php', 'anyone', 'SELECT * FROM reviews WHERE approved = 1'],
      ['/moderate.php', 'staff', 'SELECT * FROM reviews ORDER BY id'],
    ],
  );
  expect(reach(legacy)).toEqual({ 'list Review': ['staff'] });
  expect(asks(legacy)).toContain(
    'GET /product.php answers anybody with rows of `approved = 1`, GET /moderate.php does not. Shall `list Review` stay open to everybody?',
  );
});

test('what pages for strangers show whole stays open, whoever else reads it', () => {
  const legacy = system(
    [reviews],
    [
      ['/review.php', 'anyone', 'SELECT * FROM reviews WHERE id = {_GET.id}', 'id'],
      ['/best.php', 'anyone', 'SELECT * FROM reviews WHERE approved = 1'],
      ['/moderate.php', 'staff', 'SELECT * FROM reviews ORDER BY id'],
    ],
  );
  expect(reach(legacy)).toEqual({ 'list Review': ['anyone'], 'read Review': ['anyone'] });
});

test('a column that no page for strangers shows closes the operation', () => {
  const legacy = system([reviews], [['/best.php', 'anyone', 'SELECT id, body FROM reviews ORDER BY id']]);
  expect(reach(legacy)).toEqual({ 'list Review': ['user'] });
  expect(asks(legacy)).toHaveLength(1);
});

test('whoever knows a token was given it: a page that asks for one opens nothing', () => {
  const links = table('links', 'code', 'target');
  const legacy = system(
    [links],
    [['/go.php', 'anyone', "SELECT * FROM links WHERE code = '{_GET.code}'", 'code']],
  );
  expect(Object.values(reach(legacy)).flat()).not.toContain('anyone');
});

test('personal data, payments and settings are never open by inference', () => {
  const legacy = system(
    [table('addresses', 'street', 'zip'), table('payments', 'amount'), table('settings', 'label', 'entry')],
    ['addresses', 'payments', 'settings'].map(
      (name) => [`/${name}.php`, 'anyone', `SELECT * FROM ${name}`] as const,
    ),
  );
  expect(Object.values(reach(legacy)).flat()).not.toContain('anyone');
  expect(asks(legacy)).toHaveLength(3);
});

test('rows that statements bind to who is signed in are reached as own rows, by the column that is bound', () => {
  const messages = table('messages', 'sender_id', 'receiver_id', 'body');
  const legacy = system(
    [messages],
    [
      ['/inbox.php', 'unknown', 'SELECT * FROM messages WHERE receiver_id = {_SESSION.user_id}'],
      ['/all.php', 'staff', 'SELECT * FROM messages'],
    ],
  );
  expect(reach(legacy)).toEqual({ 'list Message': ['(user)', 'staff'] });
  const { entities } = targetOf(legacy, undefined).brief.fragment;
  expect(entities.find(({ name }) => name === 'Message')?.owner).toBe('receiver');
});

test('a list of all rows that people see stays one, though another page shows own ones', () => {
  const topics = table('topics', 'user_id', 'subject');
  const legacy = system(
    [topics],
    [
      ['/topics.php', 'person', 'SELECT * FROM topics ORDER BY id'],
      ['/mine.php', 'person', 'SELECT * FROM topics WHERE user_id = {_SESSION.user_id}'],
    ],
  );
  expect(reach(legacy)).toEqual({ 'list Topic': ['user'] });
});

test('a sign-in alone changes no settings, and a path for those inside is for them where no guard was read', () => {
  const settings = table('settings', 'label', 'entry');
  const change = 'UPDATE settings SET entry = {x} WHERE id = {id}';
  expect(reach(system([settings], [['/save.php', 'person', change]]))).toEqual({
    'update Setting': ['staff'],
  });
  expect(reach(system([reviews], [['/admin_reviews.php', 'anyone', 'SELECT * FROM reviews']]))).toEqual({
    'list Review': ['staff'],
  });
});

test('where a path is for those inside, what people do elsewhere to the same table lets them in no further', () => {
  const legacy = system(
    [],
    [
      ['/mine.php', 'person', 'UPDATE users SET email = {x} WHERE id = {_SESSION.user_id}'],
      ['/admin_users.php', 'anyone', 'INSERT INTO users (login) VALUES ({login})'],
    ],
  );
  expect(reach(legacy)).toEqual({ 'create User': ['staff'], 'update User': ['(user)'] });
});

const open: readonly Access[] = ['anyone', 'unknown'];

test('no role reaches an operation that no endpoint of the same table lets in, save where a question tells it', () => {
  const accesses = fc.constantFrom<Access>('anyone', 'person', 'staff', 'unknown');
  const statements = fc.constantFrom(
    'SELECT * FROM reviews',
    'SELECT id, body FROM reviews WHERE approved = 1',
    'SELECT * FROM reviews WHERE id = {_GET.id}',
    'INSERT INTO reviews (body) VALUES ({body})',
    'UPDATE reviews SET body = {body} WHERE id = {id}',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(accesses, statements), { minLength: 1, maxLength: 6 }), (drawn) => {
      const legacy = system(
        [reviews],
        drawn.map(([access, sql], at) => [`/page${at}.php`, access, sql, 'id'] as const),
      );
      const { brief } = targetOf(legacy, undefined);
      const letIn = new Set<string>(drawn.map(([access]) => (access === 'person' ? 'user' : access)));
      for (const [operation, roles] of Object.entries(reach(legacy)))
        for (const role of roles.map((each) => each.replaceAll(/[()]/g, '')))
          if (!letIn.has(role)) {
            expect(drawn.some(([access]) => open.includes(access))).toBe(true);
            expect(
              brief.questions.some(({ ask, default: taken }) => `${ask} ${taken}`.includes(operation)),
            ).toBe(true);
          }
    }),
    { numRuns: 200 },
  );
});

test('nothing that holds personal data or secrets is open, whatever the legacy system is', () => {
  fc.assert(
    fc.property(randomLegacy, (legacy) => {
      const { operations, entities } = targetOf(legacy, undefined).brief.fragment;
      const personal = new Set(
        entities.flatMap(({ name, fields }) =>
          fields.some(({ dataClass }) => dataClass === 'pii' || dataClass === 'secret') ? [name] : [],
        ),
      );
      expect(
        operations.filter(
          ({ anonymous, entity, verb }) =>
            anonymous && personal.has(entity) && ['list', 'read', 'search'].includes(verb),
        ),
      ).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
