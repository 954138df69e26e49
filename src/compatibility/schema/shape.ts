import { isRecord, labelOf, members, rawChild } from '../located.ts';
import type { JsonRecord } from '../located.ts';
import type { Parts } from './conjuncts.ts';

export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

export const boundNames = [
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
] as const;

/** A limit of numbers; `open` when the limit itself is outside. */
export interface Limit {
  readonly value: number;
  readonly open: boolean;
}

/** What one alternative of a schema says, all its parts merged. */
export interface Shape {
  readonly parts: Parts;
  /** Without null, which `nullable` tells. */
  readonly types: ReadonlySet<JsonType>;
  readonly nullable: boolean;
  /** Values that are listed (`enum`, `const`), as JSON text; undefined where none are. */
  readonly values: ReadonlySet<string> | undefined;
  readonly isConst: boolean;
  readonly minimum: Limit | undefined;
  readonly maximum: Limit | undefined;
  readonly bounds: ReadonlyMap<(typeof boundNames)[number], number>;
  readonly multipleOf: readonly number[];
  readonly formats: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
  readonly uniqueItems: boolean;
}

const records = (parts: Parts): readonly JsonRecord[] =>
  parts.flatMap(({ value }) => (isRecord(value) ? [value] : []));

export function shapeOf(parts: Parts): Shape {
  const own = records(parts);
  const values = listedValues(own);
  const typed = intersectionOf(own.map(typesOf));
  const isNever = parts.some(({ value }) => value === false);
  const types = isNever ? new Set<JsonType>() : (typed ?? new Set(jsonTypes));
  // OpenAPI 3.0 says `nullable` beside an `enum` or `allOf` that leave null out; what is meant is that it may be null.
  const admitsNull =
    !isNever &&
    (own.some(isNullable30) || (types.has('null') && (values === undefined || values.has('null'))));
  const rest = new Set([...types].filter((type) => type !== 'null'));
  const isInteger = rest.has('integer') && !rest.has('number');
  const numbers = (key: string): readonly number[] =>
    own.flatMap((each) => (typeof each[key] === 'number' ? [each[key]] : []));
  const texts = (key: string): readonly string[] =>
    own.flatMap((each) => (typeof each[key] === 'string' ? [each[key]] : []));
  return {
    parts,
    types: rest,
    nullable: admitsNull,
    values: values === undefined ? undefined : new Set([...values].filter((value) => value !== 'null')),
    isConst: own.some((each) => 'const' in each),
    minimum: limitOf(own, 'minimum', 'exclusiveMinimum', isInteger),
    maximum: limitOf(own, 'maximum', 'exclusiveMaximum', isInteger),
    bounds: boundsOf(numbers),
    multipleOf: [...new Set(numbers('multipleOf'))],
    formats: new Set(texts('format').filter((format) => !presentational.has(format))),
    patterns: new Set(texts('pattern').filter((pattern) => !/^(\^?\.\*\$?|\^|\$|)$/.test(pattern))),
    uniqueItems: own.some((each) => each['uniqueItems'] === true),
  };
}

/** Formats that say how a value is shown, not which values there are. */
const presentational = new Set(['password', 'textarea', 'markdown', 'html', 'string', 'number', 'object']);

const isNullable30 = (schema: JsonRecord): boolean => schema['nullable'] === true;

const objectKeywords = ['properties', 'required', 'additionalProperties', 'patternProperties'];

/** Types a schema admits; undefined where it says nothing. Keywords of objects without `type` mean an object. */
function typesOf(schema: JsonRecord): ReadonlySet<JsonType> | undefined {
  const { type } = schema;
  const named = Array.isArray(type) ? type : typeof type === 'string' ? [type] : [];
  const known = jsonTypes.filter((each) => named.includes(each));
  if (known.length > 0) {
    const types = new Set<JsonType>(known);
    if (types.has('number')) types.add('integer');
    if (isNullable30(schema)) types.add('null');
    return types;
  }
  const inferred = inferredTypes(schema);
  if (inferred !== undefined && isNullable30(schema)) return new Set([...inferred, 'null']);
  return inferred;
}

function inferredTypes(schema: JsonRecord): ReadonlySet<JsonType> | undefined {
  if (Array.isArray(schema['enum'])) return new Set(schema['enum'].flatMap(typesOfValue));
  if ('const' in schema) return new Set(typesOfValue(schema['const']));
  if (objectKeywords.some((keyword) => keyword in schema)) return new Set(['object']);
  return 'items' in schema ? new Set(['array']) : undefined;
}

function typesOfValue(value: unknown): readonly JsonType[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'boolean') return ['boolean'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer'] : ['integer', 'number'];
  return typeof value === 'string' ? ['string'] : ['object'];
}

function intersectionOf<T>(sets: readonly (ReadonlySet<T> | undefined)[]): ReadonlySet<T> | undefined {
  let common: ReadonlySet<T> | undefined;
  for (const set of sets) {
    if (set === undefined) continue;
    const before = common;
    common = before === undefined ? set : new Set([...before].filter((each) => set.has(each)));
  }
  return common;
}

const listedValues = (own: readonly JsonRecord[]): ReadonlySet<string> | undefined =>
  intersectionOf(
    own.flatMap((each) => [
      Array.isArray(each['enum']) ? new Set(each['enum'].map(valueText)) : undefined,
      'const' in each ? new Set([valueText(each['const'])]) : undefined,
    ]),
  );

/** JSON with sorted keys: equal values give equal text. */
export const valueText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'null';

/** OpenAPI 3.0 writes `exclusiveMinimum: true`, JSON Schema a number. */
function limitOf(
  own: readonly JsonRecord[],
  inclusive: 'minimum' | 'maximum',
  exclusive: string,
  isInteger: boolean,
): Limit | undefined {
  const sign = inclusive === 'minimum' ? 1 : -1;
  const limits = own.flatMap((schema): readonly Limit[] => {
    const [closed, open] = [schema[inclusive], schema[exclusive]];
    return [
      ...(typeof closed === 'number' ? [{ value: closed, open: open === true }] : []),
      ...(typeof open === 'number' ? [{ value: open, open: true }] : []),
    ];
  });
  const whole = isInteger ? limits.map((limit) => wholeLimit(limit, sign)) : limits;
  return whole.toSorted((a, b) => compareLimits(b, a, sign)).at(0);
}

function wholeLimit({ value, open }: Limit, sign: number): Limit {
  const inner = sign === 1 ? Math.ceil(value) : Math.floor(value);
  return { value: open && inner === value ? inner + sign : inner, open: false };
}

/** Positive when `a` leaves less room than `b`. */
export const compareLimits = (a: Limit, b: Limit, sign: number): number =>
  a.value === b.value ? Number(a.open) - Number(b.open) : sign * (a.value - b.value);

function boundsOf(numbers: (key: string) => readonly number[]): Shape['bounds'] {
  return new Map(
    boundNames.flatMap((name) => {
      const found = numbers(name);
      if (found.length === 0) return [];
      const value = name.startsWith('max') ? Math.min(...found) : Math.max(...found);
      return name.startsWith('min') && value <= 0 ? [] : [[name, value] as const];
    }),
  );
}

/** Where a keyword stands, else the schema itself. */
export function placeOf(parts: Parts, ...keywords: readonly string[]): string {
  for (const keyword of keywords)
    for (const part of parts) {
      const found = rawChild(part, keyword);
      if (found !== undefined) return found.pointer;
    }
  return parts.at(0)?.pointer ?? '#';
}

/** The name people know the schema by. */
export const subjectOf = (parts: Parts): string => labelOf(parts.at(0)?.pointer ?? '#');

export const partsUnder = (parts: Parts, keyword: string): Parts =>
  parts.flatMap((part) => rawChild(part, keyword) ?? []);

export const keysUnder = (parts: Parts, keyword: string): ReadonlySet<string> =>
  new Set(partsUnder(parts, keyword).flatMap((each) => members(each).map(([key]) => key)));
