import type { Machine } from '../javascript/machine.ts';
import type { FunctionValue, Value } from '../javascript/value.ts';
import { handlerOf } from './handlers.ts';
import { refusalsOf } from './refusals/refusals.ts';
import type { Given, JudgedGuard, Route } from './routing.ts';

/** What a handler itself does for a request without credentials. */
export interface OwnChecks {
  readonly judged: readonly JudgedGuard[];
  /** What is called like a check in it, where nothing more is known. */
  readonly doubts: readonly Given[];
  /** Everything in it that could be a check was understood, and nothing of it keeps anybody out. */
  readonly letsThrough: boolean;
  /** It answers every request with this method that the method is not served. */
  readonly unserved: boolean;
}

/**
 * The handler is walked for a request without credentials. Where it always turns such a request away it is a check
 * itself; where it is certain that it never does, what only looks like a check in it does not count.
 */
export function ownChecks(
  machine: Machine,
  route: Route,
  answer: Given | undefined,
  method: string,
  path: string,
): OwnChecks {
  const judged = route.own?.judged ?? [];
  const doubts = judged.length > 0 ? [] : (route.own?.doubts ?? []);
  const called = answer === undefined ? undefined : outermost(answer);
  if (called === undefined) return { judged, doubts, letsThrough: false, unserved: false };
  const message = route.technology === 'sockets';
  const outcome = refusalsOf(machine, called, { verb: method, path, declared: isDeclared(route), message });
  const unserved = outcome.unserved === true;
  if (outcome.refused === 'always')
    return { judged: judged.length > 0 ? judged : outcome.guards, doubts: [], letsThrough: false, unserved };
  // What looks like a check and is none that was met leaves the access open.
  if (outcome.refused === 'never' && outcome.passes && outcome.clear && outcome.signsIn === true)
    return { judged: [], doubts: [], letsThrough: true, unserved };
  if (outcome.refused === 'never' && outcome.passes)
    return {
      judged: judged.map((each) => ({ ...each, conditional: true })),
      doubts: outcome.clear ? [] : doubts,
      letsThrough: outcome.clear,
      unserved,
    };
  const found = judged.length > 0 ? judged : outcome.guards;
  return {
    judged: outcome.passes ? found.map((each) => ({ ...each, conditional: true })) : found,
    doubts,
    letsThrough: false,
    unserved,
  };
}

/** The framework hands parts of the request to such handlers, not the request. */
const isDeclared = ({ technology }: Route): boolean =>
  /^(nestjs|decorated|graphql|feathers|sockets)$/.test(technology);

/** The function that is called first: a wrapper that was found, else what it wraps. */
function outermost(answer: Given): FunctionValue | undefined {
  const value: Value = answer.value;
  return value.kind === 'function' ? value : handlerOf(answer).value;
}
