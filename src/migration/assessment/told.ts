import type { Origin } from '../../model/origin.ts';

/**
 * What an assessment says of one matter: known with the places it was seen in, looked for and not there, or not known,
 * because nobody could look.
 */
export type Told<T> =
  | { readonly kind: 'known'; readonly value: T; readonly evidence: readonly Origin[] }
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** Places that are kept of each matter. */
const mostPlaces = 8;

export const known = <T>(value: T, evidence: readonly Origin[] = []): Told<T> => ({
  kind: 'known',
  value,
  evidence: distinct(evidence).slice(0, mostPlaces),
});

export const none = (because: string): { readonly kind: 'none'; readonly because: string } => ({
  kind: 'none',
  because,
});

export const unknown = (because: string): { readonly kind: 'unknown'; readonly because: string } => ({
  kind: 'unknown',
  because,
});

/** A list that was looked for in so many files: known where it holds something. */
export function listed<T>(
  values: readonly T[],
  originOf: (value: T) => Origin,
  files: number,
  what: string,
): Told<readonly T[]> {
  if (files === 0) return unknown(`no file was read in which ${what} could be seen`);
  return values.length === 0
    ? none(`${what} was looked for in ${files} files and not found`)
    : known(values, values.map(originOf));
}

/** The value, or another one where nothing is known. */
export const valueOr = <T>(told: Told<T>, other: T): T => (told.kind === 'known' ? told.value : other);

/** Each place once, in their order. */
export const distinct = (origins: readonly Origin[]): readonly Origin[] => [
  ...new Map(origins.map((origin) => [placeOf(origin), origin])).values(),
];

/** `file:line`, or the object of a catalogue. */
export const placeOf = (origin: Origin): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : origin.kind === 'catalog' ? origin.object : '';
