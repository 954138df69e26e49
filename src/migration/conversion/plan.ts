import type { LegacyTable, RowProfile } from '../../model/legacy-table.ts';
import type { ConversionOptions } from './conversion-options.ts';
import { isPlainPart } from './keys.ts';
import type { ConvertedReference, UniqueKey } from './keys.ts';
import { convertedTable, inOrder } from './table.ts';
import type { ConvertedTable } from './table.ts';

/** Tables in the order in which rows can be written, with what is unique where others refer to it. */
export interface ConversionPlan {
  /** Of the tables of PostgreSQL. */
  readonly schema: string;
  readonly tables: readonly ConvertedTable[];
  /** Columns that have to be unique as they are written, because a reference needs it. */
  readonly referred: readonly { readonly table: string; readonly columns: readonly string[] }[];
}

export function conversionPlan(
  given: readonly { readonly legacy: LegacyTable; readonly profile: RowProfile }[],
  options: ConversionOptions,
): ConversionPlan {
  const converted = given.map(({ legacy, profile }) => convertedTable(legacy, profile, options));
  const byName = new Map(converted.map((table) => [table.name.toLowerCase(), table]));
  const referred: { table: string; columns: readonly string[] }[] = [];
  const tables = converted.map((table) => {
    const kept: ConvertedReference[] = [];
    const lost: string[] = [];
    for (const reference of table.references) {
      const { references, columns } = reference.key;
      const parent = byName.get(references.table.toLowerCase());
      const key = parent?.uniques.find(({ parts }) => isOver(parts, references.columns));
      if (parent === undefined || key === undefined) {
        const why = parent === undefined ? 'a table the dump does not hold' : 'columns that are not unique';
        lost.push(`the reference of (${columns.join(', ')}) names ${why}: left out`);
        continue;
      }
      kept.push({
        ...reference,
        key: { ...reference.key, references: { table: parent.name, columns: references.columns } },
      });
      if (!key.primary && !key.parts.every(isPlainPart))
        referred.push({ table: parent.name, columns: references.columns });
    }
    return { ...table, references: kept, differences: [...table.differences, ...lost] };
  });
  return { schema: options.schema, tables: inOrder(withNames(tables)), referred };
}

const isOver = (parts: UniqueKey['parts'], columns: readonly string[]): boolean =>
  parts.length === columns.length &&
  columns.every((name) =>
    parts.some(({ column, prefix }) => prefix === undefined && column.toLowerCase() === name.toLowerCase()),
  );

/** Indexes and tables share one room for names, and one that is taken would be passed over in silence. */
function withNames(tables: readonly ConvertedTable[]): readonly ConvertedTable[] {
  const taken = new Set(tables.map(({ name }) => name));
  const free = (name: string): string => {
    let found = name;
    for (let count = 2; taken.has(found); count += 1) found = `${name.slice(0, 58)}_${count}`;
    taken.add(found);
    return found;
  };
  return tables.map((table) => ({
    ...table,
    uniques: table.uniques.map((key) => ({ ...key, name: free(key.name) })),
    indexes: table.indexes.map((index) => {
      const name = free(index.name);
      return name === index.name ? index : { name, sql: index.sql.replace(index.name, name) };
    }),
  }));
}
