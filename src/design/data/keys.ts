import type { ForeignKey, Index, Key, ReferentialAction, Table } from '../../model/data.ts';
import type { Entity, Field } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import { columnNamed, columnOf, keyOf, named, tableNameOf } from './layout.ts';
import type { Layout } from './layout.ts';

/** What identifies a row beside its key: single unique fields, then composite keys. */
export function naturalKeys(layout: Layout, entity: Entity): readonly Key[] {
  const table = tableNameOf(layout, entity.name);
  const single = entity.fields
    .filter(({ unique }) => unique)
    .map((field) => ({ columns: [columnOf(field)], origin: field.origin }));
  const composite = entity.unique.map((fields) => ({
    columns: fields.map((field) => columnNamed(entity, field)),
    origin: entity.origin,
  }));
  const all = [...single, ...composite];
  const distinct = all.filter(
    (key, at) => all.findIndex((other) => other.columns.join() === key.columns.join()) === at,
  );
  return distinct.map((key) => ({ name: named(table, key.columns, 'key'), ...key }));
}

/** A key for each reference whose target lies in the same database. */
export function foreignKeys(layout: Layout, entity: Entity): readonly ForeignKey[] {
  const table = tableNameOf(layout, entity.name);
  return entity.fields.flatMap((field): readonly ForeignKey[] => {
    const target = field.type.kind === 'ref' ? layout.entities.get(field.type.entity) : undefined;
    if (target === undefined || (layout.apart && target.context !== entity.context)) return [];
    const { action, origin } = onDelete(entity, field, target);
    return [
      {
        name: named(table, [columnOf(field)], 'fkey'),
        columns: [columnOf(field)],
        references: { table: keyOf(layout, target.name), columns: ['id'] },
        onDelete: action,
        onUpdate: 'no action',
        origin,
      },
    ];
  });
}

interface Chosen {
  readonly action: ReferentialAction;
  readonly origin: Origin;
}

/**
 * What becomes of a row whose target is deleted: a part goes with its whole, an optional pointer is emptied, and
 * everything else keeps its target from being deleted.
 */
function onDelete(entity: Entity, field: Field, target: Entity): Chosen {
  if (field.type.kind === 'ref' && field.type.onDelete !== undefined)
    return { action: field.type.onDelete, origin: field.origin };
  const chosen = (action: ReferentialAction, rule: string): Chosen => ({
    action,
    origin: { kind: 'derived', rule, from: [`${entity.name}.${field.name} refers to ${target.name}`] },
  });
  if (entity.appendOnly === true)
    return chosen('restrict', 'rows that are only added keep what they speak of');
  if (isPartOf(entity, field, target)) return chosen('cascade', 'a part goes with its whole');
  if (field.optional && target.context === entity.context)
    return chosen('set null', 'an optional pointer is emptied');
  return chosen('restrict', 'a row is not deleted while another needs it');
}

/** The owner of a row in the same context is its whole, unless the row has to be kept longer. */
function isPartOf(entity: Entity, field: Field, target: Entity): boolean {
  const kept = entity.retention?.value ?? 0;
  return (
    entity.owner === field.name &&
    target.owner !== 'id' &&
    target.context === entity.context &&
    kept <= (target.retention?.value ?? (kept === 0 ? 0 : Number.POSITIVE_INFINITY))
  );
}

export const plainColumn = (text: string): string => text.replace(/ (asc|desc)( nulls (first|last))?$/i, '');

/** Whether rows are found by these columns through a key or index that leads with them. */
export function isLed(
  table: Pick<Table, 'primaryKey' | 'uniques' | 'indexes'>,
  columns: readonly string[],
): boolean {
  const leading = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...table.uniques.map((key) => key.columns),
    ...table.indexes
      .filter(({ where, method }) => where === undefined && method === 'btree')
      .map((index) => index.columns.map(plainColumn)),
  ];
  return leading.some((found) => columns.every((column) => found.slice(0, columns.length).includes(column)));
}

/** An index for every foreign key that none leads: without it each delete of a target scans the whole table. */
export function foreignKeyIndexes(
  table: Pick<Table, 'name' | 'primaryKey' | 'uniques' | 'indexes' | 'foreignKeys'>,
): readonly Index[] {
  return table.foreignKeys
    .filter(({ columns }) => !isLed(table, columns))
    .map(({ columns, references }) => ({
      name: named(table, columns, 'idx'),
      columns,
      include: [],
      unique: false,
      method: 'btree',
      serves: [],
      origin: {
        kind: 'derived',
        rule: 'a foreign key is found from its target',
        from: [`deletes on ${references.table}`],
      },
    }));
}
