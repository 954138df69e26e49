import { stringify } from 'yaml';
import type { Container } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import { assumed, derived } from '../model/origin.ts';
import type { Quantity } from '../model/origin.ts';
import type { Station } from '../model/load.ts';
import type { Emitted } from './emitted.ts';

/** From the start of an instance to its first request. */
export const startUp: Quantity = assumed(
  30,
  's',
  'image pulled, process started, pools warm; measure it on the platform',
  10,
  120,
);

/** Mean of a minute, asked for every fifteen seconds: what passes before the autoscaler acts. */
export const reaction: Quantity = assumed(
  75,
  's',
  'CPU in use is a mean of a minute, and the autoscaler looks every 15 seconds',
  30,
  120,
);

/** How fast the load rises at its steepest. */
export const doubling: Quantity = assumed(
  900,
  's',
  'the load doubles within a quarter of an hour in the morning or when a campaign starts',
  300,
  3600,
);

export const scaleInPause: Quantity = assumed(
  300,
  's',
  'longer than the swings within a peak, so that instances do not come and go',
  120,
  900,
);

/** Above this part of its cores a tier has no room left: the limit of the design with an instance lost. */
const full = 0.8;

/** The peak that is prepared for beyond the stated one. */
const reserve = 2;

/** How one tier follows the load. */
export interface ScalingPlan {
  readonly container: Container;
  readonly station: Station;
  readonly target: Quantity;
  readonly least: Quantity;
  readonly most: Quantity;
}

/** Application and worker tiers that may grow: instances that share nothing. */
export function scalingPlans(backend: Backend): readonly ScalingPlan[] {
  const { totalMean, totalPeak } = backend.load;
  if (totalMean === undefined || totalPeak === undefined || totalPeak.value === 0) return [];
  return backend.architecture.containers.flatMap((container) => {
    const station = backend.load.stations.find(
      (each) => each.container === container.id && each.model !== 'delay',
    );
    const instances = container.instances?.value ?? 0;
    const scalable = container.kind === 'application' || container.kind === 'worker';
    return station === undefined || !scalable || instances === 0
      ? []
      : [planOf(backend, container, station, instances)];
  });
}

function planOf(backend: Backend, container: Container, station: Station, instances: number): ScalingPlan {
  const target = targetOf(instances);
  const carried = (factor: number): number => {
    const work = station.service.value * (station.service.unit === 'ms' ? 1e-3 : 1);
    const perInstance = station.servers.value / instances;
    return Math.ceil((station.arrival.value * factor * work) / (perInstance * target.value) - 1e-9);
  };
  const quiet = quietPart(backend);
  const least = Math.max(Math.min(2, instances), carried(quiet));
  const wanted = Math.max(instances, carried(reserve));
  const allowed = connectionCeiling(backend, container, instances);
  return {
    container,
    station,
    target,
    least: derived(least, 'instances', 'carries the quiet load at the target; two where one may be lost', [
      `quiet load ${(quiet * 100).toPrecision(3)} % of the peak`,
    ]),
    most: derived(
      Math.max(instances, Math.min(wanted, allowed)),
      'instances',
      allowed < wanted
        ? 'connections the database still accepts'
        : `carries ${reserve} times the peak at the target`,
      [
        `${wanted} carry ${reserve} times the peak`,
        ...(Number.isFinite(allowed) ? [`connections suffice for ${allowed}`] : []),
      ],
    ),
  };
}

/**
 * CPU in use at which an instance is added: what is left must carry the loss of one instance, and the growth until a new
 * one answers, `2^((reaction + start) / doubling)`. Whole percents, as the autoscaler reads them.
 */
function targetOf(instances: number): Quantity {
  const growth = 2 ** ((reaction.value + startUp.value) / doubling.value);
  const spare = instances > 1 ? (instances - 1) / instances : 1;
  const value = Math.floor(100 * full * Math.min(spare, 1 / growth)) / 100;
  return derived(value, 'ratio', 'room for a lost instance and for the growth until a new one answers', [
    `${full * 100} % × the smaller of ${(spare * 100).toPrecision(3)} % and 1 / ${growth.toPrecision(3)}`,
  ]);
}

/** Mean of the day against the peak: what quiet hours need. */
function quietPart({ load: { totalMean, totalPeak, requestsPerMonth } }: Backend): number {
  if (totalPeak === undefined || totalMean === undefined) return 1;
  const mean = requestsPerMonth === undefined ? totalMean.value : requestsPerMonth.value / (30 * 86_400);
  return Math.min(1, mean / totalPeak.value);
}

/** Instances whose pools the fullest database still accepts, one more during a release counted in. */
function connectionCeiling(backend: Backend, { id }: Container, instances: number): number {
  const { design, architecture } = backend;
  const criteria = design?.options.find((option) => option.id === design.chosen)?.criteria ?? [];
  const connections = criteria.find((criterion) => criterion.id === 'connections');
  const pools = architecture.connections.flatMap(({ from, pool }) =>
    from === id && pool !== undefined ? [pool.value] : [],
  );
  if (connections?.limit === undefined || pools.length === 0) return Infinity;
  const left = Math.max(0, connections.limit.value - connections.value.value);
  return instances + Math.max(0, Math.floor(left / Math.max(...pools)) - 1);
}

/** One autoscaler a tier, and how many of its instances may be missing on purpose: Kubernetes, autoscaling/v2. */
export function autoscalers(backend: Backend): Emitted {
  const plans = scalingPlans(backend);
  const documents = plans.flatMap((plan) => [
    autoscaler(plan),
    ...(plan.least.value > 1 ? [disruption(plan)] : []),
  ]);
  return {
    text: documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n'),
    lost: plans.flatMap(({ container, least }) =>
      least.value > 1 ? [] : [`${container.id}: runs as one instance, a voluntary disruption is an outage`],
    ),
  };
}

function autoscaler({ container, target, least, most }: ScalingPlan) {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: container.id },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: container.id },
      minReplicas: least.value,
      maxReplicas: most.value,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: Math.round(target.value * 100) },
          },
        },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 60 },
            { type: 'Pods', value: 2, periodSeconds: 60 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: scaleInPause.value,
          policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
        },
      },
    },
  };
}

const disruption = ({ container }: ScalingPlan) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: container.id },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: container.id } } },
});
