import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { substituted } from '../handlers.ts';
import { keyOf, nameOf } from '../jpa/columns.ts';
import { physicalName, tableName } from '../jpa/naming.ts';
import { classOf, scopeOf } from '../names.ts';
import { once } from '../../once.ts';
import { innerType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Types } from './typing.ts';

/** A class that stands for a table. */
export interface Entity {
  readonly of: ClassDeclaration;
  /** With its schema, if it has one. */
  readonly table: string;
  /** The column of its key. */
  readonly key: string;
}

export interface Entities {
  readonly entityOf: (of: ClassDeclaration) => Entity;
  /** By the name a query of objects calls it. */
  readonly named: (name: string) => Entity | undefined;
  /** The column behind a property, through embedded objects and keys of related entities; undefined when unknown. */
  readonly columnOf: (of: ClassDeclaration, path: readonly string[]) => string | undefined;
  /** The entity a property of an entity holds, one or many. */
  readonly related: (of: ClassDeclaration, property: string) => Entity | undefined;
}

export function entitiesOf(types: Types): Entities {
  const { world } = types;
  const known = new Map<ClassDeclaration, Entity>();
  const entityOf = (of: ClassDeclaration): Entity => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const entity = { of, table: tableOf(world, of), key: keyOf(world, of)?.name ?? 'id' };
    known.set(of, entity);
    return entity;
  };
  const byName = once(() => {
    const found = new Map<string, ClassDeclaration>();
    for (const { classes } of world.filesWith(/@(Entity|Document|MappedEntity|Table)\b/))
      for (const of of everyClass(classes)) {
        const entity = of.annotations.find(({ name }) =>
          /(^|\.)(Entity|Document|MappedEntity|Table)$/.test(name),
        );
        if (entity === undefined) continue;
        const named = entity.args.find(({ name }) => name === 'name')?.value;
        const isEntity = /(^|\.)Entity$/.test(entity.name);
        found.set(isEntity && named?.kind === 'text' ? named.value : of.name, of);
      }
    return found;
  });
  return {
    entityOf,
    named: (name) => {
      const of = byName().get(name);
      return of === undefined ? undefined : entityOf(of);
    },
    columnOf: (of, path) => columnOf(types, of, path),
    related: (of, property) => {
      const found = relatedClass(types, of, property);
      return found === undefined ? undefined : entityOf(found);
    },
  };
}

function tableOf(world: World, of: ClassDeclaration): string {
  const annotations = expand(world, of.annotations, scopeOf(of));
  const other = annotations.find(({ name }) => /^(Document|MappedEntity|TableName)$/.test(name));
  const text =
    other === undefined
      ? undefined
      : textOf(world, attribute(other, 'value', 'collection'), other.scope).text;
  if (text !== undefined && text !== '') return text;
  // Spring Data JDBC names the table as the value of its annotation.
  const own = annotations.find(({ name }) => name === 'Table');
  const value = own === undefined ? undefined : textOf(world, attribute(own, 'value'), own.scope).text;
  if (value !== undefined && value !== '') return value;
  const { name, schema } = tableName(world, of);
  return schema === undefined ? name : `${schema}.${name}`;
}

function relatedClass(types: Types, of: ClassDeclaration, property: string): ClassDeclaration | undefined {
  for (const owner of types.lineOf(of)) {
    const field = owner.fields.find(({ name }) => name === property);
    if (field === undefined) continue;
    const { type, scope } = substituted(types.world, of, owner, field.type);
    return type === undefined ? undefined : classOf(types.world, innerType(type).name, scope);
  }
  return undefined;
}

function columnOf(types: Types, of: ClassDeclaration, path: readonly string[]): string | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return undefined;
  const { world } = types;
  for (const owner of types.lineOf(of)) {
    const field = owner.fields.find(({ name }) => name === head);
    if (field === undefined) continue;
    const annotations = expand(world, field.annotations, scopeOf(owner));
    const relation = annotations.some(({ name }) => /^(ManyToOne|OneToOne)$/.test(name));
    if (annotations.some(({ name }) => /^(OneToMany|ManyToMany|ElementCollection)$/.test(name)))
      return undefined;
    const target = relatedClass(types, of, head);
    if (relation) {
      const key = target === undefined ? 'id' : (keyOf(world, target)?.name ?? 'id');
      const join = annotations.find(({ name }) => name === 'JoinColumn');
      const named = join === undefined ? undefined : textOf(world, attribute(join, 'name'), join.scope).text;
      const column = physicalName(world, owner, named ?? `${head}_${key}`);
      if (rest.length === 0) return column;
      const isKey = target !== undefined && columnOf(types, target, rest) === key;
      return isKey ? column : undefined;
    }
    if (rest.length === 0) return nameOf(world, owner, head, annotations);
    return target === undefined ? undefined : columnOf(types, target, rest);
  }
  return undefined;
}
