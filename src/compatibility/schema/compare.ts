import type { Located } from '../located.ts';
import { alternativesOf } from './alternatives.ts';
import type { Alternatives } from './alternatives.ts';
import { arrayFacts } from './arrays.ts';
import { boundFacts } from './bounds.ts';
import { conditionFacts } from './conditions.ts';
import type { Parts } from './conjuncts.ts';
import { discriminatorFacts } from './discriminators.ts';
import type { Comparing, Fact, Side } from './fact.ts';
import { objectFacts } from './objects.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';
import { defaultFacts, fact, formatFacts, listFacts, patternFacts, typeFacts } from './values.ts';
import { isNarrowing, isWidening, overlapFacts, variantFacts, variantOf } from './variants.ts';
import type { Variant } from './variants.ts';

/** Compares schemas of two documents; keeps what it found, so that a shared schema is compared once for each side. */
export type SchemaComparer = (
  old: Located | undefined,
  next: Located | undefined,
  side: Side,
  isText?: boolean,
) => readonly Fact[];

/** Deeper than any schema that was written by hand; cycles end where a pair is met again. */
const deepest = 200;

export function schemaComparer(): SchemaComparer {
  const found = new Map<string, readonly Fact[]>();
  const running = new Set<string>();
  const compareParts = (old: Parts, next: Parts, side: Side, isText: boolean): readonly Fact[] => {
    const key = `${side}${isText} ${keyOf(old)} > ${keyOf(next)}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    if (running.has(key)) return [];
    running.add(key);
    const facts = compare(old, next, side, isText);
    running.delete(key);
    found.set(key, facts);
    return facts;
  };
  const compare = (old: Parts, next: Parts, side: Side, isText: boolean): readonly Fact[] => {
    const [before, after] = [alternativesOf(old), alternativesOf(next)];
    const inner = (a: Parts, b: Parts): readonly Fact[] => compareParts(a, b, side, isText);
    const comparing: Comparing = { side, isText, inner };
    if (running.size > deepest || before.isCut || after.isCut) return notCompared(before, after);
    return unionFacts(before, after, comparing);
  };
  return (old, next, side, isText = false) =>
    compareParts(old === undefined ? [] : [old], next === undefined ? [] : [next], side, isText);
}

const keyOf = (parts: Parts): string => parts.map(({ pointer }) => pointer).join('&');

function notCompared(before: Alternatives, after: Alternatives): readonly Fact[] {
  const [old, next] = [shapeOf(before.list.at(0)?.own ?? []), shapeOf(after.list.at(0)?.own ?? [])];
  return [fact('not-compared', old, next, 'oneOf', 'is too deep or has too many variants to be compared')];
}

function unionFacts(before: Alternatives, after: Alternatives, comparing: Comparing): readonly Fact[] {
  const [old, next] = [before.list.map(variantOf), after.list.map(variantOf)];
  const [firstOld, firstNew] = [old.at(0)?.shape, next.at(0)?.shape];
  if (firstOld === undefined || firstNew === undefined) return [];
  const shared = [
    ...nullFacts(old, next, firstOld, firstNew),
    ...discriminatorFacts(before.discriminators, after.discriminators),
  ];
  const facts = [...shared, ...alternativeFacts(withoutNull(old), withoutNull(next), comparing)];
  return [
    ...facts,
    ...overlapFacts(
      old,
      next,
      before,
      after,
      facts.some((each) => isNarrowing(each) || isWidening(each)),
    ),
  ];
}

function alternativeFacts(
  old: readonly Variant[],
  next: readonly Variant[],
  comparing: Comparing,
): readonly Fact[] {
  const [one, other] = [asOne(old), asOne(next)];
  if (one !== undefined && other !== undefined) return shapeFacts(one, other, comparing);
  return variantFacts(old, next, (a, b) => shapeFacts(a, b, comparing));
}

/** A single variant; or values that are listed one by one, each as a variant with words of its own: a list of values. */
function asOne(variants: readonly Variant[]): Shape | undefined {
  const [first, ...rest] = variants.map(({ shape }) => shape);
  if (rest.length === 0) return first;
  if (first === undefined || [first, ...rest].some(({ values }) => values === undefined)) return undefined;
  return {
    ...first,
    isConst: false,
    types: new Set([first, ...rest].flatMap(({ types }) => [...types])),
    values: new Set([first, ...rest].flatMap(({ values }) => [...(values ?? [])])),
  };
}

/** A variant that is only null says that the whole may be null; something is left to compare in any case. */
function withoutNull(variants: readonly Variant[]): readonly Variant[] {
  const rest = variants.filter(({ shape }) => shape.types.size > 0);
  return rest.length > 0 ? rest : variants.slice(0, 1);
}

function nullFacts(
  old: readonly Variant[],
  next: readonly Variant[],
  one: Shape,
  other: Shape,
): readonly Fact[] {
  const admits = (variants: readonly Variant[]): boolean => variants.some(({ shape }) => shape.nullable);
  if (admits(old) === admits(next)) return [];
  // Saying nothing about the type admits null as well; the type facts tell of that.
  const isAny = ({ types }: Shape): boolean => types.size >= 6;
  if (isAny(one) !== isAny(other)) return [];
  return admits(next)
    ? [fact('became-nullable', one, other, 'nullable', 'may be null now')]
    : [fact('became-not-nullable', one, other, 'nullable', 'may no longer be null')];
}

const shapeFacts = (old: Shape, next: Shape, comparing: Comparing): readonly Fact[] => {
  const types = typeFacts(old, next, comparing);
  return [
    ...types,
    ...(types.some(({ kind }) => kind === 'type-changed') ? [] : listFacts(old, next)),
    ...stringFacts(old, next),
    ...boundFacts(old, next),
    ...defaultFacts(old, next, comparing),
    ...objectFacts(old, next, comparing),
    ...arrayFacts(old, next, comparing),
    ...conditionFacts(old, next),
  ];
};

function stringFacts(old: Shape, next: Shape): readonly Fact[] {
  const shared = [...old.types].some((type) => next.types.has(type));
  if (!shared) return [];
  return [
    ...formatFacts(old, next),
    ...(old.types.has('string') && next.types.has('string') ? patternFacts(old, next) : []),
  ];
}
