import type { Passed } from '../calls.ts';
import type { Value } from '../value.ts';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

export interface Argument {
  readonly value: Value;
  readonly what: string;
}

/** One argument as it is told; nothing where it is not given. */
export function argument(call: Passed, at: number, name: string): readonly Argument[] {
  const value = call.args[at];
  return value === undefined ? [] : [{ value, what: `${ordinals[at] ?? `${at + 1}th`} argument of ${name}` }];
}
