import { qualifiedName, quoteName, tableKey } from '../../artifacts/sql-names.ts';
import { familyOf } from './family.ts';
import type { TargetMapping } from './mapping.ts';
import { columnPath } from './references.ts';

/** What generated rows have to be like to reach the target, and where they are to be found there. Plain data. */
export interface Rehearsal {
  readonly pairs: readonly {
    readonly legacy: string;
    readonly target: string;
    /** SQL of the rows of the target with the columns that are carried. */
    readonly rows: string;
  }[];
  /** Values that a legacy column is to hold, by `table.column`. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Legacy columns that hold the values of another one, though no key says so: `orders.customer_id` to `customers.id`. */
  readonly names: Readonly<Record<string, readonly [table: string, column: string]>>;
  /** What is stated, for the rehearsal only, where the target demands a value that nothing carries. */
  readonly fills: Readonly<Record<string, string>>;
}

export function rehearsalOf({ pairs, unstated }: TargetMapping): Rehearsal {
  const values: Record<string, readonly string[]> = {};
  const names: Record<string, readonly [string, string]> = {};
  const fills: Record<string, string> = {};
  for (const { source, target, columns } of pairs)
    for (const column of columns) {
      const [from] = column.sources;
      if (from !== undefined && column.labels !== undefined)
        values[`${source.name}.${from}`] ??= column.labels;
      if (from !== undefined && column.names !== undefined)
        names[`${source.name}.${from}`] ??= [column.names.table, column.names.column];
      // A number that becomes a switch: those that it is, and one that it is not.
      if (from !== undefined && familyOf(column.type, []).kind === 'boolean' && isNumber(source, from))
        values[`${source.name}.${from}`] ??= ['0', '1', '2'];
      const path = columnPath(target, column.name);
      if (unstated.includes(path)) {
        const sample = sampleOf(column.type);
        if (sample !== undefined) fills[path] = sample;
      }
    }
  return {
    pairs: pairs.map(({ source, target, columns }) => ({
      legacy: source.name,
      target: tableKey(target),
      rows: `(select ${columns
        .filter(({ carried }) => carried)
        .map(({ name }) => quoteName(name))
        .join(', ')} from ${qualifiedName(target)})`,
    })),
    values,
    names,
    fills,
  };
}

const isNumber = ({ columns }: TargetMapping['pairs'][number]['source'], name: string): boolean =>
  columns.some((column) => column.name === name && column.kind === 'integer');

function sampleOf(type: string): string | undefined {
  switch (familyOf(type, []).kind) {
    case 'text':
      return 'stated';
    case 'whole':
    case 'numeric':
    case 'float':
      return '1';
    case 'boolean':
      return 'false';
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return '2020-01-01 00:00:00';
    case 'json':
      return '{}';
    case 'interval':
    case 'time':
      return '10:00:00';
    case 'uuid':
    case 'bytes':
    case 'other':
      return undefined;
  }
}
