import type { Criterion, Flip, OptionShape } from '../../model/decision.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import type { Problem } from '../sizing/problem.ts';
import { pinnedZones } from '../sizing/redundancy.ts';
import { sizeOption } from '../sizing/size.ts';
import { zoneCounts } from '../sizing/zones.ts';
import type { Zones } from '../sizing/zones.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';
import type { ComparedOption } from './result.ts';
import { shapeId, shapeTitle, zonesText } from './shapes.ts';

/**
 * The chosen shape in the other numbers of zones. Every option stands in the zones that suit it best, so that these are
 * all that is left to compare: they say what the axis costs.
 */
export const inOtherZones = ({ shape, sized }: JudgedOption): readonly OptionShape[] =>
  zoneCounts.filter((zones) => zones !== sized.zones).map((zones) => ({ ...shape, zones }));

/** Why so many zones, in a sentence: what fewer miss and more cost. */
export function zonesBecause(
  problem: Problem,
  chosen: ComparedOption,
  others: readonly ComparedOption[],
): string {
  const { zones, spare } = chosen.sized;
  const pin = pinnedZones(problem.brief) === undefined ? '' : ', as the brief pins it';
  const carried = spare ? ', the others carrying the peak when one is lost' : '';
  const words = others.map((other) => {
    const missed = other.criteria.filter(({ met }) => !met).map((criterion) => criterion.words);
    const told =
      (chosen.excluded === undefined ? other.excluded?.because : undefined) ??
      (missed.length > 0 && !other.meets ? missed.join('; ') : costsWords(other.cost, chosen.cost));
    return `${zonesText(other.shape.zones ?? zones)}: ${told}`;
  });
  return `It runs in ${zonesText(zones)}${pin}${carried}${words.length === 0 ? '' : ` (${words.join('. ')})`}.`;
}

function costsWords(cost: number, than: number): string {
  const [words, before] = [cost, than].map((value) => quantityText({ value, unit: 'EUR/month' }));
  return words === before ? 'costs no less' : `costs ${words}`;
}

/** Availabilities beyond these multiples of the unavailability allowed today are not asked for. */
const loosest = 20;
const strictest = 1 / 1000;

/** Objectives and loads at which the chosen shape would run in another number of zones. */
export function zoneFlips(
  problem: Problem,
  chosen: JudgedOption,
  loads: { readonly least: number; readonly most: number },
): readonly Flip[] {
  if (pinnedZones(problem.brief) !== undefined) return [];
  return [
    ...availabilityFlips(problem, chosen),
    ...recoveryFlips(problem, chosen),
    ...loadFlip(problem, chosen, loads.most, 1.25),
    ...loadFlip(problem, chosen, loads.least, 0.8),
  ];
}

const withUnavailability = (problem: Problem, times: number): Problem => ({
  ...problem,
  objectives: problem.objectives.map((objective) =>
    objective.availability === undefined
      ? objective
      : {
          ...objective,
          availability: {
            ...objective.availability,
            value: Math.max(0, 1 - (1 - objective.availability.value) * times),
          },
        },
  ),
});

/** Walks from 1 towards an end by a factor and halves the step in which the zones change, to 0.5 %. */
function change(end: number, step: number, zonesAt: (factor: number) => Zones): number | undefined {
  const now = zonesAt(1);
  let inside = 1;
  let outside = step;
  const beyond = (factor: number): boolean => (step > 1 ? factor > end : factor < end);
  while (!beyond(outside) && zonesAt(outside) === now) {
    inside = outside;
    outside *= step;
  }
  if (beyond(outside)) return undefined;
  while (Math.abs(outside - inside) > 0.005 * Math.max(inside, outside)) {
    const middle = Math.sqrt(inside * outside);
    if (zonesAt(middle) === now) inside = middle;
    else outside = middle;
  }
  return outside;
}

function availabilityFlips(problem: Problem, chosen: JudgedOption): readonly Flip[] {
  const strict = problem.objectives
    .flatMap(({ availability }) => availability ?? [])
    .toSorted((a, b) => b.value - a.value)[0];
  if (strict === undefined) return [];
  return [
    [strictest, 0.5],
    [loosest, 2],
  ].flatMap(([end = 1, step = 1]): readonly Flip[] => {
    const zonesAt = (times: number): Zones =>
      sizeOption(withUnavailability(problem, times), chosen.shape, 1).zones;
    const times = change(end, step, zonesAt);
    if (times === undefined) return [];
    const value = 1 - (1 - strict.value) * times;
    return flipTo(problem, chosen, withUnavailability(problem, times), {
      input: 'availability objective',
      at: derived(value, 'ratio', 'bisection over what all objectives allow to fail', [
        `${quantityText(strict)} is the strictest today`,
      ]),
    });
  });
}

const judgedAt = (problem: Problem, shape: OptionShape): JudgedOption => judge(problem, shape, 1);

/** The times from which one zone would do, or down to which it does: they are figures of the zone. */
function recoveryFlips(problem: Problem, chosen: JudgedOption): readonly Flip[] {
  const one = chosen.sized.zones === 1;
  const at = (name: 'zoneOutage' | 'recoveryPointSingle'): Quantity => ({
    ...figure(name),
    value: valueOf(name) * (one ? 0.999 : 1),
  });
  const tried = [
    { input: 'time to be back (rto)', at: at('zoneOutage'), key: 'rto' },
    { input: 'data that may be lost (rpo)', at: at('recoveryPointSingle'), key: 'rpo' },
  ] as const;
  return tried.flatMap(({ input, at: limit, key }) => {
    const { [key]: now, ...others } = problem;
    if (one ? (now?.value ?? Infinity) < limit.value : now === undefined || now.value >= limit.value)
      return [];
    return flipTo(problem, chosen, { ...others, [key]: limit }, { input, at: limit });
  });
}

/** The flip, if the chosen shape keeps everything in other zones under the changed objectives. */
function flipTo(
  problem: Problem,
  chosen: JudgedOption,
  changed: Problem,
  { input, at }: Pick<Flip, 'input' | 'at'>,
): readonly Flip[] {
  const then = judgedAt(changed, chosen.shape);
  const { zones } = chosen.sized;
  if (!then.meets || then.sized.zones === zones) return [];
  const grows = then.sized.zones > zones;
  const stays = judgedAt(grows ? changed : problem, {
    ...chosen.shape,
    zones: grows ? zones : then.sized.zones,
  });
  const shape = { ...chosen.shape, zones: then.sized.zones };
  return [
    {
      input,
      at,
      to: shapeId(shape),
      title: shapeTitle(shape),
      because: `${grows ? 'from then on' : 'until then'} ${missed(stays.criteria) || dearer(then, stays)}`,
    },
  ];
}

/** Both suffice: the peak is carried without a zone, for which fewer instances stand by in more zones. */
const dearer = (then: JudgedOption, stays: JudgedOption): string =>
  `the peak has to be carried without a zone, which costs ${money(then)} in ${zonesText(then.sized.zones)} and ${money(stays)} in ${zonesText(stays.sized.zones)}`;

const money = ({ cost }: JudgedOption): string => quantityText({ value: cost, unit: 'EUR/month' });

const missed = (criteria: readonly Criterion[]): string =>
  criteria
    .filter(({ met }) => !met)
    .map(({ words }) => words)
    .join('; ');

/** Spare instances are fewer in more zones, traffic between them is less in fewer: the load says which costs more. */
function loadFlip(problem: Problem, chosen: JudgedOption, end: number, step: number): readonly Flip[] {
  const zonesAt = (factor: number): Zones => sizeOption(problem, chosen.shape, factor).zones;
  const factor = change(end, step, zonesAt);
  if (factor === undefined) return [];
  const { users } = problem.load;
  const from = [`${factor.toPrecision(3)} times today's load`];
  const then = zonesAt(factor);
  const shape = { ...chosen.shape, zones: then };
  return [
    {
      input: users === undefined ? 'requests at peak' : 'users at once',
      at:
        users === undefined
          ? derived(chosen.sized.streams.arrival * factor, 'requests/s', 'bisection over the load', from)
          : derived(users.value * factor, 'users', 'bisection over the load', from),
      to: shapeId(shape),
      title: shapeTitle(shape),
      because: `${step > 1 ? 'above' : 'below'} it ${zonesText(then)} cost less than ${zonesText(chosen.sized.zones)}: instances to spare against traffic between zones`,
    },
  ];
}
