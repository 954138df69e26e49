import type { Criterion, Flip } from '../../model/decision.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { valueOf } from '../capacity/figures.ts';
import { plain } from '../quantities.ts';
import { deployables } from '../sizing/parts.ts';
import type { Problem } from '../sizing/problem.ts';
import { better, chooseOption, isForeign } from './choose.ts';
import type { Candidate } from './choose.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';
import { shapeId, shapeTitle } from './shapes.ts';
import { zoneFlips } from './zones.ts';

/** Beyond this many times today's load nothing is said. */
const horizon = 1000;

/** The inputs at which another option would be chosen: load upwards and downwards, team, budget. */
export function flipsOf(
  problem: Problem,
  candidates: readonly Candidate[],
  chosen: JudgedOption,
): readonly Flip[] {
  if (!chosen.meets) return [];
  const open = candidates.filter(({ excluded }) => excluded === undefined);
  const upwards = flipUpwards(problem, candidates, chosen);
  const downwards = flipDownwards(problem, open, chosen);
  const factor = (flips: readonly Flip[], otherwise: number): number =>
    (flips[0]?.at.value ?? Number.NaN) / loadAt(problem, chosen, 1, '').value || otherwise;
  return [
    ...upwards,
    ...downwards,
    ...zoneFlips(problem, chosen, { least: factor(downwards, 1 / horizon), most: factor(upwards, horizon) }),
    ...teamFlips(problem, candidates, chosen),
    ...budgetFlip(problem, candidates, chosen),
  ];
}

/** A load as users, or as requests where nobody said how many users there are. */
function loadAt({ load }: Problem, chosen: JudgedOption, factor: number, how: string): Quantity {
  const { users } = load;
  const from = [how, 'each load was sized and judged anew, think time and shares unchanged'];
  return users === undefined
    ? derived(chosen.sized.streams.arrival * factor, 'requests/s', 'bisection over the load', from)
    : derived(users.value * factor, 'users', 'bisection over the load', from);
}

const inputName = ({ load }: Problem): string =>
  load.users === undefined ? 'requests at peak' : 'users at once';

const failed = ({ criteria }: JudgedOption, counts: (criterion: Criterion) => boolean = () => true): string =>
  criteria.flatMap((one) => (one.met || !counts(one) ? [] : [one.words])).join('; ');

/** Halves the interval between a factor that satisfies a condition and one that does not, to 0.5 %. */
function between(yes: number, no: number, holds: (factor: number) => boolean): number {
  let [inside, outside] = [yes, no];
  while (Math.abs(outside - inside) > 0.005 * Math.max(inside, outside)) {
    const middle = Math.sqrt(inside * outside);
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** The first load at which the chosen option misses a criterion, or an equally simple one becomes cheaper. */
function flipUpwards(
  problem: Problem,
  candidates: readonly Candidate[],
  chosen: JudgedOption,
): readonly Flip[] {
  const open = candidates.filter(({ excluded }) => excluded === undefined);
  const id = shapeId(chosen.shape);
  const holds = (option: JudgedOption): boolean =>
    option.criteria.every((one) => one.met || isForeign(one.id));
  const simple = open.filter(({ shape }) => judge(problem, shape, 1).parts <= chosen.parts);
  const stays = (factor: number): boolean => {
    const now = judge(problem, chosen.shape, factor);
    if (!holds(now)) return false;
    return !simple.some(({ shape }) => {
      const other = judge(problem, shape, factor);
      return holds(other) && shapeId(shape) !== id && better(other, now) < 0;
    });
  };
  let last = 1;
  let next = 1.25;
  while (next < horizon && stays(next)) {
    last = next;
    next *= 1.25;
  }
  if (next >= horizon) return [];
  const factor = between(last, next, stays);
  const then = chooseOption(problem, candidates, factor);
  if (!holds(then) || shapeId(then.shape) === id) return [];
  const before = judge(problem, chosen.shape, factor, true);
  return [
    {
      input: inputName(problem),
      at: loadAt(problem, chosen, factor, `${plain(factor)} times today's load`),
      to: shapeId(then.shape),
      title: shapeTitle(then.shape),
      because: holds(before)
        ? `${shapeTitle(then.shape)} then does the same with ${then.parts} moving parts for less money`
        : `above it ${failed(before, ({ id }) => !isForeign(id))}${eitherWay(then)}`,
    },
  ];
}

/** What has to be agreed with others whichever option is taken. */
const eitherWay = (then: JudgedOption): string => {
  const foreign = failed(then, ({ id }) => isForeign(id));
  return foreign === '' ? '' : `; with either option ${foreign}`;
};

/** The largest smaller load at which a simpler option is enough. */
function flipDownwards(problem: Problem, open: readonly Candidate[], chosen: JudgedOption): readonly Flip[] {
  let best: { readonly option: JudgedOption; readonly factor: number } | undefined;
  for (const { shape } of open) {
    const enough = (factor: number): boolean => {
      const option = judge(problem, shape, factor);
      return option.meets && better(option, judge(problem, chosen.shape, factor)) < 0;
    };
    if (shapeId(shape) === shapeId(chosen.shape) || !enough(1 / horizon)) continue;
    if (best !== undefined && !enough(best.factor)) continue;
    const factor = between(1, 1 / horizon, (middle) => !enough(middle));
    const option = judge(problem, shape, factor);
    if (best === undefined || factor > best.factor || better(option, best.option) < 0)
      best = { option, factor };
  }
  if (best === undefined) return [];
  const { option, factor } = best;
  const now = judge(problem, option.shape, 1, true);
  return [
    {
      input: inputName(problem),
      at: loadAt(problem, chosen, factor, `${plain(factor)} times today's load`),
      to: shapeId(option.shape),
      title: shapeTitle(option.shape),
      because: now.meets
        ? 'below it the same is had with fewer parts or for less money'
        : `below it the simpler option is enough; today ${failed(now)}`,
    },
  ];
}

/** The team size from which a code base has to be shared by too many, or down to which one is enough. */
function teamFlips(
  problem: Problem,
  candidates: readonly Candidate[],
  chosen: JudgedOption,
): readonly Flip[] {
  const share = valueOf('peoplePerDeployable');
  const most = Math.floor(share * deployables(chosen.sized));
  return [most + 1, share].flatMap((people): readonly Flip[] => {
    const grows = people > problem.teamSize.value;
    if (people === problem.teamSize.value || (people === share && deployables(chosen.sized) === 1)) return [];
    const at = derived(people, 'people', 'people who can share a code base × code bases', [
      `${plain(share)} people for each (default)`,
    ]);
    const then = chooseOption({ ...problem, teamSize: at }, candidates, 1);
    if (!then.meets || shapeId(then.shape) === shapeId(chosen.shape)) return [];
    return [
      {
        input: 'team size',
        at,
        to: shapeId(then.shape),
        title: shapeTitle(then.shape),
        because: grows
          ? `from then on more than ${plain(share)} people would share one code base`
          : 'so few people can share one code base, and fewer parts are enough',
      },
    ];
  });
}

/** The budget below which another option would have to do. */
function budgetFlip(
  problem: Problem,
  candidates: readonly Candidate[],
  chosen: JudgedOption,
): readonly Flip[] {
  if (problem.budget === undefined) return [];
  const at = derived(chosen.cost, 'EUR/month', 'cost of the chosen option', ['machines × unit prices']);
  const lower = { ...at, value: chosen.cost - 0.01 };
  const then = chooseOption({ ...problem, budget: lower }, candidates, 1);
  if (!then.meets || shapeId(then.shape) === shapeId(chosen.shape)) return [];
  return [
    {
      input: 'budget',
      at,
      to: shapeId(then.shape),
      title: shapeTitle(then.shape),
      because: `below it the chosen option costs too much; the other one has ${then.parts} moving parts`,
    },
  ];
}
