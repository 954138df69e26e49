import { inField, walkSyntax } from '../../languages/syntax.ts';
import { lookUp } from '../machine/machine.ts';
import type { FunctionValue } from '../machine/value.ts';

/**
 * The function that a closure stands for: `func(ctx, in) { …; return handler(ctx, in) }` hands what it is given on to
 * the handler that it closes over.
 */
export function captured(fn: FunctionValue): FunctionValue | undefined {
  if (fn.node.type !== 'func_literal' || fn.scope === undefined) return undefined;
  const own = new Set(
    [...(inField(fn.node, 'parameters')?.children ?? [])].flatMap(({ children }) =>
      children.filter(({ field }) => field === 'name').map(({ text }) => text),
    ),
  );
  let found: FunctionValue | undefined;
  walkSyntax(fn.node, (at) => {
    if (found !== undefined || at.type !== 'call_expression') return found === undefined;
    const callee = inField(at, 'function');
    if (callee?.type !== 'identifier' || own.has(callee.text)) return true;
    const args = inField(at, 'arguments')?.children ?? [];
    const handsOn = own.size > 0 && args.some(({ text }) => own.has(text));
    const value = handsOn ? lookUp(fn.scope, callee.text) : undefined;
    if (value?.kind === 'function' && value.node !== fn.node) found = value;
    return true;
  });
  return found;
}
