import { inField } from '../../languages/syntax.ts';
import { capturedBehind } from '../routing/captured.ts';
import type { Call } from './calls.ts';
import type { FunctionValue, Value } from './value.ts';
import { optionsOf } from './value.ts';

const request = /Request|Context|Ctx|ResponseWriter|Handler/;

/**
 * A function that is given a handler or a router and answers a handler is a middleware around it: `auth(handler)`. What
 * it was given stays visible behind it.
 */
export function wrappedAnswer(answer: Value, fn: FunctionValue, call: Call): Value {
  if (answer.kind === 'tuple') {
    const [first, ...rest] = answer.items;
    return first === undefined ? answer : { kind: 'tuple', items: [wrappedAnswer(first, fn, call), ...rest] };
  }
  if (answer.kind !== 'function' && answer.kind !== 'unknown' && answer.kind !== 'object') return answer;
  if (servesGiven(answer, fn, call)) return answer;
  const inner = call.args.map(told).find(isHandler);
  // It hands on to checks that were put around what was given: they are found behind it.
  const behind = capturedBehind(answer);
  if (behind !== undefined && behind !== inner) return answer;
  if (inner === undefined || inner === answer) return answer;
  const result = inField(fn.node, 'result')?.text ?? '';
  const answers =
    answer.kind === 'function'
      ? answer.node.type === 'func_literal' || request.test(result)
      : /http\.Handler(Func)?\b/.test(result);
  if (!answers) return answer;
  return {
    kind: 'wrapped',
    by: fn,
    inner,
    ...(answer.kind === 'function' ? { outer: answer } : {}),
    site: call.site,
  };
}

/** `handler = middlewares[i](handler)`: what is called with nothing but a handler stands before it, whatever it is. */
export function aroundHandler(by: Value, { args, site }: Call): Value | undefined {
  const [inner, more] = args.map(told);
  return inner !== undefined && more === undefined && isHandler(inner)
    ? { kind: 'wrapped', by, inner, site }
    : undefined;
}

/** `moved(application, toAddress)` hands requests on to what it was given, and calls the function for itself. */
function servesGiven(answer: Value, { node }: FunctionValue, { args }: Call): boolean {
  if (answer.kind !== 'function') return false;
  const names = (inField(node, 'parameters')?.children ?? []).flatMap(({ children }) =>
    children.filter(({ field, type }) => field === 'name' && type !== ',').map(({ text }) => text),
  );
  return names.some(
    (name, at) =>
      args[at]?.kind === 'object' && new RegExp(`\\b${name}\\.ServeHTTP\\(`).test(answer.node.text),
  );
}

/** Of several values the router, else a handler. */
const told = (value: Value): Value => {
  const options = optionsOf(value);
  return (
    options.find(({ kind }) => kind === 'router' || kind === 'wrapped') ?? options.find(isHandler) ?? value
  );
};

export function isHandler(value: Value): boolean {
  if (value.kind === 'router' || value.kind === 'wrapped') return true;
  if (value.kind !== 'function') return false;
  return request.test(inField(value.node, 'parameters')?.text ?? '');
}
