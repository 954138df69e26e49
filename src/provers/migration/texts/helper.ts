import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Checked, MigrationText } from '../check-text.ts';

/** A second thread that judges texts. */
export interface Helper {
  /** Answers in the order of the texts; undefined for what the thread cannot do. */
  readonly ask: (texts: readonly MigrationText[]) => Promise<readonly Checked[] | undefined>;
  readonly end: () => void;
}

/** What the thread answers, in the order in which it was asked: nothing where it failed. */
export type Reply = readonly Checked[] | undefined;

/** No more stack than the first thread has, MB: what is nested too deeply is told alike, whoever meets it. */
const resourceLimits = { stackSizeMb: 1 };

/** Undefined where there is nothing to win, or no thread to be had. */
export function startHelper(): Helper | undefined {
  const ending = import.meta.url.endsWith('.js') ? 'js' : 'ts';
  // Under a test runner the sources are no modules that Node could load by itself.
  const isLoadable = ending === 'js' || Boolean(Reflect.get(process.features, 'typescript'));
  if (!isLoadable || availableParallelism() < 2) return undefined;
  return helperOf(new Worker(new URL(`./worker.${ending}`, import.meta.url), { resourceLimits }));
}

function helperOf(worker: Worker): Helper {
  const asked: ((reply: Reply) => void)[] = [];
  let isLost = false;
  const lose = (): void => {
    isLost = true;
    for (const settle of asked.splice(0)) settle(undefined);
  };
  worker.on('message', (reply: Reply) => asked.shift()?.(reply));
  worker.on('error', lose);
  worker.on('exit', lose);
  return {
    ask: (texts) =>
      new Promise((settle) => {
        if (isLost) {
          settle(undefined);
          return;
        }
        asked.push(settle);
        worker.postMessage(texts);
      }),
    end: () => void worker.terminate(),
  };
}
