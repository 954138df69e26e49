import { createTable } from '../../schema/changes.ts';
import { putColumn, putIndex, putReference, putUnique } from '../../schema/columns.ts';
import type { ColumnSpec, SchemaContext } from '../../schema/columns.ts';
import { emptyTable } from '../../sql/draft.ts';
import type { ArrayEntry, PhpValue, ReadOrigin } from '../value.ts';
import { itemsOf, textOf, textsOf } from '../value.ts';
import { arrayColumn, valueAt } from './array-columns.ts';

export interface ArrayContext extends SchemaContext {
  /** Whether code makes keys to other tables of what the lists say of them. */
  readonly enforced: boolean;
}

interface ArrayTable {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  readonly value: PhpValue;
}

/** The name of a table; what is put before it when code runs is left out. */
export function tableName(given: PhpValue | string | undefined): string | undefined {
  const text = typeof given === 'string' ? given : given?.kind === 'text' ? given.text : undefined;
  const name = text?.replace(/^(\{unresolved\})+_?/, '');
  return name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? name : undefined;
}

/** A table, where a list has the shape of one: fields of SQL types, and something that only a database asks for. */
export function readArrayTable(value: PhpValue, name: string | undefined): ArrayTable | undefined {
  const own = tableName(valueAt(value, /^(table_?)?name$|^table$/i)) ?? name;
  const fields = valueAt(value, /^(fields?|columns?)$/i);
  if (own === undefined || fields?.kind !== 'array' || fields.entries.length === 0) return undefined;
  const columns = fields.entries.flatMap((entry) => arrayColumn(entry) ?? []);
  if (columns.length < fields.entries.length) return undefined;
  const isStored =
    columns.some(({ counts }) => counts === true) ||
    valueAt(value, /^(primary([ _]?key)?|engine|charset|unique[ _]keys?|index(es)?)$/i) !== undefined;
  return isStored ? { name: own, columns, value } : undefined;
}

/** Puts the table with its keys. */
export function putArrayTable(
  on: ArrayContext,
  { name, columns, value }: ArrayTable,
  origin: ReadOrigin,
): void {
  const key = columnsOf(valueAt(value, /^primary([ _]?key)?$/i));
  const known = new Set(columns.map((column) => column.name));
  const table = emptyTable(name, undefined, origin);
  for (const column of columns) putColumn(on, table, column, origin);
  if (key.length > 0 && key.every((column) => known.has(column))) {
    table.primaryKey = { name: `${name}_pkey`, columns: key, origin };
    table.columns = table.columns.map((column) =>
      key.includes(column.name) ? { ...column, nullable: false } : column,
    );
  }
  for (const each of listed(value, /^uniques?([ _]?keys?)?$/i))
    if (isOf(known, each.columns)) putUnique(on, table, each.columns, each.name, origin);
  for (const each of listed(value, /^(index(es)?|indices|keys?)$/i)) {
    if (!isOf(known, each.columns)) continue;
    const { columns: over, unique } = each;
    putIndex(table, { name: each.name ?? `${name}_${over.join('_')}`, columns: over, unique }, origin);
  }
  createTable(on.draft, table, true);
  if (on.enforced) putReferences(on, name, value, origin);
}

function putReferences(on: ArrayContext, name: string, value: PhpValue, origin: ReadOrigin): void {
  const table = on.draft.tables.get(name);
  for (const given of itemsOf(valueAt(value, /^foreign([ _]?keys?)?$/i))) {
    const columns = columnsOf(valueAt(given, /^(key|columns?)$/i));
    const other = tableName(valueAt(given, /^table$/i));
    const to = columnsOf(valueAt(given, /^(field|references)$/i));
    if (table !== undefined && other !== undefined && columns.length > 0 && columns.length === to.length)
      putReference(on, table, columns, { table: other, columns: to }, origin);
  }
}

interface ListedKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

/** `'name' => ['a', 'b']`, or a list of keys that say their own name and columns. */
function listed(value: PhpValue, word: RegExp): readonly ListedKey[] {
  const given = valueAt(value, word);
  return (given?.kind === 'array' ? given.entries : []).map(keyOf);
}

function keyOf({ key, value }: ArrayEntry): ListedKey {
  const inner = valueAt(value, /^(keys?|fields?|columns?)$/i);
  const name =
    textOf(valueAt(value, /^name$/i)) ?? (key === undefined || /^\d+$/.test(key) ? undefined : key);
  const unique = valueAt(value, /^unique$/i);
  return {
    ...(name === undefined ? {} : { name }),
    columns: columnsOf(inner ?? value),
    unique: unique?.kind === 'boolean' && unique.value,
  };
}

/** MySQL keeps the beginning of a long text in a key: `ident(25)`. */
const columnsOf = (value: PhpValue | undefined): readonly string[] =>
  textsOf(value).map((text) => text.replace(/\s*\(\d+\)$/, '').replaceAll('`', ''));

const isOf = (known: ReadonlySet<string>, columns: readonly string[]): boolean =>
  columns.length > 0 && columns.every((column) => known.has(column));
