import { parseTree } from '../../javascript/parse.ts';

/** Whether a text is one expression of JavaScript, so that what is put around it stays what it is. */
export function isExpression(text: string): boolean {
  if (text.trim() === '' || text.length > longest) return false;
  const outcome = parseTree('expression.js', `(${text}\n)`);
  if (outcome.kind === 'refused') return false;
  const [only, ...more] = outcome.file.program.body;
  return more.length === 0 && only?.type === 'ExpressionStatement';
}

const longest = 2000;
