import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import type { PhpValue, Scope } from './value.ts';
import { boolean, joined, listOf, nothing, textOf, truth, unknown } from './value.ts';

export function binary(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return nothing;
  const operator = inField(node, 'operator')?.text.toLowerCase() ?? '';
  const first = evaluate(machine, left, scope);
  switch (operator) {
    case '.':
      return joined([first, evaluate(machine, right, scope)]);
    case '??': {
      if (first.kind === 'null') return evaluate(machine, right, scope);
      if (first.kind !== 'unknown') return first;
      const other = evaluate(machine, right, scope);
      return other.kind === 'null' ? first : readsOutside(left) ? other : first;
    }
    case '&&':
    case 'and': {
      const known = truth(first);
      if (known === false) return boolean(false);
      return behind(machine, right, scope, known === true);
    }
    case '||':
    case 'or': {
      const known = truth(first);
      if (known === true) return boolean(true);
      return behind(machine, right, scope, known === false);
    }
    case '===':
    case '==':
    case '!==':
    case '!=':
      return compared(first, evaluate(machine, right, scope), operator.startsWith('!'));
    case '+': {
      const second = evaluate(machine, right, scope);
      if (first.kind === 'array' && second.kind === 'array') return merged(first, second);
      return arithmetic(first, second, (a, b) => a + b);
    }
    case '-':
      return arithmetic(first, evaluate(machine, right, scope), (a, b) => a - b);
    case '*':
      return arithmetic(first, evaluate(machine, right, scope), (a, b) => a * b);
    default:
      evaluate(machine, right, scope);
      return unknown('a computed value');
  }
}

/** `$_ENV['X'] ?? 'default'`: without the outside the default holds. */
const readsOutside = (node: SyntaxNode): boolean => /^\$_(ENV|SERVER)\b|^getenv\(/.test(node.text);

function behind(machine: Machine, node: SyntaxNode, scope: Scope, certain: boolean): PhpValue {
  if (!certain) machine.conditions += 1;
  const value = evaluate(machine, node, scope);
  if (!certain) machine.conditions -= 1;
  const known = certain ? truth(value) : undefined;
  return known === undefined ? unknown('a condition') : boolean(known);
}

function compared(first: PhpValue, second: PhpValue, negated: boolean): PhpValue {
  const [one, other] = [comparable(first), comparable(second)];
  if (one === undefined || other === undefined) return unknown('a comparison');
  return boolean((one === other) !== negated);
}

function comparable(value: PhpValue): string | undefined {
  if (value.kind === 'boolean') return `boolean ${value.value}`;
  if (value.kind === 'null') return 'null';
  return textOf(value);
}

function merged(
  first: PhpValue & { readonly kind: 'array' },
  second: PhpValue & { readonly kind: 'array' },
): PhpValue {
  const keys = new Set(first.entries.map(({ key }) => key));
  const more = second.entries.filter(({ key }) => key === undefined || !keys.has(key));
  return listOf([...first.entries, ...more], first.open || second.open);
}

function arithmetic(first: PhpValue, second: PhpValue, sum: (a: number, b: number) => number): PhpValue {
  if (first.kind !== 'number' || second.kind !== 'number') return unknown('a computed number');
  return { kind: 'number', value: sum(first.value, second.value) };
}
