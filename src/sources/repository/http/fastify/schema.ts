import type { Parameter } from '../../../../model/api.ts';
import type { ObjectValue, Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { schemaFields } from '../schemas.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  params: 'path',
  querystring: 'query',
  query: 'query',
  body: 'body',
  headers: 'header',
};

/** Whether a route's schema says anything of the request. */
export const validates = (schema: Value | undefined): boolean =>
  schema?.kind === 'object' && Object.keys(places).some((name) => schema.fields.has(name));

/** Parameters a route's schema declares: JSON Schema, or the schema object of a builder. */
export function schemaParameters(
  schema: Value | undefined,
  origin: Parameter['origin'],
): readonly Parameter[] {
  if (schema?.kind !== 'object') return [];
  return Object.entries(places).flatMap(([name, place]) => {
    const part = schema.fields.get(name);
    if (part === undefined) return [];
    const fields: readonly SchemaField[] = part.kind === 'object' ? jsonFields(part) : schemaFields(part);
    return fields.map((field) => ({
      name: field.name,
      in: place,
      ...(field.type === undefined ? {} : { type: field.type }),
      required: field.required || place === 'path',
      origin: field.origin ?? origin,
    }));
  });
}

interface SchemaField {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
  readonly origin?: Parameter['origin'];
}

/** `{ type: 'object', properties, required }`, or the properties alone as Fastify allows for query and headers. */
export function jsonFields(schema: ObjectValue): readonly SchemaField[] {
  const properties = schema.fields.get('properties');
  const all = schema.fields.get('allOf');
  if (all?.kind === 'array')
    return all.items.flatMap((item) => (item.kind === 'object' ? jsonFields(item) : []));
  const required = schema.fields.get('required');
  const names = required?.kind === 'array' ? required.items.map(textOf) : [];
  const fields = properties ?? (schema.fields.has('type') || schema.fields.has('$ref') ? undefined : schema);
  if (fields?.kind !== 'object') return [];
  return [...fields.fields].map(([name, value]) => {
    const type = value.kind === 'object' ? textOf(value.fields.get('type') ?? value) : undefined;
    return { name, ...(type === undefined ? {} : { type }), required: names.includes(name) };
  });
}
