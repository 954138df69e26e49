import type { Column } from '../../../model/data.ts';
import type { Decoration } from '../javascript/decorators.ts';
import { fieldAt, isTrue, settled, textAt, textsAt } from '../code-migrations/values.ts';
import type { ModelField } from '../models/classes.ts';
import { addColumn, addPrimaryKey } from '../schema/changes.ts';
import { putIndex, putReference, putUnique } from '../schema/columns.ts';
import { snake } from '../typeorm/naming.ts';
import type { MikroContext, MikroEntity } from './entities.ts';
import { decorationOf, isPackage } from './entities.ts';
import { emptyTable } from '../sql/draft.ts';

export function readRelations(on: MikroContext, entity: MikroEntity): void {
  for (const field of entity.fields) {
    const relation = decorationOf(field, 'ManyToOne', 'OneToOne', 'ManyToMany');
    const target = relation === undefined ? undefined : targetOf(on, relation, field);
    if (relation === undefined || target === undefined) continue;
    const options = relation.args.findLast((arg) => settled(arg)?.kind === 'object');
    const inverse =
      fieldAt(options, 'mappedBy') !== undefined ||
      (relation.args[1]?.kind === 'function' &&
        !isTrue(fieldAt(options, 'owner')) &&
        relation.name !== 'ManyToOne');
    if (inverse) continue;
    if (relation.name === 'ManyToMany') pivot(on, entity, field, relation, target);
    else joinColumn(on, entity, field, relation, target);
  }
}

function targetOf(on: MikroContext, { args, site }: Decoration, field: ModelField): MikroEntity | undefined {
  const options = args.findLast((arg) => settled(arg)?.kind === 'object');
  const given = args[0]?.kind === 'function' ? args[0] : (fieldAt(options, 'entity') ?? args[0]);
  const value = given?.kind === 'function' ? on.world.machine.call(given, [], site) : given;
  const one = settled(value);
  if (one?.kind === 'class') return on.entities.get(one);
  const name = textAt(one) ?? field.type.name;
  return [...on.entities.values()].find(({ shape }) => shape.node.id?.name === name);
}

const keysOf = ({ table }: MikroEntity): readonly Column[] =>
  table.columns.filter(({ name }) => table.primaryKey?.columns.includes(name) === true);

const nameOf = ({ table }: MikroEntity): string =>
  table.schema === undefined ? table.name : `${table.schema}.${table.name}`;

function joinColumn(
  on: MikroContext,
  entity: MikroEntity,
  field: ModelField,
  relation: Decoration,
  target: MikroEntity,
): void {
  const options = relation.args.findLast((arg) => settled(arg)?.kind === 'object');
  const { table } = entity;
  const { origin } = field.site;
  const given = [
    ...textsAt(fieldAt(options, 'joinColumns', 'fieldNames')),
    ...textsAt(fieldAt(options, 'fieldName', 'joinColumn', 'name')),
  ];
  const primary = isTrue(fieldAt(options, 'primary')) || decorationOf(field, 'PrimaryKey') !== undefined;
  const nullable =
    !primary &&
    (isTrue(fieldAt(options, 'nullable')) ||
      (field.type.nullable && fieldAt(options, 'nullable') === undefined));
  const keys = keysOf(target);
  const columns = keys.map(({ name, type }, index) => {
    const own = given[index] ?? `${snake(field.name)}_${name}`;
    if (!table.columns.some((column) => column.name === own))
      addColumn(on.draft, table, { name: own, type, nullable, origin });
    return own;
  });
  if (columns.length === 0) return;
  entity.columns.set(field.name, columns[0] ?? '');
  if (primary)
    addPrimaryKey(table, {
      name: `${table.name}_pkey`,
      columns: [...(table.primaryKey?.columns ?? []), ...columns],
      origin,
    });
  const onDelete =
    textAt(fieldAt(options, 'deleteRule', 'onDelete')) ??
    (nullable ? 'set null' : primary ? 'cascade' : 'no action');
  const onUpdate = textAt(fieldAt(options, 'updateRule', 'onUpdateIntegrity')) ?? 'cascade';
  putReference(
    on,
    table,
    columns,
    {
      table: nameOf(target),
      columns: keys.map(({ name }) => name),
      name: `${table.name}_${columns.join('_')}_foreign`,
      onDelete,
      onUpdate,
    },
    origin,
  );
  if (relation.name === 'OneToOne')
    putUnique(on, table, columns, `${table.name}_${columns.join('_')}_unique`, origin);
}

function pivot(
  on: MikroContext,
  entity: MikroEntity,
  field: ModelField,
  relation: Decoration,
  target: MikroEntity,
): void {
  const options = relation.args.findLast((arg) => settled(arg)?.kind === 'object');
  if (fieldAt(options, 'pivotEntity') !== undefined) return;
  const { origin } = field.site;
  const name = textAt(fieldAt(options, 'pivotTable')) ?? `${entity.table.name}_${snake(field.name)}`;
  if (on.draft.tables.has(name)) return;
  const table = emptyTable(name, undefined, origin);
  const all: string[] = [];
  for (const [index, side] of [entity, target].entries()) {
    const keys = keysOf(side);
    const suffix = entity === target ? `_${index + 1}` : '';
    const given = textsAt(
      fieldAt(
        options,
        ...(index === 0 ? ['joinColumn', 'joinColumns'] : ['inverseJoinColumn', 'inverseJoinColumns']),
      ),
    );
    const columns = keys.map(
      (key, position) => given[position] ?? `${snake(side.shape.node.id?.name ?? '')}${suffix}_${key.name}`,
    );
    for (const [position, column] of columns.entries())
      addColumn(on.draft, table, {
        name: column,
        type: keys[position]?.type ?? 'unknown',
        nullable: false,
        origin,
      });
    all.push(...columns);
    putReference(
      on,
      table,
      columns,
      {
        table: nameOf(side),
        columns: keys.map((key) => key.name),
        name: `${name}_${columns.join('_')}_foreign`,
        onDelete: 'cascade',
        onUpdate: 'cascade',
      },
      origin,
    );
  }
  addPrimaryKey(table, { name: `${name}_pkey`, columns: all, origin });
  on.draft.tables.set(name, table);
}

/** `@Index` and `@Unique` of the class and of its fields. */
export function readKeys(on: MikroContext, entity: MikroEntity, own: readonly Decoration[]): void {
  const add = (decoration: Decoration, field: string | undefined): void => {
    if (!isPackage(decoration) || !/^(Index|Unique)$/.test(decoration.name)) return;
    const [options] = decoration.args;
    const properties = field === undefined ? textsAt(fieldAt(options, 'properties')) : [field];
    const columns = properties.map((name) => entity.columns.get(name) ?? snake(name));
    if (columns.length === 0) return;
    const unique = decoration.name === 'Unique';
    const name =
      textAt(fieldAt(options, 'name')) ??
      `${entity.table.name}_${columns.join('_')}_${unique ? 'unique' : 'index'}`;
    if (unique) putUnique(on, entity.table, columns, name, decoration.site.origin);
    else {
      const method = textAt(fieldAt(options, 'type'));
      putIndex(
        entity.table,
        { name, columns, unique: false, ...(method === undefined ? {} : { method }) },
        decoration.site.origin,
      );
    }
  };
  for (const decoration of own) add(decoration, undefined);
  for (const field of entity.fields) for (const decoration of field.decorations) add(decoration, field.name);
}
