import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { Endpoint, Guard } from '../../model/api.ts';
import type { Query, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import { checkMigrationPlan } from '../replay/check-plan.ts';
import { inventoryOf } from './inventory.ts';
import { stepsOf } from './of-backend.ts';

const origin: Origin = { kind: 'read', file: 'index.php', line: 1 };

const table = (name: string, columns: readonly string[], more: Partial<Table> = {}): Table => ({
  name,
  columns: columns.map((column) => ({ name: column, type: 'text', nullable: false, origin })),
  primaryKey: { columns: ['id'], origin },
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
  ...more,
});

const endpoint = (id: string, guards: readonly Guard[] = []): Endpoint => ({
  id,
  method: id.startsWith('GET') ? 'GET' : 'POST',
  path: id.slice(id.indexOf(' ') + 1),
  pathResolved: true,
  protocol: 'http',
  parameters: [],
  guards,
  access: guards.length > 0 ? 'guarded' : 'public',
  responses: [],
  scopes: [],
  idempotencyKey: false,
  conditional: false,
  longRunning: false,
  objectives: [],
  origin,
});

const query = (
  id: string,
  sql: string,
  kind: Query['kind'],
  tables: readonly string[],
  reachedBy: readonly string[],
): Query => ({ id, sql, kind, tables, parameters: [], reachedBy, origin });

const signIn: Guard = { name: 'require_login', kind: 'authentication', requires: [], origin };

function backend(
  id: string,
  tables: readonly Table[],
  endpoints: readonly Endpoint[],
  queries: readonly Query[],
): Backend {
  const empty = emptyBackend(id, 'recovered');
  return {
    ...empty,
    data: { ...empty.data, tables, queries },
    api: { ...empty.api, endpoints },
  };
}

const legacy = backend(
  'legacy',
  [
    table('users', ['id', 'email', 'pass'], { uniques: [{ columns: ['email'], origin }] }),
    table('posts', ['id', 'user_id', 'body', 'created'], { checks: [{ sql: "body <> ''", origin }] }),
  ],
  [endpoint('GET /posts.php'), endpoint('POST /posts.php', [signIn]), endpoint('POST /login.php')],
  [
    query(
      'q1',
      'SELECT p.body, u.email FROM posts p JOIN users u ON u.id = p.user_id',
      'select',
      ['posts', 'users'],
      ['GET /posts.php'],
    ),
    query(
      'q2',
      'INSERT INTO `posts` (user_id, body) VALUES (?, ?)',
      'insert',
      ['posts'],
      ['POST /posts.php'],
    ),
    query(
      'q3',
      'SELECT * FROM users WHERE email = ?',
      'select',
      ['users'],
      ['POST /login.php', 'POST /posts.php'],
    ),
    query('q4', 'UPDATE users SET pass = ? WHERE id = ?', 'update', ['users'], ['POST /login.php']),
  ],
);

const contexts = [
  { id: 'accounts', name: 'Accounts', tables: ['users'], entries: ['POST /login.php'] },
  { id: 'blog', name: 'Blog', tables: ['posts'], entries: ['GET /posts.php', 'POST /posts.php'] },
];

test('statements tell what an endpoint reads, by column where they name them, and what it writes', () => {
  expect(inventoryOf(legacy)).toEqual({
    endpoints: {
      'GET /posts.php': {
        reads: ['posts.body', 'posts.id', 'posts.user_id', 'users.email', 'users.id'],
        writes: [],
      },
      'POST /posts.php': { reads: ['users'], writes: ['posts'] },
      'POST /login.php': { reads: ['users', 'users.id', 'users.pass'], writes: ['users'] },
    },
    jobs: {},
    tables: {
      users: { columns: ['id', 'email', 'pass'], key: ['id'] },
      posts: { columns: ['id', 'user_id', 'body', 'created'], key: ['id'] },
    },
    rules: {
      'unique users (email)': 'no two rows of users have the same email',
      "check posts (body <> '')": "body <> '' holds for every row of posts",
      'authentication POST /posts.php (require_login)': 'require_login stands before POST /posts.php',
    },
  });
});

test('a backend and a cut become a plan without fault', () => {
  const plan = stepsOf(legacy, contexts);
  expect(checkMigrationPlan(plan).faults).toEqual([]);
  expect(plan.steps.map(({ id }) => id)).toEqual([
    'accounts-expand',
    'accounts-back-fill',
    'accounts-verify',
    'accounts-writes',
    'blog-expand',
    'blog-back-fill',
    'blog-verify',
    'blog-compare',
    'blog-reads',
    'blog-writes',
    'accounts-release',
    'accounts-contract',
    'blog-release',
    'blog-contract',
  ]);
});

test('with a target, names settle what they can and the rest is told as missing', () => {
  const target = backend(
    'target',
    [
      table('user', ['id', 'email', 'passwordHash'], { uniques: [{ columns: ['email'], origin }] }),
      table('post', ['id', 'user_id', 'body'], { schema: 'blog', checks: [{ sql: "(body <> '')", origin }] }),
    ],
    [endpoint('GET /v1/posts'), endpoint('POST /v1/posts', [signIn]), endpoint('POST /sessions')],
    [],
  );
  const given = {
    endpoints: { 'POST /login.php': { kind: 'moves' as const, to: ['POST /sessions'] } },
    columns: { 'users.pass': { kind: 'moves' as const, to: ['user.passwordHash'] } },
  };
  const plan = stepsOf(legacy, contexts, target, { ledger: given });
  expect(checkMigrationPlan(plan).faults.map(({ rule, subject }) => `${rule}@${subject}`)).toEqual([
    'missing-in-ledger@column posts.created',
  ]);
  expect(plan.ledger.tables).toEqual({
    users: { kind: 'moves', to: ['user'] },
    posts: { kind: 'moves', to: ['blog.post'] },
  });
  expect(plan.ledger.endpoints['GET /posts.php']).toEqual({ kind: 'moves', to: ['GET /v1/posts'] });
  expect(plan.ledger.rules['authentication POST /posts.php (require_login)']).toEqual({
    kind: 'moves',
    to: ['POST /v1/posts: access is guarded'],
  });
});

test('a gateway is told the method and the path, parameters and dots as a pattern', () => {
  const routing = stepsOf(legacy, contexts).steps.find(({ id }) => id === 'blog-reads')?.routing;
  expect(routing?.nginx).toContain(String.raw`"~^GET /posts\.php$" target;`);
  expect(routing?.envoy).toContain(String.raw`regex: "/posts\\.php"`);
  expect(routing?.envoy).toContain('headers: [{ name: ":method", string_match: { exact: GET } }]');
});
