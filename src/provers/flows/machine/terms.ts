import type { Assignment, Expression } from '../../../model-checking/machine.ts';

/** Expressions written short: a machine is built of hundreds of them. */
export const number = (value: number): Expression => ({ kind: 'number', value });
export const variable = (name: string): Expression => ({ kind: 'variable', name });

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export const compare = (
  left: Expression | string,
  operator: Operator,
  right: Expression | number,
): Expression => ({
  kind: 'compare',
  operator,
  left: typeof left === 'string' ? variable(left) : left,
  right: typeof right === 'number' ? number(right) : right,
});

export const equals = (name: string, value: number): Expression => compare(name, '=', value);

export const not = (of: Expression): Expression => ({ kind: 'not', of });

/** What is always true is left out. */
export function all(...of: readonly (Expression | undefined)[]): Expression {
  const parts = of.flatMap((part) => (part === undefined ? [] : part.kind === 'all' ? part.of : [part]));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'all', of: parts };
}

export function any(...of: readonly Expression[]): Expression {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'any', of };
}

export const plus = (name: string, value: number): Expression => ({
  kind: 'add',
  left: variable(name),
  right: number(value),
});

export const minus = (name: string, value: number): Expression => ({
  kind: 'subtract',
  left: variable(name),
  right: number(value),
});

export const either = (when: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: 'if',
  when,
  // oxlint-disable-next-line unicorn/no-thenable -- the name is that of the machine's expressions
  then,
  otherwise,
});

export const assign = (name: string, value: Expression | number): Assignment => ({
  variable: name,
  value: typeof value === 'number' ? number(value) : value,
});

/** A variable is assigned once in a step: what is named later counts. */
export function merged(...lists: readonly (readonly Assignment[])[]): readonly Assignment[] {
  return [...new Map(lists.flat().map((each) => [each.variable, each])).values()];
}

/** The same expression with other names, or with something else in place of a name. */
export function replaced(expression: Expression, name: (name: string) => Expression): Expression {
  const again = (each: Expression): Expression => replaced(each, name);
  switch (expression.kind) {
    case 'number':
    case 'self':
    case 'of':
      return expression;
    case 'variable':
      return name(expression.name);
    case 'not':
    case 'sum':
    case 'count':
      return { kind: expression.kind, of: again(expression.of) };
    case 'all':
    case 'any':
      return { kind: expression.kind, of: expression.of.map(again) };
    case 'compare':
      return { ...expression, left: again(expression.left), right: again(expression.right) };
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
      return { kind: expression.kind, left: again(expression.left), right: again(expression.right) };
    case 'if':
      return either(again(expression.when), again(expression.then), again(expression.otherwise));
  }
}
