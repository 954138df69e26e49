import type { CallExpression, Expression, Node } from 'oxc-parser';
import { plainKey, unwrap } from '../javascript/syntax.ts';

/** One call of a chain. */
export interface Link {
  readonly name: string;
  readonly args: CallExpression['arguments'];
  readonly node: CallExpression;
}

/** `root.a(…).b(…)`, from the root outwards; a call of the root itself has an empty name. */
export interface Chain {
  readonly root: Expression;
  /** Members between the root and the first call: `models.User`. */
  readonly links: readonly Link[];
}

const longest = 60;

export function chainOf(call: CallExpression): Chain {
  const links: Link[] = [];
  let at: Expression = call;
  for (let count = 0; count < longest; count += 1) {
    const node: Expression = unwrap(at);
    if (node.type === 'AwaitExpression') {
      at = node.argument;
      continue;
    }
    if (node.type !== 'CallExpression') return { root: node, links };
    const callee: Expression = unwrap(node.callee);
    if (callee.type === 'MemberExpression') {
      links.unshift({ name: plainKey(callee.property, callee.computed) ?? '', args: node.arguments, node });
      at = callee.object;
    } else {
      links.unshift({ name: '', args: node.arguments, node });
      at = callee;
    }
  }
  return { root: at, links };
}

/** The last name of an expression: `User` of `this.models.User`. */
export function lastName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return plainKey(node.property, node.computed);
  return undefined;
}
