import type { CallExpression, Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';

/** `text.indexOf(part) === -1` and its like as `includes` and `startsWith`. */
export function indexTest(
  { left, right, operator }: Extract<Node, { type: 'BinaryExpression' }>,
  holds: boolean,
): { call: CallExpression; method: string; holds: boolean } | undefined {
  if (left.type !== 'CallExpression' || left.callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(left.callee.property, left.callee.computed);
  if (key !== 'indexOf' && key !== 'search' && key !== 'lastIndexOf') return undefined;
  const isMinusOne = right.type === 'UnaryExpression' && right.operator === '-';
  const isZero = right.type === 'Literal' && right.value === 0;
  const isEqual = /^===?$/.test(operator);
  const isDifferent = /^!==?$/.test(operator);
  if (isMinusOne && (isEqual || isDifferent || operator === '>'))
    return { call: left, method: 'includes', holds: isEqual ? !holds : holds };
  if (isZero && (operator === '>=' || operator === '<'))
    return { call: left, method: 'includes', holds: operator === '>=' ? holds : !holds };
  if (isZero && (isEqual || isDifferent))
    return { call: left, method: 'startsWith', holds: isEqual ? holds : !holds };
  return undefined;
}

/** What answers null where it finds nothing. */
export const isSearch = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  /^(exec|match)$/.test(plainKey(node.callee.property, node.callee.computed) ?? '');

/** `null` and `undefined`. */
export const isNothing = (node: Node): boolean =>
  (node.type === 'Identifier' && node.name === 'undefined') ||
  (node.type === 'Literal' && node.value === null && !('regex' in node));
