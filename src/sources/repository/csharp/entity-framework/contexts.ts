import type { Column } from '../../../../model/data.ts';
import { inField, originIn } from '../../languages/syntax.ts';
import { attributeNamed, attributesOf, named, positional } from '../attributes.ts';
import type { Attribute } from '../attributes.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { attributesOfType, descendsFrom, lineageOf, membersOf, methodsOf } from '../code.ts';
import { lastName, modifiers, nameOf, typeArguments } from '../syntax.ts';
import { textOf } from '../texts.ts';
import { configure } from './fluent.ts';
import type { Entity } from './model.ts';
import { emptyEntity } from './model.ts';
import type { Provider } from './provider.ts';
import { columnTypes, providerOf, sized } from './provider.ts';

/** Entities of each context: its sets, their properties, annotations and fluent configuration. */
export function contextModels(code: Code): readonly ReadonlyMap<string, Entity>[] {
  const contexts = code.files
    .filter(({ text }) => /\bDbSet</.test(text))
    .flatMap(({ path }) => code.typesIn(path))
    .filter((type) => descendsFrom(code, type, /DbContext(Base)?$/));
  const provider = providerOf(code);
  return contexts.map((context) => {
    const entities = new Map<string, Entity>();
    for (const each of lineageOf(code, context).types)
      for (const { node } of membersOf(code, each)) {
        const type = inField(node, 'type');
        if (node.type !== 'property_declaration' || lastName(type) !== 'DbSet') continue;
        const [argument] = typeArguments(type);
        const entity = argument === undefined ? undefined : code.find(lastName(argument), each.file);
        if (entity !== undefined) addEntity(code, entity, nameOf(node), entities, provider);
      }
    for (const each of lineageOf(code, context).types)
      for (const { node, type } of methodsOf(code, each))
        if (nameOf(node) === 'OnModelCreating') configure(code, node, type.file, entities);
    for (const configuration of configurationsOf(code))
      configure(code, configuration.node, configuration.file, entities, configuration.entity);
    relate(code, entities);
    return entities;
  });
}

function addEntity(
  code: Code,
  type: TypeDeclaration,
  set: string,
  entities: Map<string, Entity>,
  provider: Provider,
): void {
  if (entities.has(type.name)) return;
  const entity = emptyEntity(type.name, originIn(type.file, type.node));
  entities.set(type.name, entity);
  const attributes = attributesOfType(code, type);
  const table = attributeNamed(attributes, 'Table');
  entity.table = argument(code, table, type) ?? set;
  entity.schema = table === undefined ? undefined : text(code, named(table, 'Schema'), type);
  for (const each of lineageOf(code, type).types.toReversed())
    for (const { node } of membersOf(code, each)) addProperty(code, entity, each, node, provider);
  const keys = [...entity.properties.values()].filter(
    ({ name }) => name === 'Id' || name === `${type.name}Id`,
  );
  if (entity.key === undefined && keys[0] !== undefined)
    entity.key = { columns: [keys[0].name], origin: entity.origin };
  for (const name of entity.key?.columns ?? []) {
    const found = entity.properties.get(name);
    if (found !== undefined)
      entity.properties.set(name, { name, column: { ...found.column, nullable: false } });
  }
  for (const index of attributes.filter(({ name }) => name === 'Index'))
    entity.indexes.push({
      name: text(code, named(index, 'Name'), type) ?? '',
      properties: positional(index).flatMap((node) => text(code, node, type) ?? []),
      columns: [],
      include: [],
      unique: named(index, 'IsUnique')?.text === 'true',
      method: 'btree',
      serves: [],
      origin: originIn(type.file, index.node),
    });
}

const text = (code: Code, node: Parameters<typeof textOf>[1], type: TypeDeclaration): string | undefined => {
  const found = node === undefined ? undefined : textOf(code, node, { file: type.file, type });
  return found?.resolved === true ? found.text : undefined;
};
const argument = (code: Code, attribute: Attribute | undefined, type: TypeDeclaration): string | undefined =>
  attribute === undefined
    ? undefined
    : text(code, positional(attribute)[0] ?? named(attribute, 'Name'), type);

function addProperty(
  code: Code,
  entity: Entity,
  type: TypeDeclaration,
  node: Parameters<typeof nameOf>[0],
  provider: Provider,
): void {
  if (
    node.type !== 'property_declaration' ||
    !modifiers(node).includes('public') ||
    modifiers(node).includes('static')
  )
    return;
  const attributes = attributesOf(node);
  const kind = inField(node, 'type');
  if (
    kind === undefined ||
    attributeNamed(attributes, 'NotMapped') !== undefined ||
    !/\b(set|init)\b/.test(inField(node, 'accessors')?.text ?? '')
  )
    return;
  const isNullable = kind.type === 'nullable_type';
  const written = kind.text.replace(/\?$/, '');
  const isEnum = code.find(written, type.file)?.node.type === 'enum_declaration';
  const base = columnTypes[provider][isEnum ? 'int' : written];
  const column = attributeNamed(attributes, 'Column');
  const told = column === undefined ? undefined : text(code, named(column, 'TypeName'), type);
  if (base === undefined && told === undefined) return;
  const length = argument(code, attributeNamed(attributes, 'MaxLength', 'StringLength'), type);
  const name = nameOf(node);
  const isReference = /^(string|byte\[\])$/.test(written);
  const nullableContext = /#nullable\s+enable|<Nullable>enable/.test(projectText(code, type.file));
  const required =
    attributeNamed(attributes, 'Required') !== undefined ||
    modifiers(node).includes('required') ||
    (isReference && nullableContext && !isNullable);
  const made: Column = {
    name: argument(code, column, type) ?? name,
    type: told ?? sized(base ?? 'text', written, length, provider),
    nullable: (isNullable || isReference) && !required,
    origin: originIn(type.file, node),
  };
  entity.properties.set(name, { name, column: made });
  if (attributeNamed(attributes, 'Key') !== undefined)
    entity.key = { columns: [...(entity.key?.columns ?? []), name], origin: originIn(type.file, node) };
}

const projectText = (code: Code, file: string): string =>
  code.program.repository.files.get(code.projects.of(file).path)?.text ?? '';

/** Classes that configure one entity: `IEntityTypeConfiguration<Order>`. */
function configurationsOf(
  code: Code,
): readonly { node: TypeDeclaration['node']; file: string; entity: string }[] {
  return code.files
    .filter(({ text: source }) => source.includes('IEntityTypeConfiguration<'))
    .flatMap(({ path }) => code.typesIn(path))
    .flatMap((type) => {
      const base = lineageOf(code, type).outside.find(
        (each) => lastName(each) === 'IEntityTypeConfiguration',
      );
      const [entity] = typeArguments(base);
      const method = methodsOf(code, type).find(({ node }) => nameOf(node) === 'Configure');
      return entity === undefined || method === undefined
        ? []
        : [{ node: method.node, file: type.file, entity: lastName(entity) }];
    });
}

/** A property of another entity's type with a property `<Name>Id` beside it is a foreign key. */
function relate(code: Code, entities: ReadonlyMap<string, Entity>): void {
  for (const entity of entities.values()) {
    const type = code.find(entity.name, entity.origin.kind === 'read' ? entity.origin.file : '');
    if (type === undefined) continue;
    for (const { node } of lineageOf(code, type).types.flatMap((each) => membersOf(code, each))) {
      if (node.type !== 'property_declaration') continue;
      const to = lastName(inField(node, 'type'));
      const key = `${nameOf(node)}Id`;
      const property = entity.properties.get(key);
      if (
        !entities.has(to) ||
        property === undefined ||
        entity.foreignKeys.some(({ properties }) => properties.includes(key))
      )
        continue;
      entity.foreignKeys.push({
        properties: [key],
        to,
        principal: [],
        onDelete: property.column.nullable ? 'no action' : 'cascade',
        origin: originIn(type.file, node),
      });
    }
  }
}
