import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';

export interface Link {
  readonly name: string;
  readonly args: readonly SyntaxNode[];
  readonly node: SyntaxNode;
}

/** `db.Where(…).Find(…)` as what it begins with and the calls after that, in order. */
export interface Chain {
  readonly root: SyntaxNode;
  readonly links: readonly Link[];
}

export function chainOf(call: SyntaxNode): Chain {
  const links: Link[] = [];
  let at = call;
  for (;;) {
    const callee = at.type === 'call_expression' ? inField(at, 'function') : undefined;
    const operand = callee?.type === 'selector_expression' ? inField(callee, 'operand') : undefined;
    if (callee === undefined || operand === undefined) return { root: at, links };
    const args = inField(at, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
    links.unshift({ name: inField(callee, 'field')?.text ?? '', args, node: at });
    at = operand;
  }
}
