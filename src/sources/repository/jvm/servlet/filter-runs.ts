import type { Known, Language } from '../../anonymous/language.ts';
import { answersNobody, letsNobodyThrough, runAsUnderstood } from '../../anonymous/run.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { bodyOf } from '../anonymous/bodies.ts';
import { languageOf } from '../anonymous/language.ts';
import { nodesOf } from '../anonymous/nodes.ts';
import { oncePerAnswers } from '../anonymous/path-answers.ts';
import type { AskedPath } from '../anonymous/path-questions.ts';
import { handlerWords } from '../anonymous/words.ts';
import type { ClassDeclaration } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { methodOf } from '../names.ts';
import { typesIn } from '../statements/typing.ts';
import type { Running } from '../before-handlers.ts';
import type { World } from '../world.ts';

/**
 * What a servlet filter that turns callers away does at one path, run as somebody without credentials: undefined where
 * it lets everybody on, a check without conditions where nobody comes through, else what it was judged to be.
 */
export function filterAt(
  world: World,
  of: ClassDeclaration,
  running: Running,
  judged: JudgedGuard,
): (path: AskedPath) => JudgedGuard | undefined {
  if (!handsOnItself(running)) return () => judged;
  const skips = methodOf(world, of, 'shouldNotFilter');
  return oncePerAnswers((path) => {
    const skipped = skips === undefined ? 'no' : answerOf(world, skips, path);
    if (skipped === 'yes') return undefined;
    if (skipped === undefined) return judged;
    const language = plainLanguage(world, running, path);
    const statements = nodesOf(running.method.body?.() ?? []);
    const from = { endHandsOn: false };
    if (letsNobodyThrough(language, statements, from)) return undefined;
    return runAsUnderstood(language, statements, from) === 'refused'
      ? { ...judged, resolved: true, conditional: false }
      : judged;
  });
}

function answerOf(world: World, { method, owner }: Running, path: AskedPath): 'yes' | 'no' | undefined {
  const language = plainLanguage(world, { method, owner }, path);
  const found = answersNobody(language, nodesOf(method.body?.() ?? []), [], false) ?? [];
  const all = (known: Known): boolean => found.length > 0 && found.every((each) => each === known);
  return all('yes') ? 'yes' : all('no') ? 'no' : undefined;
}

const plainLanguage = (world: World, { method, owner }: Running, path: AskedPath): Language =>
  languageOf(bodyOf(typesIn(world), method, owner), handlerWords(new Set()), path);

/** Whether it hands the request on itself, and nothing else could: the chain is called and given to nobody. */
function handsOnItself({ method }: Running): boolean {
  const chain = method.parameters.find(({ type }) => lastName(type?.name ?? '') === 'FilterChain')?.name;
  if (chain === undefined) return false;
  let isGiven = false;
  walkCode(method.body?.() ?? [], (code) => {
    if (code.kind === 'call' || code.kind === 'new')
      isGiven ||= code.args.some(({ value }) => value.kind === 'name' && value.name === chain);
    if (code.kind === 'lambda') isGiven = true;
  });
  return !isGiven;
}
