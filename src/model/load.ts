import type { AccessPattern } from './access-pattern.ts';
import type { Percentile, Workload } from './brief.ts';
import type { Quantity } from './origin.ts';

/** What one operation asks of the system. */
export interface OperationRate {
  readonly operation: string;
  readonly workload: string;
  readonly mean: Quantity;
  readonly peak: Quantity;
  readonly responseBytes: Quantity;
  /** Requests in a busy second of the peak: what arrives together before anything can be scaled. */
  readonly burst?: Quantity;
  /** Headers and body of a request. */
  readonly requestBytes?: Quantity;
}

/** One queueing station: a container under the peak load. */
export interface Station {
  readonly container: string;
  readonly model: 'M/M/c' | 'M/G/1' | 'delay';
  readonly arrival: Quantity;
  /** Mean service time per visit. */
  readonly service: Quantity;
  readonly scv: number;
  /** Servers (cores) in all instances together. */
  readonly servers: Quantity;
  readonly utilisation: Quantity;
  readonly utilisationOneDown?: Quantity;
  readonly response: Quantity;
  readonly p95: Quantity;
  readonly p99: Quantity;
  /** Arrival rate at which the response time has doubled. */
  readonly knee: Quantity;
  /** Mean response (unit of `response`) at rising arrival rates (requests/s), from idle to close to saturation. */
  readonly curve?: readonly (readonly [arrival: number, response: number])[];
}

/** Visits to the queue of a container, and time beside it for which nobody queues (wires, commits, foreign systems). */
export interface HopWork {
  readonly visits: number;
  /** Seconds of each visit, and their squared coefficient of variation. */
  readonly service: number;
  readonly scv: number;
  /** Seconds of all visits together. */
  readonly delay: number;
  readonly delayScv: number;
}

/** Where the time of one operation goes at peak. */
export interface LatencyBudget {
  readonly operation: string;
  readonly workload: string;
  readonly hops: readonly {
    readonly container: string;
    readonly mean: Quantity;
    /** Squared coefficient of variation of the time there, waiting included; 0 = always the same. */
    readonly scv?: number;
    /** Part of the requests that get there, 0..1; all of them where nothing is said. A cache answers the others. */
    readonly reached?: number;
    /** What the time of those who get there is made of, waiting left out. */
    readonly work?: HopWork;
  }[];
  readonly mean: Quantity;
  readonly p95: Quantity;
  readonly p99: Quantity;
  readonly objective?: {
    readonly id: string;
    readonly percentile: Percentile;
    readonly limit: Quantity;
    /** What was computed at the percentile of the objective. */
    readonly computed?: Quantity;
    readonly met: boolean;
  };
}

export interface PathAvailability {
  readonly operation: string;
  readonly workload: string;
  readonly parts: readonly { readonly container: string; readonly availability: Quantity }[];
  readonly availability: Quantity;
  readonly downtimePerMonth: Quantity;
  readonly objective?: { readonly id: string; readonly required: Quantity; readonly met: boolean };
}

/** How far the design goes: each factor of today's peak with what breaks first. */
export interface GrowthStep {
  readonly factor: number;
  readonly holds: boolean;
  readonly bottleneck: string;
  readonly change: string;
  readonly cost?: Quantity;
}

/** How much the result moves when one input moves by ten percent. */
export interface Sensitivity {
  readonly input: string;
  readonly effect: Quantity;
  readonly words: string;
}

/** What the result would be at the ends of the range of one input, everything else as it is. */
export interface Swing {
  readonly input: string;
  /** The input at both ends, in words: `10–60 s`. */
  readonly range: string;
  /** Money a month for machines that carry it, at the low and at the high end of the input. */
  readonly cost: { readonly low: Quantity; readonly high: Quantity };
  /** Criteria the chosen option misses at an end. */
  readonly misses: { readonly low: readonly string[]; readonly high: readonly string[] };
}

export interface Load {
  /** Of a design: how each operation with a known rate reaches its rows. */
  readonly accessPatterns?: readonly AccessPattern[];
  readonly workloads: readonly Workload[];
  readonly users?: Quantity;
  readonly rates: readonly OperationRate[];
  readonly totalMean?: Quantity;
  readonly totalPeak?: Quantity;
  /** Bytes of answers at peak, before compression. */
  readonly bandwidth?: Quantity;
  /** Bytes of requests at peak. */
  readonly bandwidthIn?: Quantity;
  /** Bytes sent against bytes of the answer. */
  readonly compression?: Quantity;
  /** Requests of all operations in a busy second of the peak. */
  readonly burst?: Quantity;
  /** Connections of people: open while they think, and handshakes a second. */
  readonly userConnections?: { readonly open: Quantity; readonly opened: Quantity };
  /** Requests of a whole month, quiet hours included. */
  readonly requestsPerMonth?: Quantity;
  readonly stations: readonly Station[];
  readonly budgets: readonly LatencyBudget[];
  readonly availability: readonly PathAvailability[];
  readonly growth: readonly GrowthStep[];
  readonly sensitivity: readonly Sensitivity[];
  /** Every uncertain input over its own range, the widest swing of the cost first. */
  readonly swings?: readonly Swing[];
}
