import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Repository, TextFile } from '../gather.ts';
import { scanFile } from '../javascript/scan.ts';
import type { Companion, Reply, Request } from './tasks.ts';
import { alone } from './tasks.ts';

/** Code below this many characters is read sooner than a thread has started. */
const worthAThread = 1_500_000;

/** Bounds of the second thread, MB: the evaluator recurses as the target's code does, as deep as in the first one. */
const resourceLimits = { stackSizeMb: 8, maxOldGenerationSizeMb: 2_048 };

export interface Company {
  readonly companion: (repository: Repository) => Companion;
  readonly end: () => void;
}

/** A second thread, started before the files are read so that it is up when they are. */
export function startCompanion(codeCharacters: number): Company {
  const thread = codeCharacters < worthAThread || availableParallelism() < 2 ? undefined : startThread();
  if (thread === undefined) return { companion: () => alone, end: () => undefined };
  return {
    companion: (repository) => companionOf(thread, repository),
    end: () => void thread.terminate(),
  };
}

function startThread(): Worker | undefined {
  const ending = import.meta.url.endsWith('.js') ? 'js' : 'ts';
  // Under a test runner the sources are no modules that Node could load by itself.
  if (ending === 'ts' && !Reflect.get(process.features, 'typescript')) return undefined;
  const worker = new Worker(new URL(`./worker.${ending}`, import.meta.url), { resourceLimits });
  worker.unref();
  return worker;
}

/** What the thread cannot do (it ran out of memory or stack) is done again by the caller. */
function companionOf(worker: Worker, repository: Repository): Companion {
  const send = (request: Request): void => {
    worker.postMessage(request);
  };
  let lost: string | undefined;
  const asked: ((reply: Reply) => void)[] = [];
  const settle = (reply: Reply): void => asked.shift()?.(reply);
  const lose = (why: string): void => {
    lost = why;
    for (const waiting of asked.splice(0)) waiting({ kind: 'failed', why });
  };
  worker.on('message', settle);
  worker.on('error', (error) => {
    lose(String(error));
  });
  worker.on('exit', () => {
    lose('it ended');
  });
  const ask = (request: Request): Promise<Reply> => {
    if (lost !== undefined) return Promise.resolve({ kind: 'failed', why: lost });
    const reply = new Promise<Reply>((resolve) => asked.push(resolve));
    worker.ref();
    send(request);
    return reply.finally(() => {
      worker.unref();
    });
  };
  send({ kind: 'open', repository });
  return {
    scan: async (files) => {
      const cut = halfOf(files);
      const second = files.slice(cut);
      const reply = ask({ kind: 'scan', paths: second.map(({ path }) => path) });
      const first = files.slice(0, cut).map(scanFile);
      const answer = await reply;
      return [...first, ...(answer.kind === 'scanned' ? answer.files : second.map(scanFile))];
    },
    endpoints: async (code) => {
      const reply = await ask({ kind: 'endpoints', scanned: code.scanned });
      return reply.kind === 'endpoints' ? reply.facts : alone.endpoints(code);
    },
    flows: async (code) => {
      const reply = await ask({ kind: 'flows', scanned: code.scanned });
      return reply.kind === 'flows' ? reply.facts : alone.flows(code);
    },
  };
}

/** Number of files that hold the first half of the text. */
function halfOf(files: readonly TextFile[]): number {
  const all = files.reduce((sum, { text }) => sum + text.length, 0);
  let seen = 0;
  const at = files.findIndex(({ text }) => (seen += text.length) >= all / 2);
  return at === -1 ? files.length : at;
}
