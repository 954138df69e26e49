import type { NetworkSimulation } from '../model/network-figures.ts';
import type { Network } from '../model/network.ts';
import { combine } from './combine.ts';
import { figuresOf } from './figures-of-run.ts';
import { runReplication, usualLimits } from './replication.ts';
import type { ReplicationFigures } from './replication-figures.ts';
import { runLength } from './run-length.ts';

export { combine } from './combine.ts';

/**
 * One replication of the network's experiment. The same network and number give the same figures, bit for bit, in any
 * thread; different numbers are independent. Where the experiment leaves its length open `run-length.ts` chooses it.
 * Throws RangeError when the network names what is not in it or calls run in a circle.
 *
 * What the language leaves open is taken so:
 * - Whoever gives up on a call does not stop the callee: it works on, unless a queue drops what is expired, that is
 *   whose caller, or a caller of that, has given up.
 * - An attempt that a guard of the policy refuses (rate, concurrency, breaker, throttle) counts as failed and is
 *   retried as the policy says. Retries, budgets and breakers are shared by all who pass the same call of the network.
 * - A hedge belongs to its attempt: one timeout for both. The attempt fails when both have.
 * - Failure goes to the caller; of a fork when too few branches are left; places of pools are given back on the way.
 * - A replica that is down keeps what it serves until it is back (`isLost` false). Where an outage loses work and
 *   nothing is up, arrivals fail at once. In a deploy a replica finishes what it has before it is away.
 * - What happens behind an answer and what the caller does next begin in random order.
 * - Caches begin empty; a request that waits for another's load counts as a miss.
 */
export function simulateReplication(network: Network, replication: number): ReplicationFigures {
  const length = runLength(network);
  return figuresOf(runReplication(network, replication, { ...usualLimits, ...length }), replication);
}

/** The network with the length of its replications settled, so that it is chosen once and not for each of them. */
export function withLength(network: Network): Network {
  return { ...network, experiment: { ...network.experiment, ...runLength(network) } };
}

/** All replications of the network's experiment, one after another in this thread. */
export function simulateNetwork(network: Network): NetworkSimulation {
  const settled = withLength(network);
  const figures: ReplicationFigures[] = [];
  for (let i = 0; i < network.experiment.replications; i++) figures.push(simulateReplication(settled, i));
  return combine(settled, figures);
}
