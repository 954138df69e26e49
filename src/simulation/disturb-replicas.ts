import { none, slot } from './frames.ts';
import { fillServers, interrupt, leave, startClock, stopClock } from './general-station.ts';
import { isUp, replicaChanged, servingIn, takeWaiting } from './lanes.ts';
import { setPace, takeMember } from './paced-service.ts';
import { failLater } from './run.ts';
import type { Run } from './run.ts';
import { accountStation, isPaced, setServers } from './station-state.ts';
import type { Lane, Replica, StationState } from './station-state.ts';

/**
 * Takes a replica down. What it serves waits there for it to come back (`isLost` false), or fails; where nothing else
 * serves its queue, those who wait fail with it.
 */
export function takeDown(run: Run, replica: Replica, isLost: boolean): void {
  const { station, lane } = replica;
  accountStation(station, run.now);
  changed(run, replica, () => replica.down++);
  if (isPaced(station)) {
    if (isLost) loseMembers(run, station, lane);
    setPace(run, station, lane);
  } else if (isLost) loseServed(run, replica);
  else forEachServed(run, replica, (frame) => stopClock(run, station, frame));
  if (isLost && servingIn(lane) === 0) loseWaiting(run, station, lane);
}

export function bringUp(run: Run, replica: Replica): void {
  const { station } = replica;
  accountStation(station, run.now);
  changed(run, replica, () => replica.down--);
  if (replica.down === 0) forEachServed(run, replica, (frame) => startClock(run, station, frame));
  resume(run, station, replica.lane);
}

/** Lets a replica finish what it has and take no more, or take work again. */
export function setRetired(run: Run, replica: Replica, isRetired: boolean): void {
  accountStation(replica.station, run.now);
  changed(run, replica, () => (replica.isRetired = isRetired));
  resume(run, replica.station, replica.lane);
}

export function resume(run: Run, station: StationState, lane: Lane): void {
  if (isPaced(station)) setPace(run, station, lane);
  else fillServers(run, station, lane);
}

/** From now on work takes `factor` times as long, also what is left of that under way. */
export function setSlowness(run: Run, station: StationState, factor: number): void {
  accountStation(station, run.now);
  for (const replica of station.replicas)
    if (replica.down === 0) forEachServed(run, replica, (frame) => stopClock(run, station, frame));
  station.slowness = factor;
  for (const replica of station.replicas)
    if (replica.down === 0) forEachServed(run, replica, (frame) => startClock(run, station, frame));
  if (isPaced(station)) for (const lane of station.lanes) setPace(run, station, lane);
}

/** Counts a replica anew after something was done to it. */
function changed(run: Run, replica: Replica, change: () => void): void {
  const { station } = replica;
  const before = { there: !replica.isRetired, up: isUp(replica) };
  change();
  station.replicasUp += Number(isUp(replica)) - Number(before.up);
  const more = Number(!replica.isRetired) - Number(before.there);
  if (more !== 0 && Number.isFinite(station.serversEach))
    setServers(station, run.now, station.servers + more * station.serversEach);
  replicaChanged(replica);
}

function forEachServed(run: Run, replica: Replica, action: (frame: number) => void): void {
  for (
    let frame = replica.inService.head;
    frame !== none;
    frame = run.frames.integers[(frame << 4) + slot.next] ?? none
  )
    action(frame);
}

function loseServed(run: Run, replica: Replica): void {
  for (let frame = replica.inService.head; frame !== none; frame = replica.inService.head) {
    interrupt(run, replica, frame);
    leave(replica.station, replica.lane);
    failLater(run, frame);
  }
}

/** Of those who share the service of several replicas, one replica's part fails. */
function loseMembers(run: Run, station: StationState, lane: Lane): void {
  const left = servingIn(lane);
  const lost = Math.ceil(lane.paced.members / (left + 1));
  for (let i = 0; i < lost; i++) {
    const frame = takeMember(run, lane);
    leave(station, lane);
    failLater(run, frame);
  }
}

function loseWaiting(run: Run, station: StationState, lane: Lane): void {
  for (let frame = takeWaiting(run, station, lane); frame !== none; frame = takeWaiting(run, station, lane)) {
    leave(station, lane);
    failLater(run, frame);
  }
}
