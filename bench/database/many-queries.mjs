// A workload of many tables and queries, drawn by a seed: services that each keep parties, items, orders and what
// happens to them. Statistics are declared as in a package, so that every query is planned at a size and rewrites count.
import { drawer } from '../../dist/provers/seeded.js';

const kinds = ['party', 'address', 'item', 'price', 'stock', 'basket', 'line', 'payment', 'event', 'message'];
const parents = {
  address: ['party'],
  item: ['party'],
  price: ['item'],
  stock: ['item', 'address'],
  basket: ['party', 'address'],
  line: ['basket', 'item'],
  payment: ['basket'],
  event: ['party', 'basket'],
  message: ['party', 'event'],
};
const states = ['new', 'open', 'held', 'done'];

/** @returns SQL of a schema, `statistics.json` and a file of queries, the same for the same seed. */
export function manyQueries({ tables, queries, seed }) {
  const next = drawer(seed);
  const draw = { next, pick: (list) => list[Math.floor(next() * list.length)] };
  const services = Math.ceil(tables / kinds.length);
  const all = Array.from({ length: services }, (_, service) =>
    kinds.map((kind) => tableOf(draw, kind, service)),
  )
    .flat()
    .slice(0, tables);
  const known = new Set(all.map(({ name }) => name));
  for (const table of all) table.parents = table.parents.filter(({ name }) => known.has(name));
  return {
    schema: all.map(ddl).join('\n'),
    statistics: JSON.stringify({ tables: all.map(statisticsOf) }),
    queries: Array.from({ length: queries }, (_, at) => `-- name: q${at + 1}\n${query(draw, all)};\n`).join(
      '\n',
    ),
  };
}

function tableOf(draw, kind, service) {
  const rows = Math.round(10 ** (3 + draw.next() * 4));
  const own = (parents[kind] ?? []).map((parent) => ({
    name: `${parent}_${service}`,
    column: `${parent}_id`,
    indexed: draw.next() < 0.7,
  }));
  return { name: `${kind}_${service}`, rows, parents: own, indexedState: draw.next() < 0.3 };
}

function ddl({ name, parents: own, indexedState }) {
  const columns = [
    'id bigint primary key',
    ...own.map((parent) => `${parent.column} bigint not null references ${parent.name} (id)`),
    `state text not null check (state in (${states.map((state) => `'${state}'`).join(', ')}))`,
    'label text not null',
    'remark text',
    'amount numeric(12,2) not null check (amount >= 0)',
    'quantity integer',
    'created_at timestamptz not null',
    'closed_at timestamptz',
  ];
  const indexes = [
    ...own.filter(({ indexed }) => indexed).map(({ column }) => column),
    ...(indexedState ? ['state, created_at'] : []),
  ];
  return [
    `create table ${name} (\n  ${columns.join(',\n  ')}\n);`,
    ...indexes.map((list) => `create index on ${name} (${list});`),
  ].join('\n');
}

function statisticsOf({ name, rows, parents: own }) {
  const column = (called, distinct, averageWidth, further = {}) => ({
    name: called,
    distinct,
    averageWidth,
    nullFraction: 0,
    correlation: 0,
    ...further,
  });
  const bounds = Array.from(
    { length: 11 },
    (_, at) => `2025-${String(at + 1).padStart(2, '0')}-01 00:00:00+00`,
  );
  return {
    table: name,
    schema: 'public',
    rows,
    pages: Math.ceil(rows / 50),
    allVisible: 0.9,
    columns: [
      column('id', -1, 8, { correlation: 1 }),
      ...own.map((parent) => column(parent.column, -0.2, 8)),
      column('state', states.length, 5, {
        commonValues: states.map((value, at) => ({ value, frequency: [0.02, 0.08, 0.1, 0.8][at] })),
      }),
      column('label', -0.9, 18),
      column('amount', 5000, 6),
      column('created_at', -1, 8, { correlation: 0.98, histogram: bounds }),
    ],
  };
}

/** A table with up to four of those it refers to, over one another. */
function joinOf(draw, all, table) {
  const from = [`${table.name} t`];
  const columns = ['t.state', 't.amount'];
  const open = table.parents.map((parent) => ({ parent, child: 't' }));
  while (open.length > 0 && from.length < 5) {
    const [{ parent, child }] = open.splice(Math.floor(draw.next() * open.length), 1);
    const alias = `j${from.length}`;
    from.push(`join ${parent.name} ${alias} on ${alias}.id = ${child}.${parent.column}`);
    columns.push(`${alias}.state`, `${alias}.label`);
    const found = all.find(({ name }) => name === parent.name);
    open.push(...(found?.parents ?? []).map((each) => ({ parent: each, child: alias })));
  }
  return { from: from.join(' '), columns };
}

/** Half of them are what applications ask all day, a quarter reports, and a quarter has a fault that a rewrite answers. */
function query(draw, all) {
  const table = draw.pick(all);
  const { name } = table;
  const parent = table.parents.length === 0 ? undefined : draw.pick(table.parents);
  const state = `'${draw.pick(states)}'`;
  const usual = 8;
  const day = `'2025-${String(1 + Math.floor(draw.next() * 9)).padStart(2, '0')}-15'`;
  const number = String(1 + Math.floor(draw.next() * 900));
  const joined = parent === undefined ? '' : ` join ${parent.name} p on p.id = t.${parent.column}`;
  const forms = [
    () => `select * from ${name} where id = $1`,
    () => `select id, label, amount from ${name} where state = ${state} order by created_at desc limit 20`,
    () =>
      `select t.id, t.label from ${name} t${joined} where t.created_at >= ${day} and t.state = ${state} limit 50`,
    () =>
      `select t.state, count(*), sum(t.amount) from ${name} t${joined} where t.amount > ${number} group by t.state`,
    () => `select t.id from ${name} t${joined} where t.quantity = ${number} order by t.amount limit 10`,
    () => `update ${name} set remark = $2 where id = $1`,
    () =>
      `insert into ${name} (id, state, label, amount, created_at${parent ? `, ${table.parents.map(({ column }) => column).join(', ')}` : ''}) select id + $1, state, label, amount, created_at${parent ? `, ${table.parents.map(({ column }) => column).join(', ')}` : ''} from ${name} where id < 10`,
    () => `delete from ${name} where closed_at < ${day}`,
    () => `select id, label from ${name} order by created_at, id limit 20 offset ${number}0`,
    () => `select id from ${name} where lower(label) = lower($1)`,
    () => `select id from ${name} where created_at::date = ${day}`,
    () => `select id, label from ${name} where state = ${state} or quantity = ${number}`,
    () =>
      parent === undefined
        ? `select count(*) from ${name}`
        : `select id from ${parent.name} where id not in (select ${parent.column} from ${name} where state = ${state})`,
    () =>
      parent === undefined
        ? `select label from ${name} where label like '%${number}'`
        : `select p.id, (select max(t.created_at) from ${name} t where t.${parent.column} = p.id) from ${parent.name} p where p.amount > ${number}`,
    () =>
      parent === undefined
        ? `select distinct state from ${name}`
        : `select distinct p.id, p.label from ${parent.name} p join ${name} t on t.${parent.column} = p.id where t.state = ${state}`,
    () => `select id from ${name} where state = 'new' union select id from ${name} where state = 'held'`,
  ];
  const kind = draw.next();
  if (kind < 0.25) return report(draw, joinOf(draw, all, table), state, day);
  return draw.pick(kind < 0.75 ? forms.slice(0, usual) : forms.slice(usual))();
}

function report(draw, { from, columns }, state, day) {
  const by = draw.pick(columns);
  const where = `t.created_at >= ${day}${draw.next() < 0.5 ? ` and t.state = ${state}` : ''}`;
  return draw.next() < 0.5
    ? `select ${by}, count(*), sum(t.amount) from ${from} where ${where} group by ${by} order by 2 desc limit 50`
    : `select t.id, ${by} from ${from} where ${where} and t.amount > $1 order by t.created_at desc limit 100`;
}
