import type { ApiType, Property } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Entity, Field } from '../model/domain.ts';

const byKind: Readonly<Record<string, ApiType>> = {
  bool: { kind: 'boolean' },
  date: { kind: 'string', format: 'date' },
  datetime: { kind: 'string', format: 'date-time' },
  uuid: { kind: 'string', format: 'uuid' },
  email: { kind: 'string', format: 'email' },
  url: { kind: 'string', format: 'uri' },
  json: { kind: 'map', maxProperties: 100, maxBytes: 16_384 },
};

/** What a field of the domain is on the wire. Money is counted in the smallest unit of its currency. */
export function fieldType(field: Field): ApiType {
  switch (field.type.kind) {
    case 'ref':
      return { kind: 'string', format: 'uuid' };
    case 'enum':
      return { kind: 'enum', values: field.type.values };
    case 'string':
    case 'text':
      return {
        kind: 'string',
        ...(field.minLength === undefined ? {} : { minLength: field.minLength }),
        ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
      };
    case 'int':
    case 'bigint':
    case 'money':
      return { kind: 'integer', format: field.type.kind === 'int' ? 'int32' : 'int64', ...bounds(field) };
    case 'decimal':
      return { kind: 'number', ...bounds(field) };
    case 'bool':
    case 'date':
    case 'datetime':
    case 'uuid':
    case 'json':
    case 'email':
    case 'url':
      return byKind[field.type.kind] ?? { kind: 'string' };
  }
}

const bounds = (field: Field): { readonly minimum?: number; readonly maximum?: number } => ({
  ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
  ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
});

/** A field as the API already describes it, else as its domain type implies; undefined when the entity has no such field. */
export function fieldProperty(
  backend: Backend,
  entity: Entity | undefined,
  name: string,
): Property | undefined {
  const schema = backend.api.schemas.find((each) => each.name === entity?.name);
  const known = schema?.properties.find((each) => each.name === name || each.name === `${name}_id`);
  if (known !== undefined) return { ...known, name };
  const field = entity?.fields.find((each) => each.name === name);
  if (field === undefined) return undefined;
  return {
    name,
    type: fieldType(field),
    required: !field.optional,
    nullable: field.optional,
    ...(field.about === undefined ? {} : { description: field.about }),
    ...(field.dataClass === undefined ? {} : { dataClass: field.dataClass }),
  };
}
