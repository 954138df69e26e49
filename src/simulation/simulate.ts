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
