import type { Decision } from '../../model/decision.ts';
import type { Comparison } from '../options/result.ts';
import { conventionDecisions } from './conventions.ts';
import { productDecisions } from './products.ts';
import { styleDecision, switchDecisions } from './shape.ts';
import { remainingPins, wishDecisions } from './wishes.ts';

/** Every decision of the design, each with its reasons in figures and the number at which it is to be taken again. */
export function decisionsOf(comparison: Comparison): readonly Decision[] {
  const own = [
    styleDecision(comparison),
    ...switchDecisions(comparison),
    ...productDecisions(comparison),
    ...conventionDecisions(comparison),
  ];
  return [...own, ...wishDecisions(comparison), ...remainingPins(comparison.problem.brief.pins, own)];
}
