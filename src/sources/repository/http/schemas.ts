import type { Bounds } from '../../../model/api.ts';
import { chainBounds } from './bounds.ts';
import type { ResultValue, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';

/** A field that a schema of a validation library names. */
export interface SchemaField {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
  readonly bounds?: Bounds;
}

const deepest = 12;

interface Call {
  readonly name: string;
  readonly args: readonly Value[];
  readonly package: string;
}

/**
 * Fields of the outermost object of a schema: zod, Joi, yup, valibot, TypeBox, VineJS and libraries built like them,
 * with what was made of it by `extend`, `merge`, `pick`, `omit`, `partial`.
 */
export function schemaFields(schema: Value | undefined, depth = 0): readonly SchemaField[] {
  if (depth > deepest || schema?.kind !== 'result') return [];
  let fields: readonly SchemaField[] = [];
  for (const call of callsOf(schema)) fields = afterCall(fields, call, depth);
  return fields;
}

/** Fields with their own schemas: the parts of `z.object({ body: …, query: … })`. */
export function schemaParts(schema: Value | undefined, depth = 0): ReadonlyMap<string, Value> {
  if (schema?.kind === 'object') return schema.fields;
  if (schema?.kind !== 'result' || depth > deepest) return new Map();
  const parts = callsOf(schema).flatMap(({ args }) => {
    const [first] = args;
    return first?.kind === 'object' ? [...first.fields] : [...schemaParts(first, depth + 1)];
  });
  return new Map(parts);
}

/** The calls of a chain, from the one it starts with. */
export function callsOf(value: ResultValue): readonly Call[] {
  const calls: Call[] = [];
  for (let at: ResultValue | undefined = value; at !== undefined && calls.length < 60; at = at.callee.on) {
    const { callee, args } = at;
    calls.unshift({ name: callee.path.split('.').at(-1) ?? '', args, package: callee.package });
  }
  return calls;
}

function afterCall(fields: readonly SchemaField[], call: Call, depth: number): readonly SchemaField[] {
  const [first, second] = call.args;
  switch (call.name.toLowerCase()) {
    case 'object':
    case 'strictobject':
    case 'looseobject':
    case 'keys':
    case 'shape':
    case 'extend':
    case 'safeextend':
    case 'append':
    case 'augment':
      return merged(
        fields,
        first?.kind === 'object' ? ownFields(first, call) : schemaFields(first, depth + 1),
      );
    case 'merge':
    case 'and':
    case 'concat':
    case 'intersection':
    case 'intersect':
    case 'composite':
      return merged(
        fields,
        itemsOf(call.args).flatMap((item) => schemaFields(item, depth + 1)),
      );
    case 'union':
    case 'or':
    case 'discriminatedunion':
    case 'alternatives':
      return merged(fields, optional(itemsOf(call.args).flatMap((item) => schemaFields(item, depth + 1))));
    case 'partial':
    case 'optional':
    case 'deeppartial':
      return optional(merged(fields, schemaFields(first, depth + 1)));
    case 'pick':
      return picked(fields, call, depth, true);
    case 'omit':
      return picked(fields, call, depth, false);
    case 'array':
    case 'record':
    case 'tuple':
    case 'map':
    case 'set':
      return [];
    default:
      return fields.length > 0
        ? fields
        : schemaFields(first?.kind === 'function' ? second : first, depth + 1);
  }
}

const itemsOf = (args: readonly Value[]): readonly Value[] =>
  args.flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg]));

/** Later fields replace earlier ones of the same name. */
function merged(fields: readonly SchemaField[], more: readonly SchemaField[]): readonly SchemaField[] {
  const names = new Set(more.map(({ name }) => name));
  return [...fields.filter(({ name }) => !names.has(name)), ...more];
}

const optional = (fields: readonly SchemaField[]): readonly SchemaField[] =>
  fields.map((field) => ({ ...field, required: false }));

function picked(
  fields: readonly SchemaField[],
  call: Call,
  depth: number,
  keep: boolean,
): readonly SchemaField[] {
  const [first, second] = call.args;
  const inner = first?.kind === 'result' ? schemaFields(first, depth + 1) : [];
  const all = inner.length > 0 ? inner : fields;
  const chosen = inner.length > 0 ? second : first;
  const names =
    chosen?.kind === 'object'
      ? [...chosen.fields.keys()]
      : itemsOf(call.args).flatMap((item) => textOf(item) ?? []);
  return all.filter(({ name }) => names.includes(name) === keep);
}

function ownFields(shape: Extract<Value, { kind: 'object' }>, call: Call): readonly SchemaField[] {
  return [...shape.fields].map(([name, value]) => {
    const type = typeOf(value);
    const bounds = value.kind === 'result' ? chainBounds(type, callsOf(value)) : undefined;
    return {
      name,
      ...(type === undefined ? {} : { type }),
      required: isRequired(value, call.package),
      ...(bounds === undefined ? {} : { bounds }),
    };
  });
}

/** Libraries whose fields may be left out unless something says otherwise. */
const lenient = /^(joi|@hapi\/joi|yup|celebrate|@joi\/.*)$/;

function isRequired(value: Value, from: string): boolean {
  if (value.kind !== 'result') return true;
  const names = callsOf(value).map(({ name }) => name.toLowerCase());
  if (lenient.test(from)) return names.includes('required');
  return !names.some((name) => /^(optional|nullish|default|catch|prefault|exactoptional)$/.test(name));
}

const types: readonly (readonly [RegExp, string])[] = [
  [/^(string|email|uuid|url|cuid2?|nanoid|ulid|stringbool|objectid)$/, 'string'],
  [/^(number|int|int32|integer|float|numeric|bigint)$/, 'number'],
  [/^bool(ean)?$/, 'boolean'],
  [/^(array|tuple|set)$/, 'array'],
  [/^(date|isodate|isodatetime|datetime)$/, 'date'],
  [/^(enum|nativeenum|picklist)$/, 'enum'],
  [/^(object|strictobject|looseobject|record|map)$/, 'object'],
];

function typeOf(value: Value, depth = 0): string | undefined {
  if (value.kind !== 'result' || depth > deepest) return undefined;
  for (const { name, args } of callsOf(value)) {
    const type = types.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];
    if (type !== undefined) return type;
    const inner = args.map((arg) => typeOf(arg, depth + 1)).find((each) => each !== undefined);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
