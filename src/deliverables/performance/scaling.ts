import { ranged } from '../../model/amounts.ts';
import { cell, judgement, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Station } from '../../model/load.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** A tier whose number of instances can follow the load. */
interface Tier {
  readonly container: Container;
  readonly station: Station;
  readonly instances: number;
}

const scalable: readonly Container['kind'][] = ['application', 'gateway', 'worker'];

function tiers({ architecture, load }: Backend): readonly Tier[] {
  return architecture.containers.flatMap((container) => {
    const station = load.stations.find(
      (entry) => entry.container === container.id && entry.model !== 'delay',
    );
    const instances = container.instances?.value ?? 0;
    return station !== undefined && scalable.includes(container.kind) && instances > 0
      ? [{ container, station, instances }]
      : [];
  });
}

const startUp: Quantity = assumed(
  30,
  's',
  'image pulled, process started, pools warm; measure it on the platform',
  10,
  120,
);
const scaleInPause: Quantity = assumed(
  300,
  's',
  'longer than the swings within a peak, so that instances do not come and go',
  120,
  900,
);

/** Busy part that still holds when one instance is missing. */
function target({ instances, station }: Tier): Quantity {
  const spare = instances > 1 ? (instances - 1) / instances : 1;
  const value = Math.min(0.75, Math.max(station.utilisation.value, 0.75 * spare));
  return derived(value, 'ratio', 'busy part that leaves room for a missing instance', [
    `(instances − 1) / instances × 0.75, at least the design's own ${station.utilisation.value.toFixed(2)}`,
  ]);
}

/** Instances that carry a rate at the target. */
function needed({ station, instances }: Tier, rate: number, at: Quantity): number {
  const perInstance = station.servers.value / instances;
  const work = station.service.value * (station.service.unit === 'ms' ? 1e-3 : 1);
  return Math.ceil((rate * work) / (perInstance * at.value));
}

export function scaling({ backend }: Basis): Section | undefined {
  const { totalMean, totalPeak } = backend.load;
  const all = tiers(backend);
  if (all.length === 0 || totalMean === undefined || totalPeak === undefined || totalPeak.value === 0)
    return undefined;
  const part = totalMean.value / totalPeak.value;
  return section(
    { id: 'autoscaling', title: 'Autoscaling', items: ['5.8'] },
    table(
      ['tier', 'signal', 'target', 'least', 'at peak', 'most', 'takes in while one starts'],
      all.map((tier): readonly Cell[] => {
        const at = target(tier);
        const least = Math.max(
          Math.min(2, tier.instances),
          needed(tier, tier.station.arrival.value * part, at),
        );
        const most = Math.max(tier.instances, needed(tier, tier.station.arrival.value * 2, at));
        return [
          tier.container.name,
          'CPU in use, mean of one minute',
          at,
          instances(least, 'carries the mean rate, at least two'),
          cell(tier.container.instances),
          instances(most, 'carries twice the peak'),
          surge(tier),
        ];
      }),
    ),
    table(
      ['setting', 'value'],
      [
        ['start of an instance', startUp],
        ['pause before instances are taken away', scaleInPause],
      ],
    ),
    paragraph(
      'Scaling follows the load by minutes; what comes faster is carried by the room in the last column, then refused. Databases do not scale this way.',
    ),
    judgement('The reaction of the autoscaler was computed from steady states, not simulated.'),
  );
}

const instances = (value: number, rule: string): Quantity => derived(value, 'instances', rule, ['target']);

/** Rise of the arrival rate within one start-up time that the tier bears before it reaches its knee. */
function surge({ station }: Tier): Quantity {
  const room = Math.max(0, station.knee.value - station.arrival.value);
  const ends = [station.knee.low ?? station.knee.value, station.knee.high ?? station.knee.value] as const;
  return ranged(
    [
      room,
      Math.max(0, ends[0] - (station.arrival.high ?? station.arrival.value)),
      Math.max(0, ends[1] - (station.arrival.low ?? station.arrival.value)),
    ],
    'requests/s',
    'knee − arrivals at peak',
    [station.container],
  );
}
