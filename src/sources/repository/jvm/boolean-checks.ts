import { isFalse, isTrue } from '../anonymous/flow.ts';
import type { Known } from '../anonymous/language.ts';
import { flowOf } from '../anonymous/run.ts';
import { bodyOf } from './anonymous/bodies.ts';
import { languageOf } from './anonymous/language.ts';
import { nodesOf } from './anonymous/nodes.ts';
import type { AskedPath } from './anonymous/path-questions.ts';
import { handlerWords } from './anonymous/words.ts';
import type { Running } from './before-handlers.ts';
import { typesIn } from './statements/typing.ts';
import type { World } from './world.ts';

/** Whom a check that answers yes or no lets through of those who have no credentials. */
export type Lets = 'all' | 'none' | 'perhaps';

/** What a method that answers whether a request goes on says to whoever has no credentials, for one path. */
export function letsOn(world: World, { method, owner }: Running, path: AskedPath | undefined): Lets {
  const language = languageOf(bodyOf(typesIn(world), method, owner), handlerWords(new Set()), path);
  const flow = flowOf(language, nodesOf(method.body?.() ?? []), { endHandsOn: true }, true);
  if (flow === undefined) return 'perhaps';
  const answers = [...flow.returned, ...(flow.goesOn ? (['no'] as const) : [])];
  const all = (is: (answer: Known) => boolean): boolean => answers.every((answer) => is(answer));
  if (all(isFalse)) return 'none';
  const ends = flow.refuses || flow.answers || flow.throws !== 'no';
  return all(isTrue) && !ends ? 'all' : 'perhaps';
}
