import type { SyntaxNode } from '../../languages/syntax.ts';
import { once } from '../../once.ts';
import type { Code } from '../code.ts';
import { printCode } from './print.ts';

const nodes = new WeakMap<Code, SyntaxNode>();
const codes = new WeakMap<SyntaxNode, Code>();
const lists = new WeakMap<readonly Code[], readonly SyntaxNode[]>();

/** The walk of what a caller without credentials meets knows nodes: a node that stands for a piece of code. */
export function nodeOf(code: Code): SyntaxNode {
  const known = nodes.get(code);
  if (known !== undefined) return known;
  const text = once(() => printCode(code));
  const made: SyntaxNode = {
    type: code.kind,
    start: 0,
    line: code.line,
    children: [],
    get text() {
      return text();
    },
  };
  nodes.set(code, made);
  codes.set(made, code);
  return made;
}

export const codeAt = (node: SyntaxNode): Code | undefined => codes.get(node);

/** The same list for the same body: what runs already is told by it. */
export function nodesOf(body: readonly Code[]): readonly SyntaxNode[] {
  const known = lists.get(body);
  if (known !== undefined) return known;
  const made = body.map(nodeOf);
  lists.set(body, made);
  return made;
}
