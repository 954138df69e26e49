import type { ColumnFacts, ExtendedStatistics, ValuesKept } from '../../model/database-statistics.ts';
import { numbersOf, ownNamespace, textOf } from './ask.ts';
import type { Ask, Row } from './ask.ts';
import { columnsOfView, factsList, factsOf } from './column-facts.ts';

/** Multivariate statistics as pg_stats_ext shows them, members by name. */
export async function readExtended(ask: Ask, values: ValuesKept): Promise<readonly ExtendedStatistics[]> {
  const known = await columnsOfView(ask, 'pg_stats_ext');
  if (known.size === 0) return [];
  const inherited = known.has('inherited') ? 's.inherited' : 'false';
  const rows = await ask(
    `select s.statistics_schemaname as schema, s.statistics_name as name, s.schemaname as table_schema,
       s.tablename as table, ${inherited} as inherited, s.n_distinct::text as n_distinct,
       s.dependencies::text as dependencies, to_json(s.attnames) as attnames,
       ${known.has('exprs') ? 'to_json(s.exprs)' : 'null'} as exprs,
       ${values === 'keep' ? 'to_json(s.most_common_vals)' : 'null'} as vals,
       s.most_common_freqs::text as freqs, s.most_common_base_freqs::text as base_freqs,
       (select json_object_agg(a.attnum, a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as numbers
     from pg_stats_ext s join pg_namespace n on n.nspname = s.statistics_schemaname
       join pg_namespace tn on tn.nspname = s.schemaname
       join pg_class c on c.relnamespace = tn.oid and c.relname = s.tablename
     where ${ownNamespace} order by 1, 2, ${inherited}`,
  );
  const expressions = await readExpressions(ask, values, known.has('inherited'));
  return rows.map((row) => extendedOf(row, expressions));
}

function extendedOf(row: Row, known: ReadonlyMap<string, ColumnFacts>): ExtendedStatistics {
  const columns = listOf(row['attnames']).map(String);
  const texts = listOf(row['exprs']).map(String);
  const names = new Map(
    Object.entries(recordOf(row['numbers'])).map(([number, name]) => [
      number,
      typeof name === 'string' ? name : '',
    ]),
  );
  const member = (number: string): string =>
    number.startsWith('-') ? `#${number.slice(1)}` : (names.get(number) ?? number);
  const distinct = distinctOf(row['n_distinct'], member);
  const dependencies = dependenciesOf(row['dependencies'], member);
  const common = commonOf(row);
  return {
    schema: textOf(row, 'schema'),
    name: textOf(row, 'name'),
    table: textOf(row, 'table'),
    tableSchema: textOf(row, 'table_schema'),
    members: [...columns, ...texts.map((_, at) => `#${at + 1}`)],
    inherited: row['inherited'] === 't',
    ...(distinct !== undefined && { distinct }),
    ...(dependencies !== undefined && { dependencies }),
    ...(common !== undefined && { common }),
    expressions: texts.map(
      (text) =>
        known.get(
          expressionKey(textOf(row, 'schema'), textOf(row, 'name'), text, row['inherited'] === 't'),
        ) ?? null,
    ),
  };
}

/** `{"1, 2": 11}`, in PostgreSQL 19 a list of objects. */
function distinctOf(text: string | null | undefined, member: (number: string) => string) {
  if (typeof text !== 'string') return undefined;
  return Object.entries(recordOf(text)).map(([numbers, values]) => ({
    of: numbers.split(', ').map(member),
    values: Number(values),
  }));
}

/** `{"1 => 2": 0.5, "1, 3 => 2": 1.0}` */
function dependenciesOf(text: string | null | undefined, member: (number: string) => string) {
  if (typeof text !== 'string') return undefined;
  return Object.entries(recordOf(text)).map(([rule, degree]) => {
    const [from = '', to = ''] = rule.split(' => ');
    return { from: from.split(', ').map(member), to: member(to), degree: Number(degree) };
  });
}

function commonOf(row: Row): ExtendedStatistics['common'] {
  const values = listOf(row['vals']);
  if (values.length === 0) return undefined;
  const frequencies = numbersOf(row['freqs']) ?? [];
  const bases = numbersOf(row['base_freqs']) ?? [];
  return values.map((item, at) => ({
    values: (Array.isArray(item) ? item : []).map((value) => (typeof value === 'string' ? value : null)),
    frequency: frequencies[at] ?? 0,
    baseFrequency: bases[at] ?? 0,
  }));
}

const expressionKey = (schema: string, name: string, text: string, inherited: boolean): string =>
  JSON.stringify([schema, name, text, inherited]);

async function readExpressions(
  ask: Ask,
  values: ValuesKept,
  hasInherited: boolean,
): Promise<ReadonlyMap<string, ColumnFacts>> {
  const known = await columnsOfView(ask, 'pg_stats_ext_exprs');
  if (known.size === 0) return new Map();
  const rows = await ask(
    `select s.statistics_schemaname as schema, s.statistics_name as statistics, s.expr as name, '' as type,
       ${hasInherited ? 's.inherited' : 'false as inherited'}, ${factsList(known, values)}
     from pg_stats_ext_exprs s join pg_namespace n on n.nspname = s.statistics_schemaname where ${ownNamespace}`,
  );
  return new Map(
    rows.map((row) => [
      expressionKey(
        textOf(row, 'schema'),
        textOf(row, 'statistics'),
        textOf(row, 'name'),
        row['inherited'] === 't',
      ),
      factsOf(row),
    ]),
  );
}

function listOf(json: string | null | undefined): readonly unknown[] {
  const read: unknown = typeof json === 'string' ? JSON.parse(json) : [];
  return Array.isArray(read) ? read : [];
}

function recordOf(json: string | null | undefined): Readonly<Record<string, unknown>> {
  const read: unknown = typeof json === 'string' ? JSON.parse(json) : {};
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {};
}
