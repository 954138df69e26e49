import { describe, expect, test } from 'vitest';
import type { Backend } from '../../model/backend.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { designBackend } from '../design.ts';

const lending = (sql: string, more = ''): Backend =>
  designBackend(
    briefOf(`brief: 1
system: { id: library, name: Library }
actors: [reader]
capabilities: { audit: {} }
entities:
  Book:
    fields: { title: string <=80, copies: int >=0 = 0 @server, shelf: "string? <=20" }
    operations:
      list: {}
      update: {}
      create:
        sql:
          - ${sql}
  Order: { fields: { book: ref Book, note: "string? <=80" }, operations: [list] }
  Log: { append-only: true, fields: { note: string <=80 } }
workloads:
  look: { actor: reader, op: list Book, users: 5 concurrent, share: 100% }
${more}`),
  );
const created = (backend: Backend): readonly string[] | undefined =>
  backend.operations.find(({ id }) => id === 'create Book')?.effects?.statements.map(({ sql }) => sql);

describe('statements over entities become statements over tables', () => {
  test.each([
    ['delete from Order where book_id = :id', 'delete from library.orders where book_id = :id'],
    ['select Order.note from Order', 'select orders.note from library.orders'],
    [
      'update Book b set copies = 1 where b.id = :id',
      'update library.books b set version = b.version + 1, updated_at = now(), copies = 1 where b.id = :id',
    ],
    [
      'update Book set copies = 1, version = 7',
      'update library.books set updated_at = now(), copies = 1, version = 7',
    ],
    // A log has no version, and an order that nothing changes has none either.
    ["update Order set note = ':Book'", "update library.orders set updated_at = now(), note = ':Book'"],
    [
      'insert into Book (title) values (:title)',
      'insert into library.books (shelf, title) values (:shelf::text, :title)',
    ],
    [
      'insert into Book (title, shelf) select :title, :shelf from Log',
      'insert into library.books (title, shelf) select :title, :shelf from library.logs',
    ],
  ])('%s', (said, told) => {
    const [sql] = created(lending(`"${said}"`)) ?? [];
    expect(sql).toBe(told);
  });
});

test('what a design has not falls away and is told', () => {
  const text = shopText.replace('variants: true', 'variants: false');
  expect(text).not.toBe(shopText);
  const { gaps, operations } = designBackend(briefOf(text));
  expect(
    gaps.filter(({ kind }) => kind === 'effect').map(({ subject, why }) => `${subject}: ${why}`),
  ).toEqual(
    expect.arrayContaining([
      'create CartItem: A statement is left out: there is no entity ProductVariant.',
      'create CartItem: A statement is left out: CartItem has no column variant_id.',
      'checkout: A statement is left out: there is no entity ProductVariant.',
      'checkout: A statement is left out: OrderLine has no column variant_id.',
    ]),
  );
  expect(operations.find(({ id }) => id === 'create CartItem')?.effects?.statements.length).toBe(3);
});

test('a table of another database is out of reach', () => {
  const apart = `decisions:
  - { topic: architecture-style, choose: services-per-context, because: a trial }
`;
  const backend = lending("insert into AuditEntry (action, outcome) values ('look', 'done')", apart);
  expect(created(backend)).toEqual([]);
  expect(backend.gaps.filter(({ kind }) => kind === 'effect').map(({ why }) => why)).toEqual([
    'A statement is left out: the table of AuditEntry lies in another database than library.',
  ]);
});
