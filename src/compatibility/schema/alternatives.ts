import { conjunctsOf } from './conjuncts.ts';
import type { Group, Parts } from './conjuncts.ts';
import { nameAt } from '../located.ts';
import type { Located } from '../located.ts';
import { isRecord } from '../located.ts';

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
  const { own, groups } = conjunctsOf(parts);
  const inOwn = new Set(own.map(({ pointer }) => pointer));
  let list: readonly Alternative[] = [{ own, name: '' }];
  let isCut = false;
  for (const group of groups) {
    const variants = group.variants.flatMap((variant) => namedAlternatives(variant, inOwn));
    const product = list.flatMap((base) =>
      variants.map((variant) => ({
        own: distinct([...base.own, ...variant.own]),
        name: variant.name === '' ? base.name : variant.name,
      })),
    );
    isCut ||= product.length > most;
    if (product.length > 0) list = product.slice(0, most);
  }
  return {
    list,
    isExclusive: groups.some(({ kind }) => kind === 'oneOf'),
    discriminators: discriminatorsOf(groups, own),
    isCut,
  };
}

/** A variant that is the schema itself, or a part of it, adds no alternative. */
function namedAlternatives(variant: Located, above: ReadonlySet<string>): readonly Alternative[] {
  const { own, groups } = conjunctsOf([variant]);
  const ref = isRecord(variant.value) ? variant.value['$ref'] : undefined;
  const name = typeof ref === 'string' ? nameAt(ref) : '';
  if (own.some(({ pointer }) => above.has(pointer) && pointer !== variant.pointer)) return [];
  if (groups.length === 0) return [{ own, name }];
  const inside = new Set([...above, ...own.map(({ pointer }) => pointer)]);
  return groups.flatMap((group) =>
    group.variants.flatMap((each) =>
      namedAlternatives(each, inside).map((inner) => ({
        own: distinct([...own, ...inner.own]),
        name: inner.name === '' ? name : inner.name,
      })),
    ),
  );
}

function distinct(parts: Parts): Parts {
  const seen = new Set<string>();
  return parts.filter(({ pointer }) => !seen.has(pointer) && seen.add(pointer));
}

function discriminatorsOf(groups: readonly Group[], own: Parts): readonly Located[] {
  const holders = distinct([...own, ...groups.map(({ holder }) => holder)]);
  return holders.filter(({ value }) => isRecord(value) && isRecord(value['discriminator']));
}
