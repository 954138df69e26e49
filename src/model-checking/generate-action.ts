import type { Action } from './actions.ts';
import { conjunctsOf } from './expressions.ts';
import {
  conditionSource,
  fieldIn,
  rangeIn,
  readSource,
  type Scope,
  valueSource,
} from './generate-expression.ts';
import { type Field, type Layout, maskOf } from './layout.ts';
import type { Assignment, Machine } from './machine.ts';
import { overflowOf } from './overflow.ts';

/** `s0,s1,s2`: the words of a state as parameters or arguments. */
export const wordList = (layout: Layout, prefix: string): string =>
  Array.from({ length: layout.words }, (_, word) => `${prefix}${word}`).join(',');

/** JavaScript of the condition under which an action can be taken. */
export const guardSource = (layout: Layout, action: Action): string =>
  conditionSource(action.step.when, { layout, instance: action.instance });

/** JavaScript that gives 0 where an action can be taken, else which part of its condition is the first not to hold, from 1. */
export function refusalSource(layout: Layout, action: Action): string {
  const scope = { layout, instance: action.instance };
  return conjunctsOf(action.step.when)
    .map((part) => `${conditionSource(part, scope)}?`)
    .reduceRight((inner, test, index) => `${test}${inner}:${index + 1}`, '0');
}

/** A function that adds the successor of every outcome of an action that can be taken. */
export function takeSource(machine: Machine, layout: Layout, action: Action): string {
  const scope = { layout, instance: action.instance };
  const outcomes = action.step.outcomes.map(({ assign }, index) => {
    const transition = action.firstTransition + index;
    const taken = outcomeSource(scope, assign, transition);
    const overflow = overflowOf(machine, assign);
    return overflow === undefined
      ? taken
      : `if(${conditionSource(overflow, scope)})left(${transition});else${taken}`;
  });
  return `function take${action.index}(${wordList(layout, 's')}){taken[${action.index}]=1;${outcomes.join('')}}`;
}

/** All right sides are read from the old words before the new ones are written, the later assignment of two last. */
function outcomeSource(scope: Scope, assignments: readonly Assignment[], transition: number): string {
  const values = assignments.map(
    (assignment, index) => `const v${index}=${clampedSource(scope, assignment)};`,
  );
  const writes = assignments.map((assignment, index) => writeSource(scope, assignment, `v${index}`));
  const words = Array.from({ length: scope.layout.words }, (_, word) => `n${word}=s${word}`);
  const news = wordList(scope.layout, 'n');
  return `{${values.join('')}let ${words.join(',')};${writes.join('')}add(${news},${transition});}`;
}

function clampedSource(scope: Scope, { variable, of, value }: Assignment): string {
  const field = fieldIn(of === undefined ? scope : { ...scope, instance: 1 }, variable);
  const { most } = field.variable;
  const { low, high } = rangeIn(value, scope);
  const source = valueSource(value, scope);
  const fromBelow = low < 0 ? `Math.max(0,${source})` : source;
  return high > most ? `Math.min(${most},${fromBelow})` : fromBelow;
}

function writeSource(scope: Scope, { variable, of }: Assignment, value: string): string {
  if (of === undefined) return setSource(fieldIn(scope, variable), value);
  const holder = readSource(fieldIn(scope, of));
  const cases = scope.layout.fields.slice(1).map((_, at) => {
    const field = fieldIn({ layout: scope.layout, instance: at + 1 }, variable);
    return `if(${holder}===${at + 1}){${setSource(field, value)}}`;
  });
  return cases.join('else ');
}

/** Writes a value within its range into the words of the successor. */
export function setSource(field: Field, value: string, prefix = 'n'): string {
  if (field.bits === 0) return '';
  const word = `${prefix}${field.word}`;
  return `${word}=${word}&${~maskOf(field)}|${value}<<${field.shift};`;
}
