import { siteOf } from '../../javascript/machine.ts';
import type { Machine } from '../../javascript/machine.ts';
import type { FunctionValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, optionsOf, primitive, unknown } from '../../javascript/value.ts';
import { pathValue } from '../anonymous.ts';
import { judgeGuard } from '../guards.ts';
import type { Given } from '../routing.ts';

/** A function that runs before many routes, walked for one of them. */
export interface GlobalCheck {
  readonly value: Value;
  readonly site: Site;
  readonly name: string;
  /** Arguments that stand for a request to the path without a credential. */
  readonly request: (path: Value) => readonly Value[];
  /** Whether what it returned hands the request on. */
  readonly goesOn: (returned: Value) => boolean;
  /** Frameworks in which a check answers and does not throw. */
  readonly answersOnly?: boolean;
}

/**
 * What a global check does for a path: nothing where it hands a request without credentials on. Otherwise it counts as
 * what its body shows; where that says nothing, what it does stays open.
 */
export function checksFor(machine: Machine, check: GlobalCheck, path: string): readonly Given[] {
  const { value, site, name } = check;
  const open: Given = {
    value: unknown('a check before every route'),
    site,
    conditional: false,
    written: name,
  };
  if (value.kind !== 'function') return [{ ...open, value }];
  if (handsOn(machine, value, check, path)) return [];
  const given: Given = { value, site, conditional: false, written: name, undecided: true };
  const { kind } = judgeGuard(given).guard;
  return [kind === 'authentication' || kind === 'authorisation' ? given : open];
}

function handsOn(machine: Machine, value: FunctionValue, check: GlobalCheck, path: string): boolean {
  const { thrown } = machine.tally;
  const args = check.request(pathValue(path.replaceAll(/\*\w*/g, ':rest')));
  const returned = walkAnonymously(machine, value, args);
  return (
    (check.answersOnly === true || machine.tally.thrown === thrown) && optionsOf(returned).every(check.goesOn)
  );
}

/** Calls a function for a caller who is not signed in. */
export function walkAnonymously(machine: Machine, value: FunctionValue, args: readonly Value[]): Value {
  machine.anonymous = true;
  try {
    return machine.call(value, args, siteOf(value.file, value.node));
  } finally {
    machine.anonymous = false;
  }
}

export const isNothing = (value: Value): boolean => value.kind === 'primitive' && value.value === undefined;

/** Headers or cookies of a request that has none. */
export const emptyStore = (): Value =>
  objectOf(
    [
      ['get', native('get', () => nothing)],
      ['has', native('has', () => primitive(false))],
    ],
    0,
    true,
  );

/** What a request without credentials brings: nobody is signed in, every store is empty. */
export const anonymousRequest = (path: Value): readonly (readonly [string, Value])[] => [
  ['url', objectOf([['pathname', path]], 0, true)],
  ['cookies', emptyStore()],
  [
    'locals',
    objectOf(
      [
        ['user', nothing],
        ['session', nothing],
      ],
      0,
      true,
    ),
  ],
  ['request', objectOf([['headers', emptyStore()]], 0, true)],
];
