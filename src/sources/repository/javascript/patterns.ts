import type { Value } from './value.ts';
import { arrayOf, nothing, objectOf, unknown } from './value.ts';

/** Item of a list by position; beyond a list that is known whole there is nothing. */
export function arrayItem(value: Value, index: number): Value {
  if (value.kind !== 'array')
    return value.kind === 'unknown' ? value : unknown('an item of something that is no list');
  const item = value.items[index];
  if (item !== undefined) return item;
  return value.open ? unknown('an item of a list that is not known whole') : nothing;
}

export function restOfArray(value: Value, from: number): Value {
  return value.kind === 'array'
    ? arrayOf(value.items.slice(from), value.open)
    : unknown('the rest of a list');
}

export function restOfObject(value: Value, taken: readonly string[]): Value {
  if (value.kind !== 'object') return unknown('the rest of an object');
  const left = [...value.fields].filter(([key]) => !taken.includes(key));
  return objectOf(left, value.level, value.open);
}
