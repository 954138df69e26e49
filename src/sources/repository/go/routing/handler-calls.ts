import { bodyOf, calledFunction } from '../behaviour/typing.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { evaluate } from '../machine/expressions.ts';
import type { Machine } from '../machine/machine.ts';
import { innerScope, lookUp } from '../machine/machine.ts';
import { functionOf } from '../machine/members.ts';
import type { FunctionValue, Value } from '../machine/value.ts';
import { optionsOf } from '../machine/value.ts';
import type { GoFile } from '../program/package.ts';
import { calleeOf, localTypes } from './callees.ts';

/** The function of the target that a call in the body of another one runs, and whether it was handed in as a value. */
export interface CalledFunction {
  readonly fn: FunctionValue;
  readonly handed: boolean;
}

export function calledIn(machine: Machine, fn: FunctionValue, call: SyntaxNode): CalledFunction | undefined {
  const callee = inField(call, 'function');
  if (callee === undefined) return undefined;
  const byScope = callee.type === 'identifier' ? lookUp(fn.scope, callee.text) : undefined;
  const value = byScope === undefined ? undefined : functionAmong(byScope);
  if (value !== undefined) return { fn: value, handed: true };
  if (callee.type === 'func_literal')
    return {
      fn: {
        kind: 'function',
        node: callee,
        file: fn.file,
        ...(fn.scope === undefined ? {} : { scope: fn.scope }),
      },
      handed: false,
    };
  const found =
    calleeOf(machine.program, call, fn.file, localTypes(machine.program, fn.node, fn.file)) ??
    calledFunction(bodyOf(machine.program, fn), call);
  if (found !== undefined) return made(functionOf(found));
  const outer = enclosing(fn);
  const around = outer === undefined ? undefined : calledFunction(bodyOf(machine.program, outer), call);
  if (around !== undefined) return made(functionOf(around));
  const member = callee.type === 'selector_expression' ? memberValue(machine, fn, callee) : undefined;
  return member === undefined ? undefined : { fn: member, handed: false };
}

const made = (value: Value): CalledFunction | undefined =>
  value.kind === 'function' ? { fn: value, handed: false } : undefined;

function functionAmong(value: Value): FunctionValue | undefined {
  for (const each of optionsOf(value)) {
    if (each.kind === 'function') return each;
    if (each.kind === 'wrapped') return functionAmong(each.outer ?? each.inner);
  }
  return undefined;
}

/** `h.sessions.Find`: what the walk of the registrations found the members to be. */
function memberValue(machine: Machine, fn: FunctionValue, callee: SyntaxNode): FunctionValue | undefined {
  if (!/^\w+(\.\w+){1,4}$/.test(callee.text)) return undefined;
  const scope = innerScope(fn.scope);
  const receiver = receiverName(fn.node);
  if (receiver !== undefined && fn.self !== undefined)
    scope.bindings.set(receiver, { value: fn.self, level: 0 });
  if (lookUp(scope, callee.text.split('.')[0] ?? '') === undefined) return undefined;
  return functionAmong(evaluate({ machine, file: fn.file, scope, answers: [], named: [] }, callee));
}

export const receiverName = (node: SyntaxNode): string | undefined =>
  inField(allOfType(inField(node, 'receiver'), 'parameter_declaration')[0], 'name')?.text;

const declarations = new WeakMap<GoFile, readonly { readonly node: SyntaxNode; readonly file: GoFile }[]>();

/** The declaration that a closure stands in. */
function enclosing({
  node,
  file,
}: FunctionValue): { readonly node: SyntaxNode; readonly file: GoFile } | undefined {
  if (node.type !== 'func_literal') return undefined;
  const own = file.package;
  const known =
    declarations.get(file) ??
    [
      ...own.functions.values(),
      ...own.inits,
      ...[...own.methods.values()].flatMap((each) => [...each.values()]),
    ].filter((each) => each.file === file);
  declarations.set(file, known);
  return known.find(
    (each) => each.node.start <= node.start && node.start < each.node.start + each.node.text.length,
  );
}
