import type { ApiSchema, ApiType, Property } from '../model/api.ts';
import type { Json } from '../model/origin.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';

/** Where `$ref` to a named schema points, e.g. `#/components/schemas/`. */
type Refs = string;

/** Longest text of a format, by its standard: UUID RFC 9562, date and date-time RFC 3339, email RFC 5321. */
const formatLength: Readonly<Record<string, number>> = {
  uuid: 36,
  date: 10,
  'date-time': 35,
  email: 254,
  uri: 2048,
  'uri-reference': 2048,
};

/** Range of a format; int64 as far as every JSON parser keeps a number exact (RFC 7493, section 2.2). */
const formatRange: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-2_147_483_648, 2_147_483_647],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

function nullableType(type: string, nullable: boolean): Json {
  return nullable ? [type, 'null'] : type;
}

/** JSON Schema 2020-12 of one type. */
export function typeSchema(type: ApiType, refs: Refs, nullable = false): JsonObject {
  switch (type.kind) {
    case 'string':
      return compact({
        type: nullableType('string', nullable),
        format: type.format,
        minLength: type.minLength,
        maxLength: type.maxLength ?? (type.format === undefined ? undefined : formatLength[type.format]),
        pattern: type.pattern,
      });
    case 'integer':
    case 'number':
      return compact({
        type: nullableType(type.kind, nullable),
        format: type.format,
        minimum: type.minimum ?? formatRange[type.format ?? '']?.[0],
        maximum: type.maximum ?? formatRange[type.format ?? '']?.[1],
      });
    case 'boolean':
      return { type: nullableType('boolean', nullable) };
    case 'enum':
      return {
        type: nullableType('string', nullable),
        enum: nullable ? [...type.values, null] : type.values,
      };
    case 'array':
      return compact({
        type: nullableType('array', nullable),
        items: typeSchema(type.items, refs),
        maxItems: type.maxItems,
      });
    case 'schema':
      return nullable
        ? { oneOf: [{ $ref: `${refs}${type.name}` }, { type: 'null' }] }
        : { $ref: `${refs}${type.name}` };
    case 'map':
      return compact({
        type: nullableType('object', nullable),
        additionalProperties: true,
        maxProperties: type.maxProperties,
        'x-max-bytes': type.maxBytes,
      });
  }
}

function propertySchema(property: Property, refs: Refs): JsonObject {
  const schema = typeSchema(property.type, refs, property.nullable);
  const notes = compact({
    description: property.description,
    readOnly: property.readOnly === true ? true : undefined,
    'x-data-class': property.dataClass,
  });
  if (!('$ref' in schema)) return { ...schema, ...notes };
  return Object.keys(notes).length === 0 ? schema : { allOf: [schema], ...notes };
}

/** JSON Schema of an object; `closed` refuses properties that are not listed (mass assignment, API3:2023). */
export function objectSchema(schema: ApiSchema, refs: Refs, closed: boolean): JsonObject {
  const required = schema.properties.filter((property) => property.required).map(({ name }) => name);
  return compact({
    type: 'object',
    description: schema.description,
    required: required.length === 0 ? undefined : required,
    properties: Object.fromEntries(
      schema.properties.map((property) => [property.name, propertySchema(property, refs)]),
    ),
    additionalProperties: closed ? false : undefined,
  });
}

/** Names of the properties whose text or list has no upper bound in the model, e.g. `Order.note`. */
export function unbounded(schema: ApiSchema): readonly string[] {
  return schema.properties
    .filter(({ type }) => isUnbounded(type))
    .map((property) => `${schema.name}.${property.name}`);
}

function isUnbounded(type: ApiType): boolean {
  switch (type.kind) {
    case 'string':
      return type.maxLength === undefined && (type.format === undefined || !(type.format in formatLength));
    case 'array':
      return type.maxItems === undefined || isUnbounded(type.items);
    case 'map':
      return type.maxBytes === undefined;
    case 'integer':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'schema':
      return false;
  }
}
