import type { EnumType, ForeignKey, Index, Key, Table } from '../../../../model/data.ts';
import type { Facts } from '../../../facts.ts';
import { attribute, expand } from '../annotations.ts';
import type { Annotated } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { ancestors, scopeOf } from '../names.ts';
import { itemsOf, textOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';

import { entityColumns } from './columns.ts';
import { joinTables } from './join-tables.ts';
import { physicalName, tableName } from './naming.ts';

/** Tables of JPA entities. They count where the target has no migrations or scripts that make tables. */
export function jpaTables(world: World): Facts {
  const files = world.filesWith(/\b(javax|jakarta)\.persistence\b/);
  if (files.length === 0 || hasScripts(world)) return {};
  const entities = files
    .flatMap(({ classes }) => everyClass(classes))
    .filter((of) => annotationsOf(world, of).some(({ name }) => name === 'Entity'));
  const tables = new Map<string, Table>();
  for (const of of entities)
    for (const table of tablesOf(world, of, entities))
      if (!tables.has(keyOf(table))) tables.set(keyOf(table), table);
  const enums: EnumType[] = [];
  return { data: { tables: [...tables.values()], enums } };
}

const keyOf = ({ schema, name }: Table): string => `${schema ?? ''}.${name}`;

const annotationsOf = (world: World, of: ClassDeclaration): readonly Annotated[] =>
  expand(world, of.annotations, scopeOf(of));

/** Migrations of Flyway or Liquibase, and scripts a start runs, tell the schema better than the entities do. */
function hasScripts(world: World): boolean {
  for (const { path, text } of world.repository.files.values()) {
    if (/(^|\/)src\/(test|it|integrationTest)\//.test(path)) continue;
    if (path.endsWith('.sql') && /\bcreate\s+table\b/i.test(text)) return true;
  }
  return false;
}

function tablesOf(
  world: World,
  of: ClassDeclaration,
  entities: readonly ClassDeclaration[],
): readonly Table[] {
  const root = rootOf(world, of, entities);
  const strategy = inheritanceOf(world, root);
  if (root !== of && strategy === 'SINGLE_TABLE') return [];
  const heirs =
    root === of && strategy === 'SINGLE_TABLE'
      ? entities.filter((each) => each !== of && ancestors(world, each).includes(of))
      : [];
  const columns = entityColumns(world, of, {
    heirs,
    alone: root !== of && strategy === 'JOINED',
    isRoot: heirs.length > 0,
  });
  const origin = { kind: 'read', file: of.file.path, line: of.line } as const;
  const { name, schema } = tableName(world, of);
  const joined: readonly ForeignKey[] =
    root !== of && strategy === 'JOINED'
      ? [
          {
            columns: columns.primary,
            references: { table: tableName(world, root).name, columns: columns.primary },
            onDelete: 'no action',
            onUpdate: 'no action',
            origin,
          },
        ]
      : [];
  const table: Table = {
    name,
    ...(schema === undefined ? {} : { schema }),
    columns: columns.columns,
    ...(columns.primary.length === 0 ? {} : { primaryKey: { columns: columns.primary, origin } }),
    uniques: [...columns.uniques, ...uniquesOf(world, of)],
    indexes: indexesOf(world, of, name),
    foreignKeys: [...columns.foreignKeys, ...joined],
    checks: [],
    origin,
  };
  return [table, ...joinTables(world, of, columns)];
}

/** The entity at the top of a line of inheritance. */
function rootOf(world: World, of: ClassDeclaration, entities: readonly ClassDeclaration[]): ClassDeclaration {
  return ancestors(world, of).findLast((each) => entities.includes(each)) ?? of;
}

function inheritanceOf(world: World, root: ClassDeclaration): string {
  const found = annotationsOf(world, root).find(({ name }) => name === 'Inheritance');
  const strategy = found === undefined ? undefined : attribute(found, 'strategy');
  return strategy?.kind === 'member' || strategy?.kind === 'name' ? strategy.name : 'SINGLE_TABLE';
}

const nested = (world: World, of: ClassDeclaration, list: string): readonly Annotated[] => {
  const table = annotationsOf(world, of).find(({ name }) => name === 'Table');
  const given = table === undefined ? undefined : attribute(table, list);
  return given === undefined || table === undefined
    ? []
    : itemsOf(world, given, table.scope).flatMap((item) =>
        item.kind === 'annotation'
          ? [{ name: item.annotation.name, args: item.annotation.args, scope: table.scope, line: item.line }]
          : item.kind === 'call'
            ? [{ name: item.name, args: item.args, scope: table.scope, line: item.line }]
            : [],
      );
};

function uniquesOf(world: World, of: ClassDeclaration): readonly Key[] {
  return nested(world, of, 'uniqueConstraints').map((each): Key => {
    const name = textOf(world, attribute(each, 'name'), each.scope).text;
    const columns = textsOf(world, attribute(each, 'columnNames'), each.scope).flatMap(
      ({ text }) => text ?? [],
    );
    const origin = { kind: 'read', file: of.file.path, line: each.line } as const;
    return {
      ...(name === undefined ? {} : { name }),
      columns: columns.map((column) => physicalName(world, of, column)),
      origin,
    };
  });
}

function indexesOf(world: World, of: ClassDeclaration, table: string): readonly Index[] {
  return nested(world, of, 'indexes').map((each): Index => {
    const list = (textOf(world, attribute(each, 'columnList'), each.scope).text ?? '')
      .split(',')
      .map((part) => part.trim());
    const columns = list.map((part) =>
      part
        .replace(
          /^(\w+)(.*)$/,
          (_, column: string, order: string) => `${physicalName(world, of, column)}${order.toLowerCase()}`,
        )
        .replace(/ asc$/, ''),
    );
    const unique = attribute(each, 'unique');
    return {
      name: textOf(world, attribute(each, 'name'), each.scope).text ?? `${table}_${columns.join('_')}_idx`,
      columns,
      include: [],
      unique: unique?.kind === 'boolean' && unique.value,
      method: 'btree',
      serves: [],
      origin: { kind: 'read', file: of.file.path, line: each.line },
    };
  });
}
