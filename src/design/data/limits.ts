import type { Field } from '../../model/domain.ts';

/** Length of a text nobody bounded, in characters: what cannot be bounded cannot be protected (CWE-770). */
const usualLength: Readonly<Record<string, number>> = { string: 255, text: 10_000, email: 254, url: 2048 };

/** Longest value of a textual field; undefined for fields that hold no text. */
export const lengthLimit = (field: Field): number | undefined =>
  field.maxLength ?? usualLength[field.type.kind];
