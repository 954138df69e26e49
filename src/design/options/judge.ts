import type { Criterion, OptionShape } from '../../model/decision.ts';
import { valueOf } from '../capacity/figures.ts';
import { totalCost } from '../sizing/cost.ts';
import { movingParts } from '../sizing/parts.ts';
import type { Problem } from '../sizing/problem.ts';
import { withPoolers } from '../sizing/poolers.ts';
import { sizeOption } from '../sizing/size.ts';
import type { SizedOption } from '../sizing/sized.ts';
import {
  connectionCriterion,
  headroomCriterion,
  integrationCriteria,
  isolationCriterion,
  mostPressed,
  oneDownCriterion,
  tableCriterion,
  throughputCriteria,
} from './capacity-criteria.ts';
import {
  availabilityCriteria,
  inSeconds,
  latencyCriteria,
  latencyResults,
  recoveryCriteria,
} from './quality-criteria.ts';
import { budgetCriterion, residencyCriterion, teamCriteria } from './team-criteria.ts';

/** One option at one load with all its criteria. */
export interface JudgedOption {
  readonly shape: OptionShape;
  readonly sized: SizedOption;
  readonly criteria: readonly Criterion[];
  readonly meets: boolean;
  /** Its machines are large enough for this load, whatever follows. */
  readonly carries: boolean;
  readonly parts: number;
  readonly cost: number;
  /** Times the peak up to which the machines can be extended; exact only where it was asked for. */
  readonly headroom: number;
  /** What ends first when the load grows. */
  readonly bottleneck: string;
}

/** Sizes and judges one option. `exact` finds the headroom by bisection instead of testing only the growth asked for. */
export function judge(problem: Problem, shape: OptionShape, scale: number, exact = false): JudgedOption {
  const sized = withPoolers(problem, sizeOption(problem, shape, scale));
  const { headroom, bottleneck } = exact
    ? exactHeadroom(problem, shape, scale)
    : testedHeadroom(problem, shape, scale);
  const criteria: readonly Criterion[] = [
    ...latencyCriteria(problem, sized),
    ...availabilityCriteria(problem, sized),
    ...recoveryCriteria(problem, sized),
    headroomCriterion(headroom, bottleneck),
    ...throughputCriteria(problem, headroom, sized.streams.arrival),
    oneDownCriterion(sized),
    connectionCriterion(problem, sized),
    tableCriterion(problem, shape),
    ...integrationCriteria(sized),
    isolationCriterion(sized),
    ...budgetCriterion(problem, sized),
    ...teamCriteria(problem, sized),
    ...residencyCriterion(problem),
  ];
  return {
    shape,
    sized,
    criteria,
    meets: criteria.every(({ met }) => met),
    carries: fits(sized),
    parts: movingParts(problem, sized).length,
    cost: totalCost(problem, sized),
    headroom,
    bottleneck,
  };
}

interface Headroom {
  readonly headroom: number;
  readonly bottleneck: string;
}

const fits = (sized: SizedOption): boolean => mostPressed(sized).ratio <= 1;

function testedHeadroom(problem: Problem, shape: OptionShape, scale: number): Headroom {
  const wanted = valueOf('growthHeadroom');
  const grown = sizeOption(problem, shape, scale * wanted);
  const bottleneck = mostPressed(grown).what;
  return { headroom: fits(grown) ? wanted : wanted / 2, bottleneck };
}

const mostHeadroom = 1000;

function exactHeadroom(problem: Problem, shape: OptionShape, scale: number): Headroom {
  const headroom = bisect((factor) => fits(sizeOption(problem, shape, scale * factor)), mostHeadroom);
  return { headroom, bottleneck: mostPressed(sizeOption(problem, shape, scale * headroom * 1.01)).what };
}

/** The largest factor up to `most` for which a condition that holds at small factors still holds, within 1 %. */
export function bisect(holds: (factor: number) => boolean, most: number): number {
  let low = 0;
  let high = 1;
  while (high < most && holds(high)) {
    low = high;
    high *= 2;
  }
  if (high >= most && holds(most)) return most;
  high = Math.min(high, most);
  while (high - low > 0.01 * high) {
    const middle = low === 0 && high > 1e-6 ? high / 4 : (low + high) / 2;
    if (middle < 1e-6) return 0;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Times today's peak at which the first objective fails although machines may be added: the machines end, or a latency
 * objective is missed.
 */
export function ceilingOf(
  problem: Problem,
  shape: OptionShape,
  headroom: number,
): { readonly factor: number; readonly bottleneck?: string } {
  const late = (factor: number) =>
    latencyResults(problem, sizeOption(problem, shape, factor)).find(
      ({ seconds, limit }) => seconds > inSeconds(limit),
    );
  if (late(headroom) === undefined) return { factor: headroom };
  const factor = Math.min(
    headroom,
    bisect((middle) => late(middle) === undefined, headroom),
  );
  const first = late(Math.max(factor * 1.02, 1e-6));
  return {
    factor,
    ...(first !== undefined && { bottleneck: `p${first.percentile} of ${first.workload}` }),
  };
}
