import {
  autoscalers,
  doubling,
  reaction,
  scaleInPause,
  scalingPlans,
  startUp,
} from '../../artifacts/autoscaling.ts';
import { ranged } from '../../model/amounts.ts';
import type { Station } from '../../model/load.ts';
import type { Quantity } from '../../model/origin.ts';
import { cell, judgement, link, paragraph, section, table, unknown } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';

export const autoscalingPath = '5-performance/autoscaling.yaml';

/** How the tiers that may grow follow the load: signal, target, bounds and pauses. */
export function scaling({ backend }: Basis): Section | undefined {
  const plans = scalingPlans(backend);
  if (plans.length === 0) return undefined;
  const { lost } = autoscalers(backend);
  return section(
    { id: 'autoscaling', title: 'Autoscaling', items: ['5.8'] },
    table(
      ['tier', 'signal', 'target', 'least', 'at peak', 'most', 'why not more', 'takes in while one starts'],
      plans.map(({ container, station, target, least, most }): readonly Cell[] => [
        container.name,
        'CPU in use, mean of one minute',
        target,
        least,
        cell(container.instances),
        most,
        most.origin.kind === 'derived' ? most.origin.rule : 'not known',
        surge(station),
      ]),
    ),
    table(
      ['setting', 'value'],
      [
        ['until the autoscaler acts', reaction],
        ['start of an instance', startUp],
        ['time in which the load doubles', doubling],
        ['pause before instances are taken away', scaleInPause],
      ],
    ),
    paragraph(
      'An instance is added while the others still carry the loss of one, or the growth until it answers: both at once only in part. With fewer instances, down to the least, a loss at the target leaves the others below 100 % busy until it is replaced, and the least carries the quiet load with one lost. What rises faster is carried by the room in the last column, then refused. Databases do not scale this way, and the pools of all instances stay below what a database accepts.',
    ),
    table(
      ['file', 'what'],
      [
        [
          link('autoscaling.yaml', autoscalingPath),
          'Kubernetes: one autoscaler and disruption budget a tier; the numbers hold on any platform',
        ],
      ],
    ),
    lost.length === 0 ? undefined : unknown(lost.join('; ')),
    judgement('The reaction of the autoscaler was computed from steady states, not simulated.'),
  );
}

export function scalingArtifacts({ backend }: Basis): readonly Artifact[] {
  const emitted = autoscalers(backend);
  return emitted.text === '' ? [] : [{ path: autoscalingPath, ...emitted, items: [] }];
}

/** Rise of the arrival rate within one start-up time that the tier bears before it reaches its knee. */
function surge({ knee, arrival, container }: Station): Quantity {
  const room = (end: number, load: number): number => Math.max(0, end - load);
  return ranged(
    [
      room(knee.value, arrival.value),
      room(knee.low ?? knee.value, arrival.high ?? arrival.value),
      room(knee.high ?? knee.value, arrival.low ?? arrival.value),
    ],
    'requests/s',
    'knee − arrivals at peak',
    [container],
  );
}
