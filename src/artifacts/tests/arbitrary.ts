import type { ApiSchema, ApiType } from '../../model/api.ts';

type Schemas = ReadonlyMap<string, ApiSchema>;

/** The fast-check expression that makes values of a type, limits included. */
export function arbitraryOf(type: ApiType, schemas: Schemas, depth = 0): string {
  switch (type.kind) {
    case 'string':
      return textArbitrary(type);
    case 'integer':
      return `fc.integer({ min: ${type.minimum ?? -1000}, max: ${type.maximum ?? Math.max(1_000_000, type.minimum ?? 0)} })`;
    case 'number':
      return `fc.double({ min: ${type.minimum ?? -1000}, max: ${type.maximum ?? Math.max(1_000_000, type.minimum ?? 0)}, noNaN: true })`;
    case 'boolean':
      return 'fc.boolean()';
    case 'enum':
      return type.values.length === 0
        ? 'fc.string()'
        : `fc.constantFrom(${type.values.map((value) => JSON.stringify(value)).join(', ')})`;
    case 'array':
      return `fc.array(${arbitraryOf(type.items, schemas, depth + 1)}, { maxLength: ${Math.min(type.maxItems ?? 5, 5)} })`;
    case 'schema': {
      const schema = schemas.get(type.name);
      return schema === undefined || depth > 3 ? 'fc.constant({})' : recordOf(schema, schemas, depth + 1);
    }
    case 'map':
      return 'fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 })';
  }
}

/** Bodies of a schema: fields set by the server are left out, optional ones come and go. */
export function recordOf(schema: ApiSchema, schemas: Schemas, depth = 0): string {
  const properties = schema.properties.filter(({ readOnly }) => readOnly !== true);
  const fields = properties.map(({ name, type, nullable }) => {
    const value = arbitraryOf(type, schemas, depth);
    return `${JSON.stringify(name)}: ${nullable ? `fc.option(${value})` : value}`;
  });
  const required = properties.filter((property) => property.required).map(({ name }) => JSON.stringify(name));
  return `fc.record({ ${fields.join(', ')} }, { requiredKeys: [${required.join(', ')}] })`;
}

const byFormat: Readonly<Record<string, string>> = {
  uuid: 'fc.uuid()',
  'date-time': 'fc.date({ noInvalidDate: true }).map((date) => date.toISOString())',
  date: 'fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))',
  email: 'fc.emailAddress()',
  uri: 'fc.webUrl()',
};

function textArbitrary({ format, maxLength, pattern }: Extract<ApiType, { kind: 'string' }>): string {
  const known = byFormat[format ?? ''];
  if (known !== undefined) return known;
  return pattern === undefined || !simple(pattern)
    ? `fc.string({ maxLength: ${Math.min(maxLength ?? 200, 1000)} })`
    : `fc.stringMatching(/${pattern.replaceAll('/', '\\/')}/)`;
}

/** Patterns that fast-check can invert: anchored character classes with plain repetition. */
const simple = (pattern: string): boolean =>
  /^\^(\[[^\]\\]+\](\{\d+(,\d+)?\}|[+*?])?|[\w -])+\$$/.test(pattern);
