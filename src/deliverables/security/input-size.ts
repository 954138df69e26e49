import type { ApiSchema, ApiType } from '../../model/api.ts';

export interface InputSize {
  /** Bytes of the largest body without needless spaces; undefined when something in it has no bound. */
  readonly bytes: number | undefined;
  /** Objects and lists inside each other; a flat object is 1. */
  readonly depth: number;
}

type Schemas = ReadonlyMap<string, ApiSchema>;

/** Longest text of a format: RFC 9562, RFC 3339, RFC 5321, and the usual limit of URLs. */
const formats: Readonly<Record<string, number>> = {
  uuid: 36,
  date: 10,
  'date-time': 35,
  email: 254,
  uri: 2048,
  'uri-reference': 2048,
};

/** UTF-8 takes at most four bytes for one character (RFC 3629). */
const bytesPerCharacter = 4;
/** Longest JSON number that a 64-bit float or integer prints as. */
const numberBytes = 24;
const deepest = 12;

/** The largest JSON a schema allows; recursion without a bound has none. */
export function sizeOf(schema: ApiSchema, schemas: Schemas, level = 1): InputSize {
  if (level > deepest) return { bytes: undefined, depth: level };
  const parts = schema.properties.map(({ name, type }) => ({
    name,
    size: typeSize(type, schemas, level),
  }));
  const open = parts.some(({ size }) => size.bytes === undefined);
  const bytes = parts.reduce((sum, { name, size }) => sum + name.length + 4 + (size.bytes ?? 0), 2);
  return {
    bytes: open ? undefined : bytes,
    depth: Math.max(1, ...parts.map(({ size }) => size.depth + 1)),
  };
}

function typeSize(type: ApiType, schemas: Schemas, level: number): InputSize {
  switch (type.kind) {
    case 'string': {
      const length = type.maxLength ?? formats[type.format ?? ''];
      return { bytes: length === undefined ? undefined : length * bytesPerCharacter + 2, depth: 0 };
    }
    case 'integer':
    case 'number':
      return { bytes: numberBytes, depth: 0 };
    case 'boolean':
      return { bytes: 5, depth: 0 };
    case 'enum':
      return { bytes: Math.max(0, ...type.values.map((value) => value.length)) + 2, depth: 0 };
    case 'array': {
      const item = typeSize(type.items, schemas, level + 1);
      const bounded = type.maxItems !== undefined && item.bytes !== undefined;
      return {
        bytes: bounded ? 2 + (type.maxItems ?? 0) * ((item.bytes ?? 0) + 1) : undefined,
        depth: item.depth + 1,
      };
    }
    case 'schema': {
      const schema = schemas.get(type.name);
      return schema === undefined ? { bytes: undefined, depth: 1 } : sizeOf(schema, schemas, level + 1);
    }
    case 'map':
      return { bytes: type.maxBytes, depth: 1 };
  }
}
