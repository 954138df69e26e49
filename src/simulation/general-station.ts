import { addLast, removeFrame } from './frame-queue.ts';
import { isExpired, none, slot } from './frames.ts';
import {
  chooseLane,
  countInLane,
  freeReplica,
  rankOf,
  replicaIsBusier,
  takeWaiting,
  waitInFront,
  waitInLane,
} from './lanes.ts';
import { enterPaced } from './paced-service.ts';
import { drawTime } from './random-time.ts';
import type { TimeDistribution } from './random-time.ts';
import { advancePc, failLater, scheduleFrame, sendToFailure } from './run.ts';
import type { Run } from './run.ts';
import { accountStation, isPaced } from './station-state.ts';
import type { Lane, Replica, StationState } from './station-state.ts';

/** Any station that is not plain: several queues, limits, priorities, replicas that fail. Gives the frame if it fails at once. */
export function enterStation(run: Run, station: StationState, time: TimeDistribution, frame: number): number {
  const { frames } = run;
  accountStation(station, run.now);
  station.arrivals++;
  const lane = chooseLane(run, station);
  if (lane === undefined || (station.refusesWhenDown && station.replicasUp === 0))
    return refuse(run, station, frame);
  frames.seconds[(frame << 3) + slot.arrived] = run.now;
  frames.seconds[(frame << 3) + slot.remaining] = drawTime(time, run.random);
  if (isPaced(station)) return enterPaced(run, station, lane, frame) ? none : refuse(run, station, frame);
  const replica = freeReplica(station, lane);
  if (replica !== undefined) begin(run, replica, frame);
  else if (station.discipline !== 'preemptive' || !preempt(run, lane, frame)) {
    if (lane.waiting >= station.room) return refuse(run, station, frame);
    waitInLane(run, lane, frame);
  }
  countInLane(station, lane, 1);
  return none;
}

function refuse(run: Run, station: StationState, frame: number): number {
  station.refused++;
  sendToFailure(run, frame);
  return frame;
}

/** Serves what remains of a frame's work. */
function begin(run: Run, replica: Replica, frame: number): void {
  const { frames } = run;
  const { station } = replica;
  const end = run.now + (frames.seconds[(frame << 3) + slot.remaining] ?? 0) * station.slowness;
  replicaIsBusier(replica, 1);
  countRank(run, replica.lane, frame, 1);
  station.busy++;
  frames.integers[(frame << 4) + slot.replica] = replica.index;
  addLast(frames, replica.inService, frame);
  scheduleFrame(run, end, frame);
}

function countRank(run: Run, { inServiceOf }: Lane, frame: number, more: number): void {
  if (inServiceOf.length === 0) return;
  const rank = rankOf(run, frame);
  inServiceOf[rank] = (inServiceOf[rank] ?? 0) + more;
}

/** Takes a frame out of service; what is left of its work is kept, its event means nothing any more. */
export function interrupt(run: Run, replica: Replica, frame: number): void {
  const { frames } = run;
  const { station } = replica;
  stopClock(run, station, frame);
  removeFrame(frames, replica.inService, frame);
  replicaIsBusier(replica, -1);
  countRank(run, replica.lane, frame, -1);
  station.busy--;
}

/** The frame keeps its server, but nothing is done for it. */
export function stopClock(run: Run, station: StationState, frame: number): void {
  const { frames } = run;
  if (frames.seconds[(frame << 3) + slot.due] === none) return;
  frames.seconds[(frame << 3) + slot.remaining] = Math.max(
    0,
    ((frames.seconds[(frame << 3) + slot.due] ?? 0) - run.now) / station.slowness,
  );
  frames.seconds[(frame << 3) + slot.due] = none;
}

export function startClock(run: Run, station: StationState, frame: number): void {
  const { frames } = run;
  const end = run.now + (frames.seconds[(frame << 3) + slot.remaining] ?? 0) * station.slowness;
  scheduleFrame(run, end, frame);
}

/** Takes the place of whoever has the lowest priority below the frame's; of several the one that began last. */
function preempt(run: Run, lane: Lane, frame: number): boolean {
  const { frames } = run;
  const own = rankOf(run, frame);
  const lowest = lane.inServiceOf.findLastIndex((count) => count > 0);
  if (lowest <= own) return false;
  let victim = none;
  let holder: Replica | undefined;
  let worst = own;
  for (const replica of lane.replicas) {
    if (worst === lowest) break;
    if (replica.down > 0) continue;
    for (
      let other = replica.inService.tail;
      other !== none && worst < lowest;
      other = frames.integers[(other << 4) + slot.previous] ?? none
    ) {
      const rank = rankOf(run, other);
      if (rank <= worst) continue;
      worst = rank;
      victim = other;
      holder = replica;
    }
  }
  if (holder === undefined) return false;
  interrupt(run, holder, victim);
  waitInFront(run, lane, victim);
  begin(run, holder, frame);
  return true;
}

/** The event of a frame in service has come: it is done. */
export function serviceIsOver(run: Run, station: StationState, frame: number): number {
  const { frames } = run;
  const replica = station.replicas[frames.integers[(frame << 4) + slot.replica] ?? 0];
  if (replica === undefined) return none;
  accountStation(station, run.now);
  removeFrame(frames, replica.inService, frame);
  replicaIsBusier(replica, -1);
  countRank(run, replica.lane, frame, -1);
  station.busy--;
  leave(station, replica.lane);
  station.completed++;
  station.responseSum += run.now - (frames.seconds[(frame << 3) + slot.arrived] ?? 0);
  fillServers(run, station, replica.lane);
  advancePc(run, frame);
  return frame;
}

export const leave = (station: StationState, lane: Lane): void => countInLane(station, lane, -1);

/** Gives free servers to those who wait; the expired are dropped where the station does so. */
export function fillServers(run: Run, station: StationState, lane: Lane): void {
  while (lane.waiting > 0) {
    const replica = freeReplica(station, lane);
    if (replica === undefined) return;
    const frame = takeWaiting(run, station, lane);
    if (station.dropsExpired && isExpired(run.frames, frame)) {
      leave(station, lane);
      failLater(run, frame);
    } else begin(run, replica, frame);
  }
}
