import { flag } from '../located.ts';
import type { Comparing, Fact } from './fact.ts';
import { insideOf } from './fact.ts';
import type { SchemaCheck } from './kinds.ts';
import { membersOf, propertyLabel } from './properties.ts';
import type { Additional, Members, Property } from './properties.ts';
import { placeOf } from './shape.ts';
import type { Shape } from './shape.ts';
import { fact } from './values.ts';

interface Pair {
  readonly old: Shape;
  readonly next: Shape;
  readonly before: Members;
  readonly after: Members;
  readonly comparing: Comparing;
}

export function objectFacts(old: Shape, next: Shape, comparing: Comparing): readonly Fact[] {
  if (!old.types.has('object') || !next.types.has('object')) return [];
  const before = membersOf(old, comparing.side);
  const after = membersOf(next, comparing.side);
  const pair = { old, next, before, after, comparing };
  const names = new Set([...before.properties.keys(), ...after.properties.keys()]);
  return [...[...names].flatMap((name) => propertyFacts(name, pair)), ...additionalFacts(pair)];
}

function propertyFacts(name: string, pair: Pair): readonly Fact[] {
  const before = pair.before.properties.get(name);
  const after = pair.after.properties.get(name);
  const had = before !== undefined && !before.isHidden;
  const has = after !== undefined && !after.isHidden;
  if (had && has) return keptFacts(name, before, after, pair);
  if (had) return lostFacts(name, before, after, pair);
  return has ? gainedFacts(name, after, pair) : [];
}

const told = (kind: SchemaCheck, old: string, next: string, what: string): Fact => ({
  kind,
  level: 'inside',
  old,
  new: next,
  what,
});

function keptFacts(name: string, before: Property, after: Property, pair: Pair): readonly Fact[] {
  const label = propertyLabel(after, name, pair.next);
  const facts = [...insideOf(pair.comparing.inner(before.parts, after.parts))];
  if (before.required !== after.required) {
    const kind = after.required ? 'became-required' : 'became-optional';
    const words = after.required ? 'must be given now' : 'may be absent now';
    const place = (shape: Shape): string => placeOf(shape.parts, 'required');
    facts.push(told(kind, place(pair.old), place(pair.next), `\`${label}\` ${words}.`));
  }
  const isDeprecated = (property: Property): boolean =>
    property.parts.some((part) => flag(part, 'deprecated'));
  if (!isDeprecated(before) && isDeprecated(after))
    facts.push(told('deprecated', before.place, after.place, `\`${label}\` is marked deprecated.`));
  return facts;
}

function lostFacts(name: string, before: Property, after: Property | undefined, pair: Pair): readonly Fact[] {
  const { comparing, old, next } = pair;
  const label = propertyLabel(before, name, old);
  const holder = next.parts.at(0)?.pointer ?? '#';
  if (after !== undefined) {
    const kind = comparing.side === 'request' ? 'became-read-only' : 'became-write-only';
    const words = comparing.side === 'request' ? 'can only be read now' : 'is only taken now, never sent';
    return [told(kind, before.place, after.place, `\`${label}\` ${words}.`)];
  }
  const { additional } = pair.after;
  // Unknown names still have to fit: what the property held is compared with what is held to now.
  if (comparing.side === 'request' && additional.kind === 'schema')
    return [
      told('removed', before.place, holder, `\`${label}\` is gone.`),
      ...insideOf(comparing.inner(before.parts, additional.parts)),
    ];
  const kind =
    comparing.side === 'request' && additional.kind === 'closed' ? 'removed-and-refused' : 'removed';
  return [told(kind, before.place, holder, `\`${label}\` is gone.`)];
}

function gainedFacts(name: string, after: Property, pair: Pair): readonly Fact[] {
  const { comparing, old, next, before } = pair;
  const label = propertyLabel(after, name, next);
  const holder = old.parts.at(0)?.pointer ?? '#';
  const facts: Fact[] = [
    told(
      after.required ? 'required-added' : 'added',
      holder,
      after.place,
      `\`${label}\` is new${after.required ? ' and required' : ''}.`,
    ),
  ];
  const { additional } = before;
  const isBeside = comparing.side === 'request' ? 'any' : 'closed';
  if (additional.kind === isBeside)
    facts.push(
      told(
        'added-beside-others',
        holder,
        after.place,
        `\`${label}\` is new where other properties were ${isBeside === 'any' ? 'allowed' : 'forbidden'}.`,
      ),
    );
  if (additional.kind === 'schema') facts.push(...insideOf(comparing.inner(additional.parts, after.parts)));
  return facts;
}

const isLoose = ({ kind }: Additional): boolean => kind === 'open' || kind === 'any';

function additionalFacts({ old, next, before, after, comparing }: Pair): readonly Fact[] {
  const [from, to] = [before.additional, after.additional];
  const tell = (kind: SchemaCheck, words: string): readonly Fact[] => [
    fact(kind, old, next, 'additionalProperties', words),
  ];
  if (from.kind === 'closed')
    return to.kind === 'closed'
      ? []
      : tell('additional-properties-allowed', 'may hold properties that are not declared');
  if (to.kind === 'closed')
    return tell('additional-properties-forbidden', 'may no longer hold properties that are not declared');
  if (from.kind === 'schema' && to.kind === 'schema') return insideOf(comparing.inner(from.parts, to.parts));
  if (isLoose(from) && isLoose(to)) return [];
  return isLoose(from)
    ? tell('additional-properties-narrowed', 'holds undeclared properties to a schema')
    : tell('additional-properties-widened', 'may hold any undeclared property');
}
