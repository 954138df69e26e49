import type { Disturbance } from '../model/network.ts';
import { emptyCache } from './caches.ts';
import { bringUp, setRetired, setSlowness, takeDown } from './disturb-replicas.ts';
import { isUp } from './lanes.ts';
import { exponential, uniform } from './random.ts';
import { addAgent, at, wakeAgent } from './run.ts';
import type { Run, SourceState } from './run.ts';
import { makeRequests, setSurge } from './sources.ts';
import type { Replica, StationState } from './station-state.ts';

/** Sets everything going that the network says goes wrong. To be called once, before the run. */
export function startDisturbances(run: Run, disturbances: readonly Disturbance[]): void {
  for (const disturbance of disturbances) start(run, disturbance);
}

type Of<K extends Disturbance['kind']> = Extract<Disturbance, { kind: K }>;

function start(run: Run, it: Disturbance): void {
  switch (it.kind) {
    case 'slow':
      return startSlow(run, it);
    case 'outage':
      return startOutage(run, it);
    case 'failures':
      for (const replica of stationOf(run, it.station).replicas) startFailures(run, it, replica);
      return;
    case 'pauses':
      for (const replica of stationOf(run, it.station).replicas) startPauses(run, it, replica);
      return;
    case 'surge': {
      const source = sourceOf(run, it.source);
      at(run, it.from, () => setSurge(run, source, source.surge * it.factor));
      at(run, it.from + it.lasts, () => setSurge(run, source, source.surge / it.factor));
      return;
    }
    case 'herd': {
      const source = sourceOf(run, it.source);
      at(run, it.from, () => makeRequests(run, source, it.requests));
      return;
    }
    case 'cold-cache': {
      const cache = found(run.caches, 'cache', it.cache);
      at(run, it.from, () => emptyCache(cache));
      return;
    }
    case 'deploy':
      return startDeploy(run, it);
  }
}

function found<T extends { readonly id: string }>(all: readonly T[], kind: string, id: string): T {
  const one = all.find((it) => it.id === id);
  if (one === undefined)
    throw new RangeError(
      `a disturbance names ${kind} "${id}", which is not in the network: correct the name`,
    );
  return one;
}

const stationOf = (run: Run, id: string): StationState => found(run.stations, 'station', id);
const sourceOf = (run: Run, id: string): SourceState => found(run.sources, 'source', id);

function startSlow(run: Run, it: Of<'slow'>): void {
  const station = stationOf(run, it.station);
  at(run, it.from, () => setSlowness(run, station, station.slowness * it.factor));
  at(run, it.from + it.lasts, () => setSlowness(run, station, station.slowness / it.factor));
}

function startOutage(run: Run, it: Of<'outage'>): void {
  const station = stationOf(run, it.station);
  let down: readonly Replica[] = [];
  at(run, it.from, () => {
    down = station.replicas.filter(isUp).slice(0, it.replicas);
    if (it.isLost) station.refusesWhenDown = true;
    for (const replica of down) takeDown(run, replica, it.isLost);
  });
  at(run, it.from + it.lasts, () => {
    for (const replica of down) bringUp(run, replica);
    if (it.isLost) station.refusesWhenDown = false;
  });
}

function startFailures(run: Run, it: Of<'failures'>, replica: Replica): void {
  let isDown = false;
  const agent = addAgent(run, () => {
    isDown = !isDown;
    if (isDown) takeDown(run, replica, it.isLost);
    else bringUp(run, replica);
    wakeAgent(run, run.now + (isDown ? it.repair : it.between) * exponential(run.random), agent);
  });
  if (it.isLost) replica.station.refusesWhenDown = true;
  wakeAgent(run, it.between * exponential(run.random), agent);
}

/** Replicas pause at times of their own: each begins somewhere in its first interval. */
function startPauses(run: Run, it: Of<'pauses'>, replica: Replica): void {
  let isPaused = false;
  const agent = addAgent(run, () => {
    isPaused = !isPaused;
    if (isPaused) takeDown(run, replica, false);
    else bringUp(run, replica);
    wakeAgent(run, run.now + (isPaused ? it.lasts : Math.max(0, it.every - it.lasts)), agent);
  });
  wakeAgent(run, it.every * uniform(run.random), agent);
}

/** Each batch finishes what it has, is away, and comes back when the next one goes. */
function startDeploy(run: Run, it: Of<'deploy'>): void {
  const station = stationOf(run, it.station);
  for (let first = 0; first < station.replicas.length; first += it.atOnce) {
    const batch = station.replicas.slice(first, first + it.atOnce);
    const from = it.from + (first / it.atOnce) * it.lasts;
    at(run, from, () => batch.forEach((replica) => setRetired(run, replica, true)));
    at(run, from + it.lasts, () => batch.forEach((replica) => setRetired(run, replica, false)));
  }
}
