import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { FunctionValue, Value } from '../evaluator/value.ts';
import { anonymouslyIn } from './anonymous.ts';
import { originAt } from './judge.ts';

const asksForPath = /\.path\b|\.path_info\b|\[['"]path['"]\]|\(['"]path['"]/;

/**
 * What a check that stands before everything does at one path, where it asks for that: who comes without credentials
 * gets past it there for certain, or for certain not. Where that is not understood it stays what it is elsewhere.
 */
export function atPath(
  machine: Machine,
  value: Value,
  judged: JudgedGuard,
): ((path: string) => JudgedGuard) | undefined {
  const { kind } = judged.guard;
  const runs = functionOf(machine, value);
  if (runs === undefined || (kind !== 'authentication' && kind !== 'authorisation')) return undefined;
  if (!asksForPath.test(runs.node.text)) return undefined;
  const known = new Map<string, JudgedGuard>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const told = anonymouslyIn(machine, runs, { path });
    const found: JudgedGuard =
      told === 'passes'
        ? { ...judged, guard: { ...judged.guard, kind: 'other' }, conditional: false, passes: true }
        : told === 'refused'
          ? { ...judged, conditional: false }
          : judged;
    known.set(path, found);
    return found;
  };
}

/** The same for a check that was judged with others: the one that stands where the function does. */
export function atPathOf(
  machine: Machine,
  value: Value | undefined,
  judged: JudgedGuard,
): ((path: string) => JudgedGuard) | undefined {
  if (value?.kind !== 'function') return undefined;
  const { file, line } = originAt(value);
  const { origin } = judged.guard;
  return origin?.kind === 'read' && origin.file === file && origin.line === line
    ? atPath(machine, value, judged)
    : undefined;
}

function functionOf(machine: Machine, value: Value): FunctionValue | undefined {
  if (value.kind === 'function') return value;
  const of = value.kind === 'instance' ? value.of : value.kind === 'class' ? value : undefined;
  if (of === undefined) return undefined;
  for (const name of ['__call__', 'dispatch', 'process_request', 'process_view']) {
    const method = lookInClass(machine, of, name);
    if (method?.kind === 'function')
      return { ...method, owner: of, ...(value.kind === 'instance' ? { self: value } : {}) };
  }
  return undefined;
}
