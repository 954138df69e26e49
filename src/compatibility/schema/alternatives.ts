import { conjunctsOf } from './conjuncts.ts';
import type { Conjuncts, Group, Parts } from './conjuncts.ts';
import { isRecord, nameAt } from '../located.ts';
import type { Located } from '../located.ts';

/** One way in which a value can satisfy a schema: the objects whose own keywords must all hold. */
export interface Alternative {
  readonly own: Parts;
  /** What the variant is called: the component it refers to; empty where it stands inline. */
  readonly name: string;
}

export interface Alternatives {
  readonly list: readonly Alternative[];
  /** Exactly one may hold, where only one group says so. */
  readonly isExclusive: boolean;
  readonly discriminators: readonly Located[];
  /** More combinations than are compared: the list is cut. */
  readonly isCut: boolean;
}

const most = 128;

/** Every combination of variants, each laid flat; a schema without variants has one alternative. */
export function alternativesOf(parts: Parts): Alternatives {
  const conjuncts = conjunctsOf(parts);
  const { list, isExclusive, isCut } = combined(conjuncts, new Set());
  return { list, isExclusive, isCut, discriminators: discriminatorsOf(conjuncts.groups, conjuncts.own) };
}

type Combined = Omit<Alternatives, 'discriminators'>;

/** `above` holds the schemas whose variants are being laid out: a variant that extends one of them stops there. */
function combined({ own, groups }: Conjuncts, above: ReadonlySet<string>): Combined {
  const open = groups.filter(({ holder }) => !above.has(holder.pointer));
  const inside = new Set([...above, ...open.map(({ holder }) => holder.pointer)]);
  let list: readonly Alternative[] = [{ own, name: '' }];
  let isCut = false;
  let isExclusive = open.some(({ kind }) => kind === 'oneOf');
  for (const group of open) {
    const variants = group.variants.map((variant) => variantAlternatives(variant, own, inside));
    isExclusive ||= variants.some((each) => each.isExclusive);
    const product = list.flatMap((base) =>
      variants.flatMap((each) => each.list).map((variant) => joined(base, variant)),
    );
    isCut ||= product.length > most || variants.some((each) => each.isCut);
    if (product.length > 0) list = product.slice(0, most);
  }
  return { list, isExclusive, isCut };
}

const joined = (base: Alternative, variant: Alternative): Alternative => ({
  own: distinct([...base.own, ...variant.own]),
  name: variant.name === '' ? base.name : variant.name,
});

function variantAlternatives(variant: Located, base: Parts, above: ReadonlySet<string>): Combined {
  const conjuncts = conjunctsOf([variant]);
  const isItself =
    conjuncts.groups.some(({ holder }) => above.has(holder.pointer)) &&
    conjuncts.own.every(({ pointer }) => base.some((part) => part.pointer === pointer));
  // The schema as a variant of itself adds no way to satisfy it.
  if (isItself) return { list: [], isExclusive: false, isCut: false };
  const { list, ...rest } = combined(conjuncts, above);
  const ref = isRecord(variant.value) ? variant.value['$ref'] : undefined;
  const name = typeof ref === 'string' ? nameAt(ref) : '';
  return { ...rest, list: list.map((each) => (each.name === '' ? { ...each, name } : each)) };
}

function distinct(parts: Parts): Parts {
  const seen = new Set<string>();
  return parts.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer));
}

function discriminatorsOf(groups: readonly Group[], own: Parts): readonly Located[] {
  const holders = distinct([...own, ...groups.map(({ holder }) => holder)]);
  return holders.filter(({ value }) => isRecord(value) && isRecord(value['discriminator']));
}
