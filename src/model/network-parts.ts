import type {
  CallPolicy,
  Network,
  NetworkOperation,
  NetworkStation,
  Pool,
  RandomTime,
  Source,
  Step,
  Times,
} from './network.ts';

/** Parts of a network with every default filled in; what is given replaces it. */

type Needs<T, K extends keyof T> = Partial<T> & Pick<T, K>;

export const networkOf = (parts: Partial<Network>): Network => ({
  stations: [],
  pools: [],
  caches: [],
  operations: [],
  sources: [],
  autoscalers: [],
  disturbances: [],
  objectives: [],
  experiment: { replications: 10, seed: 1 },
  ...parts,
});

/** One server, one queue without limit, first come first served. */
export const stationOf = (given: Needs<NetworkStation, 'id'>): NetworkStation => ({
  servers: 1,
  replicas: 1,
  balancing: 'shared',
  discipline: 'fifo',
  room: Infinity,
  dropsExpired: false,
  ...given,
});

/** Nobody waits there: think times, wires, foreign systems whose inside is not known. */
export const delayOf = (id: string): NetworkStation => stationOf({ id, servers: Infinity });

export const poolOf = (given: Needs<Pool, 'id' | 'places'>): Pool => ({
  room: Infinity,
  discipline: 'fifo',
  dropsExpired: false,
  patience: Infinity,
  ...given,
});

export const operationOf = (given: Needs<NetworkOperation, 'id'>): NetworkOperation => ({
  steps: [],
  after: [],
  ...given,
});

/** Poisson arrivals, one at a time. */
export const openSource = (
  given: { readonly id: string; readonly rate: number; readonly steps: readonly Step[] } & Partial<
    Extract<Source, { kind: 'open' }>
  >,
): Source => ({ priority: 0, scv: 1, batch: 1, ...given, kind: 'open' });

export const closedSource = (
  given: {
    readonly id: string;
    readonly population: number;
    readonly think: RandomTime;
    readonly steps: readonly Step[];
  } & Partial<Extract<Source, { kind: 'closed' }>>,
): Source => ({ priority: 0, ...given, kind: 'closed' });

/** Exponential unless said otherwise. */
export const randomTime = (mean: number, scv = 1): RandomTime => ({ mean, scv });

export const workAt = (station: string, mean: number, scv = 1): Step => ({
  kind: 'work',
  station,
  time: randomTime(mean, scv),
});

export const once: Times = { kind: 'fixed', mean: 1 };

export const callTo = (operation: string, policy?: CallPolicy, times: Times = once): Step => ({
  kind: 'call',
  operation,
  times,
  isAwaited: true,
  ...(policy !== undefined && { policy }),
});

/** Percentiles that objectives of a source ask for beside 50, 95 and 99, rising. */
export function askedPercentiles({ objectives }: Network, source: string): readonly number[] {
  const asked = objectives.flatMap((objective) =>
    objective.kind === 'latency' && objective.source === source ? [objective.percentile] : [],
  );
  return [...new Set(asked)].filter((each) => ![50, 95, 99].includes(each)).toSorted((a, b) => a - b);
}
