import type { Sensitivity } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import { plain } from '../quantities.ts';
import { costLines, totalCost } from '../sizing/cost.ts';
import { withWork } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import { sizeOption } from '../sizing/size.ts';
import { mostPressed } from './capacity-criteria.ts';
import type { JudgedOption } from './judge.ts';

interface Variation {
  readonly input: string;
  readonly problem: Problem;
  readonly scale: number;
}

const more = 1.1;

/** How far ten percent more of each input move the busiest part and the cost; machines are sized anew. */
export function sensitivityOf(problem: Problem, chosen: JudgedOption): readonly Sensitivity[] {
  const before = mostPressed(chosen.sized);
  const moved = variations(problem).map(({ input, problem: changed, scale }): Sensitivity => {
    const sized = sizeOption(changed, chosen.shape, scale);
    const after = sized.pressures.find(({ what }) => what === before.what)?.ratio ?? 0;
    const effect = before.ratio === 0 ? 0 : after / before.ratio - 1;
    const cost = totalCost(changed, sized) / chosen.cost - 1;
    return {
      input,
      effect: derived(effect, 'ratio', `relative change of the load on ${before.what}`, [`${input} + 10 %`]),
      words: `${before.what} ${change(effect)}, cost ${change(cost)}`,
    };
  });
  return [...moved, ...priceSensitivity(problem, chosen)].toSorted(
    (a, b) => Math.abs(b.effect.value) - Math.abs(a.effect.value),
  );
}

const change = (ratio: number): string =>
  Math.abs(ratio) < 5e-4 ? 'unchanged' : `${ratio > 0 ? '+' : '−'}${plain(Math.abs(ratio) * 100)} %`;

function variations(problem: Problem): readonly Variation[] {
  const busiest = problem.work.waiting
    .filter(({ interactive }) => interactive)
    .toSorted((a, b) => b.peak * b.database - a.peak * a.database)[0];
  return [
    { input: 'users at once', problem, scale: more },
    { input: 'pause between requests', problem, scale: 1 / more },
    {
      input: 'database time of each operation',
      problem: withWork(problem, (work) => ({ ...work, database: work.database * more })),
      scale: 1,
    },
    {
      input: 'CPU of each operation in the application',
      problem: withWork(problem, (work) => ({ ...work, cpu: work.cpu * more })),
      scale: 1,
    },
    ...(busiest === undefined
      ? []
      : [
          {
            input: `share of ${busiest.workload}`,
            problem: withWork(problem, (work) =>
              work.workload === busiest.workload ? { ...work, peak: work.peak * more } : work,
            ),
            scale: 1,
          },
        ]),
    ...(problem.staleness.size === 0
      ? []
      : [
          {
            input: 'age a cached answer may have',
            problem: {
              ...problem,
              staleness: new Map([...problem.staleness].map(([id, seconds]) => [id, seconds * more])),
            },
            scale: 1,
          },
        ]),
  ];
}

/** The two unit prices that matter most: a core, and a gigabyte sent. */
function priceSensitivity(problem: Problem, { sized, cost }: JudgedOption): readonly Sensitivity[] {
  const lines = costLines(problem, sized, 'value');
  const gateway = lines.find(({ container }) => container === 'gateway')?.cost ?? 0;
  const egress = gateway - problem.prices.gateway.value;
  const machines = cost - gateway;
  return [
    { input: 'unit prices of machines', part: machines },
    { input: 'unit price of traffic to the internet', part: egress },
  ].map(({ input, part }) => {
    const effect = cost === 0 ? 0 : (part * (more - 1)) / cost;
    return {
      input,
      effect: derived(effect, 'ratio', 'relative change of the cost', [`${input} + 10 %`]),
      words: `cost ${change(effect)}`,
    };
  });
}
