import type { Contradiction, Objective, Workload } from '../../../model/brief.ts';
import type { Quantity } from '../../../model/origin.ts';
import { plain } from '../values/amount.ts';
import { formatPercent } from '../values/ratio.ts';

/** One figure that an objective asks for, with the words by which two of a kind are compared. */
interface Asked {
  readonly objective: Objective;
  readonly quality: string;
  readonly words: string;
  readonly figure: Quantity;
}

/**
 * Two workloads that are the same operation and ask different things of it. Who answers a request cannot tell which
 * workload it belongs to, so that only the stricter figure is an objective.
 */
export function objectivesApart(
  objectives: readonly Objective[],
  workloads: readonly Workload[],
): readonly Contradiction[] {
  const operationOf = new Map(workloads.map(({ id, operation }) => [id, operation]));
  const asked = objectives.flatMap(askedBy);
  return asked.flatMap((second, index) => {
    const operation = operationOf.get(second.objective.workload);
    const first = asked
      .slice(0, index)
      .find(
        ({ objective, quality }) =>
          quality === second.quality && operationOf.get(objective.workload) === operation,
      );
    if (operation === undefined || first === undefined || first.figure.value === second.figure.value)
      return [];
    const [one, other] = [first.objective.workload, second.objective.workload];
    return [
      {
        id: `objectives-${one}-${other}-${second.quality}`,
        what: `${one} and ${other} are both ${operation}, but ask for ${first.words} and ${second.words}.`,
        why: 'One operation has one distribution of its response time and one availability, whoever calls it: only the stricter of the two can hold, and the other says nothing.',
        ask: `Which holds for ${operation}: ${first.words} or ${second.words}? Two that shall differ need operations of their own.`,
        between: [first.figure.origin, second.figure.origin],
      },
    ];
  });
}

function askedBy(objective: Objective): readonly Asked[] {
  const { latency, availability } = objective;
  return [
    ...(latency === undefined
      ? []
      : [
          {
            objective,
            quality: `p${latency.percentile}`,
            words: `p${latency.percentile} below ${plain(latency.limit.value)} ${latency.limit.unit}`,
            figure: latency.limit,
          },
        ]),
    ...(availability === undefined
      ? []
      : [
          {
            objective,
            quality: 'availability',
            words: `${formatPercent(availability.value)} availability`,
            figure: availability,
          },
        ]),
  ];
}
