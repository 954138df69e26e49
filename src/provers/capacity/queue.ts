import { gammaTime, quantileOf, sumOf, waitingTime } from '../../queueing/laplace.ts';
import type { Transform } from '../../queueing/laplace.ts';
import { boundedQueue } from '../../queueing/mmck.ts';
import type { Queue } from './network.ts';

/** One station computed a second way. */
export interface Recomputed {
  /** Probability that an arrival waits, and the rate of the waiting time of those who do. */
  readonly waits: number;
  readonly rate: number;
  readonly waiting: number;
  readonly response: number;
  readonly inSystem: number;
}

/** Longest queue that is counted: beyond it less than 1e-15 of the time is spent, or the load is too near to one. */
const longest = 200_000;

/**
 * The station without Erlang's recursion: the balance equations of M/M/c with a queue so long that nothing is lost,
 * then the correction of Lee and Longton for variable service, (1 + scv)/2 of the waiting. Undefined at saturation.
 */
export function recompute({ arrival, service, servers, scv }: Queue): Recomputed | undefined {
  const utilisation = (arrival * service) / servers;
  if (utilisation >= 1) return undefined;
  const free = servers / service - arrival;
  if (arrival === 0) return { waits: 0, rate: free, waiting: 0, response: service, inSystem: 0 };
  const room = Math.min(longest, Math.ceil(Math.log(1e-15) / Math.log(utilisation)) + 1);
  const { inSystem } = boundedQueue({ arrival, service, servers }, servers + room);
  const plain = Math.max(0, inSystem / arrival - service);
  const waiting = (plain * (1 + scv)) / 2;
  return {
    waits: Math.min(1, plain * free),
    rate: (2 * free) / (1 + scv),
    waiting,
    response: waiting + service,
    inSystem: arrival * (waiting + service),
  };
}

/** The waiting time at a station as a transform. */
export const waitingAt = ({ waits, rate }: Recomputed): Transform => waitingTime(waits, rate);

/** Quantile of the response by numeric inversion; service is taken as exponential, as the stated one is. */
export const responseQuantileAt = (queue: Queue, computed: Recomputed, q: number): number =>
  quantileOf(sumOf([waitingAt(computed), gammaTime(queue.service, 1)]), q, computed.response);
