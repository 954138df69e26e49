import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import { withInferredTables } from './inferred-tables.ts';

const origin = { kind: 'read', file: 'post.php', line: 3 } as const;
const query = (sql: string, ...tables: readonly string[]): Query => ({
  id: sql,
  sql,
  kind: 'select',
  tables,
  parameters: [],
  origin,
});

const columnsBy = (...queries: readonly Query[]): Readonly<Record<string, readonly string[]>> => {
  const empty = emptyBackend('forum', 'recovered');
  const { data } = withInferredTables({ ...empty, data: { ...empty.data, queries } });
  return Object.fromEntries(data.tables.map((table) => [table.name, table.columns.map(({ name }) => name)]));
};

test('tables that only statements name have the columns that they name', () => {
  expect(
    columnsBy(
      query(
        "SELECT id, username, email FROM {db.prefix}users WHERE username='a, b' AND id>1",
        'unknown_partusers',
      ),
      query(
        'SELECT t.subject, u.group_id FROM {db.prefix}topics AS t INNER JOIN {db.prefix}users AS u ON u.id=t.poster_id ORDER BY t.posted',
        'unknown_parttopics',
        'unknown_partusers',
      ),
      query('INSERT INTO {db.prefix}bans (ip, expire) VALUES ({ip}, {expire})', 'unknown_partbans'),
      query(
        'UPDATE {db.prefix}users SET title = {title}, url={url} WHERE id IN ({ids})',
        'unknown_partusers',
      ),
    ),
  ).toEqual({
    bans: ['expire', 'ip'],
    topics: ['posted', 'poster_id', 'subject'],
    users: ['email', 'group_id', 'id', 'title', 'url', 'username'],
  });
});

test('catalogues of a server and names that code composes are no tables', () => {
  expect(
    columnsBy(
      query('SELECT * FROM information_schema.engines', 'information_schema.engines'),
      query('SELECT 1 FROM {prefix}{name}', 'unknown_partunknown_part'),
      query('SELECT relname FROM pg_class', 'pg_class'),
    ),
  ).toEqual({});
});

test('a column may be called as a word of SQL, and its name may begin as one', () => {
  expect(
    columnsBy(
      query('INSERT INTO setting (code, `key`, `value`) VALUES (?, ?, ?)', 'setting'),
      query('SELECT o.order_status_id FROM orders o WHERE order_status_id = 1 OR android = 2', 'orders'),
    ),
  ).toEqual({ orders: ['android', 'order_status_id'], setting: ['code', 'key', 'value'] });
});

test('a prefix that is put in when code runs is none of the name, however readers tell it', () => {
  expect(
    columnsBy(
      query('SELECT o.total FROM `{DB_PREFIX}order` o WHERE o.order_id = ?', '{DB_PREFIX}order'),
      query('SELECT total FROM {db.prefix}order', '{db.prefix}order'),
      query('SELECT a FROM {table}', '{table}'),
    ),
  ).toEqual({ order: ['order_id', 'total'] });
});

test('what two tables of a statement could both have is told of neither', () => {
  expect(columnsBy(query('SELECT name FROM a, b WHERE a.x = b.y', 'a', 'b'))).toEqual({ a: ['x'], b: ['y'] });
});
