import { expect, test } from 'vitest';
import { placedRules } from '../../../rules/all.ts';
import { codeThreats } from './catalogue.ts';

const ids = new Set(placedRules.map(({ rule }) => rule.id));
const named = new Set(codeThreats.flatMap(({ violatedBy }) => violatedBy));

test('threats name rules that exist', () => {
  expect([...named].filter((id) => !ids.has(id))).toEqual([]);
});

/** Faults of a design's own words, which has a threat model of its own. */
const ofDesigns = new Set(['threat-without-control', 'unreachable-operation']);

test('every rule about trust opens a threat', () => {
  const trust = placedRules.filter(({ concern }) => concern === 'trust').map(({ rule }) => rule.id);
  expect(trust.filter((id) => !named.has(id) && !ofDesigns.has(id))).toEqual([]);
});
