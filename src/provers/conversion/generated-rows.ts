import type { ConvertedColumn, FaultKind } from '../../migration/conversion/column.ts';
import type { ConvertedReference } from '../../migration/conversion/keys.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import type { ConvertedTable } from '../../migration/conversion/table.ts';
import { filled } from '../../migration/conversion/table.ts';
import type { LandingRow } from '../../model/legacy-table.ts';
import { faultyValues, hex, landed, otherCase, plainValue } from './plain-value.ts';

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

/** What rows have to be like beside the keys that the tables tell; each by `table.column`. */
export interface RowHints {
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The column holds the values of another one. */
  readonly names: Readonly<Record<string, readonly [table: string, column: string]>>;
}

interface Ground {
  readonly byName: ReadonlyMap<string, ConvertedTable>;
  readonly hints: RowHints;
  /** No table has so many rows. */
  readonly beyond: number;
}

/** Rows as a legacy application leaves them: some in order, then one for each way in which its columns and keys can be faulty. */
export function generatedRows(
  { tables }: ConversionPlan,
  hints: RowHints = { values: {}, names: {} },
): readonly GeneratedRows[] {
  const ground: Ground = {
    byName: new Map(tables.map((table) => [table.name, table])),
    hints,
    beyond: Math.max(0, ...tables.map(mostRows)) + 1,
  };
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
      const strangers = strangersOf(ground, columns, key);
      if (strangers.every((value) => value === undefined)) continue;
      const values = row(rows.length).map((value, at) => strangers[at] ?? value);
      plant(values, key.columns.join(', '), 'orphan');
    }
    // Faults that only the designed table knows: a row that no key of the legacy database misses, a value that is no label.
    for (const [at, column] of columns.entries()) {
      const path = `${table.name}.${column.name}`;
      const named = hints.names[path];
      const odd =
        named !== undefined
          ? stranger(ground, column, ...named)
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

const mostRows = (table: ConvertedTable): number =>
  clean +
  table.uniques.length +
  table.references.length +
  filled(table).reduce((sum, { faults }) => sum + faults.length + 1, 0);

/** Texts that rows hold once their fault is repaired. */
const repaired = ['a', 'é', 'x'].map(hex);

/** For each column that a key is made of, a value that names nothing. */
const strangersOf = (
  ground: Ground,
  columns: readonly ConvertedColumn[],
  { columns: own, references }: ConvertedReference['key'],
): readonly (string | undefined)[] =>
  columns.map((column) => {
    const place = own.findIndex((one) => one.toLowerCase() === column.name.toLowerCase());
    const named = place < 0 ? undefined : references.columns[place];
    return named === undefined ? undefined : stranger(ground, column, references.table, named);
  });

/** A value that no row of the column it names holds; none where its type has too few of them. */
function stranger(
  ground: Ground,
  column: ConvertedColumn,
  parent: string,
  named: string,
): string | undefined {
  const table = ground.byName.get(parent);
  const held = table?.columns.find(({ name }) => name.toLowerCase() === named.toLowerCase());
  const taken = new Set(repaired);
  if (table !== undefined && held !== undefined)
    for (let index = 0; index < ground.beyond; index += 1)
      taken.add(valueAt(ground, table, held, index, 0)).add(plainValue(held, index));
  for (let index = ground.beyond; index < ground.beyond * 2; index += 1) {
    const value = plainValue(column, index);
    if (!taken.has(value)) return value;
  }
  return undefined;
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
