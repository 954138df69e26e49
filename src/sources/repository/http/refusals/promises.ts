import type { Entered } from './calls.ts';
import { enter } from './calls.ts';
import type { Fact } from './fact.ts';
import { either, missing, open, turnsAway } from './fact.ts';
import type { Walk } from './walk.ts';
import { raise } from './walk.ts';

type Settle = Extract<Fact, { kind: 'settle' }>;

/** `new Promise((resolve, reject) => …)`: its function runs at once, and it gives what is handed to `resolve`. */
export function promised(walk: Walk, executor: Entered): Fact {
  const given: Fact[] = [];
  enter(
    walk,
    executor,
    [
      { kind: 'settle', given, fails: false },
      { kind: 'settle', given, fails: true },
    ],
    '',
    open,
  );
  return given.length === 0 ? open : given.reduce(either);
}

/** A promise that fails with what turns somebody away does so where it is awaited. */
export function settle(walk: Walk, { given, fails }: Settle, [fact = missing]: readonly Fact[]): Fact {
  if (!fails) given.push(fact);
  else if (turnsAway(fact)) raise(walk, fact);
  return open;
}
