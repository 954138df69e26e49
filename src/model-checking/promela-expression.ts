import { instancesOf } from './actions.ts';
import type { Expression, Machine, Variable } from './machine.ts';
import { rangeOf } from './range.ts';

/** Names of a machine in Promela: a local variable is an array with the place of instance 1 at 0. */
export interface PromelaNames {
  readonly machine: Machine;
  readonly names: ReadonlyMap<string, string>;
}

export const mostOf = (machine: Machine, name: string): number =>
  [...machine.local, ...machine.global].find((variable: Variable) => variable.name === name)?.most ?? 0;

export const isLocal = (machine: Machine, name: string): boolean =>
  machine.local.some((variable) => variable.name === name);

/** A variable for an instance, whose number is known here. */
export function variableText({ machine, names }: PromelaNames, name: string, instance: number): string {
  const text = names.get(name) ?? '';
  return isLocal(machine, name) ? `${text}[${instance - 1}]` : text;
}

/** An expression as a number. Promela's conditions are numbers too, 0 and 1. */
export function promelaValue(context: PromelaNames, expression: Expression, instance: number): string {
  const text = (part: Expression): string => promelaValue(context, part, instance);
  const forEach = (
    part: Expression,
    as: (context: PromelaNames, part: Expression, instance: number) => string,
  ) =>
    `(${instancesOf(context.machine, true)
      .map((each) => as(context, part, each))
      .join(' + ')})`;
  switch (expression.kind) {
    case 'number':
      return expression.value < 0 ? `(${expression.value})` : `${expression.value}`;
    case 'variable':
      return variableText(context, expression.name, instance);
    case 'of': {
      const holder = variableText(context, expression.instance, instance);
      const array = context.names.get(expression.name) ?? '';
      return `(${isHeldText(context, expression.instance, instance)} -> ${array}[${holder} - 1] : 0)`;
    }
    case 'self':
      return `${instance}`;
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
      return promelaCondition(context, expression, instance);
    case 'add':
      return `(${text(expression.left)} + ${text(expression.right)})`;
    case 'subtract':
      return `(${text(expression.left)} - ${text(expression.right)})`;
    case 'least':
    case 'greatest': {
      const [left, right] = [text(expression.left), text(expression.right)];
      return `(${left} ${expression.kind === 'least' ? '<' : '>'} ${right} -> ${left} : ${right})`;
    }
    case 'if': {
      const when = promelaCondition(context, expression.when, instance);
      return `(${when} -> ${text(expression.then)} : ${text(expression.otherwise)})`;
    }
    case 'sum':
      return forEach(expression.of, promelaValue);
    case 'count':
      return forEach(expression.of, promelaCondition);
  }
}

/** An expression as 0 or 1. */
export function promelaCondition(context: PromelaNames, expression: Expression, instance: number): string {
  switch (expression.kind) {
    case 'not':
      return `(!${promelaCondition(context, expression.of, instance)})`;
    case 'all':
    case 'any': {
      const isAll = expression.kind === 'all';
      if (expression.of.length === 0) return isAll ? '1' : '0';
      const parts = expression.of.map((part) => promelaCondition(context, part, instance));
      return `(${parts.join(isAll ? ' && ' : ' || ')})`;
    }
    case 'compare': {
      const operator = expression.operator === '=' ? '==' : expression.operator;
      const [left, right] = [expression.left, expression.right].map((part) =>
        promelaValue(context, part, instance),
      );
      return `(${left} ${operator} ${right})`;
    }
    case 'number':
    case 'variable':
    case 'of':
    case 'self':
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
    case 'if':
    case 'sum':
    case 'count':
      return `(${promelaValue(context, expression, instance)} != 0)`;
  }
}

/** Whether a variable stores the number of an instance. */
export function isHeldText(context: PromelaNames, holder: string, instance: number): string {
  const held = variableText(context, holder, instance);
  const { instances } = context.machine;
  const some = `${held} > 0`;
  return mostOf(context.machine, holder) > instances ? `(${some} && ${held} <= ${instances})` : `(${some})`;
}

/** A value kept in the range of the variable it is assigned to. */
export function clampedText(
  context: PromelaNames,
  variable: string,
  value: Expression,
  instance: number,
): string {
  const { machine } = context;
  const most = mostOf(machine, variable);
  const { low, high } = rangeOf(value, (name) => mostOf(machine, name), machine.instances);
  const text = promelaValue(context, value, instance);
  const notBelow = low < 0 ? `(${text} < 0 -> 0 : ${text})` : text;
  return high > most ? `(${text} > ${most} -> ${most} : ${notBelow})` : notBelow;
}
