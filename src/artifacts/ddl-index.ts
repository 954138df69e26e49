import type { Index, Table } from '../model/data.ts';
import { unknownCondition } from '../model/data.ts';
import type { Lose } from './ddl-table.ts';
import { generatedName, quoteName, quoteNames, qualifiedName, tableKey } from './sql-names.ts';

/** One element of an index: a column, or an expression, with what follows it (`desc`, an operator class). */
export interface IndexElement {
  readonly column?: string;
  readonly expression?: string;
  readonly options: string;
}

/** Reads `placed_at desc`, `name gin_trgm_ops`, `lower(email)` or `(a + b) desc`; undefined = it names no column. */
export function indexElement(text: string, table: Table): IndexElement | undefined {
  const trimmed = text.trim();
  const columns = new Set(table.columns.map((column) => column.name));
  if (columns.has(trimmed)) return { column: trimmed, options: '' };
  const unquoted = /^"((?:[^"]|"")+)"(.*)$/.exec(trimmed);
  const [, word = '', rest = ''] = unquoted ?? /^([^\s()"]+)((?:\s.*)?)$/.exec(trimmed) ?? [];
  const name = unquoted === null ? word : word.replaceAll('""', '"');
  if (columns.has(name)) return { column: name, options: rest.trim() };
  const end = closingParenthesis(trimmed);
  if (end === -1) return undefined;
  return { expression: trimmed.slice(0, end + 1), options: trimmed.slice(end + 1).trim() };
}

/** Where the first parenthesis of the text closes, string literals skipped; -1 when there is none. */
function closingParenthesis(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "'") quoted = !quoted;
    if (quoted) continue;
    if (letter === '(') depth++;
    if (letter === ')' && --depth === 0) return at;
  }
  return -1;
}

/** `create index` for every index of a table that can be expressed. `taken` holds the names used in its schema. */
export function indexesSql(table: Table, taken: Set<string>, lose: Lose): readonly string[] {
  return table.indexes.flatMap((index) => {
    const elements = index.columns.map((text) => indexElement(text, table));
    const unknown = index.columns.filter((_, at) => elements[at] === undefined);
    if (unknown.length > 0 || elements.length === 0) {
      lose(
        `${tableKey(table)}: index ${index.name} names no known column: ${unknown.join(', ') || 'none given'}`,
      );
      return [];
    }
    if (index.where === unknownCondition) {
      lose(`${tableKey(table)}: index ${index.name} has a condition that is not known as SQL`);
      return [];
    }
    const known = elements.flatMap((element) => (element === undefined ? [] : [element]));
    return [indexSql(table, index, known, freeName(table, index, taken, lose))];
  });
}

function freeName(table: Table, index: Index, taken: Set<string>, lose: Lose): string {
  const wanted = index.name === '' ? generatedName(table.name, index.columns, 'idx') : index.name;
  let name = wanted;
  for (let n = 1; taken.has(`${table.schema ?? ''}.${name}`); n++) name = `${wanted}${n}`;
  taken.add(`${table.schema ?? ''}.${name}`);
  if (name !== wanted)
    lose(`${tableKey(table)}: the index name ${wanted} is taken, ${name} is written instead`);
  return name;
}

function indexSql(table: Table, index: Index, elements: readonly IndexElement[], name: string): string {
  const method = index.method.toLowerCase();
  const list = elements.map(elementSql).join(', ');
  return [
    `create ${index.unique ? 'unique ' : ''}index ${quoteName(name)} on ${qualifiedName(table)}`,
    ...(method === '' || method === 'btree' ? [] : [`using ${method}`]),
    `(${list})`,
    ...(index.include.length === 0 ? [] : [`include (${quoteNames(index.include)})`]),
    ...(index.nullsNotDistinct === true ? ['nulls not distinct'] : []),
    ...(index.where === undefined ? [] : [`where ${index.where}`]),
  ]
    .join(' ')
    .concat(';');
}

/** An expression needs parentheses of its own unless it is a plain function call. */
function elementSql(element: IndexElement): string {
  const { column, expression = '', options } = element;
  const plain = /^(\(|[a-z_][\w.]*\()/i.test(expression);
  const text = column === undefined ? (plain ? expression : `(${expression})`) : quoteName(column);
  return options === '' ? text : `${text} ${options}`;
}
