import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import { evaluate } from '../machine/expressions.ts';
import type { Machine } from '../machine/machine.ts';
import { innerScope } from '../machine/machine.ts';
import { functionOf, methodOf } from '../machine/members.ts';
import type { FunctionValue, Value } from '../machine/value.ts';
import { originOf } from '../program/package.ts';
import { addUse } from './register.ts';

/** A handler that hands requests on to a router is a middleware around it: `func(w, r) { …; router.ServeHTTP(w, r) }`. */
export function aroundRouter(machine: Machine, value: Value): Value {
  const fn = handlerOf(machine, value);
  const inner = fn === undefined ? undefined : routerBehind(machine, fn);
  if (fn === undefined || inner === undefined) return value;
  return { kind: 'wrapped', by: fn, inner, outer: fn, site: originOf(fn.file, fn.node) };
}

/** Types of the target that serve a router behind a check of their own, however they are served themselves. */
export function guardServed(machine: Machine, folders: readonly string[]): void {
  for (const folder of folders)
    for (const [type, methods] of machine.program.packageIn(folder)?.methods ?? []) {
      const method = methods.get('ServeHTTP');
      if (method === undefined || !method.node.text.includes('.ServeHTTP(')) continue;
      const self = machine.instances.get(`${folder}.${type}`)?.at(-1);
      const fn = functionOf(method, self);
      const inner = fn.kind === 'function' && self !== undefined ? routerBehind(machine, fn) : undefined;
      if (inner?.kind !== 'router' || isMounted(machine, inner)) continue;
      addUse(
        inner.router,
        [{ value: fn, written: type, site: originOf(method.file, method.node), branch: [] }],
        'all',
      );
    }
}

/** Whether a handler hands its requests to a router again, perhaps under another address: its other routes answer them. */
export function servesAgain(machine: Machine, fn: FunctionValue): boolean {
  return (
    servedIn(machine, fn, (value) => {
      if (value.kind === 'router') return true;
      if (value.kind !== 'object' || (value.type !== undefined && methodOf(machine, value.type, 'ServeHTTP')))
        return false;
      return [...value.fields.values()].some(({ kind }) => kind === 'router');
    }) !== undefined
  );
}

const isMounted = (machine: Machine, { router }: Value & { readonly kind: 'router' }): boolean =>
  machine.routers.some(({ entries }) =>
    entries.some((entry) => entry.kind === 'mount' && entry.router === router),
  );

function handlerOf(machine: Machine, value: Value): FunctionValue | undefined {
  if (value.kind === 'function') return value;
  if (value.kind !== 'object' || value.type === undefined) return undefined;
  const method = methodOf(machine, value.type, 'ServeHTTP');
  const fn = method === undefined ? undefined : functionOf(method, value);
  return fn?.kind === 'function' ? fn : undefined;
}

function routerBehind(
  machine: Machine,
  fn: FunctionValue,
): (Value & { readonly kind: 'router' }) | undefined {
  const found = servedIn(machine, fn, ({ kind }) => kind === 'router');
  return found?.kind === 'router' ? found : undefined;
}

/** The first value of a kind that a handler has its requests served by. */
function servedIn(
  machine: Machine,
  fn: FunctionValue,
  isMeant: (value: Value) => boolean,
): Value | undefined {
  if (!fn.node.text.includes('.ServeHTTP(')) return undefined;
  const scope = innerScope(fn.scope);
  const receiver = inField(allOfType(inField(fn.node, 'receiver'), 'parameter_declaration')[0], 'name')?.text;
  if (receiver !== undefined && fn.self !== undefined)
    scope.bindings.set(receiver, { value: fn.self, level: 0 });
  let found: Value | undefined;
  walkSyntax(fn.node, (at) => {
    const operand = at.type === 'call_expression' ? servedBy(at) : undefined;
    if (found !== undefined || operand === undefined) return;
    const value = evaluate({ machine, file: fn.file, scope, answers: [], named: [] }, operand);
    if (isMeant(value)) found = value;
  });
  return found;
}

function servedBy(call: SyntaxNode): SyntaxNode | undefined {
  const callee = inField(call, 'function');
  if (callee?.type !== 'selector_expression' || inField(callee, 'field')?.text !== 'ServeHTTP')
    return undefined;
  const operand = inField(callee, 'operand');
  return operand?.type === 'identifier' || operand?.type === 'selector_expression' ? operand : undefined;
}
