import { isRecord } from '../located.ts';
import type { Comparing, Fact } from './fact.ts';
import { placeOf, subjectOf, valueText } from './shape.ts';
import type { JsonType, Shape } from './shape.ts';
import type { SchemaCheck } from './kinds.ts';

export const fact = (kind: SchemaCheck, old: Shape, next: Shape, keyword: string, words: string): Fact => {
  const name = subjectOf(next.parts);
  return {
    kind,
    level: 'self',
    old: placeOf(old.parts, keyword),
    new: placeOf(next.parts, keyword),
    what: `${name === '' ? 'The value' : `\`${name}\``} ${words}.`,
  };
};

const few = (values: readonly string[]): string =>
  values.length <= 5 ? values.join(', ') : `${values.slice(0, 5).join(', ')} and ${values.length - 5} more`;

const typeNames = (types: ReadonlySet<JsonType>): string => {
  if (types.size >= 6) return 'any type';
  return [...types].filter((type) => type !== 'integer' || !types.has('number')).join(' or ') || 'nothing';
};

/** Scalars are read from text as well as from JSON, so a string takes them all. */
function admitted(types: ReadonlySet<JsonType>, isText: boolean): ReadonlySet<JsonType> {
  return isText && types.has('string') ? new Set([...types, 'integer', 'number', 'boolean']) : types;
}

export function typeFacts(old: Shape, next: Shape, { isText }: Comparing): readonly Fact[] {
  const before = admitted(old.types, isText);
  const after = admitted(next.types, isText);
  const lost = [...before].some((type) => !after.has(type));
  const gained = [...after].some((type) => !before.has(type));
  if (!lost && !gained) return [];
  const kind = lost && gained ? 'type-changed' : lost ? 'type-narrowed' : 'type-widened';
  return [fact(kind, old, next, 'type', `changes from ${typeNames(old.types)} to ${typeNames(next.types)}`)];
}

export function listFacts(old: Shape, next: Shape): readonly Fact[] {
  const [before, after] = [old.values, next.values];
  if (before === undefined && after === undefined) return [];
  if (before === undefined) {
    const kind = next.isConst ? 'const-added' : 'became-enum';
    return [fact(kind, old, next, keywordOf(next), `may only be ${few([...(after ?? [])])}`)];
  }
  if (after === undefined) {
    const kind = old.isConst ? 'const-removed' : 'enum-removed';
    return [fact(kind, old, next, keywordOf(old), `may be anything; it was one of ${few([...before])}`)];
  }
  const lost = [...before].filter((value) => !after.has(value));
  const gained = [...after].filter((value) => !before.has(value));
  if (old.isConst && next.isConst && lost.length > 0 && gained.length > 0)
    return [fact('const-changed', old, next, 'const', `changes from ${few(lost)} to ${few(gained)}`)];
  return [
    ...(lost.length > 0
      ? [fact('enum-value-removed', old, next, keywordOf(next), `may no longer be ${few(lost)}`)]
      : []),
    ...(gained.length > 0
      ? [fact('enum-value-added', old, next, keywordOf(next), `may be ${few(gained)} as well`)]
      : []),
  ];
}

const keywordOf = ({ isConst }: Shape): string => (isConst ? 'const' : 'enum');

/** Number formats by the values they hold: each is contained in those behind it. */
const ranges = [
  ['int8', 'int16', 'int32', 'int64'],
  ['uint8', 'uint16', 'uint32', 'uint64'],
  ['float', 'double'],
];

/** A number without a format has the widest range, as far as anybody keeps numbers. */
function formatsOf(shape: Shape, isNumber: boolean, other: Shape): readonly string[] {
  const { formats, types } = shape;
  const own = [...formats].toSorted();
  if (!isNumber || own.length > 0) return own;
  if (fitsInt32(shape) && other.formats.has('int32')) return ['int32'];
  const [range] = ranges.filter((each) => [...other.formats].some((format) => each.includes(format)));
  return range === undefined || types.size > 2 ? own : range.slice(-1);
}

/** Limits that are said leave nothing for the format to take away. */
const fitsInt32 = ({ minimum, maximum, types }: Shape): boolean =>
  !types.has('number') &&
  minimum !== undefined &&
  maximum !== undefined &&
  minimum.value >= -(2 ** 31) &&
  maximum.value < 2 ** 31;

export function formatFacts(old: Shape, next: Shape): readonly Fact[] {
  const isNumber = old.types.has('integer') && next.types.has('integer') && !old.types.has('string');
  const [before, after] = [formatsOf(old, isNumber, next), formatsOf(next, isNumber, old)];
  if (before.join(' ') === after.join(' ')) return [];
  if (before.length === 0)
    return [fact('format-added', old, next, 'format', `must be ${after.join(' and ')}`)];
  if (after.length === 0)
    return [fact('format-removed', old, next, 'format', `need no longer be ${before.join(' and ')}`)];
  const [from, to] = [before.join(' and '), after.join(' and ')];
  const range = ranges.find((each) => each.includes(from) && each.includes(to));
  const kind =
    range === undefined
      ? 'format-changed'
      : range.indexOf(from) < range.indexOf(to)
        ? 'format-widened'
        : 'format-narrowed';
  return [fact(kind, old, next, 'format', `changes from ${from} to ${to}`)];
}

export function patternFacts(old: Shape, next: Shape): readonly Fact[] {
  const lost = [...old.patterns].filter((pattern) => !next.patterns.has(pattern));
  const gained = [...next.patterns].filter((pattern) => !old.patterns.has(pattern));
  if (lost.length === 0 && gained.length === 0) return [];
  if (lost.length === 0)
    return [fact('pattern-added', old, next, 'pattern', `must match ${gained.join(' and ')}`)];
  if (gained.length === 0)
    return [fact('pattern-removed', old, next, 'pattern', `need no longer match ${lost.join(' and ')}`)];
  return [
    fact(
      'pattern-changed',
      old,
      next,
      'pattern',
      `must match ${gained.join(' and ')} instead of ${lost.join(' and ')}`,
    ),
  ];
}

export function defaultFacts(old: Shape, next: Shape, { side }: Comparing): readonly Fact[] {
  if (side === 'response') return [];
  const [before, after] = [defaultOf(old), defaultOf(next)];
  if (before === after) return [];
  const [from, to] = [before ?? 'none', after ?? 'none'];
  const kind =
    before === undefined ? 'default-added' : after === undefined ? 'default-removed' : 'default-changed';
  return [fact(kind, old, next, 'default', `has another default: ${to} instead of ${from}`)];
}

function defaultOf({ parts }: Shape): string | undefined {
  const holder = parts.find(({ value }) => isRecord(value) && value['default'] !== undefined);
  return holder !== undefined && isRecord(holder.value) ? valueText(holder.value['default']) : undefined;
}
