import type { ScoredOption } from '../../model/decision.ts';
import { derived } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { movingParts } from '../sizing/parts.ts';
import type { Problem } from '../sizing/problem.ts';
import { better, candidateOf, candidatesOf, shardedOf, wantsShards } from './choose.ts';
import type { Candidate } from './choose.ts';
import { flipsOf } from './flips.ts';
import { ceilingOf, judge } from './judge.ts';
import type { ComparedOption, Comparison } from './result.ts';
import { shapeTitle } from './shapes.ts';
import { costOf } from './team-criteria.ts';
import { inOtherZones, zonesBecause } from './zones.ts';

/** Sizes and judges all options, takes the simplest that meets everything, and finds where that changes. */
export function compareOptions(problem: Problem): Comparison {
  const candidates = candidatesOf(problem);
  const whole = candidates.map((candidate) => compared(problem, candidate));
  const best = whole.filter(({ excluded }) => excluded === undefined).toSorted(better)[0];
  const spread = wantsShards(best) ? shardedOf(problem, candidates) : [];
  const options = [...whole, ...spread.map((candidate) => compared(problem, candidate))];
  const open = options.filter(({ excluded }) => excluded === undefined);
  const chosen = (open.length > 0 ? open : options).toSorted(better)[0];
  if (chosen === undefined) throw new Error('the design space is empty');
  const beside = inOtherZones(chosen).map((shape) => compared(problem, candidateOf(problem, shape)));
  return {
    problem,
    candidates,
    options: [...options, ...beside],
    chosen,
    flips: flipsOf(problem, candidates, chosen),
  };
}

function compared(problem: Problem, { shape, id, excluded }: Candidate): ComparedOption {
  const judged = judge(problem, shape, 1, true);
  const ceiling = ceilingOf(problem, shape, judged.headroom);
  return {
    ...judged,
    id,
    title: shapeTitle(shape),
    bottleneck: ceiling.bottleneck ?? judged.bottleneck,
    ceiling: ceiling.factor * judged.sized.streams.arrival,
    ...(excluded !== undefined && { excluded }),
  };
}

export const scoredOption = (problem: Problem, option: ComparedOption): ScoredOption => ({
  id: option.id,
  title: option.title,
  shape: option.shape,
  criteria: option.criteria,
  meets: option.meets,
  movingParts: derived(option.parts, 'count', 'kinds of containers and mechanisms that are operated', [
    ...movingParts(problem, option.sized),
  ]),
  cost: costOf(problem, option.sized),
  bottleneck: option.bottleneck,
  ceiling: derived(option.ceiling, 'requests/s', 'first objective that fails although machines are added', [
    option.bottleneck,
  ]),
  ...(option.excluded !== undefined && { excluded: option.excluded }),
});

/** What the budget would have to be: the least cost of an option that misses nothing else. */
function leastCost(problem: Problem, open: readonly ComparedOption[]): readonly string[] {
  const short = ({ criteria }: ComparedOption): boolean =>
    criteria.some(({ id, met }) => id === 'budget' && !met) &&
    criteria.every(({ id, met }) => met || id === 'budget');
  const cheapest = open.filter(short).toSorted((a, b) => a.cost - b.cost)[0];
  return cheapest === undefined
    ? []
    : [
        `Whatever meets the others costs at least ${quantityText(costOf(problem, cheapest.sized))}: ${cheapest.title}.`,
      ];
}

/** Why this option, in plain words: what the simpler ones miss, and what holds it apart from its equals. */
export function becauseOf({ problem, options, chosen }: Comparison): string {
  const open = options.filter(({ excluded }) => excluded === undefined);
  const meeting = open.filter(({ meets }) => meets);
  const zones = zonesBecause(
    problem,
    chosen,
    options.filter(({ shape }) => shape.zones !== undefined),
  );
  const parts = `${chosen.parts} moving parts and ${quantityText(costOf(problem, chosen.sized))}`;
  if (!chosen.meets) {
    const failed = chosen.criteria.filter(({ met }) => !met).map(({ words }) => words);
    return [
      `No option that is allowed meets every criterion; this one misses the fewest (${failed.join('; ')}), with ${parts}.`,
      ...leastCost(problem, open),
      zones,
    ].join(' ');
  }
  const simpler = open
    .filter((option) => option.parts < chosen.parts)
    .toSorted((a, b) => b.parts - a.parts || better(a, b))[0];
  const missed = simpler?.criteria.filter(({ met }) => !met).map(({ words }) => words);
  return [
    open.length === 0
      ? `No option is allowed: each contradicts what the brief demands; but for that, this one meets every criterion with the fewest moving parts (${parts}).`
      : `${meeting.length} of ${open.length} options that are allowed meet every criterion; this one has the fewest moving parts (${parts}).`,
    ...(simpler === undefined || missed === undefined || missed.length === 0
      ? []
      : [`The next simpler one, ${simpler.title}, does not: ${missed.join('; ')}.`]),
    zones,
  ].join(' ');
}
