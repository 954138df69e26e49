import { availableParallelism } from 'node:os';
import type { Network } from '../../../model/network.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import { combine, simulateReplication, withLength } from '../../../simulation/simulate.ts';
import type { ReplicationFigures } from '../../../simulation/replication-figures.ts';
import { startThread, threadFile } from '../../threads/thread.ts';
import type { Thread } from '../../threads/thread.ts';
import type { Task } from './worker.ts';

export interface Simulator {
  readonly simulate: (network: Network) => Promise<NetworkSimulation>;
  readonly end: () => void;
}

/** Events left to simulate below which starting a thread takes longer than doing them here (some 0.3 s). */
const worthAThread = 500_000;
const mostThreads = 8;

/**
 * Replications are independent, so they are spread over threads; the answer is the same, bit for bit, as without any.
 * Threads are started when the first network is worth it, and have to be ended.
 */
export function startSimulator(): Simulator {
  let threads: readonly Replicator[] | undefined;
  const simulate = async (given: Network): Promise<NetworkSimulation> => {
    const network = withLength(given);
    const { replications } = network.experiment;
    const first = simulateReplication(network, 0);
    const rest = Array.from({ length: replications - 1 }, (_, index) => index + 1);
    if (first.events * rest.length < worthAThread)
      return combine(network, [first, ...rest.map((each) => simulateReplication(network, each))]);
    threads ??= startThreads();
    const others = await spread(network, rest, threads);
    return combine(network, [first, ...others]);
  };
  return { simulate, end: () => threads?.forEach(({ end }) => end()) };
}

function startThreads(): readonly Replicator[] {
  const file = threadFile('./worker', import.meta.url);
  if (file === undefined) return [];
  return Array.from({ length: Math.min(mostThreads, availableParallelism()) }, () => startThread(file));
}

type Replicator = Thread<Task, ReplicationFigures>;

/** Each thread takes the next replication when it is done with one; what a thread fails at is done here. */
async function spread(
  network: Network,
  replications: readonly number[],
  threads: readonly Replicator[],
): Promise<readonly ReplicationFigures[]> {
  const done = new Map<number, ReplicationFigures>();
  const left = [...replications];
  const work = async ({ ask }: Replicator): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const answer = await ask({ network, replication: next });
      done.set(next, answer.kind === 'answered' ? answer.value : simulateReplication(network, next));
    }
  };
  await Promise.all(threads.map(work));
  return replications.map((each) => done.get(each) ?? simulateReplication(network, each));
}
