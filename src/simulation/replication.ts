import type { Network } from '../model/network.ts';
import { startAutoscaler } from './autoscaler.ts';
import { compileNetwork, prioritiesOf } from './compile.ts';
import { startDisturbances } from './disturbances.ts';
import { layLanes } from './lanes.ts';
import { preparePacedLanes } from './paced-service.ts';
import { isPaced } from './station-state.ts';
import { prepareSite } from './calls.ts';
import { runEvents } from './event-loop.ts';
import type { StopReason } from './event-loop.ts';
import { newFrames } from './frames.ts';
import { clear } from './histogram.ts';
import { pendingEvents, usualCalendarFrom } from './pending-events.ts';
import { losePatience } from './pools.ts';
import { seededRandom } from './random.ts';
import { at, readyFrames } from './run.ts';
import type { Run } from './run.ts';
import { snapshotOf } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { startSources } from './sources.ts';
import { prepareTimers } from './timers.ts';

/** How one replication is run. Times in seconds. */
export interface RunSettings {
  readonly warmup: number;
  readonly duration: number;
  /** Most events and frames under way before the run is cut off. */
  readonly eventLimit: number;
  readonly frameLimit: number;
  /** Pending events from which on they are kept in a calendar; results do not depend on it. */
  readonly calendarFrom: number;
  /** Of the timeline, equally long. */
  readonly slices: number;
}

export const usualLimits = {
  eventLimit: 20_000_000,
  frameLimit: 2_000_000,
  calendarFrom: usualCalendarFrom,
  slices: 100,
} as const;

export interface FinishedRun {
  readonly run: Run;
  readonly settings: RunSettings;
  /** When the warm-up was over, the edges of the slices that were reached, and the end. */
  readonly start: Snapshot;
  readonly edges: readonly Snapshot[];
  readonly end: Snapshot;
  readonly stoppedBy: StopReason;
}

/** Runs a network from empty. The same network, seed, replication and settings give the same, bit for bit. */
export function runReplication(network: Network, replication: number, settings: RunSettings): FinishedRun {
  const run = prepareRun(network, replication, settings);
  const { slices } = settings;
  const end = settings.warmup + settings.duration;
  let start: Snapshot | undefined;
  const edges: Snapshot[] = [snapshotOf(run)];
  at(run, settings.warmup, () => {
    start = snapshotOf(run);
    for (const source of run.sources) clear(source.responses);
  });
  for (let i = 1; i < slices; i++) at(run, (end * i) / slices, () => edges.push(snapshotOf(run)));
  at(run, end, () => {
    edges.push(snapshotOf(run));
    run.isOver = true;
  });
  const isTooMany = peopleOf(network) > settings.frameLimit;
  if (!isTooMany) startSources(run);
  startDisturbances(run, network.disturbances);
  for (const rule of network.autoscalers) startAutoscaler(run, rule);
  const stoppedBy = isTooMany ? 'frames' : runEvents(run, settings.eventLimit, settings.frameLimit);
  return {
    run,
    settings,
    start: start ?? edges[0] ?? snapshotOf(run),
    edges,
    end: snapshotOf(run),
    stoppedBy,
  };
}

/** All of them are there from the beginning. */
const peopleOf = ({ sources }: Network): number =>
  sources.reduce((sum, source) => sum + (source.kind === 'closed' ? source.population : 0), 0);

function prepareRun(network: Network, replication: number, settings: RunSettings): Run {
  const compiled = compileNetwork(network);
  const run: Run = {
    now: 0,
    isOver: false,
    eventsDone: 0,
    events: pendingEvents(settings.calendarFrom),
    random: seededRandom(network.experiment.seed, replication),
    frames: newFrames(1024),
    ready: readyFrames(),
    agents: [],
    doubts: [],
    ...compiled,
  };
  const ranks = prioritiesOf(network).length;
  network.stations.forEach(({ replicas }, i) => {
    const station = run.stations[i];
    if (station === undefined || station.isPlain) return;
    layLanes(station, replicas, ranks);
    if (isPaced(station)) preparePacedLanes(run, station);
  });
  for (const site of run.sites) prepareSite(run, site);
  for (const pool of run.pools) prepareTimers(run, pool.patience, (frame) => losePatience(run, pool, frame));
  return run;
}
