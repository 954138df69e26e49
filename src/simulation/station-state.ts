import type { Discipline, NetworkStation } from '../model/network.ts';
import { frameQueue } from './frame-queue.ts';
import type { FrameQueue } from './frame-queue.ts';
import type { LeastTree } from './least-tree.ts';

/** A station while it is simulated, and what is counted of it. */
export interface StationState {
  readonly id: string;
  /** One first-come-first-served queue that nothing disturbs: served inside the event loop. */
  readonly isPlain: boolean;
  /** Of all replicas that exist. */
  servers: number;
  busy: number;
  inSystem: number;
  readonly queue: FrameQueue;
  readonly discipline: Discipline;
  readonly room: number;
  readonly dropsExpired: boolean;
  readonly balancing: NetworkStation['balancing'];
  readonly serversEach: number;
  /** Replicas that are there and not down. */
  replicasUp: number;
  /** Empty: the station works by servers. */
  readonly speeds: readonly number[];
  /** The greatest of them. */
  readonly fullSpeed: number;
  lanes: Lane[];
  /** Lanes with a replica that is up; absent until asked for after one of them changed. */
  openLanes: readonly Lane[] | undefined;
  /** Requests in each of many lanes, where the least is looked for. */
  laneTree: LeastTree | undefined;
  replicas: Replica[];
  turn: number;
  /** Factor on what is left of every service (a slow-down). */
  slowness: number;
  /** An outage that loses what it meets is on: arrivals that find nothing up fail. */
  refusesWhenDown: boolean;
  changedAt: number;
  busyArea: number;
  systemArea: number;
  /** Server-seconds that existed up to `serversSince`. */
  serverArea: number;
  serversSince: number;
  arrivals: number;
  refused: number;
  completed: number;
  responseSum: number;
}

export interface Replica {
  readonly station: StationState;
  readonly lane: Lane;
  readonly index: number;
  /** Its place among the replicas of its lane. */
  readonly place: number;
  busy: number;
  readonly inService: FrameQueue;
  /** Disturbances that hold it down at present. */
  down: number;
  /** Taken away by an autoscaler: finishes what it has. */
  isRetired: boolean;
}

/** One queue with the replicas that serve it: all of the station's, or one. */
export interface Lane {
  readonly index: number;
  /** One for each priority, highest first; a single one where priority does not count. */
  readonly queues: FrameQueue[];
  waiting: number;
  inSystem: number;
  readonly replicas: Replica[];
  /** Replicas that serve; absent until asked for after one of them changed. */
  serving: number | undefined;
  /** Of each priority, the highest first, how many are in service; empty where nobody is interrupted. */
  readonly inServiceOf: number[];
  /** Busy servers of each of many replicas, those that take no more left out. */
  replicaTree: LeastTree | undefined;
  readonly paced: PacedService;
}

/**
 * Service at a pace that depends on how many there are (processor sharing, load-dependent speeds). Work is measured on
 * a clock that runs at the pace of one: who needs w finishes when the clock has gone on by w.
 */
export interface PacedService {
  clock: number;
  at: number;
  pace: number;
  /** Time of the next completion that is scheduled; others were called off. */
  due: number;
  /** Root of the heap of members, and their number. */
  first: number;
  members: number;
  busy: number;
  /** Index of its agent. */
  agent: number;
}

export const newStation = (station: NetworkStation, isPlain: boolean): StationState => ({
  id: station.id,
  isPlain,
  servers: ((station.speeds ?? []).length > 0 ? 1 : station.servers) * station.replicas,
  busy: 0,
  inSystem: 0,
  queue: frameQueue(),
  discipline: station.discipline,
  room: station.room,
  dropsExpired: station.dropsExpired,
  balancing: station.balancing,
  serversEach: (station.speeds ?? []).length > 0 ? 1 : station.servers,
  replicasUp: station.replicas,
  speeds: station.speeds ?? [],
  fullSpeed: Math.max(...(station.speeds ?? [1])),
  lanes: [],
  openLanes: undefined,
  laneTree: undefined,
  replicas: [],
  turn: 0,
  slowness: 1,
  refusesWhenDown: false,
  changedAt: 0,
  busyArea: 0,
  systemArea: 0,
  serverArea: 0,
  serversSince: 0,
  arrivals: 0,
  refused: 0,
  completed: 0,
  responseSum: 0,
});

/** Whether its pace depends on how many are present. */
export const isPaced = (station: StationState): boolean =>
  station.discipline === 'processor-sharing' || station.speeds.length > 0;

/** Sets how many servers there are from now on. */
export function setServers(station: StationState, now: number, servers: number): void {
  station.serverArea += station.servers * (now - station.serversSince);
  station.serversSince = now;
  station.servers = servers;
}

/** Brings the integrals over time up to now; to be called before anything of the station changes. */
export function accountStation(station: StationState, now: number): void {
  const elapsed = now - station.changedAt;
  station.busyArea += station.busy * elapsed;
  station.systemArea += station.inSystem * elapsed;
  station.changedAt = now;
}

export const noStation: StationState = newStation(
  {
    id: '',
    servers: 0,
    replicas: 0,
    balancing: 'shared',
    discipline: 'fifo',
    room: 0,
    dropsExpired: false,
  },
  true,
);
