import { describe, expect, test } from 'vitest';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import { legacyBackend } from '../../testing/legacy.ts';
import { couplingOf } from './coupling.ts';
import type { Coupling } from './coupling.ts';

const tie = ({ ties }: Coupling, kind: string, a: string, b: string) =>
  ties.find((each) => each.kind === kind && each.a === a && each.b === b);

const query = (more: Partial<Query>): Query => ({
  id: 'q',
  sql: '',
  kind: 'select',
  tables: [],
  parameters: [],
  origin: { kind: 'read', file: 'lib/stock.php', line: 3 },
  ...more,
});

const withQueries = (backend: Backend, ...queries: readonly Query[]): Backend => ({
  ...backend,
  data: { ...backend.data, queries: [...backend.data.queries, ...queries] },
});

describe('ties', () => {
  test('an entry of k tables counts 1 / (k - 1), over the root of how many use either', () => {
    const found = couplingOf(
      legacyBackend(['a', 'b', 'c'], ['POST /1: +a* +b*', 'POST /2: +a +b +c', 'POST /3: +a']),
    );
    expect(tie(found, 'written-in-transaction', 'a', 'b')?.affinity).toBe(1_000_000);
    expect(tie(found, 'written-together', 'a', 'b')).toMatchObject({
      affinity: Math.round(1_500_000 / Math.sqrt(3 * 2)),
      by: ['POST /1', 'POST /2'],
    });
    expect(tie(found, 'written-together', 'b', 'c')?.affinity).toBe(Math.round(500_000 / Math.sqrt(2)));
  });

  test('keys count less the more either table has; a table that refers to itself ties nothing', () => {
    const found = couplingOf(legacyBackend(['users', 'posts>users', 'votes>users>posts', 'menu>menu'], []));
    expect(found.ties.map(({ a, b, affinity }) => [a, b, affinity])).toEqual([
      ['posts', 'users', 500_000],
      ['posts', 'votes', 500_000],
      ['users', 'votes', 500_000],
    ]);
  });
});

describe('entries', () => {
  test('of a statement that writes, the first table is written and the others are read', () => {
    const [entry] = couplingOf(
      withQueries(
        legacyBackend(['a', 'b'], []),
        query({ kind: 'insert', tables: ['a', 'b'], reachedBy: ['POST /a'] }),
      ),
    ).entries;
    expect(entry?.uses.map(({ table, reads, writes }) => [table, reads, writes])).toEqual([
      ['a', 0, 1],
      ['b', 1, 0],
    ]);
  });

  test('statements that no endpoint reaches are told by their function', () => {
    const { entries } = couplingOf(
      withQueries(legacyBackend(['a'], []), query({ tables: ['a'], operation: 'recount' })),
    );
    expect(entries).toMatchObject([{ id: 'lib/stock.php#recount', kind: 'code' }]);
  });

  test('what runs once, at a release or in tests, ties nothing', () => {
    const { statements } = couplingOf(
      withQueries(
        legacyBackend(['a', 'b'], []),
        ...[
          'install.php',
          'database/seeders/ShopSeeder.php',
          'tests/order_test.php',
          'db/migrations/1.php',
        ].map((file) => query({ tables: ['a', 'b'], origin: { kind: 'read', file, line: 1 } })),
      ),
    );
    expect(statements).toBe(0);
  });

  test('a table is found whatever schema or case a statement calls it by', () => {
    const [entry] = couplingOf(
      withQueries(legacyBackend(['Orders'], []), query({ tables: ['orders'], reachedBy: ['GET /orders'] })),
    ).entries;
    expect(entry?.uses.map(({ table }) => table)).toEqual(['Orders']);
  });
});
