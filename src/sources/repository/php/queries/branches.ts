import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { alternatives } from '../../queries/written-text.ts';
import type { WrittenText } from '../../queries/written-text.ts';
import type { Frame, Variable } from './types.ts';

/**
 * Walks the branches of a condition one after the other. A text that a branch makes anew is not seen by the next one;
 * afterwards it may be any of them. What branches add to a text is all told, one after the other.
 */
export function eachBranch(
  node: SyntaxNode,
  { variables }: Frame,
  visit: (branch: SyntaxNode) => void,
): void {
  const condition = inField(node, 'condition');
  if (condition !== undefined) visit(condition);
  const branches = node.children.filter((child) => child !== condition && child.type !== 'comment');
  const before = new Map(variables);
  const made = new Map<string, { readonly texts: readonly WrittenText[]; readonly last: Variable }>();
  for (const branch of branches) {
    visit(branch);
    for (const [name, variable] of variables) {
      const known = before.get(name);
      if (variable.text === undefined || !isAnew(known?.text, variable.text)) continue;
      const texts = made.get(name)?.texts ?? [];
      made.set(name, { texts: leaves(branch) ? texts : [...texts, variable.text], last: variable });
      variables.set(name, known ?? withoutText(variable));
    }
  }
  const hasElse = branches.some(({ type }) => type === 'else_clause');
  for (const [name, { texts, last }] of made) {
    const known = before.get(name);
    const all = [...(hasElse || known?.text === undefined ? [] : [known.text]), ...texts];
    const text = alternatives(all);
    if (text !== undefined) variables.set(name, { ...last, text });
  }
}

const isAnew = (before: WrittenText | undefined, after: WrittenText): boolean =>
  before === undefined || !after.text.startsWith(before.text);

const withoutText = ({ type, harmless, portion, written }: Variable): Variable => ({
  ...(type === undefined ? {} : { type }),
  ...(harmless === undefined ? {} : { harmless }),
  ...(portion === undefined ? {} : { portion }),
  ...(written === undefined ? {} : { written }),
});

/** The branch ends what its function does: nothing behind the condition sees what it made. */
function leaves(branch: SyntaxNode): boolean {
  const body = /^else(_if)?_clause$/.test(branch.type) ? (inField(branch, 'body') ?? branch) : branch;
  const last = body.children.findLast(({ type }) => type !== 'comment');
  return last !== undefined && /^(return|throw|continue|break|exit)\b/.test(last.text);
}
