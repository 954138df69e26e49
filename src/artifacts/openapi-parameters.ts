import type { ApiType, Bounds, Endpoint, Parameter } from '../model/api.ts';
import type { Json } from '../model/origin.ts';
import { exampleOf } from './example.ts';
import { typeSchema } from './json-schema.ts';
import { compact, names } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { pathNames } from './http.ts';
import { linePattern } from './text-patterns.ts';
import { phrase, sentence } from './words.ts';

const types: Readonly<Record<string, ApiType>> = {
  uuid: { kind: 'string', format: 'uuid' },
  int: { kind: 'integer', format: 'int32' },
  integer: { kind: 'integer', format: 'int32' },
  bigint: { kind: 'integer', format: 'int64' },
  money: { kind: 'integer', format: 'int64' },
  number: { kind: 'number' },
  decimal: { kind: 'number' },
  bool: { kind: 'boolean' },
  boolean: { kind: 'boolean' },
  date: { kind: 'string', format: 'date' },
  datetime: { kind: 'string', format: 'date-time' },
  'date-time': { kind: 'string', format: 'date-time' },
  email: { kind: 'string', format: 'email' },
  url: { kind: 'string', format: 'uri' },
};

/** The type a parameter is named with; `enum(a,b)` gives the values, anything unknown is text. */
export function parameterType(name: string | undefined): ApiType {
  const listed = /^enum\(([^)]*)\)$/.exec(name ?? '')?.[1];
  if (listed !== undefined) return { kind: 'enum', values: listed.split(',').map((value) => value.trim()) };
  return types[name ?? ''] ?? { kind: 'string', maxLength: 200 };
}

/** The type with what a design or a validator in code bounds it to. */
function boundedType({ type, bounds, use }: Parameter): ApiType {
  const known = parameterType(type);
  if (bounds?.values !== undefined) return { kind: 'enum', values: bounds.values };
  switch (known.kind) {
    case 'string': {
      const line = use === undefined || known.format !== undefined ? {} : { pattern: linePattern };
      const least = use?.kind === 'search' ? { minLength: 1 } : {};
      return { ...known, ...least, ...lengths(bounds), ...line };
    }
    case 'integer':
    case 'number':
      return {
        ...known,
        ...(bounds?.minimum === undefined ? {} : { minimum: bounds.minimum }),
        ...(bounds?.maximum === undefined ? {} : { maximum: bounds.maximum }),
      };
    case 'boolean':
    case 'enum':
    case 'array':
    case 'schema':
    case 'map':
      return known;
  }
}

const lengths = (bounds: Bounds | undefined) => ({
  ...(bounds?.minLength === undefined ? {} : { minLength: bounds.minLength }),
  ...(bounds?.maxLength === undefined ? {} : { maxLength: bounds.maxLength }),
});

/** What each shared parameter is called on the wire, in lower case. */
const sharedNames: Readonly<Record<string, string>> = {
  Cursor: 'cursor',
  Limit: 'limit',
  IdempotencyKey: 'idempotency-key',
  IfMatch: 'if-match',
  IfNoneMatch: 'if-none-match',
};

const shared = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });

function conventions(endpoint: Endpoint): readonly string[] {
  const reads = endpoint.method === 'GET' || endpoint.method === 'HEAD';
  return [
    ...(endpoint.pagination === 'cursor' ? ['Cursor', 'Limit'] : []),
    ...(endpoint.idempotencyKey ? ['IdempotencyKey'] : []),
    ...(endpoint.conditional ? [reads ? 'IfNoneMatch' : 'IfMatch'] : []),
  ];
}

/** Parameters of an operation: path, then its own, then those its conventions bring. */
export function operationParameters(endpoint: Endpoint): readonly JsonObject[] {
  const standard = conventions(endpoint);
  const standardNames = new Set(standard.map((name) => sharedNames[name]));
  const path = pathNames(endpoint.path);
  const own = endpoint.parameters.filter(
    (each) =>
      (each.in === 'query' || each.in === 'header' || each.in === 'cookie') &&
      !standardNames.has(each.name.toLowerCase()) &&
      !ignoredHeaders.has(each.name.toLowerCase()),
  );
  const unique = own.filter((each, at) => own.findIndex((other) => sameParameter(each, other)) === at);
  return [
    ...path.map((name) => pathParameter(name, endpoint)),
    ...unique.map((each) => ownParameter(each)),
    ...standard.map(shared),
  ];
}

/** Header parameters of these names are ignored by OpenAPI: they are described elsewhere in the document. */
const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

const sameParameter = (a: Parameter, b: Parameter): boolean => a.in === b.in && a.name === b.name;

function pathParameter(name: string, endpoint: Endpoint): JsonObject {
  const known = endpoint.parameters.find((each) => each.in === 'path' && each.name === name);
  const of = endpoint.entity === undefined ? '' : ` of the ${phrase(endpoint.entity)}`;
  const type = known === undefined ? parameterType(undefined) : boundedType(known);
  return compact({
    name,
    in: 'path',
    description:
      known?.use?.kind === 'filter'
        ? `Only what belongs to this one: \`${known.use.column}\`.`
        : `${sentence(phrase(name))}${name === 'id' ? of : ''}.`,
    required: true,
    schema: typeSchema(type, ''),
    example: exampleOf(type, name, new Map()),
    'x-filter': known?.use?.kind === 'filter' ? known.use.column : undefined,
  });
}

function ownParameter(parameter: Parameter): JsonObject {
  if (parameter.use?.kind === 'fields') return fieldsParameter(parameter);
  const type = boundedType(parameter);
  const standard: Json | undefined = parameter.default;
  return compact({
    name: parameter.name,
    in: parameter.in,
    description: describe(parameter),
    required: parameter.required,
    schema: compact({ ...typeSchema(type, ''), default: standard }),
    example: standard ?? exampleOf(type, parameter.name, new Map()),
    'x-filter': parameter.use?.kind === 'filter' ? parameter.use.column : undefined,
    'x-searches': parameter.use?.kind === 'search' ? parameter.use.columns : undefined,
  });
}

function describe({ name, use, default: standard }: Parameter): string {
  switch (use?.kind) {
    case 'filter':
      return `Only entries whose \`${use.column}\` is this value.`;
    case 'search':
      return `Words that must all occur in ${names(use.columns)}; the best match comes first.`;
    case 'sort':
      return `Order of the entries, \`-\` for descending; \`id\` decides between equals, in the direction of the last key. Without it: \`${standard ?? ''}\`.`;
    case 'fields':
    case undefined:
      return `${sentence(phrase(name))}.`;
  }
}

/** A list by comma of what an entry shall hold; `id` always comes. */
function fieldsParameter({ name, in: place, bounds }: Parameter): JsonObject {
  const values = bounds?.values ?? [];
  return {
    name,
    in: place,
    description: 'Only these fields of each entry, by comma; `id` always comes. Without it: all of them.',
    required: false,
    style: 'form',
    explode: false,
    schema: {
      type: 'array',
      minItems: 1,
      maxItems: values.length,
      uniqueItems: true,
      items: { type: 'string', enum: values },
    },
    example: values.slice(0, 2),
  };
}
