import type { DocumentProblem } from '../provers/document.ts';
import { UserError } from './operation.ts';

/** Every problem of a file in one refusal: the first is said in full, the others follow with their places. */
export function unreadableDocument(file: string, problems: readonly DocumentProblem[]): UserError {
  const [first, ...others] = problems;
  if (first === undefined) return new UserError('the file cannot be used', 'Check its contents.', file);
  const rest = others.map(({ line, column, what, why }) => `\n${file}:${line}:${column}  ${what} ${why}`);
  return new UserError(
    `${first.what} ${first.why}${rest.join('')}`,
    first.next,
    `${file}:${first.line}:${first.column}`,
  );
}
