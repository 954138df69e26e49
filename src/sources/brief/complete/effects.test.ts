import { describe, expect, test } from 'vitest';
import { shopText } from '../../../testing/briefs.ts';
import { loadPacks } from '../packs.ts';
import { printBrief } from '../print/print.ts';
import { printProblem } from '../problem.ts';
import { readBrief } from '../read.ts';
import type { Fragment } from '../../../model/brief.ts';
import { effectFaults } from './effects.ts';
import { worldOf } from './world.ts';

const packs = loadPacks();

const lending = (sql: string): string => `brief: 1
system: { id: library, name: Library }
actors: [reader]
entities:
  Book:
    fields: { title: string <=80, copies: int >=0 = 0 @server }
    operations:
      list: {}
      lend:
        input: { days: int 1..30 }
        sql:
          - ${sql}
  Loan:
    fields: { book: ref Book, days: int }
events:
  book.lent:
    entity: Book
    payload: [copies]
    consumers: { library: { do: count it, sql: 'update Book set copies = :copies where id = :id' } }
workloads:
  look: { actor: reader, op: list Book, users: 5 concurrent, share: 100% }
`;

const problems = (text: string): readonly string[] => {
  const result = readBrief(text, { file: 'a.brief.yaml', packs });
  return result.kind === 'invalid'
    ? result.problems.map((problem) => printProblem(problem).replaceAll(/\s+/g, ' '))
    : [];
};

describe('the statements of effects', () => {
  test.each([
    'insert into Loan (book_id, days) values (:id, :days)',
    '{ run: "update Book b set copies = b.copies - 1 where b.id = :id and copies > 0", rows: one, else: illegal-state }',
    '"with taken as (select id, count(*) as many from Loan where book_id = :id group by id) select many from taken order by many"',
    '"select x.days from jsonb_to_recordset(:days::jsonb) as x(days int, note text) where x.note is not null"',
    '"insert into Loan as l (book_id, days) values (:id, 3) on conflict (id) do update set days = excluded.days + l.days"',
  ])('may be %s', (sql) => {
    expect(problems(lending(sql))).toEqual([]);
  });

  test.each([
    ['insert into Loans (days) values (:days)', 'a.brief.yaml:12:25 ', 'Did you mean "Loan"?'],
    ["'select titel from Book where id = :id'", 'a.brief.yaml:12:21 ', 'Did you mean "title"?'],
    ['select id from Book where copies > :dais', 'a.brief.yaml:12:48 ', 'Did you mean "days"?'],
    ['{ run: delete from Loan, else: conflict }', 'a.brief.yaml:12:13 ', 'Add rows'],
    ['{ run: delete from Loan, at: librari }', 'a.brief.yaml:12:20 ', 'Did you mean "library"?'],
  ])('are refused where they stand: %s', (sql, place, next) => {
    const [first = '', ...rest] = problems(lending(sql));
    expect(rest).toEqual([]);
    expect(first).toContain(place);
    expect(first).toContain(next);
  });

  test('of a block are told by their line and column', () => {
    const [first = ''] = problems(
      lending('|\n            select id from Book\n            where titel = :days'),
    );
    expect(first).toContain('a.brief.yaml:14:19 ');
  });

  test('come back from a printed brief', () => {
    const text = lending('{ run: delete from Loan where book_id = :id, rows: some, else: conflict }');
    const read = readBrief(text, { file: 'a', packs });
    const printed = read.kind === 'brief' ? printBrief(read.brief) : '';
    expect(printed).toContain('else: conflict');
    const again = readBrief(printed, { file: 'a', packs });
    expect(again.kind === 'brief' && printBrief(again.brief)).toBe(printed);
  });
});

test('the packs name nothing that is not there', () => {
  const read = readBrief(shopText, { file: 'a', packs });
  const fragments: readonly Fragment[] =
    read.kind === 'brief' ? [...read.brief.packs.map(({ fragment }) => fragment), read.brief.fragment] : [];
  const world = worldOf(fragments.map((fragment, at) => ({ names: [`part-${at}`], fragment })));
  const faults = fragments.flatMap((fragment) => effectFaults(fragment, fragments, world));
  expect(faults.map(({ path, what, next }) => ({ path, what, next }))).toEqual([]);
});
