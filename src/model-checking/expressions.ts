import type { Expression } from './machine.ts';

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'variable':
    case 'of':
    case 'self':
      return [];
    case 'not':
    case 'sum':
    case 'count':
      return [expression.of];
    case 'all':
    case 'any':
      return expression.of;
    case 'compare':
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
      return [expression.left, expression.right];
    case 'if':
      return [expression.when, expression.then, expression.otherwise];
  }
}

/** A condition as the parts that must all hold. */
export function conjunctsOf(condition: Expression): readonly Expression[] {
  return condition.kind === 'all' ? condition.of.flatMap(conjunctsOf) : [condition];
}
