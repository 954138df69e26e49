import { parentPort } from 'node:worker_threads';
import type { Network } from '../../../model/network.ts';
import { simulateReplication } from '../../../simulation/simulate.ts';
import type { ReplicationFigures } from '../../../simulation/replication-figures.ts';

/** One replication of a network whose length is settled. */
export interface Task {
  readonly network: Network;
  readonly replication: number;
}

export type Reply =
  | { readonly kind: 'figures'; readonly figures: ReplicationFigures }
  | { readonly kind: 'failed'; readonly why: string };

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(answer(task));
});

function answer({ network, replication }: Task): Reply {
  try {
    return { kind: 'figures', figures: simulateReplication(network, replication) };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
