import { isRecord } from '../located.ts';
import type { Alternative } from './alternatives.ts';
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

export interface Variants {
  readonly list: readonly Variant[];
  /** Exactly one may fit, and values may fit two. */
  readonly mayOverlap: boolean;
}

export const variantOf = ({ own, name }: Alternative): Variant => ({ name, shape: shapeOf(own) });

type Compare = (old: Shape, next: Shape) => readonly Fact[];

export const isNarrowing = ({ kind }: Fact): boolean => schemaKinds[kind].request !== 'compatible';
export const isWidening = ({ kind }: Fact): boolean => schemaKinds[kind].response !== 'compatible';

/** Variants of the same name or meaning are compared; what is left over came or went. */
export function variantFacts(old: Variants, next: Variants, compare: Compare): readonly Fact[] {
  const pairs = matched(old.list, next.list, compare);
  const facts: Fact[] = pairs.flatMap(([before, after]) => compare(before.shape, after.shape));
  const gone = old.list.filter((each) => !pairs.some(([before]) => before === each));
  const come = next.list.filter((each) => !pairs.some(([, after]) => after === each));
  const [holderOld, holderNew] = [old.list.at(0)?.shape, next.list.at(0)?.shape];
  if (holderOld === undefined || holderNew === undefined) return facts;
  for (const each of gone)
    if (!next.list.some(({ shape }) => !compare(each.shape, shape).some(isNarrowing)))
      facts.push(fact('variant-removed', each.shape, holderNew, 'type', `may no longer be ${said(each)}`));
  for (const each of come)
    if (!old.list.some(({ shape }) => !compare(shape, each.shape).some(isWidening)))
      facts.push(fact('variant-added', holderOld, each.shape, 'type', `may be ${said(each)} as well`));
  const differs =
    facts.length > 0 || gone.length > 0 || come.length > 0 || old.mayOverlap !== next.mayOverlap;
  if (differs && (old.mayOverlap || next.mayOverlap))
    facts.push(
      fact('variants-overlap', holderOld, holderNew, 'oneOf', 'has variants that may fit the same value'),
    );
  return facts;
}

export const mayOverlap = (
  list: readonly Variant[],
  isExclusive: boolean,
  hasDiscriminator: boolean,
): boolean =>
  isExclusive && !hasDiscriminator && list.length > 1 && !areDisjoint(list.map(({ shape }) => shape));

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
