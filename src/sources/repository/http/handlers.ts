import { originOf } from '../javascript/parse.ts';
import { lookup } from '../javascript/scope.ts';
import { walk } from '../javascript/syntax.ts';
import type { FunctionValue, Value } from '../javascript/value.ts';
import { kindByName, guardName } from './guards.ts';
import type { Given, Route } from './routing.ts';

export interface Handler {
  readonly file: string;
  readonly line: number;
  readonly name?: string;
  /** The function itself, where it was found. */
  readonly value?: FunctionValue;
}

/** Splits the functions of a route into what runs before and the one that answers. */
export function splitHandlers(route: Route): {
  readonly before: readonly Given[];
  readonly answer: Given | undefined;
  readonly after: readonly Given[];
} {
  const plain =
    route.technology === 'express'
      ? route.handlers.filter((each) => !isErrorHandler(each.value))
      : route.handlers;
  const ending = route.technology === 'express' ? plain.findIndex(answersOnly) : -1;
  let at = ending === -1 ? plain.length - 1 : ending;
  while (at > 0 && isGuardByName(plain[at]) && !isGuardByName(plain[at - 1])) at -= 1;
  return { before: plain.slice(0, at), answer: plain[at], after: plain.slice(at + 1) };
}

/** A function of a request and an answer alone cannot hand on: what stands behind it never runs. */
const answersOnly = ({ value }: Given): boolean =>
  value.kind === 'function' &&
  value.maker === undefined &&
  value.node.params.length === 2 &&
  value.node.params.every(({ type }) => type === 'Identifier');

/** A check that stands last, behind a function that is no check: the order is wrong, or it is the handler. */
function isGuardByName(given: Given | undefined): boolean {
  if (given === undefined || given.value.kind !== 'function') return false;
  const kind = kindByName(guardName(given));
  return (kind === 'authentication' || kind === 'authorisation') && given.value.node.params.length === 3;
}

const isErrorHandler = (value: Value): boolean => value.kind === 'function' && value.node.params.length === 4;

/** Where the answering function stands. Wrappers such as `asyncHandler(fn)` are looked through. */
export function handlerOf(given: Given): Handler {
  const inner = innermost(given.value);
  if (inner === undefined) {
    const { file, line } = given.site.origin;
    return { file, line, ...(given.written === undefined ? {} : { name: given.written }) };
  }
  const origin = originOf(inner.file, inner.node);
  const name = inner.name ?? (given.written?.includes('(') === true ? undefined : given.written);
  return { file: origin.file, line: origin.line, ...(name === undefined ? {} : { name }), value: inner };
}

function innermost(value: Value, depth = 0): FunctionValue | undefined {
  if (depth > 5) return undefined;
  if (value.kind === 'object' && depth > 0 && value.shape === undefined) {
    const handler = value.fields.get('handler');
    return handler === undefined ? undefined : innermost(handler, depth + 1);
  }
  if (value.kind === 'result') {
    const inside = value.args.flatMap((arg) => innermost(arg, depth + 1) ?? []);
    return inside.at(-1);
  }
  if (value.kind === 'choice')
    return value.options.flatMap((option) => innermost(option, depth + 1) ?? [])[0];
  if (value.kind !== 'function') return undefined;
  const wrapped = value.maker === undefined ? undefined : wrappedFunction(value);
  return wrapped === undefined ? value : (innermost(wrapped, depth + 1) ?? value);
}

/**
 * The function a nameless wrapper closes over: an argument of its maker, or the `handler` among its options; the one it
 * calls where there are several.
 */
function wrappedFunction(value: FunctionValue): Value | undefined {
  if (value.scope.parent === undefined) return undefined;
  const made = (value.maker?.args ?? []).flatMap((arg): readonly FunctionValue[] => {
    const option = arg.kind === 'object' && arg.shape === undefined ? arg.fields.get('handler') : arg;
    return option?.kind === 'function' ? [option] : [];
  });
  return made.length > 1 ? made.find((arg) => isHandedRequest(value, arg)) : made[0];
}

/** Whether the wrapper calls a function with its own first parameter: `controller(req, res, next)`. */
function isHandedRequest({ node, scope }: FunctionValue, wanted: FunctionValue): boolean {
  const [first] = node.params;
  if (first?.type !== 'Identifier') return false;
  let found = false;
  walk(node, (child) => {
    if (child.type !== 'CallExpression' || child.callee.type !== 'Identifier') return;
    const [argument] = child.arguments;
    if (argument?.type !== 'Identifier' || argument.name !== first.name) return;
    const called = lookup(scope, child.callee.name);
    found ||= called?.kind === 'function' && called.node === wanted.node;
  });
  return found;
}
