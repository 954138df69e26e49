import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import { calledIn } from './syntax.ts';

/** `app.UseWhen(context => …, branch => …)`: what stands in the branch runs for some requests only. */
export interface Branch {
  readonly condition: SyntaxNode | undefined;
  /** What the branch is called in it. */
  readonly name: string;
}

/** The branch that a place of a file stands in, the innermost one. */
export function branchAt(tree: SyntaxNode | undefined, start: number): Branch | undefined {
  let found: Branch | undefined;
  if (tree === undefined) return undefined;
  walkSyntax(tree, (node) => {
    const end = node.start + node.text.length;
    if (start < node.start || start >= end) return false;
    const called = node.type === 'invocation_expression' ? calledIn(node) : undefined;
    if (called === undefined || !/^(UseWhen|MapWhen)$/.test(called.name)) return true;
    const [first, second] = called.arguments.map(({ value }) => value);
    if (second === undefined || start < second.start) return true;
    found = {
      condition: first !== undefined && /lambda/.test(first.type) ? first : undefined,
      name: /^\(?\s*(?:\w+\s+)?(\w+)\s*\)?\s*=>/.exec(second.text)?.[1] ?? '',
    };
    return true;
  });
  return found;
}
