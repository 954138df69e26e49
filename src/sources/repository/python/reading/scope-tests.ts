import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue } from '../evaluator/value.ts';

/** `has_required_scope(request, scopes)` of Starlette: nobody has a scope, and everybody has all of none. */
export function scopeTest(machine: Machine, node: SyntaxNode, within: FunctionValue): Known | undefined {
  const callee = node.type === 'call' ? inField(node, 'function') : undefined;
  if (callee === undefined || !/(^|\.)has_required_scope$/.test(callee.text)) return undefined;
  const [root = ''] = callee.text.split('.');
  if (lookUp(machine, within.scope, root) === undefined) return undefined;
  if (libraryPath(evaluate(machine, callee, within.scope)) !== 'starlette.authentication.has_required_scope')
    return undefined;
  const [, given] = inField(node, 'arguments')?.children ?? [];
  const scopes = given === undefined ? undefined : evaluate(machine, given, within.scope);
  if (scopes?.kind === 'list' && !scopes.open) return scopes.items.length === 0 ? 'yes' : 'absent';
  // Some of what is set at run time asks for a scope, and some does not.
  return 'caller';
}
