import type { CallExpression, Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { narrowTo } from './conditions.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';

type Comparison = Extract<Node, { type: 'BinaryExpression' }>;

/** `text.length > 100`: where the length has a bound, the text is not long. False where it is another test. */
export function narrowLength(
  machine: Machine,
  { left, right, operator }: Comparison,
  holds: boolean,
  frame: Frame,
): boolean {
  if (!/^[<>]=?$|^===?$/.test(operator)) return false;
  const [one, other] = [measured(left), measured(right)];
  const text = one ?? other;
  if (text === undefined) return false;
  const isEqual = operator.startsWith('=');
  const isLess = operator.startsWith('<') === (one !== undefined);
  if (isEqual ? holds : isLess === holds) narrowTo(machine, text, frame, ~can.long);
  return true;
}

/** The text whose length an expression is. */
function measured(node: Node): Node | undefined {
  if (node.type === 'ChainExpression') return measured(node.expression);
  return node.type === 'MemberExpression' && plainKey(node.property, node.computed) === 'length'
    ? node.object
    : undefined;
}

/** `text.slice(0, 100)`: a part with a known end. */
export const isCut = ({ arguments: [, end] }: Pick<CallExpression, 'arguments'>): boolean =>
  end?.type === 'Literal' && typeof end.value === 'number' && end.value >= 0;
