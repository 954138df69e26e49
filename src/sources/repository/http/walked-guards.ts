import type { Machine } from '../javascript/machine.ts';
import { dottedName, walk } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { judgeGuard } from './guards.ts';
import { isSignInMiddleware } from './passport-strategies.ts';
import { refusalsOf } from './refusals/refusals.ts';
import type { Refusals, Walked } from './refusals/refusals.ts';
import type { Given, JudgedGuard } from './routing.ts';

/**
 * A check by its name and its words, mended by what it does with a request without credentials: one that lets it
 * through, whatever it refuses otherwise, keeps nobody out; one that turns it away is a check, whatever its name.
 */
export function judgeWalked(machine: Machine, given: Given, request: Walked): JudgedGuard {
  const judged = judgeGuard(given);
  const { value } = given;
  if (isSignInMiddleware(machine.codebase, value))
    return { ...judged, guard: { ...judged.guard, kind: 'other' }, signsIn: true };
  if (value.kind !== 'function' || value.node.params.length > 3 || judged.passes) return judged;
  const outcome = remembered(machine, value, request);
  const [found] = outcome.guards;
  if (outcome.refused === 'never' && outcome.withheld === true && handsOn(value))
    return { ...judged, guard: { ...judged.guard, kind: 'authentication' }, resolved: true };
  const checks = judged.guard.kind === 'authentication' || judged.guard.kind === 'authorisation';
  // It was walked for this path before, and not every way led on: what decides that is not understood.
  if (outcome.refused === 'never' && given.undecided === true)
    return { ...judged, conditional: judged.conditional || checks };
  if (outcome.refused === 'never')
    return (checks || judged.guard.kind === 'other') && outcome.clear
      ? { ...judged, guard: { ...judged.guard, kind: 'other' }, resolved: true }
      : { ...judged, resolved: judged.resolved && (checks || outcome.handsOver !== true) };
  if (checks || found === undefined || judged.guard.kind === 'rate-limit') return judged;
  const conditional = judged.conditional || outcome.refused === 'sometimes';
  return { ...judged, guard: { ...judged.guard, kind: found.guard.kind }, resolved: true, conditional };
}

/** Some requests go on to what follows it. */
function handsOn({ node }: FunctionValue): boolean {
  const next = node.params[2];
  if (next?.type !== 'Identifier' || node.body === null) return false;
  let found = false;
  walk(node.body, (child) => {
    found ||= child.type === 'CallExpression' && dottedName(child.callee) === next.name;
  });
  return found;
}

const walked = new WeakMap<FunctionValue, Map<string, Refusals>>();

/** A middleware stands before many routes: it is walked once, or once for each path where it looks at the path. */
function remembered(machine: Machine, value: FunctionValue, request: Walked): Refusals {
  const known = walked.get(value) ?? new Map<string, Refusals>();
  walked.set(value, known);
  const { node, file } = value;
  const looks = /\b(path|pathname|url|originalUrl|method|type)\b/.test(file.text.slice(node.start, node.end));
  const key = looks ? `${request.verb ?? ''} ${request.path ?? ''}` : '';
  const outcome = known.get(key) ?? refusalsOf(machine, value, request);
  known.set(key, outcome);
  return outcome;
}
