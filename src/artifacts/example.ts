import type { ApiSchema, ApiType } from '../model/api.ts';
import type { Json } from '../model/origin.ts';
import { phrase } from './words.ts';

type Schemas = ReadonlyMap<string, ApiSchema>;

const byFormat: Readonly<Record<string, string>> = {
  uuid: '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f',
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'PT15M',
  email: 'person@example.org',
  uri: 'https://example.org/',
  'uri-reference': '/examples/1',
  hostname: 'example.org',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

/** Tried in order when a string has a pattern; a pattern that none fits gets no example. */
const candidates: readonly string[] = [
  'example',
  'Example',
  'EXAMPLE',
  'EUR',
  'DE',
  'en',
  'en-GB',
  'a1',
  'A1',
  '1',
  '12',
  '1234',
  '12.50',
  '0123456789',
  '+491701234567',
  'example-1',
  'EXAMPLE-1',
  'a'.repeat(32),
  '0'.repeat(40),
  'a'.repeat(64),
];

/** A value of the type, the same each time; undefined when none can be made (an unknown pattern, endless nesting). */
export function exampleOf(type: ApiType, name: string, schemas: Schemas, depth = 0): Json | undefined {
  switch (type.kind) {
    case 'string':
      return exampleText(type, name);
    case 'integer':
    case 'number':
      return Math.min(Math.max(1, type.minimum ?? 1), type.maximum ?? Number.MAX_SAFE_INTEGER);
    case 'boolean':
      return true;
    case 'enum':
      return type.values[0];
    case 'array': {
      const item = depth > 4 ? undefined : exampleOf(type.items, name, schemas, depth + 1);
      return item === undefined || type.maxItems === 0 ? [] : [item];
    }
    case 'schema': {
      const schema = schemas.get(type.name);
      return schema === undefined || depth > 4 ? undefined : exampleObject(schema, schemas, depth + 1);
    }
    case 'map':
      return {};
  }
}

function exampleText(type: Extract<ApiType, { kind: 'string' }>, name: string): string | undefined {
  const limit = type.maxLength ?? Number.MAX_SAFE_INTEGER;
  const formatted = type.format === undefined ? undefined : byFormat[type.format];
  const named = phrase(name)
    .slice(0, limit)
    .padEnd(Math.min(type.minLength ?? 0, limit), 'x');
  if (type.pattern === undefined) return formatted ?? named;
  const pattern = compiled(type.pattern);
  const tried = [...(formatted === undefined ? [] : [formatted]), named, ...candidates];
  return (
    pattern &&
    tried.find((text) => text.length <= limit && text.length >= (type.minLength ?? 0) && pattern.test(text))
  );
}

/** Undefined for a pattern that is invalid, or that repeats a repetition and so could take exponential time. */
function compiled(pattern: string): RegExp | undefined {
  if (/[+*}][?]?\)[+*{]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

/** The schema's own example, or one made from its properties; optional properties that cannot be made are left out. */
export function exampleObject(schema: ApiSchema, schemas: Schemas, depth = 0): Json | undefined {
  if (schema.example !== undefined) return schema.example;
  const value: Record<string, Json> = {};
  for (const property of schema.properties) {
    const made =
      exampleOf(property.type, property.name, schemas, depth) ?? (property.nullable ? null : undefined);
    if (made !== undefined) value[property.name] = made;
    else if (property.required) return undefined;
  }
  for (const { name, type, behind } of schema.properties) {
    const later = behind === undefined ? undefined : laterThan(type, value[behind]);
    if (later !== undefined && value[name] !== undefined) value[name] = later;
  }
  return value;
}

/** A value of the type that lies behind an example; undefined where none is known. */
function laterThan(type: ApiType, earlier: Json | undefined): Json | undefined {
  if (type.kind === 'string' && type.format === 'date-time') return '2026-02-28T12:00:00Z';
  if (type.kind === 'string' && type.format === 'date') return '2026-02-28';
  const isNumber = type.kind === 'integer' || type.kind === 'number';
  if (!isNumber || typeof earlier !== 'number') return undefined;
  return Math.min(Math.max(earlier + 1, type.minimum ?? earlier + 1), type.maximum ?? earlier + 1);
}
