import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../machine/machine.ts';
import { judgeGuard } from './judge.ts';
import type { Given } from './router.ts';

interface Judged {
  readonly conditional: boolean;
  readonly earlier: readonly Given[];
  readonly told: JudgedGuard;
}

const known = new WeakMap<Given, Judged[]>();

/** A check is judged once for all routes that it stands before behind the same other checks. */
export function judgedOnce(
  machine: Machine,
  given: Given,
  conditional: boolean,
  earlier: readonly Given[],
): JudgedGuard {
  const all = known.get(given) ?? [];
  const before = all.find(
    (each) =>
      each.conditional === conditional &&
      each.earlier.length === earlier.length &&
      each.earlier.every((one, at) => one === earlier[at]),
  );
  if (before !== undefined) return before.told;
  const told = judgeGuard(machine, given, conditional, earlier);
  known.set(given, [...all, { conditional, earlier, told }]);
  return told;
}
