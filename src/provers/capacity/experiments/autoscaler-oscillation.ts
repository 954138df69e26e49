import type { Autoscaler, Network } from '../../../model/network.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { under } from './change.ts';

/** Turns from more to fewer replicas, or back, in an hour of steady load, above which it counts as swinging. */
const turnsInHour = 6;

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

async function play({ calm, simulate }: Stage, scaler: Autoscaler): Promise<readonly Found[]> {
  const hour = async (network: Network): Promise<Points> =>
    replicasCurve(
      await simulate(single(under(network, [], { warmup: 600, duration: 3600 }))),
      scaler.station,
    );
  const now = await hour(calm);
  const turns = turnsOf(now);
  if (turns < turnsInHour) return [];
  const wanted = [
    {
      words: `a cooldown of ${Math.max(300, 2 * scaler.startup)} s before replicas are removed`,
      change: { cooldownDown: Math.max(300, 2 * scaler.startup) },
    },
    {
      words: `a cooldown of ${Math.ceil(scaler.startup + scaler.interval)} s (start-up and one interval) before more are added`,
      change: {
        cooldownUp: scaler.startup + scaler.interval,
        cooldownDown: Math.max(300, 2 * scaler.startup),
      },
    },
    {
      words: 'a tolerance of 20 %',
      change: { tolerance: 0.2, cooldownDown: Math.max(300, 2 * scaler.startup) },
    },
  ];
  const cures = await Promise.all(
    wanted.map(async (cure) => ({ ...cure, points: await hour(withScaler(calm, scaler, cure.change)) })),
  );
  const cure = cures.find(({ points }) => turnsOf(points) < turnsInHour);
  const counts = now.map(([, count]) => count);
  return [
    {
      subject: scaler.station,
      severity: 'warning',
      confidence: 'certain',
      what: `Under steady load ${scaler.station} turns between adding and removing replicas ${turns} times in an hour (${Math.round(Math.min(...counts))} to ${Math.round(Math.max(...counts))}).`,
      why: `A replica serves ${scaler.startup} s after it is asked for, utilisation is judged every ${scaler.interval} s: decisions are made on figures from before the last one took effect.`,
      next:
        cure === undefined
          ? `None of these calmed it: ${cures.map(({ words }) => words).join('; ')}. Judge utilisation over a longer interval, or start replicas faster.`
          : `Set ${cure.words}: simulated, it turns ${turnsOf(cure.points)} times.`,
      curve: {
        title: `Replicas of ${scaler.station} under steady load`,
        x: 's',
        y: 'replicas',
        series: [
          { name: 'now', points: now },
          ...(cure === undefined ? [] : [{ name: cure.words, points: cure.points }]),
        ],
      },
    },
  ];
}

const withScaler = (network: Network, scaler: Autoscaler, change: Partial<Autoscaler>): Network => ({
  ...network,
  autoscalers: network.autoscalers.map((each) => (each === scaler ? { ...each, ...change } : each)),
});

const replicasCurve = ({ timeline }: NetworkSimulation, station: string): Points =>
  timeline.map(({ at, stations }) => [at, stations.find((each) => each.station === station)?.replicas ?? 0]);

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
