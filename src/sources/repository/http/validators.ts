import type { Bounds, Parameter } from '../../../model/api.ts';
import { ownEntry } from '../javascript/own.ts';
import { dottedName, walk } from '../javascript/syntax.ts';
import type { FunctionValue, ResultValue, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import { jsonFields } from './fastify/schema.ts';
import { fieldsOf } from './fields.ts';
import type { Given } from './routing.ts';
import { callsOf, schemaFields, schemaParts } from './schemas.ts';

type Place = Parameter['in'];

/** Names by which validators tell the parts of a request. */
const parts: Readonly<Record<string, Place>> = {
  body: 'body',
  json: 'body',
  form: 'body',
  payload: 'body',
  query: 'query',
  querystring: 'query',
  params: 'path',
  param: 'path',
  headers: 'header',
  header: 'header',
  cookies: 'cookie',
  cookie: 'cookie',
};

/** Parameters that the validating middlewares of a route declare. */
export function validatedParameters(before: readonly Given[]): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const { value, site } of before)
    for (const { name, place, type, required, bounds } of declaredBy(value)) {
      const key = `${place}:${name}`;
      if (found.has(key)) continue;
      const typed = type === undefined ? {} : { type };
      const bounded = bounds === undefined ? {} : { bounds };
      found.set(key, { name, in: place, ...typed, required, ...bounded, origin: site.origin });
    }
  return [...found.values()];
}

interface Declared {
  readonly name: string;
  readonly place: Place;
  readonly type?: string;
  readonly required: boolean;
  readonly bounds?: Bounds;
}

function declaredBy(value: Value): readonly Declared[] {
  if (value.kind === 'function')
    return value.maker === undefined
      ? []
      : fromArguments(value.maker.name, value.maker.args, () => placeRead(value));
  if (value.kind !== 'result') return [];
  if (value.callee.package === 'express-validator') return fromChain(value);
  if (value.callee.package === 'multer') return fromUpload(value);
  const name = value.callee.path.split('.').at(-1) ?? '';
  return fromArguments(name, value.args, () => undefined);
}

/** `body('email').isEmail()`, `check(['a', 'b'])`, `checkSchema({ … })`. */
function fromChain(value: ResultValue): readonly Declared[] {
  const calls = callsOf(value);
  const [first] = calls;
  if (first === undefined) return [];
  const [names, messageOrPlace] = first.args;
  if (/^oneOf$/.test(first.name))
    return names?.kind === 'array'
      ? names.items.flatMap((item) => declaredBy(item)).map((each) => ({ ...each, required: false }))
      : [];
  if (first.name === 'checkSchema') return fromSchemaTable(names, messageOrPlace);
  const place = ownEntry(parts, first.name) ?? (first.name === 'check' ? 'body' : undefined);
  if (place === undefined || names === undefined) return [];
  const required = !calls.some(({ name }) => name === 'optional');
  const kind = calls.map(({ name }) => ownEntry(checkedTypes, name)).find((each) => each !== undefined);
  const typed = kind === undefined ? {} : { type: kind };
  return (names.kind === 'array' ? names.items : [names]).flatMap((item) => {
    const name = textOf(item)?.split(/[.[]/)[0];
    return name === undefined || name === '' || name === '*' ? [] : [{ name, place, required, ...typed }];
  });
}

const checkedTypes: Readonly<Record<string, string>> = {
  isInt: 'number',
  isNumeric: 'number',
  isFloat: 'number',
  isDecimal: 'number',
  isBoolean: 'boolean',
  isArray: 'array',
  isObject: 'object',
  isString: 'string',
  isEmail: 'string',
  isUUID: 'string',
  isDate: 'date',
  isISO8601: 'date',
};

function fromSchemaTable(table: Value | undefined, fallback: Value | undefined): readonly Declared[] {
  if (table?.kind !== 'object') return [];
  return [...table.fields].flatMap(([name, value]): readonly Declared[] => {
    const where = value.kind === 'object' ? (value.fields.get('in') ?? fallback) : fallback;
    const first = where?.kind === 'array' ? where.items[0] : where;
    const place = first === undefined ? 'body' : ownEntry(parts, textOf(first) ?? '');
    const isOptional = value.kind === 'object' && value.fields.has('optional');
    return place === undefined ? [] : [{ name, place, required: !isOptional }];
  });
}

/** `upload.single('avatar')`, `upload.fields([{ name: 'photos' }])`. */
function fromUpload({ callee, args }: ResultValue): readonly Declared[] {
  const [first] = args;
  const method = callee.path.split('.').at(-1);
  if (first === undefined) return [];
  const file = (name: string | undefined): readonly Declared[] =>
    name === undefined ? [] : [{ name, place: 'body', type: 'file', required: false }];
  if (method === 'single' || method === 'array') return file(textOf(first));
  if (method !== 'fields' || first.kind !== 'array') return [];
  return first.items.flatMap((item) => {
    const name = item.kind === 'object' ? item.fields.get('name') : undefined;
    return name === undefined ? [] : file(textOf(name));
  });
}

/** `validate(schema)`, `validate({ body: schema })`, `validate('query', schema)`, `validateBody(Dto)`. */
function fromArguments(
  name: string,
  args: readonly Value[],
  readBy: () => Place | undefined,
): readonly Declared[] {
  const told = args.map((arg) => ownEntry(parts, textOf(arg)?.toLowerCase() ?? '')).find(Boolean);
  return args.flatMap((arg) => {
    const pieces = schemaParts(arg);
    const isSplit = pieces.size > 0 && [...pieces.keys()].every((key) => isPart(key));
    if (isSplit)
      return [...pieces].flatMap(([key, piece]) => {
        const place = ownEntry(parts, key);
        return place === undefined ? [] : fieldsIn(piece, place);
      });
    if (fieldsIn(arg, 'body').length === 0) return [];
    return fieldsIn(arg, told ?? placeNamed(name) ?? readBy() ?? 'body');
  });
}

const isPart = (key: string): boolean =>
  ownEntry(parts, key) !== undefined || /^(files?|options|response)$/.test(key);

function placeNamed(name: string): Place | undefined {
  if (/query/i.test(name)) return 'query';
  if (/param/i.test(name)) return 'path';
  if (/header/i.test(name)) return 'header';
  return /body|payload/i.test(name) ? 'body' : undefined;
}

function fieldsIn(schema: Value, place: Place): readonly Declared[] {
  const fields =
    schema.kind === 'class'
      ? fieldsOf(schema).filter(() => isTransfer(schema))
      : schema.kind === 'object'
        ? describedFields(schema)
        : schemaFields(schema);
  return fields.map(({ name, type, required, bounds }) => ({
    name,
    place,
    ...(type === undefined ? {} : { type }),
    required,
    ...(bounds === undefined ? {} : { bounds }),
  }));
}

/** JSON Schema, or a plain table of fields with schemas of a library: `{ email: Joi.string() }`. */
function describedFields(schema: Extract<Value, { kind: 'object' }>): ReturnType<typeof schemaFields> {
  if (schema.fields.has('properties')) return jsonFields(schema);
  const values = [...schema.fields];
  if (values.length === 0 || !values.every(([, value]) => value.kind === 'result')) return [];
  return values.map(([name]) => ({ name, required: false }));
}

/** Classes whose fields carry decorators of a validation library. */
const isTransfer = (shape: Extract<Value, { kind: 'class' }>): boolean =>
  shape.node.body.body.some((member) => member.type === 'PropertyDefinition' && member.decorators.length > 0);

/** The part that a middleware of the target reads itself: `schema.validate(req.query)`. */
function placeRead(value: FunctionValue): Place | undefined {
  const read = new Set<Place>();
  walk(value.node, (node) => {
    if (node.type !== 'MemberExpression') return;
    const place = ownEntry(
      parts,
      /^(?:req|request|ctx|ctx\.request|c\.req)\.(\w+)$/.exec(dottedName(node) ?? '')?.[1] ?? '',
    );
    if (place !== undefined) read.add(place);
  });
  const [only] = read;
  return read.size === 1 ? only : undefined;
}
