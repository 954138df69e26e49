import type { Action } from './actions.ts';
import { partsOf } from './expressions.ts';
import { fieldIn, type Scope } from './generate-expression.ts';
import { type Layout, maskOf } from './layout.ts';
import type { Assignment, Expression } from './machine.ts';

/** Bits of the words of a state. */
export type Bits = Int32Array;

/** What an action may read and write, whatever the state. */
export interface Access {
  readonly reads: Bits;
  readonly writes: Bits;
}

export function accessOf(layout: Layout, action: Action): Access {
  const scope = { layout, instance: action.instance };
  const reads = noBits(layout);
  const writes = noBits(layout);
  addReads(reads, action.step.when, scope);
  for (const { assign } of action.step.outcomes)
    for (const assignment of assign) addAssignment(reads, writes, assignment, scope);
  return { reads, writes };
}

export function readsOf(layout: Layout, expression: Expression, instance: number): Bits {
  const reads = noBits(layout);
  addReads(reads, expression, { layout, instance });
  return reads;
}

export const noBits = (layout: Layout): Bits => new Int32Array(layout.words);

export const overlap = (left: Bits, right: Bits): boolean =>
  left.some((word, at) => (word & (right[at] ?? 0)) !== 0);

/** Whether two actions can be taken in either order with the same result, and neither enables or disables the other. */
export const areIndependent = (left: Access, right: Access): boolean =>
  !overlap(left.writes, right.reads) &&
  !overlap(left.writes, right.writes) &&
  !overlap(left.reads, right.writes);

const scopesIn = (layout: Layout): readonly Scope[] =>
  layout.fields.slice(1).map((_, at) => ({ layout, instance: at + 1 }));

function addField(bits: Bits, scope: Scope, name: string): void {
  const field = fieldIn(scope, name);
  bits[field.word] = (bits[field.word] ?? 0) | maskOf(field);
}

function addReads(reads: Bits, expression: Expression, scope: Scope): void {
  switch (expression.kind) {
    case 'variable':
      return addField(reads, scope, expression.name);
    case 'of':
      addField(reads, scope, expression.instance);
      for (const each of scopesIn(scope.layout)) addField(reads, each, expression.name);
      return;
    case 'sum':
    case 'count':
      for (const each of scopesIn(scope.layout)) addReads(reads, expression.of, each);
      return;
    case 'number':
    case 'self':
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
    case 'if':
      for (const part of partsOf(expression)) addReads(reads, part, scope);
  }
}

function addAssignment(reads: Bits, writes: Bits, { variable, of, value }: Assignment, scope: Scope): void {
  addReads(reads, value, scope);
  if (of === undefined) return addField(writes, scope, variable);
  addField(reads, scope, of);
  for (const each of scopesIn(scope.layout)) addField(writes, each, variable);
}
