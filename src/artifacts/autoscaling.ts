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
  const carried = (factor: number, used = target.value): number => {
    const work = station.service.value * (station.service.unit === 'ms' ? 1e-3 : 1);
    const perInstance = station.servers.value / instances;
    return Math.ceil((station.arrival.value * factor * work) / (perInstance * used) - 1e-9);
  };
  const quiet = quietPart(backend);
  const spare = instances > 1 ? 1 : 0;
  const least = Math.min(
    instances,
    Math.max(Math.min(2, instances), carried(quiet, full) + spare, spare * outlasting(target.value)),
  );
  const wanted = Math.max(instances, carried(reserve));
  const allowed = connectionCeiling(backend, container, instances);
  return {
    container,
    station,
    target,
    least: derived(
      least,
      'instances',
      'carries the quiet load with one instance lost, and as many that a loss at the target fills no other',
      [
        `quiet load ${(quiet * 100).toPrecision(3)} % of the peak`,
        `${carried(quiet, full) + spare} carry it with one lost`,
        `${outlasting(target.value)} stay below 100 % busy after a loss at the target`,
      ],
    ),
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
 * CPU in use at which an instance is added: what is left must carry the loss of one instance, or the growth until a new
 * one answers, `2^((reaction + start) / doubling)`. Whole percents, as the autoscaler reads them.
 */
function targetOf(instances: number): Quantity {
  const growth = 2 ** ((reaction.value + startUp.value) / doubling.value);
  const spare = instances > 1 ? (instances - 1) / instances : 1;
  const value = Math.floor(100 * full * Math.min(spare, 1 / growth)) / 100;
  return derived(value, 'ratio', 'room for a lost instance or for the growth until a new one answers', [
    `${full * 100} % × the smaller of ${(spare * 100).toPrecision(3)} % and 1 / ${growth.toPrecision(3)}`,
  ]);
}

/** The fewest instances of which one can be lost at the target without filling the others: target × n / (n − 1) ≤ 1. */
const outlasting = (target: number): number => Math.ceil(1 / (1 - target) - 1e-9);

/** Mean of the day against the peak: what quiet hours need. */
function quietPart({ load: { totalMean, totalPeak, requestsPerMonth } }: Backend): number {
  if (totalPeak === undefined || totalMean === undefined) return 1;
  const mean = requestsPerMonth === undefined ? totalMean.value : requestsPerMonth.value / (30 * 86_400);
  return Math.min(1, mean / totalPeak.value);
}

/**
 * Instances whose pools every database still accepts beside its reserve, one more of each tier during a release counted
 * in. What a database has left is divided among its tiers as they use it now, so that all may be at their most at once.
 */
function connectionCeiling({ architecture }: Backend, { id }: Container, instances: number): number {
  const rooms = architecture.connections
    .filter(({ from, pool }) => from === id && pool !== undefined)
    .flatMap(({ to, pool }) => {
      const room = architecture.containers.find((each) => each.id === to)?.connections;
      if (room === undefined || room.pooler !== undefined || pool === undefined) return [];
      const uses = poolUses(architecture, to);
      const all = sumOf(uses.map((use) => use.pool * use.instances));
      const released = all + sumOf(uses.map((use) => use.pool));
      const left = Math.max(0, room.accepted.value - room.reserve.value - released);
      return [Math.floor((left * instances) / all)];
    });
  return instances + Math.min(Infinity, ...rooms);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Pools on one server, with the instances that hold them. */
const poolUses = ({ connections, containers }: Backend['architecture'], server: string) =>
  connections.flatMap(({ from, to, pool }) =>
    to === server && pool !== undefined
      ? [{ pool: pool.value, instances: containers.find(({ id }) => id === from)?.instances?.value ?? 1 }]
      : [],
  );

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
