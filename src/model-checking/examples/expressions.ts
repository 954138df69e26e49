import type { Assignment, Expression } from '../machine.ts';

/** Shorthand for the examples: a name is a variable, a number itself. */
type Term = Expression | string | number;

export const term = (of: Term): Expression => {
  if (typeof of === 'string') return { kind: 'variable', name: of };
  return typeof of === 'number' ? { kind: 'number', value: of } : of;
};

const compare =
  (operator: '=' | '!=' | '<' | '<=' | '>' | '>=') =>
  (left: Term, right: Term): Expression => ({
    kind: 'compare',
    operator,
    left: term(left),
    right: term(right),
  });

export const equal = compare('=');
export const unequal = compare('!=');
export const less = compare('<');
export const atMost = compare('<=');
export const more = compare('>');

export const self: Expression = { kind: 'self' };
export const always: Expression = { kind: 'all', of: [] };
export const all = (...of: readonly Expression[]): Expression => ({ kind: 'all', of });
export const any = (...of: readonly Expression[]): Expression => ({ kind: 'any', of });
export const not = (of: Expression): Expression => ({ kind: 'not', of });
export const count = (of: Expression): Expression => ({ kind: 'count', of });
export const plus = (left: Term, right: Term): Expression => ({
  kind: 'add',
  left: term(left),
  right: term(right),
});
export const minus = (left: Term, right: Term): Expression => ({
  kind: 'subtract',
  left: term(left),
  right: term(right),
});

export const set = (variable: string, value: Term): Assignment => ({ variable, value: term(value) });
export const add = (variable: string, amount = 1): Assignment => set(variable, plus(variable, amount));
export const take = (variable: string, amount = 1): Assignment => set(variable, minus(variable, amount));
