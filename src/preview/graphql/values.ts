import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql';
import type { GraphQLInputType, GraphQLOutputType } from 'graphql';
import { fieldName } from '../../artifacts/graphql-text.ts';
import type { ApiSchema } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import { isObject, jsonOf } from './json.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A value of the HTTP API as its GraphQL type has it: values of enums by their names. */
export function shown(vocabulary: Vocabulary, type: GraphQLOutputType, value: Json): unknown {
  const named = getNamedType(type);
  if (!isEnumType(named)) return value;
  const names = named.getValues().map(({ name }) => name);
  const one = (each: Json): unknown => (typeof each === 'string' ? vocabulary.enumName(names, each) : each);
  return Array.isArray(value) ? value.map(one) : one(value);
}

/** Turns an input into what the HTTP API takes in the same place, in the names of a schema. */
export type Reading = (type: GraphQLInputType, value: unknown, schema: ApiSchema | undefined) => Json;

export function inputReader({ api }: Backend, vocabulary: Vocabulary): Reading {
  const schemaNamed = (name: string): ApiSchema | undefined => api.schemas.find((each) => each.name === name);
  const read: Reading = (type, value, schema) => {
    const bare = getNullableType(type);
    if (value === null || value === undefined) return null;
    if (isListType(bare))
      return Array.isArray(value) ? value.map((each) => read(bare.ofType, each, schema)) : null;
    if (isEnumType(bare)) {
      const names = bare.getValues().map(({ name }) => name);
      return typeof value === 'string' ? vocabulary.enumWire(names, value) : null;
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
