import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Frame } from './machine.ts';
import { innerScope } from './machine.ts';

const most = 200;

/**
 * The numbers that `for i := len(list) - 1; i >= 0; i--` counts, where all of them are known: a list of middlewares is
 * put around a handler one by one, often from its end. Undefined for every other loop.
 */
export function countedBy(
  frame: Frame,
  loop: SyntaxNode,
): { readonly name: string; readonly all: readonly number[] } | undefined {
  const clause = ofType(loop, 'for_clause');
  const declared = inField(clause, 'initializer');
  const condition = inField(clause, 'condition');
  const update = inField(clause, 'update');
  const name = inField(declared, 'left')?.text ?? '';
  const step = stepOf(update, name);
  if (declared?.type !== 'short_var_declaration' || condition === undefined || step === undefined)
    return undefined;
  const first = evaluate(frame, inField(declared, 'right')?.children[0]);
  if (!/^\w+$/.test(name) || first.kind !== 'number') return undefined;
  const all: number[] = [];
  for (let at = first.value; all.length <= most; at += step) {
    const scope = innerScope(frame.scope);
    scope.bindings.set(name, { value: { kind: 'number', value: at }, level: 0 });
    const holds = evaluate({ ...frame, scope }, condition);
    if (holds.kind !== 'boolean') return undefined;
    if (!holds.value) return { name, all };
    all.push(at);
  }
  return undefined;
}

function stepOf(update: SyntaxNode | undefined, name: string): number | undefined {
  if (update === undefined || update.children[0]?.text !== name) return undefined;
  if (update.type === 'inc_statement') return 1;
  return update.type === 'dec_statement' ? -1 : undefined;
}
