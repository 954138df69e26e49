import { isRecord } from '../located.ts';
import type { Alternative, Alternatives } from './alternatives.ts';
import { areDisjoint } from './disjoint.ts';
import type { Fact } from './fact.ts';
import { schemaKinds } from './kinds.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';
import { fact } from './values.ts';

export interface Variant {
  readonly name: string;
  readonly shape: Shape;
}

export const variantOf = ({ own, name }: Alternative): Variant => ({ name, shape: shapeOf(own) });

type Compare = (old: Shape, next: Shape) => readonly Fact[];

export const isNarrowing = ({ kind }: Fact): boolean => schemaKinds[kind].request !== 'compatible';
export const isWidening = ({ kind }: Fact): boolean => schemaKinds[kind].response !== 'compatible';

/** Variants of the same name or meaning are compared; what is left over came or went. */
export function variantFacts(
  old: readonly Variant[],
  next: readonly Variant[],
  compare: Compare,
): readonly Fact[] {
  const pairs = matched(old, next, compare);
  const facts: Fact[] = pairs.flatMap(([before, after]) => compare(before.shape, after.shape));
  const gone = old.filter((each) => !pairs.some(([before]) => before === each));
  const come = next.filter((each) => !pairs.some(([, after]) => after === each));
  const [holderOld, holderNew] = [old.at(0)?.shape, next.at(0)?.shape];
  if (holderOld === undefined || holderNew === undefined) return facts;
  for (const each of gone)
    if (!next.some(({ shape }) => !compare(each.shape, shape).some(isNarrowing)))
      facts.push(fact('variant-removed', each.shape, holderNew, 'type', `may no longer be ${said(each)}`));
  for (const each of come)
    if (!old.some(({ shape }) => !compare(shape, each.shape).some(isWidening)))
      facts.push(fact('variant-added', holderOld, each.shape, 'type', `may be ${said(each)} as well`));
  return facts;
}

/** Exactly one variant may fit, and a value may fit two of them. */
const mayOverlap = (list: readonly Variant[], { isExclusive, discriminators }: Alternatives): boolean =>
  isExclusive &&
  discriminators.length === 0 &&
  list.length > 1 &&
  !areDisjoint(list.map(({ shape }) => shape));

function said({ name, shape }: Variant): string {
  if (name !== '') return `\`${name}\``;
  const title = shape.parts
    .map(({ value }) => (isRecord(value) ? value['title'] : undefined))
    .find((each) => typeof each === 'string');
  return typeof title === 'string' ? `\`${title}\`` : `a variant of type ${[...shape.types].join(' or ')}`;
}

type Pair = readonly [Variant, Variant];

/** Looked for one after the other: the same name, no difference, contained, containing, the same type. */
function matched(old: readonly Variant[], next: readonly Variant[], compare: Compare): readonly Pair[] {
  const pairs: Pair[] = [];
  let [left, right] = [old, next];
  const pairUp = (fits: (a: Variant, b: Variant) => boolean): void => {
    for (const one of left) {
      const other = right.find((each) => fits(one, each));
      if (other === undefined) continue;
      pairs.push([one, other]);
      left = left.filter((each) => each !== one);
      right = right.filter((each) => each !== other);
    }
  };
  pairUp((a, b) => a.name !== '' && a.name === b.name);
  pairUp((a, b) => compare(a.shape, b.shape).length === 0);
  pairUp((a, b) => !compare(a.shape, b.shape).some(isNarrowing));
  pairUp((a, b) => !compare(a.shape, b.shape).some(isWidening));
  pairUp((a, b) => areAkin(a.shape, b.shape));
  return pairs;
}

/** The same types, and for objects at least half of the names. */
function areAkin(a: Shape, b: Shape): boolean {
  if (a.types.size !== b.types.size || ![...a.types].every((type) => b.types.has(type))) return false;
  if (!a.types.has('object')) return true;
  const [left, right] = [namesOf(a), namesOf(b)];
  const shared = [...left].filter((name) => right.has(name)).length;
  return shared * 2 >= Math.max(left.size, right.size) && !areDisjoint([a, b]);
}

const namesOf = ({ parts }: Shape): ReadonlySet<string> =>
  new Set(
    parts.flatMap(({ value }) =>
      isRecord(value) && isRecord(value['properties']) ? Object.keys(value['properties']) : [],
    ),
  );

/** Told where something differs: what fits two variants, and so none, may be other values than before. */
export function overlapFacts(
  old: readonly Variant[],
  next: readonly Variant[],
  from: Alternatives,
  to: Alternatives,
  hasFacts: boolean,
): readonly Fact[] {
  const [before, after] = [mayOverlap(old, from), mayOverlap(next, to)];
  const [one, other] = [old.at(0)?.shape, next.at(0)?.shape];
  if (one === undefined || other === undefined || !(before || after)) return [];
  if (!hasFacts && before === after && old.length === next.length) return [];
  return [fact('variants-overlap', one, other, 'oneOf', 'has variants that may fit the same value')];
}
