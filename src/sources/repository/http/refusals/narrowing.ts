import type { Node } from 'oxc-parser';
import { evaluate } from './expressions.ts';
import { decide, narrowed } from './fact.ts';
import { assignName, factNamed } from './names.ts';
import type { Frame, Walk } from './walk.ts';

/** What a name holds where a condition on it was taken: `if (error)`, `if (!skipped && !error)`. */
export function narrow(walk: Walk, test: Node, holds: boolean, frame: Frame): void {
  const parts = conjuncts(test).filter(
    (part) => !isPlain(part) || decide(evaluate(walk, part, frame)).holds === undefined,
  );
  if (!holds && parts.length > 1) return;
  for (const part of parts) {
    const negated = part.type === 'UnaryExpression' && part.operator === '!';
    const name = negated ? part.argument : part;
    if (name.type !== 'Identifier') continue;
    const fact = factNamed(frame.names, name.name);
    if (fact?.kind === 'several')
      assignName(frame.names, name.name, narrowed(fact, holds !== negated), walk.log);
  }
}

const conjuncts = (test: Node): readonly Node[] =>
  test.type === 'LogicalExpression' && test.operator === '&&'
    ? [...conjuncts(test.left), ...conjuncts(test.right)]
    : [test];

/** Without calls: evaluating it again changes nothing. */
export function isPlain(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
      return true;
    case 'UnaryExpression':
      return isPlain(node.argument);
    case 'ChainExpression':
      return isPlain(node.expression);
    case 'MemberExpression':
      return isPlain(node.object);
    default:
      return false;
  }
}
