import type { Comparing, Fact } from './fact.ts';
import { insideOf } from './fact.ts';
import type { Parts } from './conjuncts.ts';
import { elements, rawChild } from '../located.ts';
import { partsUnder } from './shape.ts';
import type { Shape } from './shape.ts';
import { fact } from './values.ts';

export function arrayFacts(old: Shape, next: Shape, comparing: Comparing): readonly Fact[] {
  if (!old.types.has('array') || !next.types.has('array')) return [];
  const [before, after] = [placesOf(old.parts), placesOf(next.parts)];
  const facts = [
    ...insideOf(comparing.inner(partsUnder(old.parts, 'items'), partsUnder(next.parts, 'items'))),
  ];
  if (before.length !== after.length)
    facts.push(
      fact(
        'tuple-changed',
        old,
        next,
        'prefixItems',
        `has ${after.length} places of its own instead of ${before.length}`,
      ),
    );
  else
    before.forEach((each, at) => facts.push(...insideOf(comparing.inner([each], after.slice(at, at + 1)))));
  return facts;
}

const placesOf = (parts: Parts): Parts =>
  partsUnder(parts, 'prefixItems').flatMap((list) =>
    elements(list).flatMap((_, index) => rawChild(list, String(index)) ?? []),
  );
