import type { ApiSchema, ApiType, Endpoint, Property } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Entity } from '../model/domain.ts';
import { referenceOf, toMany, toOne } from './graphql-relations.ts';
import { enumValues, fieldName, typeName } from './graphql-text.ts';
import type { SdlEnum, SdlField, SdlType } from './graphql-text.ts';
import { relationWeight } from './graphql-weights.ts';
import { pageLimit } from './openapi-shared-parameters.ts';
import { phrase } from './words.ts';

/** Scalars beyond the five of the specification, each with where its format is defined. */
export const scalars: Readonly<Record<string, string>> = {
  BigInt: 'https://www.rfc-editor.org/rfc/rfc8259#section-6',
  Date: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  DateTime: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  JSON: 'https://www.rfc-editor.org/rfc/rfc8259',
};

/** What the types of one schema are made with; enums and losses gather while types are made. */
export interface SdlContext {
  readonly backend: Backend;
  readonly schemas: ReadonlyMap<string, ApiSchema>;
  readonly enums: Map<string, SdlEnum>;
  /** Names of the schemas that types are needed for. */
  readonly wanted: Set<string>;
  readonly lost: string[];
}

/** GraphQL type of a property, without the mark for non-null. */
export function sdlType(
  type: ApiType,
  owner: string,
  property: string,
  context: SdlContext,
  input: boolean,
): string {
  switch (type.kind) {
    case 'string':
      return textType(type.format, property);
    case 'integer':
      return type.format === 'int64' || (type.maximum ?? 0) > 2_147_483_647 ? 'BigInt' : 'Int';
    case 'number':
      return 'Float';
    case 'boolean':
      return 'Boolean';
    case 'enum':
      return enumType(type.values, owner, property, context);
    case 'array':
      return `[${sdlType(type.items, owner, property, context, input)}!]`;
    case 'schema':
      if (!context.schemas.has(type.name)) {
        context.lost.push(
          `${owner}.${property}: the schema ${type.name} is not in the model; written as JSON`,
        );
        return 'JSON';
      }
      if (input) return inputName(type.name);
      context.wanted.add(type.name);
      return typeName(type.name);
    case 'map':
      return 'JSON';
  }
}

function textType(format: string | undefined, property: string): string {
  if (format === 'uuid') return 'ID';
  if (format === 'date-time') return 'DateTime';
  if (format === 'date') return 'Date';
  return property === 'id' ? 'ID' : 'String';
}

export const inputName = (schema: string): string => `${typeName(schema)}Input`;

function enumType(values: readonly string[], owner: string, property: string, context: SdlContext): string {
  const made = enumValues(values);
  if (made === undefined) {
    context.lost.push(`${owner}.${property}: its values are no GraphQL names; written as String`);
    return 'String';
  }
  const same = [...context.enums.values()].find(
    (each) =>
      each.name.endsWith(typeName(property)) &&
      each.values.map(({ value }) => value).join() === values.join(),
  );
  if (same !== undefined) return same.name;
  const name = `${typeName(owner)}${typeName(property)}`;
  const description = `Values of the ${phrase(property)} of ${phrase(owner)}.`;
  context.enums.set(name, { name, description, values: made });
  return name;
}

/** Lists of objects inside a type grow without bound unless the model bounds them; more than this is told. */
const longList = 1000;

/**
 * An output type. Nullability rule: a stored value that is always there is non-null. Nullable is what may be missing,
 * what a mask may hide, and whatever takes a lookup of its own (a relation, a root field), so that it can fail
 * without taking the rest of the answer along.
 */
export function outputType(schema: ApiSchema, context: SdlContext): SdlType {
  const entity = context.backend.entities.find(({ name }) => name === schema.name);
  const versioned = context.backend.api.endpoints.some(
    (each) => each.conditional && each.entity === schema.name,
  );
  const fields = [
    ...schema.properties.flatMap((property) => [
      outputField(schema, property, context),
      ...relation(property, entity, context),
    ]),
    ...belongings(schema.name, context),
    ...(versioned ? [{ name: 'version', type: 'Int!', description: 'Counts its changes.' }] : []),
  ];
  const distinct = fields.filter((field, at) => fields.findIndex(({ name }) => name === field.name) === at);
  return {
    kind: 'type',
    name: typeName(schema.name),
    description: schema.description ?? `One ${phrase(schema.name)}.`,
    fields: distinct,
  };
}

function outputField(schema: ApiSchema, property: Property, context: SdlContext): SdlField {
  const type = sdlType(property.type, schema.name, property.name, context, false);
  const { type: made } = property;
  if (made.kind === 'array' && (made.maxItems === undefined || made.maxItems > longList))
    context.lost.push(`${schema.name}.${property.name}: no upper bound for the list is known`);
  const sure = property.required && !property.nullable;
  return {
    name: referenceName(
      property.name,
      context.backend.entities.find(({ name }) => name === schema.name),
    ),
    type: sure ? `${type}!` : type,
    ...(property.description === undefined ? {} : { description: property.description }),
  };
}

/** A reference is written twice: `customerId` costs nothing, `customer` loads the other object. */
function referenceName(property: string, entity: Entity | undefined): string {
  const field = referenceOf(property, entity);
  return field === undefined ? fieldName(property) : `${fieldName(field.name)}Id`;
}

function relation(property: Property, entity: Entity | undefined, context: SdlContext): readonly SdlField[] {
  const found = toOne(context.backend, entity, property.name);
  if (found === undefined) return [];
  context.wanted.add(found.to);
  return [
    {
      name: found.field,
      type: typeName(found.to),
      directives: guards(found.endpoint),
      weight: relationWeight(context.backend, found),
      description: `Loaded in batches by ${found.field}Id: one statement for all of a page.`,
    },
  ];
}

/** Pages of what belongs to an object, for all objects of a page in one statement. */
function belongings(schema: string, context: SdlContext): readonly SdlField[] {
  return toMany(context.backend, schema).map((found) => ({
    name: found.field,
    arguments: [`first: Int = ${pageLimit.default}`],
    type: `${typeName(found.to)}Connection`,
    directives: guards(found.endpoint),
    weight: relationWeight(context.backend, found),
    list: { assumed: pageLimit.default, argument: 'first', within: 'edges' },
    description: 'The first of them, loaded in batches; further pages by the root field.',
  }));
}

/** Who may ask for a field: whoever may call the operation. */
export const guards = ({ access, scopes }: Endpoint): readonly string[] => [
  ...(access === 'public' ? [] : ['@authenticated']),
  ...(scopes.length === 0 ? [] : [`@requiresScopes(scopes: ${JSON.stringify([scopes])})`]),
];

/** An input type; `extra` are fields every mutation of its kind carries. */
export function inputType(
  name: string,
  properties: readonly Property[],
  owner: string,
  extra: readonly SdlField[],
  context: SdlContext,
): SdlType {
  const own = properties
    .filter((property) => property.readOnly !== true)
    .map((property): SdlField => {
      const type = sdlType(property.type, owner, property.name, context, true);
      return {
        name: fieldName(property.name),
        type: property.required && !property.nullable ? `${type}!` : type,
      };
    });
  const taken = new Set(extra.map((field) => field.name));
  return {
    kind: 'input',
    name,
    description: `What is given for ${phrase(name.replace(/Input$/, ''))}.`,
    fields: [...extra, ...own.filter((field) => !taken.has(field.name))],
  };
}
