import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { wholeText } from '../../flows/value.ts';

/** Whether a flag holds that is handed to a function: `if ($escape)`, `$raw === false`. */
export function knownTruth(machine: Machine, node: SyntaxNode, frame: Frame): boolean | undefined {
  switch (node.type) {
    case 'parenthesized_expression':
      return node.children[0] === undefined ? undefined : knownTruth(machine, node.children[0], frame);
    case 'unary_op_expression': {
      const inner = node.text.startsWith('!') ? node.children.at(-1) : undefined;
      const known = inner === undefined ? undefined : knownTruth(machine, inner, frame);
      return known === undefined ? undefined : !known;
    }
    case 'binary_expression':
      return compared(machine, node, frame);
    case 'variable_name':
      return flagOf(machine, node, frame);
    default:
      return undefined;
  }
}

function compared(machine: Machine, node: SyntaxNode, frame: Frame): boolean | undefined {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text ?? '';
  if (left?.type !== 'variable_name' || right?.type !== 'boolean' || !/^[!=]==?$/.test(operator))
    return undefined;
  const known = flagOf(machine, left, frame);
  if (known === undefined) return undefined;
  const isSame = known === (right.text.toLowerCase() === 'true');
  return operator.startsWith('!') ? !isSame : isSame;
}

function flagOf(machine: Machine, node: SyntaxNode, frame: Frame): boolean | undefined {
  const text = wholeText(evaluate(machine, node, frame));
  return text === undefined ? undefined : text !== '' && text !== '0';
}
