/** What the solver says of a network. Absent figures have no formula here; the simulator has them. Times in seconds. */
export interface NetworkSolution {
  /** `exact`: product form or a closed form; `approximate`: `because` says what was approximated. */
  readonly accuracy: 'exact' | 'approximate';
  readonly because: readonly string[];
  /** Means, rates and utilisations are of that accuracy, percentiles rest on an approximation. */
  readonly approximatePercentiles?: true;
  readonly sources: readonly SourceFigures<number>[];
  readonly stations: readonly StationFigures<number>[];
  readonly pools: readonly PoolFigures<number>[];
  /** What no scheduling can beat: the bottleneck and the throughput or population at which it is reached. */
  readonly bounds: NetworkBounds;
}

/** The network cannot be solved: a station is asked for more than it has, or the solver has no formula for a part. */
export interface NoSolution {
  readonly kind: 'unstable' | 'no-formula';
  /** In words, with the number that breaks it. */
  readonly because: string;
  /** What would mend it, in words. */
  readonly mend: string;
}

/** `T` is `number` for the solver and an estimate with its interval for the simulator. */
export interface SourceFigures<T> {
  readonly source: string;
  /** Requests per second that are answered. */
  readonly throughput: T;
  readonly response: T;
  readonly p50?: T;
  readonly p95?: T;
  readonly p99?: T;
  /** Further percentiles that objectives ask for. */
  readonly others?: readonly { readonly percentile: number; readonly time: T }[];
  /** Part of requests that fail in the end, 0..1. */
  readonly failures?: T;
}

export interface StationFigures<T> {
  readonly station: string;
  readonly throughput: T;
  /** Busy servers over all servers, 0..1; mean number present for a delay. */
  readonly utilisation: T;
  /** One visit, waiting included. */
  readonly response: T;
  readonly inSystem: T;
  /** Part of arrivals that are refused for want of room. */
  readonly refused?: T;
}

export interface PoolFigures<T> {
  readonly pool: string;
  readonly utilisation: T;
  /** Seconds waited for a place. */
  readonly waiting: T;
  readonly queue: T;
}

export interface NetworkBounds {
  readonly bottleneck: string;
  /** Requests per second of all sources together, in their given proportion, that saturate the bottleneck. */
  readonly throughput: number;
  /** Arrival rate at which the mean response has doubled, or population at which the asymptotes cross (the knee). */
  readonly knee: number;
}

/** A mean with half the width of its 95 % confidence interval. */
export interface IntervalEstimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** What the simulator saw, over all replications. */
export interface NetworkSimulation {
  readonly sources: readonly SourceFigures<IntervalEstimate>[];
  readonly stations: readonly StationFigures<IntervalEstimate>[];
  readonly pools: readonly PoolFigures<IntervalEstimate>[];
  /** Attempts that reached the callee for each first attempt, by `caller -> operation`. */
  readonly amplification: readonly { readonly call: string; readonly factor: IntervalEstimate }[];
  readonly caches: readonly { readonly cache: string; readonly hits: IntervalEstimate }[];
  /** Figures over time in equal slices, the mean over replications; for curves. */
  readonly timeline: readonly TimelineSlice[];
  /** Open sources whose requests come faster than they end: requests per second that come, and by which they grow. */
  readonly growing: readonly {
    readonly source: string;
    readonly arrivals: number;
    readonly growth: IntervalEstimate;
  }[];
  /** Of each open source: how much more is under way in the second half of the run than in the first, as part of the mean. */
  readonly drifts: readonly { readonly source: string; readonly drift: IntervalEstimate }[];
  readonly events: number;
  readonly replications: number;
  /** Why the figures are less than they look: not yet steady, saturated, cut off at the event limit. */
  readonly doubts: readonly string[];
}

export interface TimelineSlice {
  /** Seconds from the start, warm-up included, to the middle of the slice. */
  readonly at: number;
  readonly sources: readonly {
    readonly source: string;
    readonly arrivals: number;
    /** Answered in time, per second. */
    readonly goodput: number;
    readonly failures: number;
    readonly response: number;
  }[];
  readonly stations: readonly {
    readonly station: string;
    readonly utilisation: number;
    readonly inSystem: number;
    readonly replicas: number;
  }[];
}
