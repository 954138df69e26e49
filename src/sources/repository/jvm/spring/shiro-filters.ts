import { answersNobody } from '../../anonymous/run.ts';
import type { Known } from '../../anonymous/language.ts';
import { isFalse, isTrue } from '../../anonymous/flow.ts';
import { bodyOf } from '../anonymous/bodies.ts';
import { languageOf } from '../anonymous/language.ts';
import { nodesOf } from '../anonymous/nodes.ts';
import type { AskedPath } from '../anonymous/path-questions.ts';
import { handlerWords } from '../anonymous/words.ts';
import type { ClassDeclaration } from '../classes.ts';
import { methodOf } from '../names.ts';
import { typesIn } from '../statements/typing.ts';
import type { World } from '../world.ts';

/** Whom a filter lets through of those who have not signed in. */
export type Lets = 'all' | 'none' | 'perhaps';

/**
 * A filter of Shiro lets a request through where `isAccessAllowed` says so, or else `onAccessDenied`. Those of the
 * library say no to whoever has not signed in; those that a class of the target writes again are run.
 */
export function letsThrough(world: World, filter: ClassDeclaration, path: AskedPath | undefined): Lets {
  const allowed = answersOf(world, filter, 'isAccessAllowed', path);
  return allowed === 'none' ? answersOf(world, filter, 'onAccessDenied', path) : allowed;
}

function answersOf(world: World, filter: ClassDeclaration, name: string, path: AskedPath | undefined): Lets {
  const found = methodOf(world, filter, name);
  const code = found?.method.body?.();
  if (found === undefined || code === undefined) return 'none';
  const body = bodyOf(typesIn(world), found.method, found.owner);
  const language = languageOf(body, handlerWords(new Set()), path);
  const answers = answersNobody(language, nodesOf(code), undefined, true);
  if (answers === undefined) return 'perhaps';
  const all = (is: (answer: Known) => boolean): boolean => answers.every((answer) => is(answer));
  return all(isFalse) ? 'none' : all(isTrue) ? 'all' : 'perhaps';
}
