import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { lineage } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Value } from '../evaluator/value.ts';

/** Functions of the target that the call leads to: a name, a method of its own class, a function it was given. */
export function calledFunctions(
  machine: Machine,
  node: SyntaxNode,
  within: FunctionValue,
): readonly FunctionValue[] {
  const callee = inField(node, 'function');
  if (callee === undefined) return [];
  const object = calledObject(machine, node, within);
  return object === undefined ? namedFunctions(machine, callee, within) : [object.method];
}

/** The same by the name that is called alone. */
export function namedFunctions(
  machine: Machine,
  callee: SyntaxNode,
  within: FunctionValue,
): readonly FunctionValue[] {
  const value = calleeOf(machine, callee, within);
  if (value?.kind === 'function') return [value];
  if (value?.kind === 'class') {
    return ['__init__', '__call__'].flatMap((name) => {
      const method = lookInClass(machine, value, name);
      return method?.kind === 'function' ? [{ ...method, owner: value }] : [];
    });
  }
  return [];
}

/** `check(request)` or `Check(key)(request)`, where the function made `check` of a class of the target. */
export function calledObject(
  machine: Machine,
  node: SyntaxNode,
  within: FunctionValue,
): { readonly method: FunctionValue; readonly made: SyntaxNode } | undefined {
  const callee = inField(node, 'function');
  const made = callee?.type === 'identifier' ? madeIn(within.node, callee.text) : callee;
  if (callee === undefined || made?.type !== 'call') return undefined;
  const of = instanceOf(machine, callee, within);
  const method = of === undefined ? undefined : lookInClass(machine, of, '__call__');
  return of === undefined || method?.kind !== 'function'
    ? undefined
    : { method: { ...method, owner: of }, made };
}

function calleeOf(machine: Machine, callee: SyntaxNode, within: FunctionValue): Value | undefined {
  if (callee.type === 'identifier') return lookUp(machine, within.scope, callee.text);
  if (callee.type !== 'attribute') return undefined;
  const [object, name] = [inField(callee, 'object'), inField(callee, 'attribute')];
  if (object === undefined || name === undefined) return undefined;
  if (/^(self|cls)$/.test(object.text)) {
    const owner: ClassValue | undefined = within.self?.kind === 'instance' ? within.self.of : within.owner;
    return owner === undefined ? undefined : lookInClass(machine, owner, name.text);
  }
  // What stands behind a method that answers depends on the classes that are mixed in.
  if (object.text === 'super()' && !answering.test(name.text)) return methodAbove(within, name.text);
  const made = instanceOf(machine, object, within);
  if (made !== undefined) return lookInClass(machine, made, name.text);
  if (
    !/^\w+(\.\w+)*$/.test(object.text) ||
    lookUp(machine, within.scope, object.text.split('.')[0] ?? '') === undefined
  )
    return undefined;
  return evaluate(machine, callee, within.scope);
}

const answering =
  /^(dispatch|get|post|put|patch|delete|head|options|process\w*|handle\w*|list|create|retrieve|update|destroy|perform_\w+|get_\w+|form_\w+|initial\w*|setup|finalize_response|before_request)$/;

/** `super().__init__`, `super().check`: what the class above the one that has the function says of its objects. */
export function methodAbove({ node, owner, self }: FunctionValue, name: string): FunctionValue | undefined {
  const all = owner === undefined ? [] : lineage(owner);
  const at = all.findIndex(({ attributes }) =>
    [...attributes.values()].some((own) => own.kind === 'function' && own.node === node),
  );
  const found = at === -1 ? undefined : all.slice(at + 1).find(({ attributes }) => attributes.has(name));
  const method = found?.attributes.get(name);
  return method?.kind === 'function' && owner !== undefined
    ? { ...method, owner, ...(self === undefined ? {} : { self }) }
    : undefined;
}

/** The class of the target that `service` is of, where the function makes it: `service = Service(session)`. */
function instanceOf(machine: Machine, object: SyntaxNode, within: FunctionValue): ClassValue | undefined {
  const called = object.type === 'call' ? object : madeIn(within.node, object.text);
  const callee = called === undefined ? undefined : inField(called, 'function');
  if (callee === undefined || !/^(\w+\.)*[A-Z]\w*$/.test(callee.text)) return undefined;
  const [root = ''] = callee.text.split('.');
  if (lookUp(machine, within.scope, root) === undefined) return undefined;
  const value = evaluate(machine, callee, within.scope);
  return value.kind === 'class' ? value : undefined;
}

/** The only call whose result a function keeps under a name. */
function madeIn(node: SyntaxNode, name: string): SyntaxNode | undefined {
  if (!/^[a-z_]\w*$/.test(name)) return undefined;
  const given: (SyntaxNode | undefined)[] = [];
  walkSyntax(inField(node, 'body') ?? node, (each) => {
    if (each.type === 'assignment' && inField(each, 'left')?.text === name)
      given.push(inField(each, 'right'));
  });
  const [only] = given;
  return given.length === 1 && only?.type === 'call' ? only : undefined;
}
