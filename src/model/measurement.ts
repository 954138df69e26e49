/** How requests are spaced: exponential gaps (independent users) or equal ones. */
export type ArrivalPattern = 'poisson' | 'constant';

/** A kind of request that was sent; `name` is the operation of a brief where one is meant (`list Product`). */
export interface MeasuredOperation {
  readonly name: string;
  readonly method: string;
  /** Without its query, which may hold what is secret. */
  readonly path: string;
  /** Share of the requests under the user's own mix; the shares of all operations add up to 1. */
  readonly share: number;
  /** CPU of single requests, one after another; absent where the system does not tell it finely enough. */
  readonly single?: SingleRequests;
}

/** CPU seconds of requests that were alone in the server. */
export interface SingleRequests {
  readonly count: number;
  readonly mean: number;
  readonly scv: number;
  /** The same of each thread, in the order of the threads of the measurement. */
  readonly threads?: readonly { readonly mean: number; readonly scv: number }[];
}

/** A thread of the server that does a part of its work worth telling of. */
export interface ServerThread {
  /** What the thread is called in the kernel (proc(5), comm). */
  readonly name: string;
  /** Whether it is the first of its process: in Node the one that runs the program. */
  readonly isMain: boolean;
}

/** Response times in seconds, from the moment a request was due, not from when it was sent. */
export interface ResponseSummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What a step's requests came to. Those that timed out count in the responses with the time they waited. */
export interface RequestCounts {
  readonly sent: number;
  /** Answers with a status below 400, redirects included: they are not followed. */
  readonly answered: number;
  /** Answers with a status of 400 and more. */
  readonly refused: number;
  /** Broken connections. */
  readonly failed: number;
  readonly timedOut: number;
  /** Due, but not sent: as many requests as allowed were already under way. */
  readonly dropped: number;
}

/** CPU during a step, as busy cores (CPU seconds a second). */
export interface StepProcessor {
  /** All processes of the server; absent where its CPU time cannot be read. */
  readonly server?: number;
  /** Threads of the server that were ready while others had the CPU; absent where the kernel does not tell it. */
  readonly waited?: number;
  /** Of each thread, in the order of the threads of the measurement. */
  readonly threads?: readonly { readonly ran: number; readonly waited: number }[];
  readonly generator: number;
  /** Everything else on the machine; absent where the system does not tell it. */
  readonly others?: number;
  /** Taken by the hypervisor for other guests. */
  readonly stolen?: number;
}

/** A stretch of time at one rate, after a warm-up that is not counted. */
export interface MeasuredStep {
  /** Requests a second that were due, over all operations. */
  readonly rate: number;
  /** Shares of the operations in this step, in their order. */
  readonly shares: readonly number[];
  readonly arrivals: ArrivalPattern;
  /** With rate, shares and arrivals: the same requests again. */
  readonly seed: number;
  readonly warmUpSeconds: number;
  /** Length of the counted window. */
  readonly seconds: number;
  /** Answers a second within the window, for each operation. */
  readonly throughput: readonly number[];
  readonly requests: RequestCounts;
  readonly response: ResponseSummary;
  /** Mean response of ten equal parts of the window in order; null where nothing was due. */
  readonly batches: readonly (number | null)[];
  /** 95th percentile of the same parts. */
  readonly tails: readonly (number | null)[];
  /** Seconds by which requests were sent later than due: the generator's own fault. */
  readonly lateness: { readonly mean: number; readonly p99: number };
  readonly processor: StepProcessor;
  /**
   * From the first request to the last answer, warm-up included: the server was idle before and after, so the CPU is
   * that of these answers and of no others, however late they were noticed.
   */
  readonly whole: {
    readonly seconds: number;
    /** Answers of each operation. */
    readonly answered: readonly number[];
    /** CPU seconds of the server; absent where they cannot be read. */
    readonly cpu?: number;
    /** Of each thread, in the order of the threads of the measurement. */
    readonly threads?: readonly number[];
  };
}

/** What a load test on loopback saw of one server: facts only, times in seconds. Written by `measure --out`. */
export interface Measurement {
  readonly kind: 'plumbline-measurement';
  readonly schemaVersion: 1;
  /** Origin of the server's address. */
  readonly target: string;
  readonly operations: readonly MeasuredOperation[];
  /** Logical processors of the machine. */
  readonly cores: number;
  readonly server:
    | { readonly kind: 'watched'; readonly processes: number; readonly command: string }
    | { readonly kind: 'unwatched'; readonly why: string };
  /** Threads with at least a fiftieth of the server's CPU; absent where the kernel does not tell of threads. */
  readonly threads?: readonly ServerThread[];
  /** The ladder, in rising order of rate. */
  readonly steps: readonly MeasuredStep[];
  /** Longer steps after the ladder, under the user's own mix: no demand is fitted to them, predictions are held to them. */
  readonly trials: readonly MeasuredStep[];
  /** More than the server can do was asked of it; absent when its limit was not found. */
  readonly saturation?: MeasuredStep;
  /** What a reader of these numbers has to know. */
  readonly notes: readonly string[];
}
