/** People of one kind who think, ask and wait. */
export interface ClosedClass {
  readonly population: number;
  /** Seconds of a cycle spent where nobody waits: thinking, and delays on the way. */
  readonly think: number;
}

/** A station with a queue, in a network of product form. */
export interface QueueStation {
  /** Equal stations of this kind among which requests choose at random; the other figures are of one. */
  readonly copies: number;
  /** Seconds of work that one request of each class brings, all its visits together. */
  readonly demands: readonly number[];
  /** Seconds of work done in a second with 1, 2, … requests present, the last for more; c servers: 1, 2, …, c. */
  readonly speeds: readonly number[];
  /** Seconds of work a second of requests that come from outside and leave again. */
  readonly openLoad: number;
}

/** Figures of a closed or mixed network, in the order of classes and stations. */
export interface ClosedFigures {
  /** Requests per second of each class. */
  readonly throughputs: readonly number[];
  /** Mean number of each class at each station (one copy): `queues[station][class]`. */
  readonly queues: readonly (readonly number[])[];
  /** Mean number of requests from outside at each station (one copy). */
  readonly openQueues: readonly number[];
}

/** Speeds of `servers` equal servers. Those beyond `most`, which never are busy together, are left out. */
export const speedsOf = (servers: number, most: number): readonly number[] =>
  Array.from({ length: Math.max(1, Math.min(servers, most)) }, (_, k) => k + 1);
