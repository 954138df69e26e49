import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readQueries } from './read-queries.ts';

test('queries are named by comments, else by their place, and know their lines', async () => {
  const file = await readQueries(`-- name: find-user :one
select * from users where id = $1;
/* a ; in a comment */ select ';' as x, 'it''s';
-- name: find-user
delete from users;`);
  expect(file.queries).toEqual([
    { name: 'find-user', named: true, sql: 'select * from users where id = $1', line: 2, parameters: true },
    { name: 'query-2', sql: "select ';' as x, 'it''s'", line: 3, parameters: false },
    { name: 'find-user-2', named: true, sql: 'delete from users', line: 5, parameters: false },
  ]);
  expect(file.literals).toEqual([';', "it's"]);
});

test('what does not parse, or is no query, stops nothing', async () => {
  const { queries, unplannable } = await readQueries(
    'select 1;\nselect\n  from where;\nset x = 1;;\nselect é from ü',
  );
  expect(queries.map(({ sql }) => sql)).toEqual(['select 1', 'select é from ü']);
  expect(unplannable).toEqual([
    { name: 'query-2', line: 3, kind: 'syntax', why: 'syntax error at or near "where"' },
    { name: 'query-3', line: 4, kind: 'no query', why: 'variable set is no statement that is planned' },
  ]);
});

test('any text is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (text) => {
      const { queries, unplannable } = await readQueries(text);
      expect(queries.length + unplannable.length).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 200 },
  );
});
