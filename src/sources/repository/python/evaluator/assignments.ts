import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import { binary } from './operators.ts';
import { elements } from './sequences.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';
import { list, stringOf, unknown } from './value.ts';

export function assign(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const type = inField(node, 'type');
  if (left === undefined) return unknown('an assignment to nothing');
  if (type !== undefined && left.type === 'identifier') annotations(scope)?.set(left.text, type);
  if (right === undefined) return unknown('nothing was assigned');
  const given = right.type === 'assignment' ? assign(machine, right, scope) : evaluate(machine, right, scope);
  const value =
    node.type === 'augmented_assignment'
      ? augmented(machine, left, inField(node, 'operator')?.text ?? '', given, scope)
      : given;
  assignTo(machine, left, value, scope);
  return value;
}

/** Types that a class body gives to its names. */
const classScopes = new WeakMap<Scope, Map<string, SyntaxNode>>();
export const noteAnnotations = (scope: Scope, types: Map<string, SyntaxNode>): void =>
  void classScopes.set(scope, types);
const annotations = (scope: Scope): Map<string, SyntaxNode> | undefined => classScopes.get(scope);

function augmented(machine: Machine, left: SyntaxNode, operator: string, given: Value, scope: Scope): Value {
  const before = evaluate(machine, left, scope);
  if (operator === '+=' && before.kind === 'list') {
    // What a call outside the target gives is kept as it is: its reader may know what it holds.
    const { items, open } =
      given.kind === 'result' || given.kind === 'member'
        ? { items: [given], open: true }
        : elements(machine, given);
    before.items.push(...items.slice(0, 5_000));
    before.open ||= open;
    return before;
  }
  return binary(operator.replace(/=$/, ''), before, given);
}

function assignTo(machine: Machine, target: SyntaxNode, value: Value, scope: Scope): void {
  switch (target.type) {
    case 'identifier': {
      const owner = scope.globals.has(target.text) ? scope.module.scope : scope;
      owner.names.set(target.text, value);
      return;
    }
    case 'attribute': {
      const [object, name] = [inField(target, 'object'), inField(target, 'attribute')];
      if (object === undefined || name === undefined) return;
      setAttribute(evaluate(machine, object, scope), name.text, value);
      return;
    }
    case 'subscript': {
      const [object, key] = [inField(target, 'value'), inField(target, 'subscript')];
      if (object === undefined || key === undefined) return;
      const holder = evaluate(machine, object, scope);
      const at = evaluate(machine, key, scope);
      if (holder.kind === 'dict') setEntry(holder, at, value);
      return;
    }
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'tuple':
    case 'expression_list':
    case 'parenthesized_expression':
      spread(machine, target.children, value, scope);
      return;
    case 'list_splat_pattern':
    case 'as_pattern_target':
      for (const child of target.children) assignTo(machine, child, value, scope);
      return;
    default:
      return;
  }
}

assign.to = assignTo;

function spread(machine: Machine, targets: readonly SyntaxNode[], value: Value, scope: Scope): void {
  const { items } = elements(machine, value);
  const splat = targets.findIndex(({ type }) => type === 'list_splat_pattern');
  targets.forEach((target, at) => {
    if (at === splat) {
      assignTo(machine, target, list(items.slice(at, items.length - (targets.length - at - 1))), scope);
      return;
    }
    const index = splat !== -1 && at > splat ? items.length - (targets.length - at) : at;
    assignTo(machine, target, items[index] ?? unknown('a part of a value that is not known'), scope);
  });
}

function setAttribute(object: Value, name: string, value: Value): void {
  if (object.kind === 'instance' || object.kind === 'result' || object.kind === 'class')
    object.attributes.set(name, value);
  else if (object.kind === 'member' && object.object.kind === 'result')
    // `app.conf.beat_schedule = …`
    object.object.attributes.set(`${object.name}.${name}`, value);
  else if (object.kind === 'module') object.module.scope.names.set(name, value);
}

export function setEntry(dict: Extract<Value, { kind: 'dict' }>, key: Value, value: Value): void {
  const name = stringOf(key);
  const at = name === undefined ? -1 : dict.entries.findIndex(([known]) => stringOf(known) === name);
  if (at === -1) dict.entries.push([key, value]);
  else dict.entries[at] = [key, value];
}
