import type { AskedPath } from '../anonymous/path-questions.ts';
import type { Lets } from '../boolean-checks.ts';
import { letsOn } from '../boolean-checks.ts';
import type { ClassDeclaration } from '../classes.ts';
import { methodOf } from '../names.ts';
import type { World } from '../world.ts';

/**
 * A filter of Shiro lets a request through where `isAccessAllowed` says so, or else `onAccessDenied`. Those of the
 * library say no to whoever has not signed in; those that a class of the target writes again are run.
 */
export function letsThrough(world: World, filter: ClassDeclaration, path: AskedPath | undefined): Lets {
  const answer = (name: string): Lets => {
    const found = methodOf(world, filter, name);
    return found === undefined ? 'none' : letsOn(world, found, path);
  };
  const allowed = answer('isAccessAllowed');
  return allowed === 'none' ? answer('onAccessDenied') : allowed;
}
