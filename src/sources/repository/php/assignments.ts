import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { variableName } from './syntax.ts';
import type { ArrayEntry, PhpValue, Scope } from './value.ts';
import { joined, listOf, nothing, textOf, unknown } from './value.ts';

export function assignment(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return nothing;
  let value = evaluate(machine, right, scope);
  const operator = inField(node, 'operator')?.text;
  if (operator === '.=') value = joined([evaluate(machine, left, scope), value]);
  else if (operator === '??=') {
    const before = evaluate(machine, left, scope);
    if (before.kind !== 'unknown' && before.kind !== 'null') value = before;
  } else if (operator !== undefined && operator !== '=') value = unknown('a computed number');
  assign(machine, left, value, scope);
  return value;
}

export function assign(machine: Machine, target: SyntaxNode, value: PhpValue, scope: Scope): void {
  switch (target.type) {
    case 'variable_name': {
      const name = variableName(target);
      if (name !== undefined) scope.variables.set(name, value);
      return;
    }
    case 'by_ref':
      if (target.children[0] !== undefined) assign(machine, target.children[0], value, scope);
      return;
    case 'list_literal':
    case 'array_creation_expression':
      assignList(machine, target, value, scope);
      return;
    case 'subscript_expression': {
      const [base, key] = target.children;
      if (base === undefined) return;
      const before = evaluate(machine, base, scope);
      const known = key === undefined ? undefined : textOf(evaluate(machine, key, scope));
      const entries = before.kind === 'array' ? before.entries : [];
      const kept = known === undefined ? entries : entries.filter((entry) => entry.key !== known);
      const open = (before.kind === 'array' && before.open) || (key !== undefined && known === undefined);
      const entry: ArrayEntry = { ...(known === undefined ? {} : { key: known }), value, node: target };
      assign(machine, base, listOf([...kept, entry], open), scope);
      return;
    }
    case 'member_access_expression': {
      const object = inField(target, 'object');
      const name = inField(target, 'name')?.text;
      const owner = object === undefined ? undefined : evaluate(machine, object, scope);
      if (owner?.kind === 'object' && name !== undefined) owner.properties.set(name, value);
      return;
    }
    default:
      return;
  }
}

function assignList(machine: Machine, target: SyntaxNode, value: PhpValue, scope: Scope): void {
  const targets = target.children.filter(({ type }) => type !== 'comment');
  for (const [at, each] of targets.entries()) {
    const inner = each.type === 'array_element_initializer' ? each.children.at(-1) : each;
    const items = value.kind === 'array' ? value.entries : [];
    const given = items[at]?.value ?? unknown('part of a list that is not known');
    if (inner !== undefined) assign(machine, inner, given, scope);
  }
}
