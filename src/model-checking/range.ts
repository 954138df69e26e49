import type { Expression } from './machine.ts';

/** Smallest and greatest value an expression can have, whatever the state. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

const truth: Range = { low: 0, high: 1 };

/**
 * Interval arithmetic over the declared ranges (Moore, Interval Analysis, 1966): tells where a value must be clamped,
 * and that no sum grows beyond whole numbers. `mostOf` gives the greatest value of a variable.
 */
export function rangeOf(expression: Expression, mostOf: (name: string) => number, instances: number): Range {
  const range = (part: Expression): Range => rangeOf(part, mostOf, instances);
  switch (expression.kind) {
    case 'number':
      return { low: expression.value, high: expression.value };
    case 'variable':
      return { low: 0, high: mostOf(expression.name) };
    case 'of':
      return { low: 0, high: mostOf(expression.name) };
    case 'self':
      return { low: 1, high: instances };
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
      return truth;
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
      return ofPair(expression.kind, range(expression.left), range(expression.right));
    case 'if': {
      const then = range(expression.then);
      const otherwise = range(expression.otherwise);
      return { low: Math.min(then.low, otherwise.low), high: Math.max(then.high, otherwise.high) };
    }
    case 'sum': {
      const one = range(expression.of);
      return { low: instances * one.low, high: instances * one.high };
    }
    case 'count':
      return { low: 0, high: instances };
  }
}

function ofPair(kind: 'add' | 'subtract' | 'least' | 'greatest', left: Range, right: Range): Range {
  switch (kind) {
    case 'add':
      return { low: left.low + right.low, high: left.high + right.high };
    case 'subtract':
      return { low: left.low - right.high, high: left.high - right.low };
    case 'least':
      return { low: Math.min(left.low, right.low), high: Math.min(left.high, right.high) };
    case 'greatest':
      return { low: Math.max(left.low, right.low), high: Math.max(left.high, right.high) };
  }
}
