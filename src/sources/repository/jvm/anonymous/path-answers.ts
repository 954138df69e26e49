import type { AskedPath, PathQuestion } from './path-questions.ts';
import { answerOfPath } from './path-questions.ts';

interface Ran<T> {
  readonly as: AskedPath;
  readonly questions: readonly PathQuestion[];
  readonly result: T;
}

/**
 * Runs something once for all paths that answer what it asks of them alike: nothing else of a path is looked at, so it
 * would run in the same way and give the same.
 */
export function oncePerAnswers<T>(run: (path: AskedPath) => T): (path: AskedPath) => T {
  const all: Ran<T>[] = [];
  return (path) => {
    const before = all.find((ran) => answersAlike(ran, path));
    if (before !== undefined) return before.result;
    const questions: PathQuestion[] = [];
    const result = run({ ...path, asked: (question) => questions.push(question) });
    all.push({ as: path, questions, result });
    return result;
  };
}

const answersAlike = <T>({ as, questions }: Ran<T>, path: AskedPath): boolean =>
  as.isWhole === path.isWhole &&
  as.looksUp === path.looksUp &&
  as.unsettled === path.unsettled &&
  questions.every(({ body, node, sides, answer }) => answerOfPath(body, path, node, sides) === answer);
