import { membersOf } from './properties.ts';
import type { Members } from './properties.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** Whether no value can fit two of the shapes, as far as types, listed values and required properties tell. */
export const areDisjoint = (shapes: readonly Shape[]): boolean =>
  shapes.every((one, at) => shapes.slice(at + 1).every((other) => disjointPair(one, other)));

function disjointPair(one: Shape, other: Shape): boolean {
  if (one.nullable && other.nullable) return false;
  const shared = [...one.types].filter((type) => other.types.has(type));
  if (shared.length === 0) return true;
  if (listsDiffer(one, other)) return true;
  return shared.every((type) => type === 'object') && disjointObjects(one, other);
}

const listsDiffer = ({ values }: Shape, other: Shape): boolean =>
  values !== undefined &&
  other.values !== undefined &&
  ![...values].some((value) => other.values?.has(value));

function disjointObjects(one: Shape, other: Shape): boolean {
  const [a, b] = [membersOf(one, 'request'), membersOf(other, 'request')];
  for (const [name, property] of a.properties) {
    const second = b.properties.get(name);
    if (second === undefined || !(property.required || second.required)) continue;
    if (property.required && second.required && valuesDiffer(property.parts, second.parts)) return true;
  }
  return lacks(a, b) && lacks(b, a);
}

function valuesDiffer(a: Shape['parts'], b: Shape['parts']): boolean {
  const [one, other] = [shapeOf(a), shapeOf(b)];
  if (one.nullable && other.nullable) return false;
  return listsDiffer(one, other) || ![...one.types].some((type) => other.types.has(type));
}

/** A value made by what one side declares misses something that the other requires. */
const lacks = (from: Members, to: Members): boolean =>
  (from.additional.kind === 'open' || from.additional.kind === 'closed') &&
  [...to.properties].some(([name, { required }]) => required && !from.properties.has(name));
