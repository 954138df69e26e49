import type { Query } from '../../model/data.ts';
import type { Landing } from './landing.ts';

/** One statement as far as its text tells what it does to one table. */
export interface Statement {
  readonly query: Query;
  /** The table it is about, by id: the one it writes, or the first it reads from. */
  readonly table: string;
  readonly does: 'one' | 'many' | 'search' | 'figure' | 'insert' | 'update' | 'delete' | 'replace';
  /** Columns that a value given is compared with, in order, without the key. */
  readonly filters: readonly string[];
  /** The first column it orders by, `-` = descending. */
  readonly order?: string;
  /** Columns that it writes, where the text lists them. */
  readonly columns: readonly string[];
}

export const bare = (sql: string): string => sql.replaceAll(/[`"[\]]/g, '');

const tableOf = (name: string, named: (name: string) => string): string => named(name.replace(/[;,)]+$/, ''));

/** What a statement does to the table it is about; undefined where that table is none of the system's. */
export function statementOf(
  query: Query,
  landings: ReadonlyMap<string, Landing>,
  named: (name: string) => string,
): Statement | undefined {
  const sql = bare(query.sql);
  const first = firstTable(sql, query.kind);
  const said = first === undefined ? undefined : tableOf(first, named);
  const table =
    said !== undefined && landings.has(said)
      ? said
      : query.tables.map(named).find((name) => landings.has(name));
  const landing = table === undefined ? undefined : landings.get(table);
  if (table === undefined || landing === undefined) return undefined;
  const does = doingOf(query, sql, landing);
  if (does === undefined) return undefined;
  const order = does === 'many' ? orderOf(sql, landing) : undefined;
  return {
    query,
    table,
    does,
    filters: does === 'many' ? filtersOf(sql, landing) : does === 'search' ? searched(sql, landing) : [],
    ...(order !== undefined && { order }),
    columns: writtenColumns(sql, query.kind, landing),
  };
}

function firstTable(sql: string, kind: Query['kind']): string | undefined {
  const pattern =
    kind === 'insert' || kind === 'other'
      ? /\b(?:into|replace)\s+([\w.{}]+)/i
      : kind === 'update'
        ? /\bupdate\s+(?:low_priority\s+|ignore\s+)?([\w.{}]+)/i
        : /\bfrom\s+\(?\s*([\w.{}]+)/i;
  return pattern.exec(sql)?.[1];
}

function doingOf(query: Query, sql: string, landing: Landing): Statement['does'] | undefined {
  if (query.kind === 'other') return /^\s*(replace|merge|upsert)\b/i.test(sql) ? 'replace' : undefined;
  if (query.kind !== 'select')
    return query.kind === 'insert' && /\bon (duplicate key|conflict)\b/i.test(sql) ? 'replace' : query.kind;
  if (isFigure(sql)) return 'figure';
  if (/\b(i?like|rlike|similar to)\b|\bmatch\s*\(|@@|to_tsvector/i.test(whereOf(sql))) return 'search';
  return namesKey(sql, landing) ? 'one' : 'many';
}

export const whereOf = (sql: string): string =>
  /\bwhere\b([\s\S]*?)(?:\border by\b|\bgroup by\b|\blimit\b|$)/i.exec(sql)?.[1] ?? '';

/** Nothing but sums and counts over all rows that a condition names. */
const isFigure = (sql: string): boolean => {
  const list = /^\s*select\b([\s\S]*?)\bfrom\b/i.exec(sql)?.[1] ?? '';
  return (
    list.trim() !== '' &&
    !/\bgroup by\b/i.test(sql) &&
    splitList(list).every((part) =>
      /^\s*(distinct\s+)?(count|sum|avg|min|max|exists|1\b|coalesce\s*\(\s*(sum|avg))/i.test(part),
    )
  );
};

/** Parts at commas outside of parentheses. */
function splitList(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of list) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}

interface Compared {
  readonly column: string;
  /** With a list of values. */
  readonly isList: boolean;
}

const noAlias =
  /^(where|join|left|right|inner|outer|cross|natural|order|group|limit|on|using|union|having)$/i;

/** Columns of the table that stand before an equals sign, whatever alias is before them. */
function compared(sql: string, columns: ReadonlyMap<string, string>): readonly Compared[] {
  const alias = /\bfrom\s+[\w.{}]+\s+(?:as\s+)?(\w+)/i.exec(sql)?.[1];
  const owner = alias === undefined || noAlias.test(alias) ? undefined : alias;
  const found = [...whereOf(sql).matchAll(/(?:\b(\w+)\.)?\b(\w+)\s*(=|\bin\s*\()/gi)];
  return found.flatMap(([, said, column = '', sign = '']) =>
    columns.has(column) && (said === undefined || owner === undefined || said === owner)
      ? [{ column, isList: sign !== '=' }]
      : [],
  );
}

/** The key, or another column that no two rows share, is compared with one value. */
function namesKey(sql: string, { entity, fields }: Landing): boolean {
  const unique = new Set(['id', ...entity.fields.filter((field) => field.unique).map(({ name }) => name)]);
  return compared(sql, fields).some(({ column, isList }) => !isList && unique.has(fields.get(column) ?? ''));
}

const filtersOf = (sql: string, { fields }: Landing): readonly string[] => [
  ...new Set(
    compared(sql, fields)
      .map(({ column }) => column)
      .filter((column) => !['id', 'legacy_id'].includes(fields.get(column) ?? '')),
  ),
];

function searched(sql: string, { fields }: Landing): readonly string[] {
  const named = new Set(whereOf(sql).match(/\w+/g));
  return [...fields.keys()].filter((column) => named.has(column));
}

function orderOf(sql: string, { fields }: Landing): string | undefined {
  const match = /\border by\s+(?:\w+\.)?(\w+)(\s+desc)?/i.exec(sql);
  const column = match?.[1];
  if (column === undefined || !fields.has(column)) return undefined;
  return match?.[2] === undefined ? column : `-${column}`;
}

function writtenColumns(sql: string, kind: Query['kind'], { fields }: Landing): readonly string[] {
  const text =
    kind === 'insert'
      ? (/\binto\s+[\w.{}]+\s*\(([^)]*)\)/i.exec(sql)?.[1] ?? '')
      : kind === 'update'
        ? (/\bset\b([\s\S]*?)(?:\bwhere\b|$)/i.exec(sql)?.[1] ?? '')
        : '';
  const parts = splitList(text).map((part) => /^\s*(?:\w+\.)?(\w+)/.exec(part)?.[1] ?? '');
  return parts.filter((column) => fields.has(column));
}
