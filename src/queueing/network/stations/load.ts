import type { NetworkStation } from '../../../model/network.ts';
import type { Transform } from '../../laplace.ts';
import type { Level } from './priority.ts';

/** What one source asks of a station. */
export interface SourceLoad {
  readonly source: string;
  readonly priority: number;
  /** Visits per second, and mean and second moment of the service time of one. */
  readonly arrival: number;
  readonly service: number;
  readonly secondMoment: number;
  /** Requests that come at the same moment, where the station is the first that all of them visit. */
  readonly batch: number;
}

/** A station and all that is asked of it. */
export interface StationLoad {
  readonly station: NetworkStation;
  readonly sources: readonly SourceLoad[];
  /** Squared coefficient of variation of the time between arrivals of all sources together. */
  readonly arrivalScv: number;
}

/** One queue with its servers, and what arrives there. */
export interface Queue {
  readonly station: NetworkStation;
  readonly servers: number;
  readonly sources: readonly SourceLoad[];
  readonly arrivalScv: number;
}

/** Seconds of a visit are `waiting` plus `stretch` times its service time. */
export interface SourceStay {
  readonly waiting: number;
  readonly stretch: number;
}

export interface StationAnswer {
  readonly stays: ReadonlyMap<string, SourceStay>;
  /** Part of arrivals that are refused. */
  readonly refused: number;
  /**
   * Time of a visit from its service time; absent where only its mean is known.
   */
  readonly visitTime?: (service: Transform) => Transform;
  /** What was approximated, the arrivals being given. */
  readonly approximations: readonly string[];
  /** Poisson arrivals leave as a Poisson stream, so that the network has product form. */
  readonly keepsPoisson: boolean;
  /** What the stations before it make of the arrivals is in the answer, and no approximation. */
  readonly knowsArrivals?: true;
}

/** The same stay for all sources. */
export const staysOf = (sources: readonly SourceLoad[], stay: SourceStay): ReadonlyMap<string, SourceStay> =>
  new Map(sources.map(({ source }) => [source, stay]));

/** Servers of one queue of the station; `shared` replicas make one queue. */
export const serversOfQueue = ({ servers, replicas, balancing }: NetworkStation): number =>
  balancing === 'shared' ? servers * replicas : servers;

/** Queues of the station, each with its own servers. */
export const queuesOf = ({ replicas, balancing }: NetworkStation): number =>
  balancing === 'shared' ? 1 : replicas;

/** Seconds of work the station does in a second when it is full: servers, or the last speed. */
export const capacityOf = (station: NetworkStation): number =>
  (station.speeds?.at(-1) ?? serversOfQueue(station)) * queuesOf(station);

/** Sources of one priority as one level, the highest first, each with the names of its sources. */
export function levelsOf(
  sources: readonly SourceLoad[],
): readonly { readonly names: readonly string[]; readonly members: readonly Level[] }[] {
  const priorities = [...new Set(sources.map(({ priority }) => priority))].toSorted((a, b) => b - a);
  return priorities.map((priority) => {
    const members = sources.filter((source) => source.priority === priority);
    return { names: members.map(({ source }) => source), members };
  });
}
