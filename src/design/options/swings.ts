import type { Workload } from '../../model/brief.ts';
import type { Swing } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { rangeText } from '../../model/quantity.ts';
import { figure, figures, supposing } from '../capacity/figures.ts';
import type { FigureName } from '../capacity/figures.ts';
import { listedPrices, priceWords } from '../capacity/prices.ts';
import { commonPopulation } from '../load/population.ts';
import { highOf, lowOf } from '../quantities.ts';
import { totalCost } from '../sizing/cost.ts';
import { problemOf, withWork } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import type { Work } from '../sizing/work.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';

/** One end of an input: what is sized for, at which multiple of the load, under which assumption. */
interface End {
  readonly problem: Problem;
  readonly scale: number;
  readonly figure?: readonly [name: FigureName, value: number];
}

interface Input {
  readonly input: string;
  readonly range: string;
  readonly low: End;
  readonly high: End;
}

/** Below this part of the cost a swing is not told, unless the choice misses a criterion at an end. */
const least = 0.005;

/** Figures that say what is asked for or allowed, not what is uncertain about the machines. */
const notSized: readonly FigureName[] = ['thinkTime', 'teamSize', 'partsPerEngineer', 'peoplePerDeployable'];

const figureNames = Object.keys(figures).filter(
  (name): name is FigureName => name in figures && !notSized.some((other) => other === name),
);

/**
 * Every input that is only known as a range, taken to both ends of it while all others stay: the option is sized anew
 * and judged again. This is how much is at stake, where ten percent of everything says how strong a lever is.
 */
export function swingsOf(problem: Problem, chosen: JudgedOption): readonly Swing[] {
  return [...loadInputs(problem), ...workInputs(problem), ...figureInputs(problem), ...priceInputs(problem)]
    .map((input) => swing(input, chosen))
    .filter(({ cost, misses }) => {
      const moved = Math.max(...[cost.low, cost.high].map(({ value }) => Math.abs(value - chosen.cost)));
      return moved > least * chosen.cost || misses.low.length + misses.high.length > 0;
    })
    .toSorted((a, b) => width(b) - width(a));
}

const width = ({ cost: { low, high } }: Swing): number => Math.abs(high.value - low.value);

function swing({ input, range, low, high }: Input, chosen: JudgedOption): Swing {
  const [atLow, atHigh] = [low, high].map((end) => atEnd(end, chosen));
  const cost = (end: Outcome | undefined, name: string): Quantity =>
    derived(end?.cost ?? chosen.cost, 'EUR/month', 'sized anew at one end of the input', [`${name} end`]);
  return {
    input,
    range,
    cost: { low: cost(atLow, 'low'), high: cost(atHigh, 'high') },
    misses: { low: atLow?.misses ?? [], high: atHigh?.misses ?? [] },
  };
}

interface Outcome {
  readonly cost: number;
  readonly misses: readonly string[];
}

/** Criteria that the chosen option misses today are no news. */
function atEnd({ problem, scale, figure: taken }: End, chosen: JudgedOption): Outcome {
  const known = new Set(chosen.criteria.flatMap(({ id, met }) => (met ? [] : [id])));
  const measure = (posed: Problem): Outcome => {
    const { sized, criteria } = judge(posed, chosen.shape, scale);
    return {
      cost: totalCost(posed, sized),
      misses: criteria.flatMap(({ id, met, words }) => (met || known.has(id) ? [] : [words])),
    };
  };
  if (taken === undefined) return measure(problem);
  const [name, value] = taken;
  return supposing(name, value, () => measure(problemOf(problem.brief, problem.domain, problem.load)));
}

const isRange = ({ value, low, high }: Quantity): boolean =>
  value > 0 && (low !== undefined || high !== undefined);

/** Users, the pause between their requests and the peak move the rates of all people alike. */
function loadInputs(problem: Problem): readonly Input[] {
  const { users, workloads } = problem.load;
  const population = commonPopulation({
    ...(users !== undefined && { users }),
    workloads: workloads.filter((workload: Workload) => workload.every === undefined),
  });
  if (population === undefined) return [];
  const { think, peak } = population;
  const at = (scale: number): End => ({ problem, scale });
  const factor = (input: string, quantity: Quantity): readonly Input[] =>
    isRange(quantity)
      ? [
          {
            input,
            range: rangeText(quantity),
            low: at(lowOf(quantity) / quantity.value),
            high: at(highOf(quantity) / quantity.value),
          },
        ]
      : [];
  return [
    ...factor('users at once', population.users),
    ...factor('peak factor', peak),
    ...(isRange(think)
      ? [
          {
            input: 'pause between requests',
            range: rangeText(think),
            low: at(think.value / lowOf(think)),
            high: at(think.value / highOf(think)),
          },
        ]
      : []),
  ];
}

/** Costs of all operations together at the ends of their ranges: they were estimated by the same hand. */
function workInputs(problem: Problem): readonly Input[] {
  const operations = new Map(problem.domain.operations.map((operation) => [operation.id, operation]));
  const part = (work: Work, key: 'cpu' | 'database', end: typeof lowOf): number => {
    const cost = operations.get(work.operation)?.cost[key];
    return cost === undefined || cost.value === 0 ? 1 : end(cost) / cost.value;
  };
  const at = (key: 'cpu' | 'database', end: typeof lowOf): End => {
    const edit = (work: Work): Work => ({ ...work, [key]: work[key] * part(work, key, end) });
    return { problem: withWork(problem, edit), scale: 1 };
  };
  const input = (words: string, key: 'cpu' | 'database'): Input => ({
    input: words,
    range: 'each over its own range',
    low: at(key, lowOf),
    high: at(key, highOf),
  });
  return [
    input('CPU of each operation in the application', 'cpu'),
    input('database time of each operation', 'database'),
  ];
}

const figureInputs = (problem: Problem): readonly Input[] =>
  figureNames.map((name) => ({
    input: figures[name].subject,
    range: rangeText(figure(name)),
    low: { problem, scale: 1, figure: [name, figures[name].low] },
    high: { problem, scale: 1, figure: [name, figures[name].high] },
  }));

const priceInputs = (problem: Problem): readonly Input[] =>
  listedPrices(problem.prices)
    .filter(([, price]) => isRange(price))
    .map(([key, price]) => {
      const at = (value: number): End => ({
        problem: { ...problem, prices: { ...problem.prices, [key]: { ...price, value } } },
        scale: 1,
      });
      return {
        input: `price of ${priceWords(key)}`,
        range: rangeText(price),
        low: at(lowOf(price)),
        high: at(highOf(price)),
      };
    });
