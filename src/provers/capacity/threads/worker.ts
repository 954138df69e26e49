import type { Network } from '../../../model/network.ts';
import { simulateReplication } from '../../../simulation/simulate.ts';
import type { ReplicationFigures } from '../../../simulation/replication-figures.ts';
import { answerQuestions } from '../../threads/thread.ts';

/** One replication of a network whose length is settled. */
export interface Task {
  readonly network: Network;
  readonly replication: number;
}

answerQuestions<Task, ReplicationFigures>(({ network, replication }) =>
  simulateReplication(network, replication),
);
