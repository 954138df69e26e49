// Queries drawn from a schema: joins along foreign keys, filters on values that exist, grouping, ordering, limits.
import { drawer } from '../../dist/provers/seeded.js';
import { within } from './native.mjs';

/** Draws the same for the same seed. */
function drawingFrom(seed) {
  const next = drawer(seed);
  return { next, pick: (list) => list[Math.floor(next() * list.length)] };
}

const columnsSql = `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 order by 1, a.attnum`;
const edgesSql = `select c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
(select array_agg(attname::text order by o) from unnest(conkey) with ordinality k(n, o) join pg_attribute on attrelid = conrelid and attnum = n) as from_columns,
(select array_agg(attname::text order by o) from unnest(confkey) with ordinality k(n, o) join pg_attribute on attrelid = confrelid and attnum = n) as to_columns
from pg_constraint c where contype = 'f' and conrelid <> confrelid order by 1, 2`;

/** Blocks of a table that are looked at. */
const sampledBlocks = 30;

/** Values of each column that occur, a few dozen, in the order of the rows. */
async function samplesOf(client, columns) {
  const found = new Map();
  for (const { table, name, type } of columns) {
    if (/json|\[\]|uuid/.test(type)) continue;
    const [{ blocks }] = (
      await client.query(`select pg_relation_size('${table}'::regclass) / 8192 as blocks`)
    ).rows;
    const percent = Math.min(100, (100 * sampledBlocks) / Math.max(1, Number(blocks)));
    const { rows } = await client.query(
      `select "${name}"::text as v from ${table} tablesample system (${percent}) repeatable (1) where "${name}" is not null limit 40`,
    );
    found.set(`${table}.${name}`, { type, values: rows.map(({ v }) => v).sort() });
  }
  return found;
}

export const generatedQueries = (database, count, seed) =>
  within(database, async (client) => {
    const columns = (await client.query(columnsSql)).rows;
    const edges = (await client.query(edgesSql)).rows;
    const samples = await samplesOf(client, columns);
    const draw = drawingFrom(seed);
    return Array.from({ length: count }, (_, at) => ({
      name: `g${at + 1}`,
      sql: query(draw, columns, edges, samples),
    }));
  });

function query(draw, columns, edges, samples) {
  const tables = [draw.pick(columns).table];
  const joins = [];
  const size = 1 + Math.floor(draw.next() * 4);
  while (tables.length < size) {
    const open = edges.filter(({ child, parent }) => tables.includes(child) !== tables.includes(parent));
    if (open.length === 0) break;
    const edge = draw.pick(open);
    tables.push(tables.includes(edge.child) ? edge.parent : edge.child);
    joins.push(
      ...edge.from_columns.map((from, at) => `${edge.child}.${from} = ${edge.parent}.${edge.to_columns[at]}`),
    );
  }
  const usable = columns.filter(
    ({ table, name }) => tables.includes(table) && samples.has(`${table}.${name}`),
  );
  const filters = Array.from({ length: Math.floor(draw.next() * 4) }, () =>
    filter(draw, draw.pick(usable), samples),
  );
  const where = [...joins, ...filters].length === 0 ? '' : ` where ${[...joins, ...filters].join(' and ')}`;
  const from = ` from ${tables.join(', ')}${where}`;
  const one = draw.pick(usable);
  const name = `${one.table}.${one.name}`;
  const limit = draw.next() < 0.4 ? ` limit ${draw.pick([1, 10, 50, 1000])}` : '';
  const kind = draw.next();
  if (kind < 0.35)
    return `select ${name}, count(*)${from} group by ${name}${draw.next() < 0.5 ? ` order by 2 desc` : ''}${limit}`;
  if (kind < 0.45) return `select count(*)${from}`;
  return `select *${from}${draw.next() < 0.6 ? ` order by ${name}${draw.next() < 0.4 ? ' desc' : ''}` : ''}${limit}`;
}

function filter(draw, { table, name, type }, samples) {
  const column = `${table}.${name}`;
  const { values } = samples.get(column);
  if (values.length === 0 || draw.next() < 0.05) return `${column} is ${draw.next() < 0.5 ? 'not ' : ''}null`;
  const value = () => `'${draw.pick(values).replaceAll("'", "''")}'`;
  const kind = draw.next();
  if (type === 'boolean') return `${column} = ${value()}`;
  if (kind < 0.45) return `${column} = ${value()}`;
  if (kind < 0.6) return `${column} in (${value()}, ${value()}, ${value()})`;
  if (/text|char/.test(type) && kind < 0.75)
    return `${column} like ${value().slice(0, 4).replace(/'?$/, "%'")}`;
  return `${column} ${draw.pick(['<', '<=', '>', '>='])} ${value()}`;
}
