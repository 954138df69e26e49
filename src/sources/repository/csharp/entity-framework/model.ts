import type { Column, ForeignKey, Index, Key, Table } from '../../../../model/data.ts';
import type { Origin } from '../../../../model/origin.ts';

/** A property of an entity and the column it is kept in. */
export interface Property {
  readonly name: string;
  readonly column: Column;
}

export interface PendingKey {
  readonly name?: string;
  /** Properties. */
  readonly properties: readonly string[];
  readonly to: string;
  readonly principal: readonly string[];
  readonly onDelete: ForeignKey['onDelete'];
  readonly origin: Origin;
}

/** An entity while a model is read; several may share one table. */
export interface Entity {
  /** With its namespace. */
  readonly name: string;
  table: string | undefined;
  schema: string | undefined;
  base: string | undefined;
  /** A view, a query, or a part of a JSON column. */
  isNoTable: boolean;
  readonly properties: Map<string, Property>;
  key: Key | undefined;
  readonly alternateKeys: Key[];
  readonly indexes: (Index & { readonly properties: readonly string[] })[];
  readonly foreignKeys: PendingKey[];
  readonly checks: { name?: string; sql: string; origin: Origin }[];
  readonly origin: Origin;
}

export const emptyEntity = (name: string, origin: Origin): Entity => ({
  name,
  table: undefined,
  schema: undefined,
  base: undefined,
  isNoTable: false,
  properties: new Map(),
  key: undefined,
  alternateKeys: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
});

const shortName = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('+')) + 1).replace(/<.*$/, '');

/** The root of a hierarchy: derived entities without a table of their own are kept in its table. */
function rootOf(entities: ReadonlyMap<string, Entity>, entity: Entity): Entity {
  let at = entity;
  for (let depth = 0; depth < 20 && at.table === undefined && at.base !== undefined; depth += 1) {
    const above = entities.get(at.base);
    if (above === undefined) break;
    at = above;
  }
  return at;
}

/** Tables of entities; columns of derived and owned types join those of the table they are kept in. */
export function tablesOf(entities: ReadonlyMap<string, Entity>): readonly Table[] {
  const byTable = new Map<string, Entity[]>();
  for (const entity of entities.values()) {
    const root = rootOf(entities, entity);
    if (root.isNoTable || entity.isNoTable) continue;
    const key = `${root.schema ?? ''}.${root.table ?? shortName(root.name)}`;
    byTable.set(key, [...(byTable.get(key) ?? []), entity]);
  }
  return [...byTable.values()].flatMap((sharing) => tableOf(entities, sharing) ?? []);
}

/** Where entities are kept, by their name without a namespace. */
export interface EntityNames {
  /** With its schema, if it has one. */
  readonly table: string;
  readonly columnOf: (property: string) => string;
  readonly key: readonly string[];
}

export function namesOf(entities: ReadonlyMap<string, Entity>): ReadonlyMap<string, EntityNames> {
  const found = new Map<string, EntityNames>();
  for (const entity of entities.values()) {
    const root = rootOf(entities, entity);
    const table = root.table ?? shortName(root.name);
    found.set(shortName(entity.name), {
      table: root.schema === undefined ? table : `${root.schema}.${table}`,
      columnOf: (property) => columnName(entities, entity, property),
      key: (root.key?.columns ?? ['Id']).map((property) => columnName(entities, root, property)),
    });
  }
  return found;
}

function tableOf(entities: ReadonlyMap<string, Entity>, sharing: readonly Entity[]): Table | undefined {
  const [first] = sharing;
  if (first === undefined) return undefined;
  const root = rootOf(entities, first);
  const columns = new Map<string, Column>();
  for (const entity of sharing) {
    const isDerived = entity !== root && entity.base !== undefined;
    for (const { column } of entity.properties.values())
      if (!columns.has(column.name))
        columns.set(column.name, isDerived ? { ...column, nullable: true } : column);
  }
  const names = (entity: Entity, properties: readonly string[]): readonly string[] =>
    properties.map((property) => columnName(entities, entity, property));
  const key = root.key;
  const name = root.table ?? shortName(root.name);
  return {
    name,
    ...(root.schema === undefined ? {} : { schema: root.schema }),
    columns: [...columns.values()],
    ...(key === undefined ? {} : { primaryKey: { ...key, columns: names(root, key.columns) } }),
    uniques: sharing.flatMap((entity) =>
      entity.alternateKeys.map((each) => ({ ...each, columns: names(entity, each.columns) })),
    ),
    indexes: sharing.flatMap((entity) =>
      entity.indexes.map(({ properties, ...index }) => {
        const own = names(entity, properties);
        return {
          ...index,
          columns: own,
          name: index.name === '' ? `IX_${name}_${own.join('_')}` : index.name,
        };
      }),
    ),
    foreignKeys: sharing.flatMap((entity) =>
      entity.foreignKeys.flatMap((each) => foreignKey(entities, entity, each, name) ?? []),
    ),
    checks: sharing.flatMap((entity) => entity.checks),
    origin: root.origin,
  };
}

const columnName = (entities: ReadonlyMap<string, Entity>, entity: Entity, property: string): string => {
  let at: Entity | undefined = entity;
  for (let depth = 0; at !== undefined && depth < 20; depth += 1) {
    const found = at.properties.get(property);
    if (found !== undefined) return found.column.name;
    at = at.base === undefined ? undefined : entities.get(at.base);
  }
  return property;
};

function foreignKey(
  entities: ReadonlyMap<string, Entity>,
  entity: Entity,
  key: PendingKey,
  own: string,
): ForeignKey | undefined {
  const target = entities.get(key.to);
  const root = target === undefined ? undefined : rootOf(entities, target);
  const table = root?.table ?? shortName(key.to);
  // An owned type in the table of its owner refers to itself.
  if (table === own && entity.name !== key.to && root?.key?.columns.join() === key.properties.join())
    return undefined;
  const principal = key.principal.length > 0 ? key.principal : (root?.key?.columns ?? ['Id']);
  return {
    ...(key.name === undefined ? {} : { name: key.name }),
    columns: key.properties.map((property) => columnName(entities, entity, property)),
    references: {
      table: root?.schema === undefined ? table : `${root.schema}.${table}`,
      columns:
        root === undefined ? principal : principal.map((property) => columnName(entities, root, property)),
    },
    onDelete: key.onDelete,
    onUpdate: 'no action',
    origin: key.origin,
  };
}

export function deleteAction(text: string | undefined): ForeignKey['onDelete'] {
  switch (text) {
    case 'Cascade':
      return 'cascade';
    case 'SetNull':
      return 'set null';
    case 'Restrict':
      return 'restrict';
    default:
      return 'no action';
  }
}
