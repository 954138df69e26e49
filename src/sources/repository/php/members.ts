import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { propertyOf } from './codebase.ts';
import { scopeName } from './constants.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { variableName } from './syntax.ts';
import type { PhpValue, Scope } from './value.ts';
import { entryOf, nothing, textOf, unknown } from './value.ts';

export function subscript(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const [base, key] = node.children;
  if (base === undefined || key === undefined) return unknown('an element of a list');
  const list = evaluate(machine, base, scope);
  const known = textOf(evaluate(machine, key, scope));
  const given =
    list.kind === 'unknown' && known !== undefined ? machine.library.variable?.(known, scope) : undefined;
  if (given !== undefined) return given;
  if (known === undefined || list.kind !== 'array') return unknown(`${node.text.slice(0, 40)} is not known`);
  const keyed = entryOf(list, known);
  if (keyed !== undefined) return keyed;
  const position = /^\d+$/.test(known)
    ? list.entries.filter((entry) => entry.key === undefined)[Number(known)]
    : undefined;
  return position?.value ?? (list.open ? unknown('an element of a list that is not known') : nothing);
}

export function memberValue(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const object = inField(node, 'object');
  const name = inField(node, 'name')?.text;
  if (object === undefined || name === undefined) return unknown('a property');
  const owner = evaluate(machine, object, scope);
  if (owner.kind === 'host') return owner.host.read?.(name) ?? unknown(`the property ${name} is not known`);
  if (owner.kind !== 'object')
    return machine.library.variable?.(name, scope) ?? unknown(`the property ${name} is not known`);
  const known = owner.properties.get(name);
  if (known !== undefined) return known;
  const declared = machine.codebase.class(owner.className);
  const property = declared === undefined ? undefined : propertyOf(machine.codebase, declared, name);
  if (property?.default === undefined)
    return machine.library.variable?.(name, scope) ?? unknown(`the property ${name} is not known`);
  return evaluate(machine, property.default, {
    ...scope,
    ...(declared === undefined ? {} : { file: declared.file, class: declared }),
  });
}

export function staticProperty(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const owner = inField(node, 'scope');
  const name = variableName(inField(node, 'name'));
  const full = owner === undefined ? undefined : scopeName(machine, owner, scope);
  const declared = machine.codebase.class(full);
  if (declared === undefined || name === undefined) return unknown('a static property');
  const property = propertyOf(machine.codebase, declared, name);
  if (property?.default === undefined) return unknown(`the static property ${name} is not known`);
  return evaluate(machine, property.default, { file: declared.file, class: declared, variables: new Map() });
}
