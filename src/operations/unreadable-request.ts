import type { UnreadableRequest } from '../road/clarify.ts';
import { printProblem } from '../sources/brief/problem.ts';
import { UserError } from './operation.ts';

/** The first problem in full as the error, all of them in its text. */
export function unreadable({ problems }: UnreadableRequest): UserError {
  const [first] = problems;
  if (first === undefined) return new UserError('the request cannot be read', 'Say it in other words.');
  const shown = problems.slice(0, 20).map(printProblem);
  const rest = problems.length - shown.length;
  const what =
    shown.length === 1
      ? `${first.what} ${first.why}`
      : `${problems.length} problems in the brief:\n${shown.join('\n')}${rest > 0 ? `\nand ${rest} more` : ''}`;
  return new UserError(what, first.next, `${first.file}:${first.line}:${first.column}`);
}
