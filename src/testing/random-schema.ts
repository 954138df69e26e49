import fc from 'fast-check';

/** Keywords of a schema that values can be made for. */
export type Schema = { readonly [key: string]: unknown };

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** Without the keys that hold nothing: an absent keyword is not the same as one that is undefined. */
const compact = (schema: Schema): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

const small = fc.integer({ min: 0, max: 4 });
const number = fc.integer({ min: -4, max: 6 });

const text = fc
  .record({
    type: fc.constantFrom('string', ['string', 'null']),
    minLength: optional(small),
    maxLength: optional(fc.integer({ min: 1, max: 6 })),
    pattern: optional(fc.constantFrom('^a', 'b$', '.*')),
    enum: optional(fc.subarray(['a', 'ab', 'b', 'cab', ''], { minLength: 1 })),
  })
  .map(compact);

const numeric = fc
  .record({
    type: fc.constantFrom('integer', 'number', ['integer', 'null'], ['integer', 'string']),
    minimum: optional(number),
    exclusiveMinimum: optional(number),
    maximum: optional(number),
    exclusiveMaximum: optional(fc.constantFrom(3, 5.5)),
    multipleOf: optional(fc.constantFrom(1, 2, 3, 4)),
  })
  .map(compact);

const constant = fc.constantFrom('a', 'b', 1, true, null).map((value): Schema => ({ const: value }));
const listed = fc
  .subarray(['a', 'b', 1, 2, true, null], { minLength: 1 })
  .map((values): Schema => ({ enum: values }));
const truth = fc.constant<Schema>({ type: 'boolean' });

const names = ['p', 'q', 'r'];

const objects = (inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .record({
      properties: fc
        .subarray(names)
        .chain((keys) =>
          fc
            .tuple(...keys.map((key) => inner.map((schema) => [key, schema] as const)))
            .map(Object.fromEntries),
        ),
      required: optional(fc.subarray(names)),
      additionalProperties: optional(fc.oneof(fc.constant(false), fc.constant(true), inner)),
      minProperties: optional(small),
      maxProperties: optional(fc.integer({ min: 1, max: 4 })),
    })
    .map((schema) => compact({ type: 'object', ...schema }));

const arrays = (inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .record({
      items: optional(inner),
      minItems: optional(fc.integer({ min: 0, max: 2 })),
      maxItems: optional(small),
      uniqueItems: optional(fc.boolean()),
    })
    .map((schema) => compact({ type: 'array', ...schema }));

const composed = (inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .tuple(fc.constantFrom('oneOf', 'anyOf', 'allOf'), fc.array(inner, { minLength: 1, maxLength: 3 }))
    .map(([keyword, list]): Schema => ({ [keyword]: list }));

/** Schemas of up to three levels. */
export const randomSchema: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    numeric,
    constant,
    listed,
    truth,
    objects(tie('schema')),
    arrays(tie('schema')),
    composed(tie('schema')),
  ),
})).schema;

const keywordEdits: readonly (readonly [string, unknown])[] = [
  ['minLength', 1],
  ['maxLength', 3],
  ['minimum', 2],
  ['maximum', 2],
  ['minItems', 1],
  ['maxItems', 1],
  ['multipleOf', 2],
  ['additionalProperties', false],
  ['additionalProperties', true],
  ['required', ['p']],
  ['required', []],
  ['type', ['string', 'integer', 'null']],
  ['type', 'integer'],
  ['uniqueItems', true],
  ['maxProperties', 1],
];

const impliesType = new Set(['properties', 'required', 'additionalProperties', 'items']);

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema near the given one: some keyword of it, or of a part of it, is another one, gone or new. */
export function nearSchema(schema: Schema): fc.Arbitrary<Schema> {
  const keys = Object.keys(schema);
  // Keywords of objects or arrays without a type are taken to mean an object or array; a validator does not do so.
  const removable = keys.filter((key) => key !== 'type' || !keys.some((other) => impliesType.has(other)));
  const without = removable.map((key) =>
    fc.constant<Schema>(Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key))),
  );
  const changed = fc
    .constantFrom(...keywordEdits.filter(([key]) => 'type' in schema || !impliesType.has(key)))
    .map(([key, value]): Schema => ({ ...schema, [key]: value }));
  const inside = keys.flatMap((key) => {
    const value = schema[key];
    if (Array.isArray(value) && value.every(isSchema) && value.length > 0)
      return [
        fc
          .nat({ max: value.length - 1 })
          .chain((at) =>
            nearSchema(value[at] ?? {}).map((near): Schema => ({ ...schema, [key]: value.with(at, near) })),
          ),
        ...(value.length > 1 ? [fc.constant<Schema>({ ...schema, [key]: value.slice(1) })] : []),
        randomSchema.map((more): Schema => ({ ...schema, [key]: [...value, more] })),
      ];
    if (key === 'properties' && isSchema(value))
      return [
        ...Object.entries(value).flatMap(([name, part]) =>
          isSchema(part)
            ? [
                nearSchema(part).map((near): Schema => ({
                  ...schema,
                  properties: { ...value, [name]: near },
                })),
              ]
            : [],
        ),
        randomSchema.map((part): Schema => ({ ...schema, properties: { ...value, q: part } })),
      ];
    return (key === 'items' || key === 'additionalProperties') && isSchema(value)
      ? [nearSchema(value).map((near): Schema => ({ ...schema, [key]: near }))]
      : [];
  });
  return fc.oneof(changed, ...without, ...inside);
}

const scalar = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'ab', 'cab', 'abcab', 'xyzxyzxyz', null, true, false),
  fc.integer({ min: -6, max: 12 }),
  fc.constantFrom(0.5, 2.5, 5.5),
);

/** Any small value: most schemas accept some. */
export const randomValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.dictionary(fc.constantFrom(...names, 'x'), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
})).value;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const numberOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

/** Values at the borders of a schema, most of them inside; what it says nothing of is anything small. */
export function valueFor(schema: unknown): fc.Arbitrary<unknown> {
  if (!isSchema(schema)) return randomValue;
  const { enum: listed, oneOf, anyOf, allOf, type } = schema;
  const variants = [oneOf, anyOf, allOf].flatMap((list) => (isList(list) ? list : []));
  const kinds: readonly fc.Arbitrary<unknown>[] = [
    ...(isList(listed) && listed.length > 0 ? [fc.constantFrom(...listed)] : []),
    ...('const' in schema ? [fc.constant(schema['const'])] : []),
    ...variants.map(valueFor),
    ...(isList(type) ? type : [type]).flatMap((name) =>
      name === undefined ? [] : [valueOfType(name, schema)],
    ),
  ];
  return fc.oneof(
    { weight: 6, arbitrary: fc.oneof(...kinds, randomValue) },
    { weight: 1, arbitrary: randomValue },
  );
}

function valueOfType(type: unknown, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return fc
        .constantFrom(numberOf(schema['minLength'], 0), numberOf(schema['maxLength'], 8), 2)
        .map((length) => `a${'b'.repeat(Math.max(0, length - 1))}`.slice(0, length));
    case 'integer':
    case 'number':
      return fc.integer({ min: -5, max: 8 }).map((value) => value * numberOf(schema['multipleOf'], 1));
    case 'array':
      return fc.array(valueFor(schema['items']), { maxLength: 3 });
    case 'object':
      return objectFor(schema);
    case 'null':
      return fc.constant(null);
    default:
      return fc.boolean();
  }
}

function objectFor({ properties, required, additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const declared = isSchema(properties) ? Object.entries(properties) : [];
  const asked = isList(required) ? required : [];
  const members = declared.map(([name, part]) =>
    fc
      .option(valueFor(part), { nil: undefined, freq: asked.includes(name) ? 20 : 2 })
      .map((value) => [name, value]),
  );
  const others = names
    .filter((name) => !declared.some(([known]) => known === name))
    .map((name) =>
      fc
        .option(valueFor(additionalProperties), { nil: undefined, freq: asked.includes(name) ? 20 : 1 })
        .map((value) => [name, additionalProperties === false ? undefined : value]),
    );
  return fc.tuple(...members, ...others).map((entries) => compact(Object.fromEntries(entries)));
}
