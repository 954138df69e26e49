import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lineage } from '../evaluator/paths.ts';
import type { FunctionValue, Value } from '../evaluator/value.ts';
import { booleanOf, isNone } from '../evaluator/value.ts';

/**
 * `self.auto_error` of an object that was made with `auto_error=False`, `self.scopes` of one that was made with none,
 * `Guest in self.allowed`; where only its maker sets the attribute.
 */
export function instanceTest(machine: Machine, node: SyntaxNode, within: FunctionValue): Known | undefined {
  if (node.type === 'comparison_operator') return amongTest(machine, node, within);
  const value = fieldOf(node, within);
  if (value === undefined) return undefined;
  if (isNone(value)) return 'no';
  if (value.kind === 'list' && !value.open) return value.items.length > 0 ? 'yes' : 'no';
  const known = booleanOf(value);
  return known === undefined ? undefined : known ? 'yes' : 'no';
}

function fieldOf(node: SyntaxNode, { self }: FunctionValue): Value | undefined {
  if (node.type !== 'attribute' || self?.kind !== 'instance' || inField(node, 'object')?.text !== 'self')
    return undefined;
  const name = inField(node, 'attribute')?.text ?? '';
  const set = new RegExp(`\\bself\\.${name}\\s*(:[^=\\n]+)?=[^=]|\\bsetattr\\b`, 'g');
  const times = lineage(self.of).reduce((sum, each) => sum + [...each.node.text.matchAll(set)].length, 0);
  return times > 1 ? undefined : self.attributes.get(name);
}

function amongTest(machine: Machine, node: SyntaxNode, within: FunctionValue): Known | undefined {
  const [left, right, more] = node.children.filter(({ field }) => field !== 'operators');
  const operator = node.children.find(({ field }) => field === 'operators')?.text ?? '';
  if (left === undefined || right === undefined || more !== undefined || !/^(not\s+)?in$/.test(operator))
    return undefined;
  const all = fieldOf(right, within);
  if (all?.kind !== 'list' || all.open || !/^[A-Z]\w*(\.[A-Z]\w*)*$/.test(left.text)) return undefined;
  const asked = identityOf(evaluate(machine, left, within.scope));
  const given = all.items.map((each) => identityOf(each));
  if (asked === undefined || given.includes(undefined)) return undefined;
  return given.includes(asked) === (operator === 'in') ? 'yes' : 'no';
}

/** What tells two values apart: a class, a member of an enumeration. */
function identityOf(value: Value): unknown {
  if (value.kind === 'class') return value.node;
  return value.kind === 'instance' && value.attributes.has('__items__') ? value : undefined;
}
