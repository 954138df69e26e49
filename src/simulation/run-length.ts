import type { Disturbance, Network } from '../model/network.ts';
import { ratio } from './figures-of-run.ts';
import { runReplication, usualLimits } from './replication.ts';
import type { FinishedRun } from './replication.ts';
import { intervalOf, studentPoint } from './student.ts';
import { truncationPoint } from './truncation.ts';

/** Simulated seconds that are thrown away, and that are counted. */
export interface RunLength {
  readonly warmup: number;
  readonly duration: number;
}

/** Half-width of the 95 % interval of the mean response that is aimed at, relative to the mean. */
const wantedPrecision = 0.01;
/** Events a replication may take when its length is chosen here. */
const eventsToSpend = 2_000_000;
const firstLookEvents = 20_000;
const pilotFactor = 10;
const pilotSlices = 500;
const batches = 20;
/** Not the number of any replication of an experiment. */
const pilotReplication = 2 ** 31;

/**
 * How long a replication is. What the experiment gives is taken. Otherwise, for a network that settles, a pilot run of
 * about 200,000 events decides: the warm-up is twice what MSER-5 cuts off its series of the number present, and the
 * duration what makes the interval of the mean response 1 % of it with the experiment's replications (variance from 20
 * batch means), at least ten warm-ups and ten pilot slices, at most 2 million events. Where something happens at a set
 * time, the replication lasts twice as long as until it is over, so that what it leaves behind is seen, and the
 * warm-up ends before it begins.
 */
export function runLength(network: Network): RunLength {
  const { duration, warmup } = network.experiment;
  if (duration !== undefined && warmup !== undefined) return { duration, warmup };
  const pilot = pilotOf(network);
  const span = spanOf(network.disturbances);
  const steadyWarmup = pilot === undefined ? 0 : warmupOf(pilot);
  if (span !== undefined) {
    const chosen = warmup ?? Math.min(steadyWarmup, span.from);
    return { warmup: chosen, duration: duration ?? Math.max(2 * span.end - chosen, span.end) };
  }
  // Of a length that was given, a tenth at most goes into the warm-up.
  const longest = duration === undefined ? Infinity : duration / 10;
  const chosen = warmup ?? Math.min(longest, steadyWarmup);
  return {
    warmup: chosen,
    duration: duration ?? (pilot === undefined ? 1 : durationOf(network, pilot, chosen)),
  };
}

/** What has no set time is part of the steady state. */
function spanOf(
  disturbances: readonly Disturbance[],
): { readonly from: number; readonly end: number } | undefined {
  const timed = disturbances.flatMap((it) => ('from' in it ? it : []));
  if (timed.length === 0) return undefined;
  return {
    from: Math.min(...timed.map((it) => it.from)),
    end: Math.max(...timed.map((it) => it.from + ('lasts' in it ? it.lasts : 0))),
  };
}

/** Nothing where nothing ever happens, or time stands still. Without what happens at set times, which a pilot of another length would meet or miss. */
function pilotOf(network: Network): FinishedRun | undefined {
  const steady = { ...network, disturbances: network.disturbances.filter((it) => !('from' in it)) };
  const settings = { ...usualLimits, warmup: 0, slices: pilotSlices };
  const firstLook = runReplication(steady, pilotReplication, {
    ...settings,
    slices: 1,
    duration: Number.MAX_VALUE,
    eventLimit: firstLookEvents,
  });
  const duration = firstLook.run.now * pilotFactor;
  if (duration === 0 || firstLook.stoppedBy === 'over') return undefined;
  return runReplication(steady, pilotReplication, {
    ...settings,
    duration,
    eventLimit: 5 * pilotFactor * firstLookEvents,
  });
}

const slicesOf = (pilot: FinishedRun) =>
  pilot.edges.slice(1).map((to, i) => ({ from: pilot.edges[i] ?? to, to }));

function warmupOf(pilot: FinishedRun): number {
  const present = slicesOf(pilot).map(({ from, to }) => {
    const stations = to.stations.map((it, k) => it.systemArea - (from.stations[k]?.systemArea ?? 0));
    const pools = to.pools.map((it, k) => it.waitingArea - (from.pools[k]?.waitingArea ?? 0));
    return [...stations, ...pools].reduce((sum, area) => sum + area, 0);
  });
  const slice = pilot.run.now / Math.max(1, present.length);
  const longest = (pilot.run.now * eventsToSpend) / Math.max(1, pilot.run.eventsDone) / 10;
  return Math.max(2 * truncationPoint(present) * slice, Math.min(longest, 3 * relaxationTime(pilot)), slice);
}

/**
 * Time after which a queue has forgotten how it began, S/(c(1 − √ρ)²) for M/M/1 (Morse 1955) and nearly so for c
 * servers: near saturation a pilot is too short to show it.
 */
function relaxationTime({ run, end }: FinishedRun): number {
  // Closed networks bound their queues, and forget sooner.
  if (run.sources.every((source) => !source.isOpen)) return 0;
  return run.stations.reduce((longest, { servers }, i) => {
    const counts = end.stations[i];
    if (counts === undefined || servers === Infinity || counts.completed === 0) return longest;
    const service = counts.busyArea / counts.completed;
    const utilisation = Math.min(0.999, ratio(counts.busyArea, counts.serverArea));
    return Math.max(longest, service / (servers * (1 - Math.sqrt(utilisation)) ** 2));
  }, 0);
}

function durationOf(network: Network, pilot: FinishedRun, warmup: number): number {
  const slices = slicesOf(pilot);
  const slice = pilot.run.now / Math.max(1, slices.length);
  const least = 10 * Math.max(slice, warmup);
  const most = (pilot.run.now * eventsToSpend) / Math.max(1, pilot.run.eventsDone);
  const replications = Math.max(2, network.experiment.replications);
  const wanted = network.sources.map((_, k) => {
    const settled = slices.filter(({ from }) => from.at >= warmup / 2);
    const size = Math.max(1, Math.floor(settled.length / batches));
    const means = Array.from({ length: Math.floor(settled.length / size) }, (__, b) => {
      const from = settled[b * size]?.from.sources[k];
      const to = settled[(b + 1) * size - 1]?.to.sources[k];
      return ratio(
        (to?.responseSum ?? 0) - (from?.responseSum ?? 0),
        (to?.completed ?? 0) - (from?.completed ?? 0),
      );
    });
    const { mean, halfWidth } = intervalOf(means);
    if (mean === 0 || !Number.isFinite(halfWidth)) return least;
    const pilotError = halfWidth / studentPoint(means.length - 1);
    const wantedError = (wantedPrecision * mean) / studentPoint(replications - 1);
    return (means.length * size * slice * (pilotError / wantedError) ** 2) / replications;
  });
  return Math.max(Math.min(Math.max(least, ...wanted), most), slice);
}
