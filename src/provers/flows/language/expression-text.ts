import type { Expression } from '../../../model-checking/machine.ts';
import type { StoredRecord } from './flow-spec.ts';

/** An expression as a file would write it; numbers beside a record of words become its words. */
export function expressionText(expression: Expression, records: readonly StoredRecord[]): string {
  const text = (part: Expression): string => expressionText(part, records);
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'variable':
    case 'of':
      return expression.name;
    case 'self':
      return 'self';
    case 'not':
      return `not (${text(expression.of)})`;
    case 'all':
    case 'any':
      return expression.of
        .map((part) => `(${text(part)})`)
        .join(expression.kind === 'all' ? ' and ' : ' or ');
    case 'compare':
      return `${wordOr(expression.left, expression.right, records)} ${expression.operator} ${wordOr(expression.right, expression.left, records)}`;
    case 'add':
      return `${text(expression.left)} + ${text(expression.right)}`;
    case 'subtract':
      return `${text(expression.left)} - ${text(expression.right)}`;
    case 'least':
    case 'greatest':
      return `${expression.kind}(${text(expression.left)}, ${text(expression.right)})`;
    case 'if':
      return `if ${text(expression.when)} then ${text(expression.then)} else ${text(expression.otherwise)}`;
    case 'sum':
    case 'count':
      return `${expression.kind}(${text(expression.of)})`;
  }
}

function wordOr(one: Expression, other: Expression, records: readonly StoredRecord[]): string {
  const words =
    other.kind === 'variable' ? records.find(({ name }) => name === other.name)?.words : undefined;
  return one.kind === 'number' && words?.[one.value] !== undefined
    ? (words[one.value] ?? '')
    : expressionText(one, records);
}
