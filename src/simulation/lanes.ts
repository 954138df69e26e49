import { addFirst, addLast, frameQueue, takeFirst, takeLast } from './frame-queue.ts';
import { none, slot } from './frames.ts';
import { fewThings, firstLeast, leastTree, noValue, setValue } from './least-tree.ts';
import { nextBits } from './random.ts';
import type { Run } from './run.ts';
import type { Lane, Replica, StationState } from './station-state.ts';

export const isUp = (replica: Replica): boolean => replica.down === 0 && !replica.isRetired;

/** A retired replica with a queue of its own still serves it; at a common queue it takes no more. */
export const canServe = (replica: Replica): boolean =>
  replica.down === 0 && (!replica.isRetired || replica.lane.replicas.length === 1);

const laneIsUp = (lane: Lane): boolean => lane.replicas.some(isUp);

/** Makes the lanes of a station: one for all replicas, or one for each. */
export function layLanes(station: StationState, replicas: number, priorities: number): void {
  const isRanked = station.discipline === 'priority' || station.discipline === 'preemptive';
  const ranks = isRanked ? priorities : 1;
  if (station.balancing === 'shared') addLane(station, replicas, ranks);
  else for (let i = 0; i < replicas; i++) addLane(station, 1, ranks);
}

function addLane(station: StationState, replicas: number, ranks: number): void {
  const lane: Lane = {
    index: station.lanes.length,
    queues: Array.from({ length: ranks }, frameQueue),
    waiting: 0,
    inSystem: 0,
    replicas: [],
    serving: undefined,
    inServiceOf: station.discipline === 'preemptive' ? Array.from({ length: ranks }, () => 0) : [],
    replicaTree: undefined,
    paced: { clock: 0, at: 0, pace: 0, due: none, first: none, members: 0, busy: 0, agent: none },
  };
  station.lanes.push(lane);
  station.laneTree = undefined;
  for (let i = 0; i < replicas; i++) addReplica(station, lane);
}

export function addReplica(station: StationState, lane: Lane): Replica {
  const replica: Replica = {
    station,
    lane,
    index: station.replicas.length,
    place: lane.replicas.length,
    busy: 0,
    inService: frameQueue(),
    down: 0,
    isRetired: false,
  };
  lane.replicas.push(replica);
  station.replicas.push(replica);
  lane.replicaTree = undefined;
  replicaChanged(replica);
  return replica;
}

/** To be called when a replica went down, came up, was retired or taken back. */
export function replicaChanged(replica: Replica): void {
  const { station, lane } = replica;
  station.openLanes = undefined;
  lane.serving = undefined;
  replicaIsBusier(replica, 0);
  countInLane(station, lane, 0);
}

/** Counts requests that came to a queue, or left it. */
export function countInLane(station: StationState, lane: Lane, more: number): void {
  station.inSystem += more;
  lane.inSystem += more;
  if (station.laneTree !== undefined) setValue(station.laneTree, lane.index, presentIn(lane));
}

/** Counts servers of a replica that begin or end to be busy. */
export function replicaIsBusier(replica: Replica, more: number): void {
  const { lane } = replica;
  replica.busy += more;
  if (lane.replicaTree !== undefined) setValue(lane.replicaTree, replica.place, busyOf(replica));
}

const presentIn = (lane: Lane): number => (laneIsUp(lane) ? lane.inSystem : noValue);
const busyOf = (replica: Replica): number =>
  replica.busy < replica.station.serversEach && canServe(replica) ? replica.busy : noValue;

/** Replicas of the lane that serve. */
export function servingIn(lane: Lane): number {
  lane.serving ??= lane.replicas.filter(canServe).length;
  return lane.serving;
}

/** A replica of its own queue where replicas have one each, else one more at the common queue. */
export function addReplicaWithLane(station: StationState): Replica {
  const first = station.lanes[0];
  if (station.balancing !== 'shared') addLane(station, 0, first?.queues.length ?? 1);
  const lane = station.lanes.at(-1);
  if (lane === undefined) throw new Error(`station ${station.id} has no queue`);
  return addReplica(station, lane);
}

/**
 * The queue an arrival is sent to: among those that are up, if any is. `two-choices` takes the shorter of two drawn
 * at random (Mitzenmacher 1996), `least-busy` the shortest of all, from a random one on.
 */
export function chooseLane(run: Run, station: StationState): Lane | undefined {
  const { lanes } = station;
  if (lanes.length <= 1) return lanes[0];
  const isDisturbed = station.replicasUp < station.replicas.length;
  if (isDisturbed) station.openLanes ??= lanes.filter(laneIsUp);
  const open = (isDisturbed ? station.openLanes : undefined) ?? lanes;
  const among = open.length > 0 ? open : lanes;
  const drawn = (): number => nextBits(run.random) % among.length;
  switch (station.balancing) {
    case 'shared':
      return among[0];
    case 'random':
      return among[drawn()];
    case 'round-robin':
      station.turn = (station.turn + 1) % among.length;
      return among[station.turn];
    case 'two-choices':
      return shorterOfTwo(run, among);
    case 'least-busy':
      return among.length > fewThings && open.length > 0
        ? shortestOfMany(station, among[drawn()])
        : shortest(among, drawn());
  }
}

function shorterOfTwo(run: Run, among: readonly Lane[]): Lane | undefined {
  const first = nextBits(run.random) % among.length;
  if (among.length === 1) return among[0];
  const step = 1 + (nextBits(run.random) % (among.length - 1));
  const a = among[first];
  const b = among[(first + step) % among.length];
  return a !== undefined && b !== undefined && b.inSystem < a.inSystem ? b : a;
}

function shortest(among: readonly Lane[], start: number): Lane | undefined {
  let best = among[start];
  for (let i = 1; i < among.length; i++) {
    const lane = among[(start + i) % among.length];
    if (lane !== undefined && best !== undefined && lane.inSystem < best.inSystem) best = lane;
  }
  return best;
}

function shortestOfMany(station: StationState, start: Lane | undefined): Lane | undefined {
  station.laneTree ??= leastTree(station.lanes.map(presentIn));
  return station.lanes[firstLeast(station.laneTree, start?.index ?? 0) ?? 0];
}

/** The replica with the fewest busy servers that is up and has one free. */
export function freeReplica(station: StationState, lane: Lane): Replica | undefined {
  if (lane.replicas.length > fewThings) {
    lane.replicaTree ??= leastTree(lane.replicas.map(busyOf));
    const place = firstLeast(lane.replicaTree, 0);
    return place === undefined ? undefined : lane.replicas[place];
  }
  let best: Replica | undefined;
  for (const replica of lane.replicas) {
    const hasFree = replica.busy < station.serversEach && canServe(replica);
    if (hasFree && (best === undefined || replica.busy < best.busy)) best = replica;
  }
  return best;
}

export const rankOf = (run: Run, frame: number): number =>
  run.sources[run.frames.integers[(frame << 4) + slot.source] ?? 0]?.rank ?? 0;

const queueFor = (run: Run, lane: Lane, frame: number) =>
  lane.queues[lane.queues.length > 1 ? rankOf(run, frame) : 0] ?? frameQueue();

export function waitInLane(run: Run, lane: Lane, frame: number): void {
  addLast(run.frames, queueFor(run, lane, frame), frame);
  lane.waiting++;
}

/** Whoever was interrupted goes on before others of the same priority. */
export function waitInFront(run: Run, lane: Lane, frame: number): void {
  addFirst(run.frames, queueFor(run, lane, frame), frame);
  lane.waiting++;
}

/** Who is served next, by the station's discipline; none when nobody waits. */
export function takeWaiting(run: Run, station: StationState, lane: Lane): number {
  for (const queue of lane.queues) {
    const frame = station.discipline === 'lifo' ? takeLast(run.frames, queue) : takeFirst(run.frames, queue);
    if (frame === none) continue;
    lane.waiting--;
    return frame;
  }
  return none;
}
