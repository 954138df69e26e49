import type { Endpoint, Parameter } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Column, Query, Table } from '../../model/data.ts';
import { tableId } from '../steps/inventory.ts';
import type { ParityValue } from './case.ts';
import { namesPassword } from './words.ts';

/** A column that a parameter is compared with or written to. */
export interface Target {
  readonly table: Table;
  readonly column: Column;
}

const escaped = (name: string): string => name.replaceAll(/[^\w]/g, String.raw`\$&`);

/** Statements that the code of an endpoint leads to. */
export const statementsOf = ({ data }: Pick<Backend, 'data'>, endpoint: Endpoint): readonly Query[] =>
  data.queries.filter(
    ({ operation, reachedBy }) => operation === endpoint.id || (reachedBy ?? []).includes(endpoint.id),
  );

/** The column that the statements of an endpoint hold a parameter against; its name decides where no placeholder does. */
export function columnOf(
  legacy: Pick<Backend, 'data'>,
  endpoint: Endpoint,
  { name }: Pick<Parameter, 'name'>,
): Target | undefined {
  const queries = statementsOf(legacy, endpoint);
  const tablesOf = (query: Query): readonly Table[] =>
    query.tables.flatMap((id) => legacy.data.tables.find((table) => tableId(table) === id) ?? []);
  const own = String.raw`\{(?:_(?:GET|POST|REQUEST)\.)?${escaped(name)}\}`;
  const bound = new RegExp(String.raw`(\w+)\s*(?:=|<=|>=|<|>|like|in\s*\()\s*['"%]*${own}`, 'i');
  const open = new RegExp(String.raw`\b(${escaped(name)})\s*=\s*['"]*(?:\{value\}|\?|\$\d)`, 'i');
  for (const pattern of [bound, open])
    for (const query of queries) {
      const found = pattern.exec(query.sql)?.[1];
      const column = found === undefined ? undefined : inTables(tablesOf(query), found);
      if (column !== undefined) return column;
    }
  const written = queries.filter(({ kind }) => kind === 'insert' || kind === 'update');
  for (const query of [...written, ...queries.filter((each) => !written.includes(each))]) {
    const column = name === 'id' ? undefined : inTables(tablesOf(query), name);
    if (column !== undefined) return column;
  }
  return undefined;
}

function inTables(tables: readonly Table[], name: string): Target | undefined {
  for (const table of tables) {
    const column = table.columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (column !== undefined) return { table, column };
  }
  return undefined;
}

/** The column whose rows a value names: itself where it is a key, else what its foreign key refers to. */
export function keyOf({ data }: Pick<Backend, 'data'>, { table, column }: Target): string | undefined {
  if (table.primaryKey?.columns.join(',') === column.name) return `${tableId(table)}.${column.name}`;
  const reference = table.foreignKeys.find(({ columns }) => columns.join(',') === column.name)?.references;
  if (reference !== undefined) return `${reference.table}.${reference.columns[0] ?? 'id'}`;
  // Old schemas name their references without declaring them: `product_id` of `products`.
  const stem = /^(\w+)_id$/i.exec(column.name)?.[1]?.toLowerCase();
  const owner = data.tables.find(
    (each) =>
      stem !== undefined &&
      [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')].includes(each.name.toLowerCase()) &&
      each.primaryKey?.columns.length === 1,
  );
  return owner === undefined ? undefined : `${tableId(owner)}.${owner.primaryKey?.columns[0] ?? 'id'}`;
}

/** Example values of a parameter: keys of rows, the values its type or a validator permits, or a bounded sample. */
export function valueOf(
  legacy: Pick<Backend, 'data'>,
  endpoint: Endpoint,
  parameter: Parameter,
): ParityValue {
  const { bounds } = parameter;
  if (bounds?.values !== undefined) return { kind: 'one of', values: bounds.values.slice(0, 3) };
  const target = columnOf(legacy, endpoint, parameter);
  const key = target === undefined ? undefined : keyOf(legacy, target);
  if (key !== undefined) return { kind: 'row', of: key };
  return { kind: 'one of', values: samples(parameter, target?.column) };
}

/** A password that a target accepts which asks for fifteen characters (NIST SP 800-63B-4, 3.1.1.2). */
const longEnough = 'an example of a passphrase';

function samples({ name, type, bounds }: Parameter, column: Column | undefined): readonly string[] {
  const sql = (column?.type ?? type ?? '').toLowerCase();
  const labels = /^(?:enum|set)\((.*)\)$/.exec(sql)?.[1];
  if (labels !== undefined)
    return [...labels.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label).slice(0, 3);
  if (sql === 'tinyint(1)' || sql.startsWith('bool')) return ['1', '0'];
  if (/int|serial/.test(sql)) return ['1', '2'];
  if (/^(decimal|numeric|float|double|real|money)/.test(sql)) return ['10.00'];
  if (sql === 'date') return ['2020-01-15'];
  if (/^(datetime|timestamp)/.test(sql)) return ['2020-01-15 12:00:00'];
  if (column?.format === 'email' || /e?mail$/i.test(name)) return ['person@example.org'];
  if (column === undefined && /(^|_)(id|no|nr|num|page|limit|offset|qty|count)$/i.test(name)) return ['1'];
  if (namesPassword(name)) return [longEnough.slice(0, bounds?.maxLength ?? longEnough.length)];
  const longest = Math.min(Number(/\((\d+)\)/.exec(sql)?.[1] ?? 40), bounds?.maxLength ?? 40, 40);
  return ['example'.slice(0, Math.max(1, longest))];
}
