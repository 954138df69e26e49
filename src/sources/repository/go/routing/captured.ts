import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Machine } from '../machine/machine.ts';
import { lookUp } from '../machine/machine.ts';
import { functionOf, methodOf } from '../machine/members.ts';
import type { FunctionValue, Value, WrappedValue } from '../machine/value.ts';
import { isHandler } from '../machine/wrapping.ts';
import { listOf } from './anonymous-syntax.ts';

/**
 * The function that a closure stands for: `func(ctx, in) { …; return handler(ctx, in) }` hands what it is given on to
 * the handler that it closes over.
 */
export function captured(fn: FunctionValue): FunctionValue | undefined {
  const found = handedTo(fn);
  return found?.kind === 'function' ? found : undefined;
}

/** `func(ctx) { gate.Handle(ctx) }`: the method of an object it closes over that does all of a closure's work. */
export function methodBehind(machine: Machine, fn: FunctionValue): FunctionValue | undefined {
  const work = workOf(fn);
  const held = work === undefined ? undefined : lookUp(fn.scope, work.held);
  const type = held?.kind === 'object' || held?.kind === 'unknown' ? held.type : undefined;
  const method = work === undefined || type === undefined ? undefined : methodOf(machine, type, work.method);
  const found = method === undefined ? undefined : functionOf(method, held);
  return found?.kind === 'function' ? found : undefined;
}

/** The one call that a closure is made of, where it hands the whole request on. */
function workOf(fn: FunctionValue): { readonly held: string; readonly method: string } | undefined {
  const only = fn.node.type === 'func_literal' ? listOf(inField(fn.node, 'body')) : [];
  const [call] = only[0]?.children ?? [];
  const callee = call?.type === 'call_expression' ? inField(call, 'function') : undefined;
  if (only.length !== 1 || only[0]?.type !== 'expression_statement' || callee?.type !== 'selector_expression')
    return undefined;
  const own = ownNames(fn);
  const args = inField(call, 'arguments')?.children ?? [];
  if (args.length === 0 || !args.every(({ text }) => own.has(text))) return undefined;
  return { held: inField(callee, 'operand')?.text ?? '', method: inField(callee, 'field')?.text ?? '' };
}

/** The handler behind checks that a closure hands each request on to: those checks stand before it as well. */
export function capturedBehind(value: Value): WrappedValue | undefined {
  const found = value.kind === 'function' ? handedTo(value) : undefined;
  return found?.kind === 'wrapped' ? found : undefined;
}

/** A closure that hands its request on to something of which it is not known what it is: it answers no more than that. */
export function handsToUnseen(fn: FunctionValue): boolean {
  if (fn.node.type !== 'func_literal' || fn.scope === undefined) return false;
  const work = workOf(fn);
  if (work !== undefined) return lookUp(fn.scope, work.held)?.kind === 'unknown';
  const own = ownNames(fn);
  let found = false;
  walkSyntax(fn.node, (at, above) => {
    const callee = at.type === 'call_expression' ? inField(at, 'function') : undefined;
    if (found || callee?.type !== 'identifier' || own.has(callee.text)) return;
    const args = inField(at, 'arguments')?.children ?? [];
    const isWhole = args.length > 0 && (args.every(({ text }) => own.has(text)) || mentions(args, own));
    const isLast = /^(expression_statement|expression_list)$/.test(above.at(-1)?.type ?? '');
    const kind = isWhole && isLast ? lookUp(fn.scope, callee.text)?.kind : undefined;
    found = /^(unknown|choice|nil|result|library)$/.test(kind ?? '');
  });
  return found;
}

const ownNames = ({ node }: FunctionValue): ReadonlySet<string> =>
  new Set(
    (inField(node, 'parameters')?.children ?? []).flatMap(({ children }) =>
      children.filter(({ field }) => field === 'name').map(({ text }) => text),
    ),
  );

function handedTo(fn: FunctionValue): FunctionValue | WrappedValue | undefined {
  if (fn.node.type !== 'func_literal' || fn.scope === undefined) return undefined;
  const own = ownNames(fn);
  let found: FunctionValue | WrappedValue | undefined;
  walkSyntax(fn.node, (at) => {
    if (found !== undefined || at.type !== 'call_expression') return found === undefined;
    const callee = inField(at, 'function');
    if (callee?.type !== 'identifier' || own.has(callee.text)) return true;
    const args = inField(at, 'arguments')?.children ?? [];
    const handsOn = own.size > 0 && args.some(({ text }) => own.has(text));
    const value = handsOn || mentions(args, own) ? lookUp(fn.scope, callee.text) : undefined;
    const isMeant = value?.kind === 'function' ? handsOn || isHandler(value) : value?.kind === 'wrapped';
    if (
      (value?.kind === 'function' || value?.kind === 'wrapped') &&
      isMeant &&
      (value.kind === 'wrapped' || value.node !== fn.node)
    )
      found = value;
    return true;
  });
  return found;
}

/** `next(contextOf(request))`. */
const mentions = (args: readonly SyntaxNode[], own: ReadonlySet<string>): boolean =>
  args.length === 1 && [...own].some((name) => new RegExp(`\\b${name}\\b`).test(args[0]?.text ?? ''));
