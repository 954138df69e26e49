import type { Site, Value } from '../javascript/value.ts';
import { literal, putColumn, putIndex, putReference, putUnique } from '../schema/columns.ts';
import type { ColumnSpec } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { quoted } from '../sql/names.ts';
import { columnTypeText } from '../typeorm/column-types.ts';
import { hashedName } from '../typeorm/names.ts';
import type { MigrationContext } from './context.ts';
import { fieldAt, isFalse, isTrue, listAt, numberAt, scalarAt, textAt, textsAt } from './values.ts';

export function putSpec(on: MigrationContext, made: TableDraft, value: Value, site: Site): void {
  const spec = specOf(on, made, value, site);
  if (spec !== undefined)
    putColumn(on, made, spec, value.kind === 'result' ? value.site.origin : site.origin);
}

/** `new TableColumn({…})`, or its options. */
export function specOf(
  on: MigrationContext,
  made: TableDraft,
  value: Value,
  site: Site,
): ColumnSpec | undefined {
  const name = nameOf(value);
  const type = textAt(fieldAt(value, 'type'));
  if (name === undefined) return undefined;
  const labels = fieldAt(value, 'enum');
  const isEnum = (type === 'enum' || type === 'simple-enum') && labels !== undefined;
  const enumName = textAt(fieldAt(value, 'enumName')) ?? `${made.name}_${name}_enum`;
  if (isEnum && on.dialect === 'postgresql' && !on.draft.enums.has(enumName))
    on.draft.enums.set(enumName, {
      name: enumName,
      labels: listAt(labels).map((label) => String(scalarAt(label))),
      origin: site.origin,
    });
  const parts = {
    ...numbers(value),
    isArray: isTrue(fieldAt(value, 'isArray')),
    unsigned: isTrue(fieldAt(value, 'unsigned')),
  };
  const list = listAt(labels)
    .map((label) => `'${String(scalarAt(label))}'`)
    .join(',');
  const base = isEnum
    ? on.dialect === 'postgresql'
      ? quoted(enumName)
      : `enum(${list})`
    : (type ?? 'unknown');
  const strategy = textAt(fieldAt(value, 'generationStrategy'));
  const generated = isTrue(fieldAt(value, 'isGenerated'));
  const isUuid = generated && (strategy === 'uuid' || type === 'uuid');
  const given = scalarAt(fieldAt(value, 'default'));
  const comment = textAt(fieldAt(value, 'comment'));
  const expression = textAt(fieldAt(value, 'asExpression'));
  const text = isUuid ? 'uuid_generate_v4()' : typeof given === 'string' ? given : literal(given);
  return {
    name,
    type: columnTypeText(base, parts, on.dialect),
    nullable: isTrue(fieldAt(value, 'isNullable')),
    counts: generated && !isUuid && strategy !== 'rowid',
    primary: isTrue(fieldAt(value, 'isPrimary')),
    ...(isTrue(fieldAt(value, 'isUnique')) ? { unique: hashedName('UQ', made.name, [name]) } : {}),
    ...(text === undefined ? {} : { default: text }),
    ...(expression === undefined ? {} : { generated: expression }),
    ...(comment === undefined ? {} : { comment }),
  };
}

function numbers(value: Value): {
  readonly length?: string | number;
  readonly precision?: number;
  readonly scale?: number;
} {
  const length = scalarAt(fieldAt(value, 'length'));
  const precision = numberAt(fieldAt(value, 'precision'));
  const scale = numberAt(fieldAt(value, 'scale'));
  return {
    ...(typeof length === 'string' || typeof length === 'number' ? { length } : {}),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  };
}

export function putIndexOf(made: TableDraft, value: Value, { origin }: Site): void {
  const columns = textsAt(fieldAt(value, 'columnNames'));
  const where = textAt(fieldAt(value, 'where'));
  const method = isTrue(fieldAt(value, 'isSpatial')) ? 'gist' : undefined;
  putIndex(
    made,
    {
      name: textAt(fieldAt(value, 'name')) ?? hashedName('IDX', made.name, columns, where),
      columns,
      unique: isTrue(fieldAt(value, 'isUnique')),
      ...(where === undefined ? {} : { where }),
      ...(method === undefined ? {} : { method }),
    },
    origin,
  );
}

export function putUniqueOf(on: MigrationContext, made: TableDraft, value: Value, { origin }: Site): void {
  const columns = textsAt(fieldAt(value, 'columnNames'));
  putUnique(
    on,
    made,
    columns,
    textAt(fieldAt(value, 'name')) ?? hashedName('UQ', made.name, columns),
    origin,
  );
}

export function putForeignKeyOf(
  on: MigrationContext,
  made: TableDraft,
  value: Value,
  { origin }: Site,
): void {
  const columns = textsAt(fieldAt(value, 'columnNames'));
  const target = textAt(fieldAt(value, 'referencedTableName'));
  const schema = textAt(fieldAt(value, 'referencedSchema'));
  if (target === undefined || isFalse(fieldAt(value, 'createForeignKeyConstraints'))) return;
  const onDelete = textAt(fieldAt(value, 'onDelete'));
  const onUpdate = textAt(fieldAt(value, 'onUpdate'));
  putReference(
    on,
    made,
    columns,
    {
      table: schema === undefined || schema === 'public' ? target : `${schema}.${target}`,
      columns: textsAt(fieldAt(value, 'referencedColumnNames')),
      name: textAt(fieldAt(value, 'name')) ?? hashedName('FK', made.name, columns),
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
    },
    origin,
  );
}

export const nameOf = (value: Value | undefined): string | undefined => {
  const name = textAt(value) ?? textAt(fieldAt(value, 'name', 'tableName'));
  return name?.replace(/^public\./, '').replaceAll('"', '');
};
