import type { Column } from '../../../model/data.ts';
import type { Decoration } from '../javascript/decorators.ts';
import { fieldAt, isFalse, listAt, settled, textAt, textsAt } from '../code-migrations/values.ts';
import type { ClassValue } from '../javascript/value.ts';
import type { ModelField } from '../models/classes.ts';
import { decorationsOf } from '../models/classes.ts';
import { addCheck, addColumn, addPrimaryKey, indexOf } from '../schema/changes.ts';
import { putIndex, putReference, putUnique } from '../schema/columns.ts';
import type { EntityContext, EntityDraft } from './entities.ts';
import { decorationOf } from './entities.ts';
import { hashedName } from './names.ts';
import { emptyTable } from '../sql/draft.ts';

/** Foreign keys and join tables of an entity, then the keys its decorators name. */
export function readRelations(on: EntityContext, draft: EntityDraft): void {
  for (const field of draft.fields) {
    const relation = decorationOf(field.decorations, 'ManyToOne', 'OneToOne', 'ManyToMany', 'TreeParent');
    if (relation === undefined) continue;
    const target = relation.name === 'TreeParent' ? draft : targetOf(on, relation, field);
    if (target === undefined) continue;
    if (relation.name === 'ManyToMany') joinTable(on, draft, field, target);
    else if (relation.name !== 'OneToOne' || decorationOf(field.decorations, 'JoinColumn') !== undefined)
      joinColumns(on, draft, field, relation, target);
  }
  const key = draft.table.primaryKey;
  if (key !== undefined)
    draft.table.primaryKey = { ...key, name: hashedName('PK', draft.table.name, key.columns) };
}

function targetOf(on: EntityContext, relation: Decoration, field: ModelField): EntityDraft | undefined {
  const [first] = relation.args;
  const value = first?.kind === 'function' ? on.world.machine.call(first, [], relation.site) : first;
  const one = settled(value);
  if (one?.kind === 'class') return on.entities.get(one);
  const name = textAt(first) ?? field.type.name;
  return [...on.entities.values()].find(({ shape }) => name !== undefined && shape.node.id?.name === name);
}

const primaryColumns = ({ table }: EntityDraft): readonly Column[] =>
  table.columns.filter(({ name }) => table.primaryKey?.columns.includes(name) === true);

function joinColumns(
  on: EntityContext,
  draft: EntityDraft,
  field: ModelField,
  relation: Decoration,
  target: EntityDraft,
): void {
  const { table } = draft;
  const options = relation.args.findLast((arg) => settled(arg)?.kind === 'object');
  const given = listAt(decorationOf(field.decorations, 'JoinColumn')?.args[0]);
  const referenced = primaryColumns(target);
  const pairs = (given.length === 0 ? [undefined] : given).flatMap((each) => {
    const to = textAt(fieldAt(each, 'referencedColumnName'));
    const column = to === undefined ? undefined : (target.columns.get(to) ?? to);
    const targets =
      column === undefined ? referenced : target.table.columns.filter(({ name }) => name === column);
    return targets.map((one) => ({
      name: textAt(fieldAt(each, 'name')) ?? on.naming.joinColumn(field.name, propertyOf(target, one.name)),
      target: one,
    }));
  });
  if (pairs.length === 0) return;
  const isPrimary = decorationOf(field.decorations, 'PrimaryColumn') !== undefined;
  const nullable = !isPrimary && !isFalse(fieldAt(options, 'nullable'));
  for (const { name, target: one } of pairs) {
    draft.columns.set(field.name, name);
    if (!table.columns.some((column) => column.name === name))
      addColumn(on.draft, table, { name, type: one.type, nullable, origin: field.site.origin });
  }
  const columns = pairs.map(({ name }) => name);
  if (isPrimary)
    addPrimaryKey(table, {
      columns: [...(table.primaryKey?.columns ?? []), ...columns],
      origin: field.site.origin,
    });
  if (isFalse(fieldAt(options, 'createForeignKeyConstraints'))) return;
  const onDelete = textAt(fieldAt(options, 'onDelete'));
  const onUpdate = textAt(fieldAt(options, 'onUpdate'));
  putReference(
    on,
    table,
    columns,
    {
      table: qualified(target),
      columns: pairs.map(({ target: one }) => one.name),
      name: hashedName('FK', table.name, columns),
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
    },
    field.site.origin,
  );
  if (relation.name === 'OneToOne')
    putUnique(on, table, columns, hashedName('REL', table.name, columns), field.site.origin);
}

const qualified = ({ table }: EntityDraft): string =>
  table.schema === undefined ? table.name : `${table.schema}.${table.name}`;

const propertyOf = ({ columns }: EntityDraft, column: string): string =>
  [...columns.entries()].find(([, name]) => name === column)?.[0] ?? column;

function joinTable(on: EntityContext, draft: EntityDraft, field: ModelField, target: EntityDraft): void {
  const decoration = decorationOf(field.decorations, 'JoinTable');
  if (decoration === undefined) return;
  const [options] = decoration.args;
  const name =
    textAt(options) ??
    textAt(fieldAt(options, 'name')) ??
    on.naming.joinTable(draft.table.name, target.table.name, field.name);
  if (on.draft.tables.has(name)) return;
  const { origin } = field.site;
  const table = emptyTable(name, undefined, origin);
  const sides = [
    {
      entity: draft,
      given: listAt(fieldAt(options, 'joinColumn', 'joinColumns')),
      property: draft.table.name,
    },
    {
      entity: target,
      given: listAt(fieldAt(options, 'inverseJoinColumn', 'inverseJoinColumns')),
      property: field.name,
    },
  ];
  const keys: (readonly string[])[] = [];
  for (const [index, { entity, given, property }] of sides.entries()) {
    const columns = primaryColumns(entity).map((one, position) => {
      const made = on.naming.joinTableColumn(entity.table.name, property, propertyOf(entity, one.name));
      const own =
        textAt(fieldAt(given[position], 'name')) ?? (draft === target ? `${made}_${index + 1}` : made);
      addColumn(on.draft, table, { name: own, type: one.type, nullable: false, origin });
      return own;
    });
    keys.push(columns);
    putReference(
      on,
      table,
      columns,
      {
        table: qualified(entity),
        columns: primaryColumns(entity).map((one) => one.name),
        onDelete: 'CASCADE',
        onUpdate: index === 0 || on.dialect !== 'postgresql' ? 'CASCADE' : 'CASCADE',
        name: hashedName('FK', name, columns),
      },
      origin,
    );
  }
  addPrimaryKey(table, { name: hashedName('PK', name, keys.flat()), columns: keys.flat(), origin });
  for (const columns of keys)
    table.indexes = [...table.indexes, indexOf(hashedName('IDX', name, columns), columns, false, origin)];
  on.draft.tables.set(name, table);
}

/** `@Index`, `@Unique` and `@Check` of the class and of its fields. */
export function readKeys(on: EntityContext, draft: EntityDraft): void {
  const inherited: Decoration[] = [];
  for (let at: ClassValue | undefined = draft.shape, depth = 0; at !== undefined && depth < 12; depth += 1) {
    inherited.push(...decorationsOf(on.world, at));
    at = at.parent?.kind === 'class' && !on.entities.has(at.parent) ? at.parent : undefined;
  }
  for (const decoration of inherited) readKey(on, draft, decoration, undefined);
  for (const field of draft.fields)
    for (const decoration of field.decorations)
      if (decoration.name === 'Index' || decoration.name === 'Unique')
        readKey(on, draft, decoration, draft.columns.get(field.name));
}

function readKey(
  on: EntityContext,
  draft: EntityDraft,
  decoration: Decoration,
  own: string | undefined,
): void {
  const { table } = draft;
  if (decoration.package !== 'typeorm') return;
  const { origin } = decoration.site;
  const [first] = decoration.args;
  const given = textAt(first);
  const list = decoration.args.find((arg) => settled(arg)?.kind === 'array' || arg.kind === 'function');
  const columns =
    own === undefined
      ? fieldNames(on, list, decoration).map((name) => draft.columns.get(name) ?? name)
      : [own];
  const options = decoration.args.findLast((arg) => settled(arg)?.kind === 'object');
  switch (decoration.name) {
    case 'Index': {
      if (columns.length === 0) return;
      const where = textAt(fieldAt(options, 'where'));
      const method = settled(fieldAt(options, 'spatial'))?.kind === 'primitive' ? 'gist' : undefined;
      const unique = fieldAt(options, 'unique') !== undefined && !isFalse(fieldAt(options, 'unique'));
      putIndex(
        table,
        {
          name: given ?? hashedName('IDX', table.name, columns, where),
          columns,
          unique,
          ...(where === undefined ? {} : { where }),
          ...(method === undefined ? {} : { method }),
        },
        origin,
      );
      return;
    }
    case 'Unique':
      if (columns.length > 0)
        putUnique(on, table, columns, given ?? hashedName('UQ', table.name, columns), origin);
      return;
    case 'Check': {
      const texts = decoration.args.flatMap((arg) => textAt(arg) ?? []);
      const sql = texts.at(-1);
      if (sql !== undefined)
        addCheck(table, {
          name: texts.length > 1 ? (texts[0] ?? '') : hashedName('CHK', table.name, [sql]),
          sql,
          origin,
        });
      return;
    }
    default:
      return;
  }
}

/** `['a', 'b']`, or `(entity) => [entity.a]` by the names it touches. */
function fieldNames(
  on: EntityContext,
  list: Decoration['args'][number] | undefined,
  decoration: Decoration,
): readonly string[] {
  if (list === undefined) return [];
  if (list.kind !== 'function') return textsAt(list);
  const touched: string[] = [];
  const probe = on.world.machine.call(
    list,
    [
      {
        kind: 'host',
        technology: 'typeorm',
        fields: new Map(),
        member: (name) => ({ kind: 'primitive', value: name }),
      },
    ],
    decoration.site,
  );
  touched.push(...textsAt(probe));
  return touched;
}
