import { Worker, parentPort } from 'node:worker_threads';

/** What became of a question: its answer, or why there is none. */
export type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: string };

/** Answers questions one after the other, beside whoever asks. Questions and answers are plain data. */
export interface Thread<Question, T> {
  readonly ask: (question: Question) => Promise<Answer<T>>;
  readonly end: () => void;
}

/**
 * Where the file of a thread stands beside the module at `here`; undefined under a test runner, where the sources are
 * no modules that Node could load by itself.
 */
export function threadFile(name: string, here: string): URL | undefined {
  const ending = here.endsWith('.js') ? 'js' : 'ts';
  if (ending === 'ts' && !Reflect.get(process.features, 'typescript')) return undefined;
  return new URL(`${name}.${ending}`, here);
}

/** Starts a thread that answers by `answerQuestions`. It keeps no process alive that waits for nothing from it. */
export function startThread<Question, T>(file: URL): Thread<Question, T> {
  const worker = new Worker(file);
  worker.unref();
  const asked: ((answer: Answer<T>) => void)[] = [];
  let lost: string | undefined;
  const lose = (why: string): void => {
    lost ??= why;
    for (const waiting of asked.splice(0)) waiting({ kind: 'failed', why });
  };
  worker.on('message', (answer: Answer<T>) => asked.shift()?.(answer));
  worker.on('error', (error) => lose(String(error)));
  worker.on('exit', () => lose('it ended'));
  const ask = (question: Question): Promise<Answer<T>> => {
    if (lost !== undefined) return Promise.resolve({ kind: 'failed', why: lost });
    const answer = new Promise<Answer<T>>((resolve) => asked.push(resolve));
    worker.ref();
    worker.postMessage(question);
    return answer.finally(() => {
      if (asked.length === 0) worker.unref();
    });
  };
  return { ask, end: () => void worker.terminate() };
}

/** The other side: answers each question in its turn. */
export function answerQuestions<Question, T>(answer: (question: Question) => T | Promise<T>): void {
  let turn = Promise.resolve();
  parentPort?.on('message', (question: Question) => {
    turn = turn.then(async () => {
      parentPort?.postMessage(await settled(answer, question));
    });
  });
}

async function settled<Question, T>(
  answer: (question: Question) => T | Promise<T>,
  question: Question,
): Promise<Answer<T>> {
  try {
    return { kind: 'answered', value: await answer(question) };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
