import { walkSyntax } from '../../languages/syntax.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue, Value } from '../evaluator/value.ts';
import { judgeCheck } from './judge.ts';

export interface Unwrapped {
  readonly handler: FunctionValue;
  /** What was put around it, the outermost first. */
  readonly guards: readonly JudgedGuard[];
}

/**
 * `wrapped = check(handler)`: a function that says by `functools.wraps` which other one it stands for checks before
 * that one answers. Undefined where a value is no such function; of one of several they all have to wrap the same.
 */
export function unwrapped(machine: Machine, value: Value, depth = 0): Unwrapped | undefined {
  if (depth > 8) return undefined;
  if (value.kind === 'choice') return anyOf(machine, value.options, depth);
  if (value.kind !== 'function') return undefined;
  const inner = wrappedBy(value);
  if (inner === undefined) return undefined;
  const guard = judgeCheck(machine, { value, name: makerOf(value), place: value, inner });
  const below = unwrapped(machine, inner, depth + 1) ?? { handler: inner, guards: [] };
  return { handler: below.handler, guards: [guard, ...below.guards].filter(({ passes }) => !passes) };
}

/** A wrapper for each sort of function is the same check twice; where they differ nothing is certain. */
function anyOf(machine: Machine, options: readonly Value[], depth: number): Unwrapped | undefined {
  const [first, ...others] = options.map((option) => unwrapped(machine, option, depth + 1));
  if (first === undefined || others.some((each) => each?.handler.node !== first.handler.node))
    return undefined;
  const isSame = others.every((each) => shown(each) === shown(first));
  return isSame
    ? first
    : { ...first, guards: first.guards.map((each) => ({ ...each, resolved: false, conditional: true })) };
}

const shown = (unwrapped: Unwrapped | undefined): string =>
  JSON.stringify(
    unwrapped?.guards.map(({ guard, conditional, resolved }) => [guard.kind, conditional, resolved]),
  );

/** The function of the target that `@functools.wraps(inner)` names. */
function wrappedBy({ wrappers }: FunctionValue): FunctionValue | undefined {
  for (const { value } of wrappers) {
    if (value.kind !== 'result' || libraryPath(value) !== 'functools.wraps()') continue;
    const [inner] = value.args.positional;
    if (inner?.kind === 'function') return inner;
  }
  return undefined;
}

/** The function that made it is the one that is written where it is used. */
function makerOf({ name, node, module }: FunctionValue): string {
  let found = name;
  if (module.tree === undefined) return found;
  walkSyntax(module.tree, (at, above) => {
    if (at !== node) return at.start <= node.start;
    const maker = above.find(({ type }) => type === 'function_definition');
    found = maker?.children.find(({ field }) => field === 'name')?.text ?? name;
    return false;
  });
  return found;
}
