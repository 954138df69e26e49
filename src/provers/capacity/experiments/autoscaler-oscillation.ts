import type { Autoscaler, Network } from '../../../model/network.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { under, withStation } from './change.ts';
import { secondsText } from './goodput.ts';

/** Nearer the whole a removed replica leaves the others no room. */
const usualTarget = 0.7;

/** Seconds until the number the autoscaler begins with is forgotten. */
const warmup = 600;

/** Turns from more to fewer replicas, or back, in an hour of steady load, above which it counts as swinging. */
const turnsInHour = 6;

/**
 * What a swing does: to requests, 99 % of them taking this many times as long as with the mean number of replicas held;
 * to cost, the replicas that calm settings need being this part of those that swing. Less is what the tolerance of the
 * HorizontalPodAutoscaler leaves to noise anyway: a tenth of the target on either side.
 * Source: Kubernetes documentation, Horizontal Pod Autoscaling, "Algorithm details" and "Support for resource metrics".
 */
const slower = 1.2;
const cheaper = 0.9;

/** Steady load is simulated for an hour; an autoscaler that is slower than its replicas start swings around its target. */
export const autoscalerOscillation: NetworkExperiment = {
  rule: 'autoscaler-oscillation',
  summary: 'Under steady load an autoscaler keeps adding and removing replicas.',
  severity: 'warning',
  standards: [],
  run: (stage) => eachInTurn(stage.calm.autoscalers, (scaler) => play(stage, scaler)),
};

/** One run: in the mean over several the swings cancel. */
const single = (network: Network): Network => ({
  ...network,
  experiment: { ...network.experiment, replications: 1 },
});

type Points = readonly (readonly [number, number])[];

interface Cure {
  readonly words: string;
  readonly change: Partial<Autoscaler>;
}

/** Tried in this order. */
function curesFor(scaler: Autoscaler): readonly Cure[] {
  const cooldownDown = Math.max(300, 2 * scaler.startup);
  return [
    {
      words: `a cooldown of ${cooldownDown} s before replicas are removed`,
      change: { cooldownDown },
    },
    {
      words: `a cooldown of ${Math.ceil(scaler.startup + scaler.interval)} s (start-up and one interval) before more are added`,
      change: {
        cooldownUp: scaler.startup + scaler.interval,
        cooldownDown,
      },
    },
    {
      words: 'a tolerance of 20 %',
      change: { tolerance: 0.2, cooldownDown },
    },
    ...(scaler.target <= usualTarget
      ? []
      : [
          {
            words: `a target of ${usualTarget * 100} % and a tolerance of 20 %`,
            change: {
              target: usualTarget,
              tolerance: 0.2,
              cooldownDown,
            },
          },
        ]),
  ];
}

interface Tried {
  readonly words: string;
  readonly points: Points;
}

async function play({ calm, simulate }: Stage, scaler: Autoscaler): Promise<readonly Found[]> {
  const simulated = (network: Network): Promise<NetworkSimulation> =>
    simulate(single(under(network, [], { warmup, duration: 3600 })));
  const swinging = await simulated(calm);
  const now = replicasCurve(swinging, scaler.station);
  if (turnsOf(now) < turnsInHour) return [];
  const mean = meanOf(now);
  const held = await simulated(withReplicas(calm, scaler, Math.max(1, Math.round(mean))));
  const cures = await Promise.all(
    curesFor(scaler).map(async ({ words, change }) => {
      const figures = await simulated(withScaler(calm, scaler, change));
      return { words, figures, points: replicasCurve(figures, scaler.station) };
    }),
  );
  const harmless = cures.filter(({ figures }) => slowestOf(figures, held).times < slower);
  const cure = harmless.find(({ points }) => turnsOf(points) < turnsInHour) ?? harmless[0];
  const slow = slowestOf(swinging, held);
  const isDear = cure !== undefined && meanOf(cure.points) <= cheaper * mean;
  if (slow.times < slower && !isDear) return [];
  const harm = [
    ...(slow.times < slower
      ? []
      : [
          `99 % of ${slow.source} take up to ${secondsText(slow.now)}, with ${Math.round(mean)} held all along ${secondsText(slow.held)}`,
        ]),
    ...(isDear
      ? [
          `${Number(meanOf(cure.points).toPrecision(3))} replicas in the mean do, where ${Number(mean.toPrecision(3))} are paid for`,
        ]
      : []),
  ].join('; ');
  return [foundOf(scaler, now, harm, cures, cure)];
}

function foundOf(
  scaler: Autoscaler,
  now: Points,
  harm: string,
  cures: readonly Tried[],
  cure: Tried | undefined,
): Found {
  const counts = now.map(([, count]) => count);
  return {
    subject: scaler.station,
    severity: 'warning',
    confidence: 'certain',
    what: `Under steady load ${scaler.station} turns between adding and removing replicas ${turnsOf(now)} times in an hour (${Math.round(Math.min(...counts))} to ${Math.round(Math.max(...counts))}): ${harm}.`,
    why: `A replica serves ${scaler.startup} s after it is asked for, utilisation is judged every ${scaler.interval} s: decisions are made on figures from before the last one took effect.`,
    next:
      cure === undefined
        ? `None of these ended it: ${cures.map(({ words }) => words).join('; ')}. Judge utilisation over a longer interval, or start replicas faster.`
        : `Set ${cure.words}: simulated, it turns ${turnsOf(cure.points)} times and nobody waits longer for it.`,
    curve: {
      title: `Replicas of ${scaler.station} under steady load`,
      x: 's',
      y: 'replicas',
      series: [
        { name: 'now', points: now },
        ...(cure === undefined ? [] : [{ name: cure.words, points: cure.points }]),
      ],
    },
  };
}

const withScaler = (network: Network, scaler: Autoscaler, change: Partial<Autoscaler>): Network => ({
  ...network,
  autoscalers: network.autoscalers.map((each) => (each === scaler ? { ...each, ...change } : each)),
});

/** After the warm-up: before it the number it begins with is left. */
const replicasCurve = ({ timeline }: NetworkSimulation, station: string): Points =>
  timeline
    .filter(({ at }) => at >= warmup)
    .map(({ at, stations }) => [at, stations.find((each) => each.station === station)?.replicas ?? 0]);

const meanOf = (points: Points): number =>
  points.reduce((sum, [, count]) => sum + count, 0) / Math.max(1, points.length);

/** As many replicas all along. */
const withReplicas = (network: Network, scaler: Autoscaler, replicas: number): Network => ({
  ...withStation(network, scaler.station, (station) => ({ ...station, replicas })),
  autoscalers: network.autoscalers.filter((each) => each !== scaler),
});

/** The class that takes longest beside another run: seconds that 99 % of its requests take, and how many times those. */
function slowestOf(one: NetworkSimulation, other: NetworkSimulation) {
  const pairs = one.sources.map(({ source, p99 }) => {
    const now = p99?.mean ?? 0;
    const before = other.sources.find((each) => each.source === source)?.p99?.mean ?? 0;
    return { source, now, held: before, times: before > 0 ? now / before : 1 };
  });
  return pairs.reduce((worst, each) => (each.times > worst.times ? each : worst), {
    source: '',
    now: 0,
    held: 0,
    times: 1,
  });
}

/** Changes of direction; steps of less than half a replica count for nothing. */
function turnsOf(points: Points): number {
  let turns = 0;
  let direction = 0;
  let last = points[0]?.[1] ?? 0;
  for (const [, count] of points) {
    if (Math.abs(count - last) < 0.5) continue;
    const next = Math.sign(count - last);
    if (direction !== 0 && next !== direction) turns++;
    direction = next;
    last = count;
  }
  return turns;
}
