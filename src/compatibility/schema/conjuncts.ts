import { elements, isRecord, rawChild, resolve } from '../located.ts';
import type { Located } from '../located.ts';

/** A schema as everything that must hold at once; `allOf` and references beside other keywords make it several. */
export type Parts = readonly Located[];

export interface Conjuncts {
  /** Objects whose own keywords hold, composition apart. */
  readonly own: Parts;
  readonly groups: readonly Group[];
}

/** One `oneOf` or `anyOf`: some variant must hold as well. */
export interface Group {
  readonly kind: 'oneOf' | 'anyOf';
  readonly variants: Parts;
  /** The schema object the group stands in; a discriminator stands there. */
  readonly holder: Located;
}

/** References followed and `allOf` laid flat. An object that is met again adds nothing: it holds already. */
export function conjunctsOf(parts: Parts): Conjuncts {
  const own = new Map<string, Located>();
  const groups: Group[] = [];
  const waiting = parts.toReversed();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const target = resolve(at);
    if (isRecord(at.value) && target !== at && Object.keys(at.value).length > 1 && !own.has(at.pointer))
      own.set(at.pointer, at);
    if (own.has(target.pointer)) continue;
    own.set(target.pointer, target);
    waiting.push(...variantsOf(target, 'allOf').toReversed());
    for (const kind of ['oneOf', 'anyOf'] as const) {
      const variants = variantsOf(target, kind);
      if (variants.length > 0) groups.push({ kind, variants, holder: target });
    }
  }
  return { own: [...own.values()], groups };
}

const variantsOf = (at: Located, keyword: string): Parts => {
  const list = rawChild(at, keyword);
  return list === undefined ? [] : elements(list).map((each, index) => rawChild(list, String(index)) ?? each);
};
