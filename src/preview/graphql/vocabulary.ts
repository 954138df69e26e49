import { fieldName, typeName } from '../../artifacts/graphql-text.ts';
import type { ApiSchema, Property } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Entity, Field } from '../../model/domain.ts';

/** How the names of the GraphQL schema and those of the HTTP API belong together. */
export interface Vocabulary {
  /** Schema behind an object type. */
  readonly schemaOf: (type: string) => ApiSchema | undefined;
  readonly entityOf: (type: string) => Entity | undefined;
  /** Property that a field of an output type shows. */
  readonly propertyOf: (schema: ApiSchema, field: string) => Property | undefined;
  /** Reference that a field of an output type follows. */
  readonly referenceOf: (schema: ApiSchema, field: string) => Reference | undefined;
}

/** An entity that another one refers to, and the property that holds the key. */
export interface Reference {
  readonly field: Field;
  readonly entity: string;
  readonly property: string;
}

export function vocabularyOf({ api, entities }: Backend): Vocabulary {
  const schemas = new Map(api.schemas.map((schema) => [typeName(schema.name), schema]));
  const byType = new Map(entities.map((entity) => [typeName(entity.name), entity]));
  const entityNamed = (name: string): Entity | undefined => entities.find((each) => each.name === name);
  return {
    schemaOf: (type) => schemas.get(type),
    entityOf: (type) => byType.get(type),
    propertyOf: (schema, field) =>
      schema.properties.find(({ name }) => shownName(name, entityNamed(schema.name)) === field),
    referenceOf: (schema, field) => {
      const found = entityNamed(schema.name)?.fields.find(
        ({ name, type }) => type.kind === 'ref' && fieldName(name) === field,
      );
      const property = schema.properties.find(({ name }) => found !== undefined && refersBy(name, found));
      return found?.type.kind === 'ref' && property !== undefined
        ? { field: found, entity: found.type.entity, property: property.name }
        : undefined;
    },
  };
}

const refersBy = (property: string, { name }: Field): boolean =>
  property === name || property === `${name}_id` || property === `${name}Id`;

/** A key of another object is `customerId` beside `customer`, which follows it. */
function shownName(property: string, entity: Entity | undefined): string {
  const field = entity?.fields.find((each) => each.type.kind === 'ref' && refersBy(property, each));
  return field === undefined ? fieldName(property) : `${fieldName(field.name)}Id`;
}
