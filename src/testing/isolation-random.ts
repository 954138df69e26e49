import fc from 'fast-check';
import type { Scenario } from './isolation-scenarios.ts';

/** A parent and a child table with the same columns and rows; what differs is what a deletion does to the children. */
interface Pair {
  readonly parent: string;
  readonly child: string;
}

const pairs: readonly (Pair & { readonly onDelete: string })[] = [
  { parent: 'owner', child: 'pet', onDelete: '' },
  { parent: 'shelf', child: 'book', onDelete: 'on delete cascade' },
  { parent: 'team', child: 'player', onDelete: 'on delete set null' },
];

/** Tables that random transactions work on. */
export const randomTables: readonly string[] = pairs.flatMap(({ parent, child }) => [parent, child]);

export const randomSchema = pairs
  .map(
    ({ parent, child, onDelete }) => `
create table ${parent} (id int primary key, code int unique, n int not null);
create table ${child} (id int primary key, ${parent} int references ${parent} ${onDelete}, slot int, n int not null,
  unique (${parent}, slot));`,
  )
  .join('');

export const randomRows = pairs
  .map(
    ({ parent, child }) => `
insert into ${parent} values (1, 1, 10), (2, 2, 20), (3, null, 30);
insert into ${child} values (1, 1, 1, 10), (2, 1, 2, 20), (3, 2, 1, 30);`,
  )
  .join('');

const id = fc.integer({ min: 1, max: 4 });
const small = fc.integer({ min: 1, max: 3 });
const lock = fc.constantFrom('key share', 'share', 'no key update', 'update');
const policy = fc.constantFrom('', '', '', ' nowait', ' skip locked');

/** By key, by another unique key, by a predicate without an index, or every row. */
const where = fc.oneof(
  { weight: 4, arbitrary: id.map((key) => ` where id = ${key}`) },
  { weight: 2, arbitrary: fc.constantFrom(10, 20, 30).map((n) => ` where n = ${n}`) },
  { weight: 1, arbitrary: fc.constantFrom(15, 25).map((n) => ` where n > ${n}`) },
  { weight: 1, arbitrary: fc.constant('') },
);

function reads(table: string): fc.Arbitrary<string> {
  return fc.oneof(
    where.map((rows) => `select * from ${table}${rows} order by id`),
    where.map((rows) => `select count(*) as many, coalesce(sum(n), 0) as total from ${table}${rows}`),
    fc
      .tuple(where, lock, policy)
      .map(([rows, mode, wait]) => `select * from ${table}${rows} for ${mode}${wait}`),
  );
}

function writes({ parent, child }: Pair): fc.Arbitrary<string> {
  const table = fc.constantFrom(parent, child);
  const reference = fc.option(id, { nil: 'null', freq: 5 });
  return fc.oneof(
    fc.tuple(table, where).map(([name, rows]) => `update ${name} set n = n + 1${rows}`),
    fc.tuple(table, where, small).map(([name, rows, n]) => `update ${name} set n = ${n}0${rows}`),
    fc.tuple(id, small).map(([key, code]) => `update ${parent} set code = ${code} where id = ${key}`),
    fc.tuple(id, id).map(([key, other]) => `update ${parent} set id = ${other + 3} where id = ${key}`),
    fc.tuple(id, reference).map(([key, to]) => `update ${child} set ${parent} = ${to} where id = ${key}`),
    fc.tuple(table, where).map(([name, rows]) => `delete from ${name}${rows}`),
    fc.tuple(id, small).map(([key, code]) => `insert into ${parent} values (${key + 2}, ${code + 1}, 10)`),
    fc
      .tuple(id, reference, small)
      .map(([key, to, slot]) => `insert into ${child} values (${key + 2}, ${to}, ${slot}, 10)`),
    fc
      .tuple(id, small)
      .map(
        ([key, code]) => `insert into ${parent} values (${key + 2}, ${code + 1}, 10) on conflict do nothing`,
      ),
    id.map(
      (key) =>
        `insert into ${parent} values (${key + 2}, null, 10) on conflict (id) do update set n = ${parent}.n + 1`,
    ),
  );
}

function transaction(pair: Pair): fc.Arbitrary<readonly string[]> {
  const statement = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(pair.parent, pair.child).chain(reads) },
    { weight: 3, arbitrary: writes(pair) },
  );
  const end = fc.constantFrom('commit', 'commit', 'commit', 'commit', 'rollback');
  return fc
    .tuple(fc.array(statement, { minLength: 2, maxLength: 4 }), end)
    .map(([statements, last]) => [...statements, last]);
}

/** Two (sometimes three) transactions in a random order of turns that ends when all are over. */
export const randomScenario: fc.Arbitrary<Scenario> = fc
  .tuple(fc.constantFrom(...pairs), fc.constantFrom(2, 2, 2, 3))
  .chain(([pair, count]) =>
    fc.array(transaction(pair), { minLength: count, maxLength: count }).chain((transactions) => {
      const turns = transactions.flatMap((steps, at) => steps.map(() => at));
      const rest = Array.from({ length: 5 }, () => transactions.map((_, at) => at)).flat();
      return fc
        .shuffledSubarray(turns, { minLength: turns.length, maxLength: turns.length })
        .map((order) => ({ name: '', transactions, order: [...order, ...rest] }));
    }),
  );

export const isolationLevels = fc.constantFrom('read committed', 'repeatable read', 'serializable');
