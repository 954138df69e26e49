import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { evaluate } from '../machine/expressions.ts';
import type { Machine } from '../machine/machine.ts';
import { innerScope } from '../machine/machine.ts';
import { functionOf } from '../machine/members.ts';
import type { FunctionValue, Value } from '../machine/value.ts';
import { optionsOf, plainText } from '../machine/value.ts';
import { originOf } from '../program/package.ts';
import { receiverName } from './handler-calls.ts';
import { addMount, newRouter } from './register.ts';
import type { GoRouter } from './router.ts';

/**
 * A type of the target that looks at the address itself and has routers answer: `case strings.HasPrefix(r.URL.Path,
 * "/api/x"): http.StripPrefix("/api", h.x).ServeHTTP(w, r)`. Their routes stand below what is cut off.
 */
export function mountDispatched(machine: Machine, folders: readonly string[]): void {
  const taken = new Set(
    machine.routers.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : [])),
    ),
  );
  for (const folder of folders)
    for (const [type, methods] of machine.program.packageIn(folder)?.methods ?? []) {
      const method = methods.get('ServeHTTP');
      const self = machine.instances.get(`${folder}.${type}`)?.at(-1);
      if (method === undefined || self === undefined || !method.node.text.includes('StripPrefix(')) continue;
      const fn = functionOf(method, self);
      if (fn.kind === 'function') mountServed(machine, fn, taken);
    }
}

function mountServed(machine: Machine, fn: FunctionValue, taken: ReadonlySet<GoRouter>): void {
  const scope = innerScope(fn.scope);
  const receiver = receiverName(fn.node);
  if (receiver !== undefined && fn.self !== undefined)
    scope.bindings.set(receiver, { value: fn.self, level: 0 });
  const valueOf = (node: SyntaxNode): Value =>
    evaluate({ machine, file: fn.file, scope, answers: [], named: [] }, node);
  const seen = new Map<GoRouter, Set<string>>();
  walkSyntax(fn.node, (at) => {
    const served = cutAndServed(at);
    if (served === undefined) return;
    const prefix = valueOf(served.prefix);
    const text = plainText(prefix) ?? '';
    for (const router of routersIn(valueOf(served.handler))) {
      const known = seen.get(router) ?? new Set();
      if (text === '' || taken.has(router) || known.has(text)) continue;
      seen.set(router, known.add(text));
      const site = originOf(fn.file, at);
      addMount(newRouter(machine, router.technology, 'application', site).router, prefix, router, []);
    }
  });
}

/** The parts of `http.StripPrefix(prefix, handler).ServeHTTP(w, r)`. */
function cutAndServed(
  call: SyntaxNode,
): { readonly prefix: SyntaxNode; readonly handler: SyntaxNode } | undefined {
  const callee = call.type === 'call_expression' ? inField(call, 'function') : undefined;
  if (callee === undefined || inField(callee, 'field')?.text !== 'ServeHTTP') return undefined;
  const cut = inField(callee, 'operand');
  if (cut?.type !== 'call_expression' || inField(cut, 'function')?.text !== 'http.StripPrefix')
    return undefined;
  const [prefix, handler] = (inField(cut, 'arguments')?.children ?? []).filter(
    ({ type }) => type !== 'comment',
  );
  return prefix === undefined || handler === undefined ? undefined : { prefix, handler };
}

/** A router, or those that an object holds. */
const routersIn = (value: Value): readonly GoRouter[] =>
  optionsOf(value).flatMap((each) => {
    if (each.kind === 'router') return [each.router];
    if (each.kind !== 'object') return [];
    return [...each.fields.values()].flatMap((field) => (field.kind === 'router' ? [field.router] : []));
  });
