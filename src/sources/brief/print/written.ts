import type { Json, Origin, Quantity } from '../../../model/origin.ts';

/** A value to be written, or nothing: what is absent, empty or not said is left out. */
export type Written = Json | undefined;

/** The parts that are there; an empty map or list counts as absent. */
export function written(parts: Readonly<Record<string, Written>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, value]): [string, Json][] =>
      value === undefined || isEmpty(value) ? [] : [[key, value]],
    ),
  );
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** By name, empty values kept. */
export const named = <T>(
  list: readonly T[],
  name: (item: T) => string,
  value: (item: T) => Json,
): Readonly<Record<string, Json>> =>
  Object.fromEntries(list.map((item): [string, Json] => [name(item), value(item)]));

/** Written by the user at this very place, and not completed from elsewhere. */
export const isGivenAt = (origin: Origin, path: string): boolean =>
  origin.kind === 'given' && origin.path === path;

/** The text of a quantity that the user gave; what was assumed or came with a pack is not written. */
export const given = (value: Quantity | undefined, format: (value: Quantity) => string): Written =>
  value?.origin.kind === 'given' ? format(value) : undefined;

export const givenAt = (
  value: Quantity | undefined,
  path: string,
  format: (value: Quantity) => string,
): Written => (value !== undefined && isGivenAt(value.origin, path) ? format(value) : undefined);
