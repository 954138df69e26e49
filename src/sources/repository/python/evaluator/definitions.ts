import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { noteAnnotations } from './assignments.ts';
import { argumentsOf, callValue } from './calls.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import { libraryPath } from './paths.ts';
import type { Scope } from './scope.ts';
import { childScope } from './scope.ts';
import { runBlock } from './statements.ts';
import type { ClassValue, FunctionValue, Value, Wrapper } from './value.ts';

const classOfScope = new WeakMap<Scope, ClassValue>();

export function defineFunction(
  machine: Machine,
  node: SyntaxNode,
  decorators: readonly SyntaxNode[],
  scope: Scope,
): void {
  const name = inField(node, 'name')?.text ?? '';
  const owner = classOfScope.get(scope);
  let value: Value = {
    kind: 'function',
    name,
    node,
    module: scope.module,
    scope: owner === undefined ? scope : (scope.parent ?? scope),
    ...(owner === undefined ? {} : { owner }),
    wrappers: [],
  };
  for (const decorator of decorators.toReversed())
    value = decorated(machine, evaluate(machine, decorator, scope), value, decorator, scope);
  scope.names.set(name, value);
  owner?.attributes.set(name, value);
}

export function defineClass(
  machine: Machine,
  node: SyntaxNode,
  decorators: readonly SyntaxNode[],
  scope: Scope,
): void {
  const name = inField(node, 'name')?.text ?? '';
  const given = argumentsOf(machine, inField(node, 'superclasses'), scope);
  const body = childScope(scope);
  const made: ClassValue = {
    kind: 'class',
    name,
    node,
    module: scope.module,
    bases: given.positional,
    attributes: new Map(),
    annotations: new Map(),
    keywords: given.keywords,
    scope: body,
    wrappers: [],
  };
  classOfScope.set(body, made);
  noteAnnotations(body, made.annotations);
  runBlock(machine, inField(node, 'body'), body);
  for (const [key, value] of body.names) if (value.kind !== 'import') made.attributes.set(key, value);
  machine.classes.push(made);
  let value: Value = made;
  for (const decorator of decorators.toReversed())
    value = decorated(machine, evaluate(machine, decorator, scope), value, decorator, scope);
  scope.names.set(name, value);
  classOfScope.get(scope)?.attributes.set(name, value);
}

/**
 * A decorated function stays itself, with what was put around it: what a decorator registers is an event, and what it
 * checks is read from it later.
 */
function decorated(machine: Machine, decorator: Value, value: Value, node: SyntaxNode, scope: Scope): Value {
  if (value.kind !== 'function' && value.kind !== 'class') return value;
  const place = { module: scope.module, node };
  const wrapped = wrap(value, { value: decorator, place });
  if (/^(staticmethod|classmethod|property)$/.test(libraryPath(decorator) ?? '')) return wrapped;
  if (decorator.kind === 'unknown') return wrapped;
  // What the decorator is given does not stand inside it yet.
  callValue(machine, decorator, { positional: [value], keywords: new Map(), open: false }, place);
  return wrapped;
}

function wrap(value: FunctionValue | ClassValue, decorator: Wrapper): FunctionValue | ClassValue {
  if (value.kind === 'function') return { ...value, wrappers: [...value.wrappers, decorator] };
  value.wrappers = [...value.wrappers, decorator];
  return value;
}
