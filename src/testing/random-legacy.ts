import fc from 'fast-check';
import type { Endpoint } from '../model/api.ts';
import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Column, Query, Table } from '../model/data.ts';
import type { Origin } from '../model/origin.ts';

const origin: Origin = { kind: 'read', file: 'index.php', line: 1 };

const names = [
  'users',
  'orders',
  'order_items',
  'news',
  'tbl_people',
  'sessions',
  'Group',
  'audit_log',
  '2fa',
] as const;
const columns = [
  'name',
  'email',
  'password',
  'total',
  'created_at',
  'order',
  'user_id',
  'order_id',
  'type',
  'Größe',
  'é-mail',
  'version',
] as const;
const types = [
  'int unsigned',
  'bigint',
  'tinyint(1)',
  'varchar(40)',
  'varchar(2000)',
  'char(36)',
  'text',
  'decimal(10,2)',
  'float',
  'datetime',
  'timestamp',
  'date',
  'time',
  "enum('a','b','')",
  "enum('Y','N')",
  "set('x','y')",
  'blob',
  'jsonb',
  'text[]',
  '',
] as const;
const defaults = [
  undefined,
  "'0000-00-00 00:00:00'",
  "''",
  "'0'",
  'CURRENT_TIMESTAMP',
  "'x'::character varying",
  'now()',
] as const;

const column = fc.record({
  name: fc.constantFrom(...columns),
  type: fc.constantFrom(...types),
  nullable: fc.boolean(),
  standard: fc.constantFrom(...defaults),
});

const table = (name: string): fc.Arbitrary<Table> =>
  fc
    .record({
      columns: fc.uniqueArray(column, { minLength: 0, maxLength: 7, selector: (each) => each.name }),
      key: fc.constantFrom('id', 'first', 'two', 'none'),
      unique: fc.boolean(),
      reference: fc.option(fc.constantFrom(...names), { nil: undefined }),
      check: fc.constantFrom(undefined, "type in ('a', 'b')", 'total >= 0', 'total > version'),
    })
    .map((drawn) => {
      const own = drawn.columns.map(({ standard, ...rest }): Column => ({
        ...rest,
        ...(standard !== undefined && { default: standard }),
        origin,
      }));
      const id: Column = {
        name: 'id',
        type: 'int unsigned',
        nullable: false,
        default: 'auto_increment',
        origin,
      };
      const all = drawn.key === 'id' ? [id, ...own] : own;
      const key =
        drawn.key === 'none'
          ? []
          : drawn.key === 'id'
            ? ['id']
            : own.slice(0, drawn.key === 'two' ? 2 : 1).map((each) => each.name);
      const first = own[0]?.name;
      return {
        name,
        columns: all,
        ...(key.length > 0 && { primaryKey: { columns: key, origin } }),
        uniques: drawn.unique && first !== undefined ? [{ columns: [first], origin }] : [],
        indexes: [],
        foreignKeys:
          drawn.reference === undefined || first === undefined
            ? []
            : [
                {
                  columns: [first],
                  references: { table: drawn.reference, columns: ['id'] },
                  onDelete: 'set null',
                  onUpdate: 'no action',
                  origin,
                },
              ],
        checks: drawn.check === undefined ? [] : [{ sql: drawn.check, origin }],
        origin,
      };
    });

const paths = [
  '/',
  '/login.php',
  '/orders.php',
  '/admin/users',
  '/orders/{order}',
  '/cart.php?action=add',
  '/register',
  '/logout',
] as const;
const methods = ['GET', 'POST', 'DELETE', 'ANY'] as const;

const endpoint = fc
  .record({
    method: fc.constantFrom(...methods),
    path: fc.constantFrom(...paths),
    access: fc.constantFrom('guarded', 'public', 'unknown'),
    name: fc.constantFrom(undefined, 'OrderController.index', 'OrderController.update', 'Login.index'),
    requires: fc.constantFrom(undefined, 'ROLE_ADMIN', 'viewAny', 'editor'),
    line: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ method, path, access, name, requires, line }): Endpoint => ({
    id: `${method} ${path}`,
    method,
    path,
    pathResolved: true,
    protocol: 'http',
    handler: { file: 'index.php', line, ...(name !== undefined && { name }) },
    parameters: [],
    guards:
      access === 'guarded'
        ? [
            {
              name: 'check',
              kind: 'authorisation',
              requires: requires === undefined ? [] : [requires],
              origin,
            },
          ]
        : [],
    access: access === 'guarded' ? 'guarded' : access === 'public' ? 'public' : 'unknown',
    responses: [],
    scopes: [],
    idempotencyKey: false,
    conditional: false,
    longRunning: false,
    objectives: [],
    origin,
  }));

const shapes: readonly ((table: string) => readonly [Query['kind'], string])[] = [
  (name) => ['select', `SELECT * FROM ${name} WHERE id = {id}`],
  (name) => ['select', `SELECT * FROM ${name} t WHERE t.user_id = {me} ORDER BY t.created_at DESC`],
  (name) => ['select', `SELECT COUNT(*) FROM ${name}`],
  (name) => ['select', `SELECT name FROM ${name} WHERE name LIKE '%{q}%'`],
  (name) => ['insert', `INSERT INTO ${name} (name, total) VALUES (?, ?)`],
  (name) => ['update', `UPDATE ${name} SET name = ? WHERE id = ?`],
  (name) => ['update', `UPDATE ${name} SET type = 'a' WHERE id = ?`],
  (name) => ['delete', `DELETE FROM ${name} WHERE created_at < NOW() - INTERVAL 30 DAY`],
  (name) => ['other', `REPLACE INTO ${name} (name) VALUES (?)`],
  () => ['other', 'CALL something()'],
];

const query = fc.record({
  table: fc.constantFrom(...names, 'missing'),
  shape: fc.constantFrom(...shapes),
  by: fc.array(fc.nat(7), { maxLength: 3 }),
  line: fc.integer({ min: 1, max: 12 }),
});

const job = fc.record({
  name: fc.constantFrom('cron/cleanup.php', 'App\\Jobs\\SendMail', 'list', 'call at Kernel.php:4'),
  schedule: fc.constantFrom(undefined, '15 3 * * *', '*/5 * * * *', 'hourly', 'whenever'),
});

/** Small legacy backends of whatever names, types and statements people write, sensible or not. */
export const randomLegacy: fc.Arbitrary<Backend> = fc
  .record({
    tables: fc.subarray([...names], { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(table))),
    endpoints: fc.uniqueArray(endpoint, { maxLength: 8, selector: ({ id }) => id }),
    queries: fc.array(query, { maxLength: 10 }),
    jobs: fc.uniqueArray(job, { maxLength: 3, selector: ({ name }) => name }),
  })
  .map(({ tables, endpoints, queries, jobs }) => {
    const empty = emptyBackend('legacy', 'recovered');
    const callers = [...endpoints.map(({ id }) => id), ...jobs.map(({ name }) => name)];
    return {
      ...empty,
      api: { ...empty.api, endpoints },
      data: {
        ...empty.data,
        tables,
        queries: queries.map(({ table: name, shape, by, line }, at): Query => {
          const [kind, sql] = shape(name);
          return {
            id: `q${at}`,
            sql,
            kind,
            tables: sql.startsWith('CALL') ? [] : [name],
            parameters: [],
            reachedBy: [...new Set(by.flatMap((index) => callers[index] ?? []))],
            origin: { kind: 'read', file: 'index.php', line },
          };
        }),
      },
      processes: {
        ...empty.processes,
        jobs: jobs.map(({ name, schedule }) => ({
          id: name,
          name,
          kind: schedule === undefined ? ('queue' as const) : ('schedule' as const),
          ...(schedule !== undefined && { schedule }),
          idempotent: 'unknown' as const,
          origin,
        })),
      },
    };
  });
