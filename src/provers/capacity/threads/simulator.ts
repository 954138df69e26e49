import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Network } from '../../../model/network.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import { combine, simulateReplication, withLength } from '../../../simulation/simulate.ts';
import type { ReplicationFigures } from '../../../simulation/replication-figures.ts';
import type { Reply, Task } from './worker.ts';

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
  let threads: readonly Thread[] | undefined;
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

interface Thread {
  readonly ask: (task: Task) => Promise<Reply>;
  readonly end: () => void;
}

/** None under a test runner, where the sources are no modules that Node could load by itself. */
function startThreads(): readonly Thread[] {
  const ending = import.meta.url.endsWith('.js') ? 'js' : 'ts';
  if (ending === 'ts' && !Reflect.get(process.features, 'typescript')) return [];
  return Array.from({ length: Math.min(mostThreads, availableParallelism()) }, () => startThread(ending));
}

function startThread(ending: string): Thread {
  const worker = new Worker(new URL(`./worker.${ending}`, import.meta.url));
  worker.unref();
  const asked: ((reply: Reply) => void)[] = [];
  let lost: string | undefined;
  const lose = (why: string): void => {
    lost = why;
    for (const waiting of asked.splice(0)) waiting({ kind: 'failed', why });
  };
  worker.on('message', (reply: Reply) => asked.shift()?.(reply));
  worker.on('error', (error) => {
    lose(String(error));
  });
  worker.on('exit', () => {
    lose('it ended');
  });
  const ask = (task: Task): Promise<Reply> => {
    if (lost !== undefined) return Promise.resolve({ kind: 'failed', why: lost });
    const reply = new Promise<Reply>((resolve) => asked.push(resolve));
    worker.ref();
    worker.postMessage(task);
    return reply.finally(() => {
      if (asked.length === 0) worker.unref();
    });
  };
  return { ask, end: () => void worker.terminate() };
}

/** Each thread takes the next replication when it is done with one; what a thread fails at is done here. */
async function spread(
  network: Network,
  replications: readonly number[],
  threads: readonly Thread[],
): Promise<readonly ReplicationFigures[]> {
  const done = new Map<number, ReplicationFigures>();
  const left = [...replications];
  const work = async ({ ask }: Thread): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const reply = await ask({ network, replication: next });
      done.set(next, reply.kind === 'figures' ? reply.figures : simulateReplication(network, next));
    }
  };
  await Promise.all(threads.map(work));
  return replications.map((each) => done.get(each) ?? simulateReplication(network, each));
}
