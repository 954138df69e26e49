/**
 * A network of stations, pools and operations under load: what `check capacity` asks about and what the solver and the
 * simulator both read. Times are seconds, rates are requests per second. Every default is filled in.
 */
export interface Network {
  readonly stations: readonly NetworkStation[];
  readonly pools: readonly Pool[];
  readonly caches: readonly NetworkCache[];
  readonly operations: readonly NetworkOperation[];
  readonly sources: readonly Source[];
  readonly autoscalers: readonly Autoscaler[];
  readonly disturbances: readonly Disturbance[];
  readonly objectives: readonly NetworkObjective[];
  readonly experiment: Experiment;
}

/** A time by its first two moments; `scv` is the squared coefficient of variation: 0 constant, 1 exponential, 4 bursty. */
export interface RandomTime {
  readonly mean: number;
  readonly scv: number;
}

/** Who is served next. `priority` lets a started request finish; `preemptive` does not; both take the source's priority. */
export type Discipline = 'fifo' | 'lifo' | 'processor-sharing' | 'priority' | 'preemptive';

/** `shared`: one queue for all replicas. Else each replica has its own, and arrivals are dealt out so. */
export type Balancing = 'shared' | 'random' | 'round-robin' | 'two-choices' | 'least-busy';

/** Something that works: cores, disks, a foreign system. */
export interface NetworkStation {
  readonly id: string;
  /** Of each replica; Infinity: nobody ever waits (a delay). */
  readonly servers: number;
  readonly replicas: number;
  readonly balancing: Balancing;
  readonly discipline: Discipline;
  /** Requests that may wait at each queue; one more is refused. Infinity: all. */
  readonly room: number;
  /** Speed with 1, 2, … requests present, relative to one server with one request; the last holds for more. Replaces `servers`. */
  readonly speeds?: readonly number[];
  /** A request whose caller has given up is dropped when its turn comes, not served. */
  readonly dropsExpired: boolean;
}

/** Places that are held while something else is done: threads, connections, a lock (one place). */
export interface Pool {
  readonly id: string;
  readonly places: number;
  readonly room: number;
  readonly discipline: 'fifo' | 'lifo' | 'priority';
  readonly dropsExpired: boolean;
  /** Seconds after which whoever waits for a place is refused. */
  readonly patience: number;
}

/** Either a known part of reads that hit, or keys whose popularity falls with their rank (Zipf) and that expire. */
export type NetworkCache =
  | { readonly kind: 'ratio'; readonly id: string; readonly hits: number }
  | {
      readonly kind: 'keys';
      readonly id: string;
      readonly keys: number;
      readonly exponent: number;
      readonly lifetime: number;
      /** Entries that fit (least recently used goes first); Infinity: all. */
      readonly room: number;
      /** `single-flight`: while one request loads a key the others wait for it. */
      readonly guard: 'none' | 'single-flight';
    };

/** Named work that others call. The place in `pool` is held through `steps` and `after`. */
export interface NetworkOperation {
  readonly id: string;
  readonly pool?: string;
  readonly steps: readonly Step[];
  /** Done after the answer went out, the place still held (a second phase). */
  readonly after: readonly Step[];
}

export type Step =
  /** Time at a station. */
  | { readonly kind: 'work'; readonly station: string; readonly time: RandomTime }
  /** Steps with a place of a pool held. */
  | { readonly kind: 'hold'; readonly pool: string; readonly steps: readonly Step[] }
  /** Calls an operation `times` times in a row and waits; with `isAwaited` false it goes on at once. */
  | {
      readonly kind: 'call';
      readonly operation: string;
      readonly times: Times;
      readonly isAwaited: boolean;
      readonly policy?: CallPolicy;
    }
  /**
   * Time at a station in slices, between which calls are made in random order: with Y calls expected a slice has mean
   * time/(Y + 1), and after each slice the next call is drawn with its part of Y + 1 (a phase of a layered network).
   */
  | {
      readonly kind: 'mix';
      readonly station: string;
      readonly time: RandomTime;
      readonly calls: readonly {
        readonly operation: string;
        readonly mean: number;
        readonly isAwaited: boolean;
        readonly policy?: CallPolicy;
      }[];
    }
  /** One of the branches; probabilities sum to at most one, the rest does nothing. */
  | {
      readonly kind: 'choose';
      readonly branches: readonly { readonly probability: number; readonly steps: readonly Step[] }[];
    }
  /** All branches at the same time; goes on when `wanted` of them are done. */
  | { readonly kind: 'fork'; readonly branches: readonly (readonly Step[])[]; readonly wanted: number }
  /** Asks a cache; the steps are done on a miss. */
  | { readonly kind: 'cached'; readonly cache: string; readonly steps: readonly Step[] };

/** `fixed`: that often (a fraction is the chance of one more). `geometric`: that often on average, memoryless. */
export type Times = { readonly kind: 'fixed' | 'geometric'; readonly mean: number };

/** What the caller does about failure. Absent parts are not done. */
export interface CallPolicy {
  /** Seconds after which an attempt is given up; the callee goes on unless its queue drops what is expired. */
  readonly timeout?: number;
  /** All attempts, the first included. */
  readonly attempts: number;
  readonly backoff?: Backoff;
  /** Retries allowed for each first attempt, from a bucket that holds `burst` (a retry takes one token). */
  readonly budget?: { readonly ratio: number; readonly burst: number };
  readonly breaker?: Breaker;
  /** A second attempt goes out beside the first after so many seconds; the first answer wins. */
  readonly hedgeAfter?: number;
  /** Token bucket: calls beyond it are refused at once. */
  readonly rateLimit?: { readonly rate: number; readonly burst: number };
  /** Calls under way at the same time; more are refused. */
  readonly concurrency?: number;
  /** Concurrency limit that adapts: Netflix Vegas or Gradient2. */
  readonly adaptive?: 'vegas' | 'gradient';
  /** Adaptive throttling: refuses with max(0, (requests − k·accepts)/(requests + 1)) over two minutes (SRE book, ch. 21). */
  readonly throttle?: { readonly k: number };
}

/** Pause before attempt n: base × factor^(n−1), at most `cap`; jitter as AWS names it. */
export interface Backoff {
  readonly base: number;
  readonly factor: number;
  readonly cap: number;
  readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated';
}

/** Opens when `ratio` of at least `least` calls in `window` seconds failed; after `open` seconds lets one through. */
export interface Breaker {
  readonly window: number;
  readonly ratio: number;
  readonly least: number;
  readonly open: number;
}

/** Who asks. Open sources send without waiting; people of a closed one think, ask and wait. */
export type Source = {
  readonly id: string;
  /** Higher goes first. */
  readonly priority: number;
  readonly steps: readonly Step[];
} & (
  | {
      readonly kind: 'open';
      readonly rate: number;
      /** Of the time between arrivals: 1 = Poisson. */
      readonly scv: number;
      /** Requests that arrive together. */
      readonly batch: number;
    }
  | { readonly kind: 'closed'; readonly population: number; readonly think: RandomTime }
);

export interface Autoscaler {
  readonly station: string;
  readonly least: number;
  readonly most: number;
  /** Utilisation that is aimed at: wanted = ceil(replicas × utilisation / target), as the Kubernetes HPA does. */
  readonly target: number;
  /** Seconds between decisions, over which utilisation is measured. */
  readonly interval: number;
  /** Seconds until a new replica serves. */
  readonly startup: number;
  /** Seconds after a change before the next change up, and down. */
  readonly cooldownUp: number;
  readonly cooldownDown: number;
  /** Relative difference from the target that is let be (0.1 in Kubernetes). */
  readonly tolerance: number;
}

/** What goes wrong, or changes, during an experiment. `from` and `lasts` are seconds of simulated time. */
export type Disturbance =
  | {
      readonly kind: 'slow';
      readonly station: string;
      readonly factor: number;
      readonly from: number;
      readonly lasts: number;
    }
  /** So many replicas are down; what is there waits (`isLost` false) or fails. */
  | {
      readonly kind: 'outage';
      readonly station: string;
      readonly replicas: number;
      readonly isLost: boolean;
      readonly from: number;
      readonly lasts: number;
    }
  /** Each replica fails and is mended by itself, both times exponential. */
  | {
      readonly kind: 'failures';
      readonly station: string;
      readonly between: number;
      readonly repair: number;
      readonly isLost: boolean;
    }
  /** Every replica stands still so often and so long (garbage collection). */
  | { readonly kind: 'pauses'; readonly station: string; readonly every: number; readonly lasts: number }
  | {
      readonly kind: 'surge';
      readonly source: string;
      readonly factor: number;
      readonly from: number;
      readonly lasts: number;
    }
  /** So many extra requests of an open source at one moment. */
  | { readonly kind: 'herd'; readonly source: string; readonly requests: number; readonly from: number }
  | { readonly kind: 'cold-cache'; readonly cache: string; readonly from: number }
  /** Replicas are replaced `atOnce` at a time, each batch away for `lasts` seconds. */
  | {
      readonly kind: 'deploy';
      readonly station: string;
      readonly atOnce: number;
      readonly from: number;
      readonly lasts: number;
    };

export type NetworkObjective =
  | { readonly kind: 'latency'; readonly source: string; readonly percentile: number; readonly limit: number }
  | { readonly kind: 'throughput'; readonly source: string; readonly least: number }
  /** Part of requests that are answered in the end. */
  | { readonly kind: 'success'; readonly source: string; readonly least: number }
  | { readonly kind: 'utilisation'; readonly station: string; readonly most: number };

/** How long is simulated and how often. The warm-up is not counted. */
export interface Experiment {
  /** Simulated seconds counted in each replication; absent: as long as the interval asks for. */
  readonly duration?: number;
  readonly warmup?: number;
  readonly replications: number;
  readonly seed: number;
}
