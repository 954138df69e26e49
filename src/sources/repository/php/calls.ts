import { inField, ofType } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { builtInFunction } from './built-in.ts';
import { anonymousName } from './classes.ts';
import { methodOf } from './codebase.ts';
import { scopeName } from './constants.ts';
import { evaluate } from './evaluate.ts';
import { callMethod, callValue } from './machine.ts';
import type { Machine } from './machine.ts';
import { className, functionName } from './names.ts';
import { memberName, writtenArguments } from './syntax.ts';
import type { Argument, Arguments, PhpValue, Scope, Site } from './value.ts';
import { textOf, textsOf, unknown } from './value.ts';

export function argumentValues(machine: Machine, node: SyntaxNode, scope: Scope): Arguments {
  return writtenArguments(node).flatMap((written): readonly Argument[] => {
    const value = evaluate(machine, written.node, scope);
    if (written.spread)
      return value.kind === 'array'
        ? value.entries.map((entry) => ({
            ...(entry.key === undefined ? {} : { name: entry.key }),
            value: entry.value,
            node: entry.node,
          }))
        : [];
    return [{ ...(written.name === undefined ? {} : { name: written.name }), value, node: written.node }];
  });
}

export function evaluateCall(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const site: Site = { node, scope };
  if (isPlaceholder(node)) return unknown('a function as a value');
  switch (node.type) {
    case 'function_call_expression':
      return functionCall(machine, node, site);
    case 'scoped_call_expression':
      return staticCall(machine, node, site);
    default:
      return methodCall(machine, node, site);
  }
}

/** `strlen(...)`: nothing is called. */
const isPlaceholder = (node: SyntaxNode): boolean =>
  ofType(inField(node, 'arguments'), 'variadic_placeholder') !== undefined;

function functionCall(machine: Machine, node: SyntaxNode, site: Site): PhpValue {
  const target = inField(node, 'function');
  if (target === undefined) return unknown('a call');
  const args = argumentValues(machine, node, site.scope);
  if (target.type !== 'name' && target.type !== 'qualified_name')
    return callValue(machine, evaluate(machine, target, site.scope), args);
  const name = functionName(site.scope.file.names, target.text);
  const plain = (name.split('\\').at(-1) ?? name).toLowerCase();
  const known =
    machine.library.functionCall?.(plain, args, site) ?? builtInFunction(machine, plain, args, site);
  if (known !== undefined) return known;
  const own = machine.codebase.function(name);
  if (own !== undefined) return callMethod(machine, own, args, undefined, site.scope);
  runCallbacks(machine, plain, args);
  return unknown(`what ${plain}() gives is not known`);
}

function staticCall(machine: Machine, node: SyntaxNode, site: Site): PhpValue {
  const owner = inField(node, 'scope');
  const method = memberName(node);
  const args = argumentValues(machine, node, site.scope);
  const name = owner === undefined ? undefined : scopeName(machine, owner, site.scope);
  if (owner === undefined || method === undefined || name === undefined) return unknown('a call');
  const known = machine.library.staticCall?.(name, method.toLowerCase(), args, site);
  if (known !== undefined) return known;
  const declared = machine.codebase.class(name);
  const own = declared === undefined ? undefined : methodOf(machine.codebase, declared, method);
  const isOwn = ['parent', 'self', 'static'].includes(owner.text);
  if (own !== undefined)
    return callMethod(machine, own, args, isOwn ? site.scope.self : undefined, site.scope);
  if (isOwn && site.scope.self !== undefined) {
    const given = machine.library.methodCall?.(site.scope.self, method.toLowerCase(), args, site);
    if (given !== undefined) return given;
  }
  runCallbacks(machine, method.toLowerCase(), args);
  return unknown(`what ${owner.text}::${method}() gives is not known`);
}

function methodCall(machine: Machine, node: SyntaxNode, site: Site): PhpValue {
  const object = inField(node, 'object');
  const method = memberName(node);
  if (object === undefined || method === undefined) return unknown('a call');
  const receiver = evaluate(machine, object, site.scope);
  const args = argumentValues(machine, node, site.scope);
  const lower = method.toLowerCase();
  if (receiver.kind === 'host')
    return receiver.host.call(lower, args, site) ?? unknown(`what ${method}() gives is not known`);
  if (receiver.kind === 'closure' && /^(call|__invoke|bindto)$/.test(lower))
    return callValue(machine, receiver, args);
  const known = machine.library.methodCall?.(receiver, lower, args, site);
  if (known !== undefined) return known;
  if (receiver.kind === 'object') {
    const declared = machine.codebase.class(receiver.className);
    const own = declared === undefined ? undefined : methodOf(machine.codebase, declared, method);
    if (own !== undefined) return callMethod(machine, own, args, receiver, site.scope);
  }
  runCallbacks(machine, lower, args);
  return receiver.kind === 'object' ? receiver : unknown(`what ${method}() gives is not known`);
}

/** Calls of libraries that run what they are given at once, or when the application has started. */
const runners =
  /^(booted|booting|routes|then|tap|when|unless|each|afterresolving|callafterresolving|call_user_func|call_user_func_array|array_walk|add_action|resolved|macro|withoutevents|usingcontext)$/;

function runCallbacks(machine: Machine, name: string, args: Arguments): void {
  if (!runners.test(name)) return;
  const perhaps = name === 'when' || name === 'unless' ? 1 : 0;
  machine.conditions += perhaps;
  for (const { value } of args) if (value.kind === 'closure') callValue(machine, value, []);
  machine.conditions -= perhaps;
}

export function evaluateNew(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const target = node.children.find(({ type }) => type !== 'arguments' && type !== 'attribute_list');
  const args = argumentValues(machine, node, scope);
  if (target === undefined) return unknown('an object without a class name');
  if (target.type === 'anonymous_class')
    return instance(machine, anonymousName(scope.file.path, target), args);
  const name =
    target.type === 'name' || target.type === 'qualified_name'
      ? /^(self|static|parent)$/i.test(target.text)
        ? scopeName(machine, target, scope)
        : className(scope.file.names, target.text)
      : textOf(evaluate(machine, target, scope));
  if (name === undefined) return unknown('an object of a class that is not known');
  const made = machine.library.newObject?.(name, args, { node, scope });
  return made ?? instance(machine, name, args);
}

/** An object of the target's class after its constructor. */
export function instance(machine: Machine, name: string, args: Arguments): PhpValue {
  const properties = new Map<string, PhpValue>();
  const object: PhpValue = { kind: 'object', className: name, args, properties };
  const declared = machine.codebase.class(name);
  const constructor =
    declared === undefined ? undefined : methodOf(machine.codebase, declared, '__construct');
  if (constructor === undefined) return object;
  for (const [at, parameter] of constructor.parameters.entries()) {
    if (!parameter.promoted) continue;
    const given =
      args.find((each) => each.name === parameter.name) ??
      (args[at]?.name === undefined ? args[at] : undefined);
    if (given !== undefined) properties.set(parameter.name, given.value);
    else {
      const injected = parameter.type === undefined ? undefined : machine.library.inject?.(parameter.type);
      if (injected !== undefined) properties.set(parameter.name, injected);
    }
  }
  callMethod(machine, constructor, args, object);
  return object;
}

/** What a handler names: `[Foo::class, 'm']`, `'Foo@m'`, `'Foo::m'`, `Foo::class`. */
export function callableName(
  value: PhpValue | undefined,
): readonly [owner: string, method: string] | undefined {
  if (value?.kind === 'array') {
    const [first, second] = value.entries;
    const owner = first?.value.kind === 'object' ? first.value.className : textsOf(first?.value)[0];
    const method = textsOf(second?.value)[0];
    return owner === undefined || method === undefined ? undefined : [owner, method];
  }
  if (value?.kind === 'object') return [value.className, '__invoke'];
  const written = textOf(value);
  const match = written === undefined ? null : /^\\?([\w\\]+)(?:@|::?)(\w+)$/.exec(written);
  if (match?.[1] !== undefined && match[2] !== undefined) return [match[1], match[2]];
  return written !== undefined && /^\\?[\w\\]+$/.test(written)
    ? [written.replace(/^\\/, ''), '__invoke']
    : undefined;
}
