import type { Expression, Machine } from './machine.ts';
import { isLocal, mostOf } from './promela-expression.ts';
import { rangeOf } from './range.ts';

/** Names of a machine in TLA+, and the name of the instance that is meant where the expression stands. */
export interface TlaNames {
  readonly machine: Machine;
  readonly names: ReadonlyMap<string, string>;
  readonly self: string;
  /** How many sums and counts surround the expression. */
  readonly depth: number;
}

export function tlaVariable({ machine, names, self }: TlaNames, name: string): string {
  const text = names.get(name) ?? '';
  return isLocal(machine, name) ? `${text}[${self}]` : text;
}

/** An expression as a number: TLA+ tells numbers from truth values. */
export function tlaValue(context: TlaNames, expression: Expression): string {
  const text = (part: Expression): string => tlaValue(context, part);
  switch (expression.kind) {
    case 'number':
      return expression.value < 0 ? `(${expression.value})` : `${expression.value}`;
    case 'variable':
      return tlaVariable(context, expression.name);
    case 'of': {
      const holder = tlaVariable(context, expression.instance);
      return `(IF ${holder} \\in Instances THEN ${context.names.get(expression.name) ?? ''}[${holder}] ELSE 0)`;
    }
    case 'self':
      return context.self;
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
      return `(IF ${tlaCondition(context, expression)} THEN 1 ELSE 0)`;
    case 'add':
      return `(${text(expression.left)} + ${text(expression.right)})`;
    case 'subtract':
      return `(${text(expression.left)} - ${text(expression.right)})`;
    case 'least':
      return `Least(${text(expression.left)}, ${text(expression.right)})`;
    case 'greatest':
      return `Greatest(${text(expression.left)}, ${text(expression.right)})`;
    case 'if':
      return `(IF ${tlaCondition(context, expression.when)} THEN ${text(expression.then)} ELSE ${text(expression.otherwise)})`;
    case 'sum': {
      const inner = within(context);
      const places = Array.from(
        { length: context.machine.instances },
        (_, at) => `of_${inner.self}[${at + 1}]`,
      );
      const all = `[${inner.self} \\in Instances |-> ${tlaValue(inner, expression.of)}]`;
      return `(LET of_${inner.self} == ${all} IN ${places.join(' + ')})`;
    }
    case 'count': {
      const inner = within(context);
      return `Cardinality({${inner.self} \\in Instances : ${tlaCondition(inner, expression.of)}})`;
    }
  }
}

/** An expression as a truth value. */
export function tlaCondition(context: TlaNames, expression: Expression): string {
  switch (expression.kind) {
    case 'not':
      return `~${tlaCondition(context, expression.of)}`;
    case 'all':
    case 'any': {
      const isAll = expression.kind === 'all';
      if (expression.of.length === 0) return isAll ? 'TRUE' : 'FALSE';
      const parts = expression.of.map((part) => tlaCondition(context, part));
      return `(${parts.join(isAll ? ' /\\ ' : ' \\/ ')})`;
    }
    case 'compare': {
      const operator = expression.operator === '!=' ? '#' : expression.operator;
      return `(${tlaValue(context, expression.left)} ${operator} ${tlaValue(context, expression.right)})`;
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
      return `(${tlaValue(context, expression)} # 0)`;
  }
}

/** A value kept in the range of the variable it is assigned to; where that tells its overflow, `TypeOK` finds it. */
export function tlaClamped(context: TlaNames, variable: string, value: Expression): string {
  const { machine } = context;
  const most = mostOf(machine, variable);
  const written = [...machine.local, ...machine.global].find(({ name }) => name === variable);
  if (written?.tellsOverflow === true) return tlaValue(context, value);
  const { low, high } = rangeOf(value, (name) => mostOf(machine, name), machine.instances);
  const text = tlaValue(context, value);
  const notBelow = low < 0 ? `Greatest(0, ${text})` : text;
  return high > most ? `Least(${most}, ${notBelow})` : notBelow;
}

const within = (context: TlaNames): TlaNames => ({
  ...context,
  self: `each_${context.depth + 1}`,
  depth: context.depth + 1,
});
