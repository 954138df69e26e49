// Bodies made from the schemas of the document: valid ones at random, and wrong ones with one fault each.
import * as fc from 'fast-check';
import { behind, listOf, looseOf, pointerOf, propertiesAt, schemaAt, textOf } from './documents.ts';
import type { Loose } from './documents.ts';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1), endOnFailure: true });

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Types a schema allows; none named = any. */
function typesOf({ type }: Loose): readonly string[] {
  return typeof type === 'string' ? [type] : listOf(type).map(textOf);
}

const requiredOf = (pointer: string): ReadonlySet<string> => {
  const schema = schemaAt(pointer);
  const parts = listOf(schema['allOf']).flatMap((_, index) => [
    ...requiredOf(`${behind(pointer)}/allOf/${index}`),
  ]);
  return new Set([...listOf(schema['required']).map(textOf), ...parts]);
};

/** Values that a schema accepts. */
export function arbitraryAt(pointer: string, depth = 0): fc.Arbitrary<unknown> {
  const place = behind(pointer);
  const schema = schemaAt(place);
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...listOf(schema['enum']));
  for (const choice of ['oneOf', 'anyOf'])
    if (Array.isArray(schema[choice]))
      return fc.oneof(
        ...listOf(schema[choice]).map((_, index) => arbitraryAt(`${place}/${choice}/${index}`, depth + 1)),
      );
  const properties = propertiesAt(place);
  if (properties !== undefined) return objectAt(place, properties, depth);
  const types = typesOf(schema);
  return fc.oneof(
    ...(types.length === 0 ? ['string'] : types).map((type) => ofType(type, place, schema, depth)),
  );
}

function objectAt(
  place: string,
  properties: ReadonlyMap<string, string>,
  depth: number,
): fc.Arbitrary<unknown> {
  const required = requiredOf(place);
  const kept = [...properties].filter(
    ([name, at]) => schemaAt(at)['readOnly'] !== true && (depth < 3 || required.has(name)),
  );
  return fc.record(Object.fromEntries(kept.map(([name, at]) => [name, arbitraryAt(at, depth + 1)])), {
    requiredKeys: kept.map(([name]) => name).filter((name) => required.has(name)),
  });
}

function ofType(type: string, place: string, schema: Loose, depth: number): fc.Arbitrary<unknown> {
  const least = numberOf(schema['minimum']);
  const most = numberOf(schema['maximum']);
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({
        min: Math.max(least ?? -1000, -(2 ** 31)),
        max: Math.min(most ?? 1_000_000, 2 ** 31 - 1),
      });
    case 'number':
      return fc.integer({ min: Math.ceil(least ?? -1000), max: Math.floor(most ?? 1_000_000) });
    case 'array':
      return fc.array(arbitraryAt(`${place}/items`, depth + 1), {
        minLength: numberOf(schema['minItems']) ?? 0,
        maxLength: Math.min(numberOf(schema['maxItems']) ?? 3, 3),
      });
    case 'object':
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer(), { maxKeys: 3 });
    default:
      return textAt(schema);
  }
}

const alphabet = Array.from('abcXYZ019 -_.äß中');

function textAt(schema: Loose): fc.Arbitrary<string> {
  const [shortest, longest] = [numberOf(schema['minLength']) ?? 0, numberOf(schema['maxLength']) ?? 200];
  switch (schema['format']) {
    case 'uuid':
      return fc.uuid();
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'date':
      return fc
        .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'email':
      return fc.stringMatching(/^[a-z]{3,12}$/).map((name) => `${name}@example.com`);
    case 'uri':
      return fc.stringMatching(/^[a-z]{3,12}$/).map((name) => `https://example.com/${name}`);
  }
  const pattern = textOf(schema['pattern']);
  const form = pattern === '' ? undefined : new RegExp(pattern);
  if (form !== undefined && !form.test(alphabet.join('')))
    return fc.stringMatching(form).filter((text) => text.length <= longest);
  return fc.string({
    unit: fc.constantFrom(...alphabet),
    minLength: Math.max(shortest, 1),
    maxLength: Math.max(shortest, Math.min(longest, 60)),
  });
}

/** A body that must be refused, and what is wrong with it. */
export interface Fault {
  readonly what: string;
  readonly body: unknown;
}

/** One fault at a time: what is missing, of another type, out of bounds, no choice of the list, or not asked for. */
export function faultsIn(pointer: string, valid: Loose): readonly Fault[] {
  const required = requiredOf(pointer);
  const properties = [...(propertiesAt(pointer) ?? [])].filter(([, at]) => schemaAt(at)['readOnly'] !== true);
  return [
    ...[...required].map((name) => ({ what: `${name} is missing`, body: without(valid, name) })),
    ...properties.flatMap(([name, at]) =>
      wrongValues(schemaAt(at)).map(([what, value]) => ({
        what: `${name} is ${what}`,
        body: { ...valid, [name]: value },
      })),
    ),
    ...(schemaAt(pointer)['additionalProperties'] === false
      ? [{ what: 'a field that no schema names', body: { ...valid, unasked_for: 1 } }]
      : []),
    { what: 'a list', body: [valid] },
  ];
}

const without = (body: Loose, name: string): Loose =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

function wrongValues(schema: Loose): readonly (readonly [string, unknown])[] {
  const types = typesOf(schema);
  const samples: Readonly<Record<string, unknown>> = {
    string: 'text',
    integer: 7,
    boolean: true,
    array: [],
    object: {},
    null: null,
  };
  const hasTypes = types.length > 0;
  const others = Object.entries(samples).filter(
    ([type]) => hasTypes && !types.includes(type) && !(type === 'integer' && types.includes('number')),
  );
  const choices = listOf(schema['enum']);
  const longest = numberOf(schema['maxLength']);
  const shortest = numberOf(schema['minLength']);
  const least = numberOf(schema['minimum']);
  const most = numberOf(schema['maximum']);
  const format = textOf(schema['format']);
  const hasFormat = ['uuid', 'date', 'date-time', 'email', 'uri'].includes(format);
  return [
    ...others.map(([type, value]) => [`of type ${type}`, value] as const),
    ...(choices.length > 0 && types.includes('string')
      ? [['no choice of its list', 'none of these'] as const]
      : []),
    ...(longest !== undefined && choices.length === 0
      ? [['too long', 'x'.repeat(longest + 1)] as const]
      : []),
    ...(shortest !== undefined && shortest > 0 ? [['too short', ''] as const] : []),
    ...(least !== undefined ? [['too small', least - 1] as const] : []),
    ...(most !== undefined ? [['too large', most + 1] as const] : []),
    ...(hasFormat ? [[`no ${format}`, 'not of this form'] as const] : []),
    ...(types.includes('integer') ? [['no whole number', 1.5] as const] : []),
  ];
}

/** Places of the text fields of a body schema. */
export const textFields = (pointer: string): readonly string[] =>
  [...(propertiesAt(pointer) ?? [])]
    .filter(([, at]) => typesOf(schemaAt(at)).includes('string') && schemaAt(at)['enum'] === undefined)
    .map(([name]) => name);

/** A value for a parameter that has to be there. */
export function exampleAt(schema: Loose): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  const [choice] = listOf(schema['enum']);
  if (choice !== undefined) return choice;
  if (typesOf(schema).includes('integer')) return numberOf(schema['minimum']) ?? 1;
  return schema['format'] === 'uuid' ? '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f' : 'text';
}

/** Fields of a class of data, by the word of the document. */
export const fieldsOfClass = (pointer: string, dataClass: string): readonly string[] =>
  [...(propertiesAt(pointer) ?? [])]
    .filter(([, at]) => schemaAt(at)['x-data-class'] === dataClass)
    .map(([name]) => name);

export const itemsAt = (pointer: string): string | undefined => {
  const items = propertiesAt(pointer)?.get('items');
  return items === undefined ? undefined : behind(`${behind(items)}/items`);
};

export const answerSchema = (path: string, method: string, status: number): string =>
  behind(
    `${behind(`${pointerOf('paths', path, method.toLowerCase(), 'responses', String(status))}`)}${pointerOf('content', 'application/json', 'schema')}`,
  );

export const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectOf = looseOf;
