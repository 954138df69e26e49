// What a person could say of a database: for each table its rows, for each column distinct values, nulls, width, least
// and greatest value, how often each value of a small domain occurs, and whether values lie in the order of the rows.
import { quoteText } from '../../dist/artifacts/sql-names.js';

/** Domains small enough to be listed with their frequencies. */
const listed = 60;
/** Values count as stored in their order from this correlation on, else as in none. */
const orderly = 0.9;
const usable = 8168;
const align8 = (bytes) => Math.ceil(bytes / 8) * 8;

/** @param ask sends SQL, answers rows; values are taken apart by the server */
export async function declaredFrom(statistics, ask) {
  const tables = [];
  for (const { kind, schema, name, rows, columns } of statistics.relations) {
    if (kind !== 'r') continue;
    const declared = [];
    for (const column of columns) declared.push(await declaredColumn(column, rows, ask));
    const data = columns.reduce((sum, each) => sum + each.averageWidth * (1 - each.nullFraction), 0);
    const pages = Math.ceil(rows / Math.floor(usable / (24 + align8(data) + 4)));
    tables.push({ table: name, schema, rows, pages, allVisible: 1, columns: declared });
  }
  return { tables };
}

async function declaredColumn(facts, rows, ask) {
  const { name, type, distinct, nullFraction, averageWidth, correlation = 0 } = facts;
  const many = distinct < 0 ? -distinct * rows : distinct;
  const common = await valuesOf(facts.commonValues, type, ask);
  const isListed = many <= listed && common.length > 0;
  const bounds = isListed ? [] : await endsOf(facts, ask);
  return {
    name,
    distinct,
    nullFraction,
    averageWidth,
    correlation: Math.abs(correlation) > orderly ? Math.sign(correlation) : 0,
    ...(isListed && {
      commonValues: common.map((value, at) => ({ value, frequency: facts.commonFrequencies[at] })),
    }),
    ...(bounds.length > 1 && { histogram: bounds }),
  };
}

async function valuesOf(text, type, ask) {
  if (text === undefined) return [];
  return (
    await ask(
      `select v::text as v from unnest(${quoteText(text)}::${type}[]) with ordinality u (v, o) order by o`,
    )
  ).map(({ v }) => v);
}

/** The least and the greatest value; of types without an order none. */
async function endsOf({ histogram, commonValues, type }, ask) {
  if (/json|\[\]/.test(type)) return [];
  const parts = [histogram, commonValues].filter((text) => text !== undefined);
  if (parts.length === 0) return [];
  const all = parts.map((text) => `select unnest(${quoteText(text)}::${type}[]) as v`).join(' union all ');
  const rows = await ask(
    `select (array_agg(v order by v))[1]::text as low, (array_agg(v order by v desc))[1]::text as high from (${all}) a`,
  );
  const { low, high } = rows[0];
  return low === null || low === high ? [] : [low, high];
}
