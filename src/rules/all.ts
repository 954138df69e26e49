// Written by scripts/generate.mjs from the folders. Do not edit.
import { unindexedForeignKey } from './data/unindexed-foreign-key.ts';
import type { PlacedRule, Rule } from './rule.ts';

/** Every rule with the folder it stands in, in the order of folder and name. */
export const placedRules: readonly PlacedRule[] = [
  { concern: 'data', rule: unindexedForeignKey },
];

export const allRules: readonly Rule[] = placedRules.map(({ rule }) => rule);
