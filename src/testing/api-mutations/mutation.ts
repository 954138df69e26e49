import type { Json } from '../../model/origin.ts';
import type { Edit } from './edit.ts';

/** A change of a document that somebody labelled by hand. */
export interface Mutation {
  readonly name: string;
  readonly base: Json;
  readonly edits: readonly Edit[];
  /** `id: severity` of every change that has to be told, and of no other. */
  readonly expected: readonly string[];
  /** The mutant is the old document: what was widened is narrowed. */
  readonly isReversed?: boolean;
}

export const mutation =
  (base: Json) =>
  (name: string, edits: readonly Edit[], expected: readonly string[], isReversed = false): Mutation => ({
    name,
    base,
    edits,
    expected,
    ...(isReversed && { isReversed }),
  });
