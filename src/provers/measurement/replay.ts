import { drawer } from '../seeded.ts';
import { simulated } from './simulated.ts';

/** A request as it fell due. */
export interface Arrival {
  /** Seconds after the start. */
  readonly due: number;
  /** Index of its class. */
  readonly operation: number;
}

/** One part of a server that serves requests first come, first served. */
export interface ReplayedStation {
  /** Mean service of each class in seconds, and its squared coefficient of variation. */
  readonly classes: readonly { readonly service: number; readonly scv: number }[];
  /** How many requests it serves at once. */
  readonly servers: number;
  /** Seconds more of a request that finds nobody being served there; each part of its service takes its part of them. */
  readonly waking?: number;
}

/**
 * The first station takes a request, hands it to the others in turn, and answers it: half of its own service lies before
 * them, half after. A single station serves in one piece.
 */
export interface ReplayedServer {
  readonly stations: readonly ReplayedStation[];
  /** Cores that all stations share: more requests in service than that are served slower. */
  readonly cores: number;
}

export interface ReplaySettings {
  /** Counted are the arrivals between these two, seconds. */
  readonly from: number;
  readonly to: number;
  /** Seconds between the moments at which due requests are sent; 0 = at once. */
  readonly tick?: number;
}

/** Times in seconds; all 0 where nothing arrived. */
export interface Replayed {
  readonly mean: number;
  readonly p95: number;
  /** Answers a second within the counted time. */
  readonly throughput: number;
}

/** Runs with services of their own; one is enough where they do not vary. */
const replications = 20;

/**
 * What a queueing network makes of exactly these arrivals. A formula speaks of an infinite run; over some seconds the
 * arrivals alone move the mean of a busy server by tenths, and that part of the chance is known. Services are gamma
 * distributed with the given two moments. Source: Lindley 1952; for several servers Kiefer and Wolfowitz 1955; cores
 * shared by stations as processor sharing (Lazowska et al., ch. 11).
 */
export function replayed(
  next: () => () => Arrival,
  server: ReplayedServer,
  settings: ReplaySettings,
): Replayed {
  const varies = server.stations.some(({ classes }) => classes.some(({ scv }) => scv > 0));
  const runs = varies ? replications : 1;
  const times: number[] = [];
  let completed = 0;
  for (let run = 0; run < runs; run++) {
    const one = simulated(next(), server, settings, drawer(run + 1));
    for (const time of one.times) times.push(time);
    completed += one.completed;
  }
  if (times.length === 0) return { mean: 0, p95: 0, throughput: 0 };
  const sorted = Float64Array.from(times).sort();
  return {
    mean: times.reduce((sum, time) => sum + time, 0) / times.length,
    p95: sorted[Math.max(1, Math.ceil(0.95 * sorted.length)) - 1] ?? 0,
    throughput: completed / runs / (settings.to - settings.from),
  };
}
