import type { Expression } from './machine.ts';
import { type Field, type Layout } from './layout.ts';
import { rangeOf } from './range.ts';

/** Where names are looked up: the locals of an instance (0: none), then the globals. */
export interface Scope {
  readonly layout: Layout;
  readonly instance: number;
}

export function fieldIn({ layout, instance }: Scope, name: string): Field {
  const field = layout.fields[instance]?.get(name) ?? layout.fields[0]?.get(name);
  if (field === undefined) throw new RangeError(`'${name}' is not a variable`);
  return field;
}

const instancesIn = (layout: Layout): number => layout.fields.length - 1;
const eachScope = (layout: Layout): readonly Scope[] =>
  Array.from({ length: instancesIn(layout) }, (_, at) => ({ layout, instance: at + 1 }));

/** Smallest and greatest value of an expression by the declared ranges. */
export const rangeIn = (
  expression: Expression,
  scope: Scope,
): { readonly low: number; readonly high: number } =>
  rangeOf(
    expression,
    (name) => (scope.layout.fields[1]?.get(name) ?? scope.layout.fields[0]?.get(name))?.variable.most ?? 0,
    instancesIn(scope.layout),
  );

/** JavaScript that reads a field from the words `s0`, `s1`, … of the state being expanded. */
export const readSource = (field: Field): string =>
  field.bits === 0 ? '0' : `(s${field.word}>>>${field.shift}&${(1 << field.bits) - 1})`;

/**
 * JavaScript of an expression as a number; a condition is 0 or 1. Only whole numbers and names made here go into
 * the text, so a machine cannot smuggle code in.
 */
export function valueSource(expression: Expression, scope: Scope): string {
  switch (expression.kind) {
    case 'number':
      return wholeNumber(expression.value);
    case 'variable':
      return readSource(fieldIn(scope, expression.name));
    case 'of':
      return ofSource(expression.instance, expression.name, scope);
    case 'self':
      return wholeNumber(scope.instance);
    case 'not':
    case 'all':
    case 'any':
    case 'compare':
      return `(${conditionSource(expression, scope)}?1:0)`;
    case 'add':
      return `(${valueSource(expression.left, scope)}+${valueSource(expression.right, scope)})`;
    case 'subtract':
      return `(${valueSource(expression.left, scope)}-${valueSource(expression.right, scope)})`;
    case 'least':
      return `Math.min(${valueSource(expression.left, scope)},${valueSource(expression.right, scope)})`;
    case 'greatest':
      return `Math.max(${valueSource(expression.left, scope)},${valueSource(expression.right, scope)})`;
    case 'if': {
      const [then, otherwise] = [expression.then, expression.otherwise].map((part) =>
        valueSource(part, scope),
      );
      return `(${conditionSource(expression.when, scope)}?${then}:${otherwise})`;
    }
    case 'sum':
      return `(${eachScope(scope.layout)
        .map((inner) => valueSource(expression.of, inner))
        .join('+')})`;
    case 'count':
      return `(${eachScope(scope.layout)
        .map((inner) => `(${conditionSource(expression.of, inner)}?1:0)`)
        .join('+')})`;
  }
}

/** JavaScript of an expression as a condition: numbers other than 0 hold. */
export function conditionSource(expression: Expression, scope: Scope): string {
  switch (expression.kind) {
    case 'not':
      return `!${conditionSource(expression.of, scope)}`;
    case 'all':
    case 'any': {
      if (expression.of.length === 0) return expression.kind === 'all' ? 'true' : 'false';
      const parts = expression.of.map((part) => conditionSource(part, scope));
      return `(${parts.join(expression.kind === 'all' ? '&&' : '||')})`;
    }
    case 'compare': {
      const [left, right] = [expression.left, expression.right].map((part) => valueSource(part, scope));
      return `(${left}${comparison[expression.operator]}${right})`;
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
      return `(${valueSource(expression, scope)}!==0)`;
  }
}

const comparison = { '=': '===', '!=': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

function ofSource(holder: string, name: string, scope: Scope): string {
  const held = readSource(fieldIn(scope, holder));
  return eachScope(scope.layout).reduceRight(
    (otherwise, inner) => `(${held}===${inner.instance}?${readSource(fieldIn(inner, name))}:${otherwise})`,
    '0',
  );
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return value < 0 ? `(${value})` : `${value}`;
}
