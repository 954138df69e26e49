import type { DataModel, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import { tableSubject } from './pattern.ts';

/** Something of a schema that has a name of its own. */
export interface NamedPart {
  readonly kind: 'table' | 'column' | 'index' | 'constraint' | 'view' | 'function' | 'sequence' | 'type';
  readonly name: string;
  /** The table it belongs to, as findings name it. */
  readonly table?: string;
  readonly origin: Origin;
}

export const namedParts = (data: DataModel): readonly NamedPart[] => [
  ...data.tables.flatMap(partsOfTable),
  ...(data.views ?? []).map(({ name, origin }): NamedPart => ({ kind: 'view', name, origin })),
  ...(data.functions ?? []).map(({ name, origin }): NamedPart => ({ kind: 'function', name, origin })),
  ...(data.sequences ?? []).map(({ name, origin }): NamedPart => ({ kind: 'sequence', name, origin })),
  ...data.enums.map(({ name, origin }): NamedPart => ({
    kind: 'type',
    name: name.slice(name.lastIndexOf('.') + 1),
    origin,
  })),
];

function partsOfTable(table: Table): readonly NamedPart[] {
  const of = tableSubject(table);
  const { primaryKey, uniques, foreignKeys, checks, indexes, columns, origin } = table;
  const constraints = [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...foreignKeys,
    ...checks,
  ];
  return [
    { kind: 'table', name: table.name, origin },
    ...(table.partitions ?? []).map((part): NamedPart => ({
      kind: 'table',
      name: part.name,
      origin: part.origin,
    })),
    ...columns.map((column): NamedPart => ({
      kind: 'column',
      name: column.name,
      table: of,
      origin: column.origin,
    })),
    ...constraints.flatMap(({ name, origin: at }): readonly NamedPart[] =>
      name === undefined ? [] : [{ kind: 'constraint', name, table: of, origin: at }],
    ),
    ...indexes.map((index): NamedPart => ({
      kind: 'index',
      name: index.name,
      table: of,
      origin: index.origin,
    })),
  ];
}
