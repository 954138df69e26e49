import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql';
import type { GraphQLEnumValue, GraphQLInputType, GraphQLOutputType } from 'graphql';
import { fieldName } from '../../artifacts/graphql-text.ts';
import type { ApiSchema } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import { isObject, jsonOf } from './json.ts';

/** The HTTP API has values of enums as they are stored; the schema says of each that is written otherwise what it is there. */
const onWire = ({ name, description }: GraphQLEnumValue): string =>
  /^On the wire: (.*)$/.exec(description ?? '')?.[1] ?? name;

/** A value of the HTTP API as its GraphQL type has it: values of enums by their names. */
export function shown(type: GraphQLOutputType, value: Json): unknown {
  const named = getNamedType(type);
  if (!isEnumType(named)) return value;
  const one = (each: Json): unknown =>
    named.getValues().find((known) => onWire(known) === each)?.name ?? each;
  return Array.isArray(value) ? value.map(one) : one(value);
}

/** Turns an input into what the HTTP API takes in the same place, in the names of a schema. */
export type Reading = (type: GraphQLInputType, value: unknown, schema: ApiSchema | undefined) => Json;

export function inputReader({ api }: Backend): Reading {
  const schemaNamed = (name: string): ApiSchema | undefined => api.schemas.find((each) => each.name === name);
  const read: Reading = (type, value, schema) => {
    const bare = getNullableType(type);
    if (value === null || value === undefined) return null;
    if (isListType(bare))
      return Array.isArray(value) ? value.map((each) => read(bare.ofType, each, schema)) : null;
    if (isEnumType(bare)) {
      const known = typeof value === 'string' ? bare.getValue(value) : undefined;
      return known === undefined || known === null ? null : onWire(known);
    }
    if (!isInputObjectType(bare) || !isObject(value)) return jsonOf(value);
    const object: Record<string, Json> = {};
    for (const { name, type: inner } of Object.values(bare.getFields())) {
      if (!(name in value)) continue;
      const property = schema?.properties.find((each) => fieldName(each.name) === name);
      const nested = property?.type.kind === 'array' ? property.type.items : property?.type;
      object[property?.name ?? name] = read(
        inner,
        value[name],
        nested?.kind === 'schema' ? schemaNamed(nested.name) : undefined,
      );
    }
    return object;
  };
  return read;
}

/** `/postal_code` as the input calls it: `/postalCode`. */
export const shownPointer = (pointer: string): string =>
  pointer
    .split('/')
    .map((part) => (part === '' || /^\d+$/.test(part) ? part : fieldName(part)))
    .join('/');
