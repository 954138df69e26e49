import { addToFrameHeap, removeRoot } from './frame-heap.ts';
import { isExpired, none, slot } from './frames.ts';
import { countInLane, servingIn, takeWaiting, waitInLane } from './lanes.ts';
import { addAgent, advancePc, failLater, makeReady, wakeAgent } from './run.ts';
import type { Run } from './run.ts';
import { accountStation } from './station-state.ts';
import type { Lane, StationState } from './station-state.ts';

/*
 * Service whose pace depends on how many are present: processor sharing, and load-dependent speeds. A member finishes
 * when the lane's clock, which runs at the pace of one member, reaches `remaining` (kept as a reading of that clock).
 */

/** Enters, or gives false when there is no room. */
export function enterPaced(run: Run, station: StationState, lane: Lane, frame: number): boolean {
  if (canJoin(station, lane)) {
    advanceClock(run, lane);
    join(run, lane, frame);
  } else if (station.discipline === 'processor-sharing' || lane.waiting >= station.room) return false;
  else waitInLane(run, lane, frame);
  countInLane(station, lane, 1);
  setPace(run, station, lane);
  return true;
}

/** All share in processor sharing; else one is served at a time, at the speed for those present. */
function canJoin(station: StationState, lane: Lane): boolean {
  return station.discipline === 'processor-sharing'
    ? lane.paced.members - lane.replicas.length * station.serversEach < station.room
    : lane.paced.members === 0;
}

function join(run: Run, lane: Lane, frame: number): void {
  const { frames } = run;
  const { paced } = lane;
  frames.seconds[(frame << 3) + slot.remaining] =
    paced.clock + (frames.seconds[(frame << 3) + slot.remaining] ?? 0);
  paced.first = addToFrameHeap(frames, paced.first, frame);
  paced.members++;
}

function advanceClock(run: Run, lane: Lane): void {
  const { paced } = lane;
  paced.clock += (run.now - paced.at) * paced.pace;
  paced.at = run.now;
}

/** Work a member gets each second, from the number present and what is up. */
function paceOf(station: StationState, lane: Lane): number {
  const { members } = lane.paced;
  const up = servingIn(lane);
  if (members === 0 || up === 0) return 0;
  const { speeds } = station;
  if (speeds.length === 0) return Math.min(1, (up * station.serversEach) / members) / station.slowness;
  const each = Math.ceil(lane.inSystem / up);
  const speed = (speeds[Math.min(each, speeds.length) - 1] ?? 1) * up;
  return speed / members / station.slowness;
}

/** Servers at work; of a station with speeds the part of the most it can do. */
function busyOf(
  { speeds, serversEach, slowness, fullSpeed }: StationState,
  { paced, replicas }: Lane,
): number {
  return speeds.length === 0
    ? Math.min(replicas.length * serversEach, paced.members)
    : (paced.pace * paced.members * slowness) / fullSpeed;
}

/** To be called after anything changed that the pace depends on. */
export function setPace(run: Run, station: StationState, lane: Lane): void {
  const { paced } = lane;
  advanceClock(run, lane);
  paced.pace = paceOf(station, lane);
  const busy = busyOf(station, lane);
  station.busy += busy - paced.busy;
  paced.busy = busy;
  paced.due = none;
  if (paced.first === none || paced.pace === 0) return;
  const left = (run.frames.seconds[(paced.first << 3) + slot.remaining] ?? 0) - paced.clock;
  paced.due = run.now + Math.max(0, left) / paced.pace;
  wakeAgent(run, paced.due, paced.agent);
}

/** The event of a lane: the first member is done, unless the event was called off. */
export function pacedServiceIsOver(run: Run, station: StationState, lane: Lane): void {
  const { frames } = run;
  const { paced } = lane;
  if (paced.due !== run.now || paced.first === none) return;
  accountStation(station, run.now);
  advanceClock(run, lane);
  const frame = takeMember(run, lane);
  countInLane(station, lane, -1);
  station.completed++;
  station.responseSum += run.now - (frames.seconds[(frame << 3) + slot.arrived] ?? 0);
  admitWaiting(run, station, lane);
  setPace(run, station, lane);
  advancePc(run, frame);
  makeReady(run.ready, frame);
}

/** Takes out the member that would finish first. */
export function takeMember(run: Run, lane: Lane): number {
  const { paced } = lane;
  const frame = paced.first;
  paced.first = removeRoot(run.frames, frame);
  paced.members--;
  return frame;
}

function admitWaiting(run: Run, station: StationState, lane: Lane): void {
  while (lane.waiting > 0 && canJoin(station, lane)) {
    const frame = takeWaiting(run, station, lane);
    if (station.dropsExpired && isExpired(run.frames, frame)) {
      countInLane(station, lane, -1);
      failLater(run, frame);
    } else join(run, lane, frame);
  }
}

/** Gives each lane that has none yet its agent. */
export function preparePacedLanes(run: Run, station: StationState): void {
  for (const lane of station.lanes)
    if (lane.paced.agent === none)
      lane.paced.agent = addAgent(run, () => pacedServiceIsOver(run, station, lane));
}
