import type { Machine } from '../../javascript/machine.ts';
import type { FunctionValue, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, optionsOf } from '../../javascript/value.ts';
import { emptyStore, walkAnonymously } from '../files/global-checks.ts';
import { judgeGuard } from '../guards.ts';
import type { Given, JudgedGuard } from '../routing.ts';

/**
 * What the middlewares of a procedure check. One that goes on for a context without a session keeps nobody out; where
 * it calls something that is not understood on that way, what it does stays open.
 */
export const judgeMiddlewares = (machine: Machine, middlewares: readonly Given[]): readonly JudgedGuard[] =>
  middlewares.map((given) => {
    const judged = judgeGuard(given);
    const { kind } = judged.guard;
    if ((kind !== 'authentication' && kind !== 'authorisation') || given.value.kind !== 'function')
      return judged;
    const outcome = walkedAnonymously(machine, given.value);
    return outcome.goesOn
      ? { ...judged, guard: { ...judged.guard, kind: 'other' }, resolved: outcome.known }
      : judged;
  });

const went: Value = objectOf([['ok', nothing]], 0, true);

function walkedAnonymously(
  machine: Machine,
  middleware: FunctionValue,
): { readonly goesOn: boolean; readonly known: boolean } {
  const { thrown, unresolved } = machine.tally;
  const returned = walkAnonymously(machine, middleware, [call()]);
  const goesOn = machine.tally.thrown === thrown && optionsOf(returned).every((each) => each === went);
  return { goesOn, known: machine.tally.unresolved === unresolved };
}

/** The one argument of a middleware: nobody is signed in, no header is sent. */
function call(): Value {
  const request = objectOf([['headers', emptyStore()]], 0, true);
  const context = objectOf(
    [
      ...['session', 'user', 'userId', 'auth', 'token'].map((name) => [name, nothing] as const),
      ['req', request],
      ['headers', emptyStore()],
    ],
    0,
    true,
  );
  return objectOf(
    [
      ['ctx', context],
      ['context', context],
      ['next', native('next', () => went)],
    ],
    0,
    true,
  );
}
