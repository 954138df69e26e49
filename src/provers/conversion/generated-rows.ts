import type { ConvertedColumn, FaultKind } from '../../migration/conversion/column.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import type { ConvertedTable } from '../../migration/conversion/table.ts';
import { filled } from '../../migration/conversion/table.ts';
import type { LandingRow } from '../../model/legacy-table.ts';

/** A row with one fault, put there on purpose. */
export interface Planted {
  readonly table: string;
  readonly row: number;
  readonly column: string;
  readonly fault: FaultKind;
}

export interface GeneratedRows {
  readonly table: ConvertedTable;
  readonly rows: readonly LandingRow[];
  readonly planted: readonly Planted[];
}

/** Rows without a fault that each table begins with. */
const clean = 6;
/** A number that no row of another table has. */
const nowhere = 30;

/** What rows have to be like beside the keys that the tables tell; each by `table.column`. */
export interface RowHints {
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The column holds the values of another one. */
  readonly names: Readonly<Record<string, readonly [table: string, column: string]>>;
}

interface Ground {
  readonly byName: ReadonlyMap<string, ConvertedTable>;
  readonly hints: RowHints;
}

/** Rows as a legacy application leaves them: some in order, then one for each way in which its columns and keys can be faulty. */
export function generatedRows(
  { tables }: ConversionPlan,
  hints: RowHints = { values: {}, names: {} },
): readonly GeneratedRows[] {
  const ground: Ground = { byName: new Map(tables.map((table) => [table.name, table])), hints };
  return tables.map((table) => {
    const rows: LandingRow[] = [];
    const planted: Planted[] = [];
    const columns = filled(table);
    const add = (values: readonly (string | null)[]): number => {
      rows.push({ table: table.name, row: rows.length + 1, values });
      return rows.length;
    };
    const row = (index: number): readonly (string | null)[] =>
      columns.map((column) => valueAt(ground, table, column, index, 0));
    const plant = (values: readonly (string | null)[], column: string, fault: FaultKind): void =>
      void planted.push({ table: table.name, row: add(values), column, fault });
    for (let index = 0; index < clean; index += 1) add(row(index));
    for (const [at, column] of columns.entries())
      for (const [fault, value] of faultyValues(column)) {
        const values = row(rows.length);
        plant([...values.slice(0, at), value, ...values.slice(at + 1)], column.name, fault);
      }
    for (const key of table.uniques) {
      const first = row(0);
      const parts = new Set(key.parts.map(({ column }) => column));
      const values = row(rows.length).map((value, at) =>
        parts.has(columns[at]?.name ?? '') ? otherCase(columns[at], first[at] ?? null) : value,
      );
      plant(values, key.parts.map(({ column }) => column).join(', '), 'duplicate');
    }
    for (const { key } of table.references) {
      const names = key.columns.map((name) => name.toLowerCase());
      const values = row(rows.length).map((value, at) => {
        const column = columns[at];
        return column !== undefined && names.includes(column.name.toLowerCase())
          ? plainValue(column, nowhere)
          : value;
      });
      plant(values, key.columns.join(', '), 'orphan');
    }
    // Faults that only the designed table knows: a row that no key of the legacy database misses, a value that is no label.
    for (const [at, column] of columns.entries()) {
      const path = `${table.name}.${column.name}`;
      const odd =
        hints.names[path] !== undefined
          ? plainValue(column, nowhere)
          : hints.values[path] !== undefined && column.kind === 'text'
            ? landed(column, 'x')
            : undefined;
      if (odd === undefined) continue;
      const values = row(rows.length);
      add([...values.slice(0, at), odd, ...values.slice(at + 1)]);
    }
    return { table: { ...table, rows: rows.length }, rows, planted };
  });
}

/** A column that refers to another holds what that one holds. */
function valueAt(
  ground: Ground,
  table: ConvertedTable,
  column: ConvertedColumn,
  index: number,
  depth: number,
): string {
  for (const [parent, referred] of depth > 8 ? [] : referredBy(ground, table, column))
    if (referred !== column) return valueAt(ground, parent, referred, index % clean, depth + 1);
  const given = ground.hints.values[`${table.name}.${column.name}`] ?? [];
  const value = given[index % Math.max(1, given.length)];
  return value === undefined || column.kind === 'label' ? plainValue(column, index) : landed(column, value);
}

function referredBy(
  { byName, hints }: Ground,
  table: ConvertedTable,
  column: ConvertedColumn,
): readonly (readonly [ConvertedTable, ConvertedColumn])[] {
  const places = table.references.map(({ key }): readonly [string, string | undefined] => {
    const place = key.columns.findIndex((name) => name.toLowerCase() === column.name.toLowerCase());
    return [key.references.table, key.references.columns[place]];
  });
  const hint = hints.names[`${table.name}.${column.name}`];
  return [...places, ...(hint === undefined ? [] : [hint])].flatMap(([name, named]) => {
    const parent = byName.get(name);
    const referred = parent?.columns.find((one) => one.name.toLowerCase() === named?.toLowerCase());
    return parent === undefined || referred === undefined ? [] : [[parent, referred] as const];
  });
}

/** Texts wait as their bytes. */
const landed = ({ form }: ConvertedColumn, value: string): string =>
  form === 'characters' || form === 'binary' ? hex(value) : value;

const hex = (text: string): string => `\\x${Buffer.from(text, 'utf8').toString('hex')}`;
const two = (value: number): string => String(value).padStart(2, '0');

function plainValue({ kind, type, labels, legacyType }: ConvertedColumn, index: number): string {
  const day = `2020-${two(1 + Math.floor(index / 28))}-${two(1 + (index % 28))}`;
  switch (kind) {
    case 'integer':
      return String(index + 1);
    case 'boolean':
      return String(index % 2);
    case 'decimal':
      return decimalValue(type, index);
    case 'float':
      return `${index}.5`;
    case 'date':
      return day;
    case 'timestamp':
    case 'instant':
      return `${day} 10:20:30`;
    case 'time':
    case 'duration':
      return `10:${two(index % 60)}:30`;
    case 'bits':
      return (index % 4).toString(2).padStart(Number(/\d+/.exec(type)?.[0] ?? 1), '0');
    case 'label':
      return hex(labels?.[index % labels.length] ?? '');
    case 'set':
      return hex(/'((?:[^'\\]|\\.)*)'/.exec(legacyType)?.[1] ?? '');
    case 'json':
      return hex(`{"n": ${index}, "é": null}`);
    case 'text': {
      const size = lengthOf(type);
      const text = `${index.toString(36)}é`;
      return hex(size < text.length ? index.toString(36).slice(-size) : text);
    }
    case 'bytes':
      return `\\x${index.toString(16).padStart(2, '0')}ff00`;
  }
}

const lengthOf = (type: string): number => Number(/^varchar\((\d+)\)/.exec(type)?.[1] ?? 200);

function decimalValue(type: string, index: number): string {
  const [digits = '10', scale = '0'] = /\((\d+),(\d+)\)/.exec(type)?.slice(1) ?? [];
  const room = Number(digits) - Number(scale);
  const whole = room === 0 ? 0 : (index + 1) % 10 ** Math.min(room, 6);
  return scale === '0' ? String(whole) : `${whole}.${'5'.padEnd(Number(scale), '0')}`;
}

/** As MySQL would find the same text: in capitals. */
function otherCase(column: ConvertedColumn | undefined, value: string | null): string | null {
  if (column?.fold === undefined || column.fold === 'exact' || value === null) return value;
  return hex(Buffer.from(value.slice(2), 'hex').toString('utf8').toUpperCase());
}

function faultyValues(column: ConvertedColumn): readonly (readonly [FaultKind, string | null])[] {
  return column.faults.flatMap(({ fault }) => {
    const value = faultyValue(column, fault);
    return value === undefined ? [] : [[fault, value] as const];
  });
}

function faultyValue({ kind, type }: ConvertedColumn, fault: FaultKind): string | null | undefined {
  switch (fault) {
    case 'zero-date':
      return kind === 'date' ? '0000-00-00' : '0000-00-00 00:00:00';
    case 'no-date':
      return kind === 'date' ? '2021-02-30' : '2021-02-30 10:00:00';
    case 'bad-utf-8':
      return kind === 'text' ? '\\xe9' : undefined;
    case 'nul-character':
      return kind === 'text' ? '\\x6100' : undefined;
    case 'encoded-twice':
      return kind === 'text' && lengthOf(type) >= 2 ? '\\xc383c2a9' : undefined;
    case 'no-label':
      return hex('no label at all');
    case 'too-long':
      return hex('x'.repeat(lengthOf(type) + 1));
    case 'null':
      return null;
    case 'out-of-range':
      return kind === 'json' || kind === 'set' ? hex('{no') : kind === 'float' ? 'no number' : '9'.repeat(80);
    case 'orphan':
    case 'duplicate':
      return undefined;
  }
}
