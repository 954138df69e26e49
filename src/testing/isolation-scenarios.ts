/** A schedule of statements of two or three transactions; `order` tells whose turn it is. */
export interface Scenario {
  readonly name: string;
  readonly transactions: readonly (readonly string[])[];
  readonly order: readonly number[];
}

/** Tables all scenarios start from. */
export const scenarioSchema = `
create table test (id int primary key, value int);
create table parent (id int primary key, label text);
create table child (id int primary key, parent int not null references parent, note text);
create table account (id int primary key, email text unique, n int);`;

export const scenarioRows = `
insert into test values (1, 10), (2, 20);
insert into parent values (1, 'a'), (2, 'b');
insert into child values (10, 1, 'x');
insert into account values (1, 'one', 1);`;

const c = 'commit';

/**
 * Phenomena by the names of Adya and of Berenson et al., as the Hermitage tests arrange them.
 * Each is run at every isolation level.
 */
export const scenarios: readonly Scenario[] = [
  {
    name: 'G0 write cycles',
    transactions: [
      [
        'update test set value = 11 where id = 1',
        'update test set value = 21 where id = 2',
        c,
        'select * from test order by id',
      ],
      ['update test set value = 12 where id = 1', 'update test set value = 22 where id = 2', c],
    ],
    order: [0, 1, 0, 0, 1, 1],
  },
  {
    name: 'G1a aborted reads',
    transactions: [
      ['update test set value = 101 where id = 1', 'rollback'],
      ['select * from test order by id', 'select * from test order by id', c],
    ],
    order: [0, 1, 0, 1, 1],
  },
  {
    name: 'G1b intermediate reads',
    transactions: [
      ['update test set value = 101 where id = 1', 'update test set value = 11 where id = 1', c],
      ['select * from test order by id', 'select * from test order by id', c],
    ],
    order: [0, 1, 0, 0, 1, 1],
  },
  {
    name: 'G1c circular information flow',
    transactions: [
      ['update test set value = 11 where id = 1', 'select * from test where id = 2', c],
      ['update test set value = 22 where id = 2', 'select * from test where id = 1', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'OTV observed transaction vanishes',
    transactions: [
      ['update test set value = 11 where id = 1', 'update test set value = 19 where id = 2', c],
      ['update test set value = 12 where id = 1', 'update test set value = 18 where id = 2', c],
      [
        'select * from test where id = 1',
        'select * from test where id = 2',
        'select * from test order by id',
        c,
      ],
    ],
    order: [0, 0, 1, 0, 2, 1, 2, 1, 2, 2],
  },
  {
    name: 'PMP predicate many preceders',
    transactions: [
      ['select * from test where value = 30', 'select * from test where value % 3 = 0', c],
      ['insert into test (id, value) values (3, 30)', c],
    ],
    order: [0, 1, 1, 0, 0],
  },
  {
    name: 'PMP with a write predicate',
    transactions: [
      ['update test set value = value + 10', c],
      ['delete from test where value = 20', 'select * from test order by id', c],
    ],
    order: [0, 1, 0, 1, 1],
  },
  {
    name: 'P4 lost update',
    transactions: [
      ['select * from test where id = 1', 'update test set value = 11 where id = 1', c],
      ['select * from test where id = 1', 'update test set value = 12 where id = 1', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'P4 with a relative change',
    transactions: [
      ['update test set value = value - 1 where id = 1 returning value', c],
      ['update test set value = value - 2 where id = 1 and value > 9 returning value', c],
    ],
    order: [0, 1, 0, 1],
  },
  {
    name: 'G-single read skew',
    transactions: [
      ['select * from test where id = 1', 'select * from test where id = 2', c],
      ['update test set value = 12 where id = 1', 'update test set value = 18 where id = 2', c],
    ],
    order: [0, 1, 1, 1, 0, 0],
  },
  {
    name: 'G-single with a predicate',
    transactions: [
      ['select * from test where value % 5 = 0', 'select * from test where value % 3 = 0', c],
      ['update test set value = 12 where value = 10', c],
    ],
    order: [0, 1, 1, 0, 0],
  },
  {
    name: 'G-single with a write predicate',
    transactions: [
      ['select * from test where id = 1', 'delete from test where value = 20', c],
      ['update test set value = 12 where id = 1', 'update test set value = 18 where id = 2', c],
    ],
    order: [0, 1, 1, 1, 0, 0],
  },
  {
    name: 'G2-item write skew',
    transactions: [
      ['select * from test where id in (1, 2) order by id', 'update test set value = 11 where id = 1', c],
      ['select * from test where id in (1, 2) order by id', 'update test set value = 21 where id = 2', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'G2 anti-dependency cycle',
    transactions: [
      ['select * from test where value % 3 = 0', 'insert into test (id, value) values (3, 30)', c],
      ['select * from test where value % 3 = 0', 'insert into test (id, value) values (4, 42)', c],
    ],
    order: [0, 1, 0, 1, 0, 1],
  },
  {
    name: 'G2 of three, one only reads',
    transactions: [
      ['select * from test order by id', 'update test set value = 11 where id = 1', c],
      ['update test set value = value + 5 where id = 2', c],
      ['select * from test order by id', c],
    ],
    order: [0, 1, 1, 2, 2, 0, 0],
  },
];
