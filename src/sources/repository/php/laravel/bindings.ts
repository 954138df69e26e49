import type { JudgedGuard } from '../../http/routing.ts';
import { inWords, isLinkSecret } from '../../link-secrets.ts';
import { bodyOfValue, methodBody } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judgeBody, judged } from '../guards.ts';
import type { AskedRoute } from '../route-questions.ts';
import { originAt, textOf } from '../value.ts';
import type { PhpValue } from '../value.ts';
import type { Registration, Registry } from './registry.ts';

/** Models that are looked up by a secret before the handler runs: `{share:token}`, or a key of the model's own. */
export function secretBindings(
  codebase: PhpCodebase,
  body: PhpBody,
  { path, site }: Pick<Registration, 'path' | 'site'>,
): readonly JudgedGuard[] {
  return body.parameters.flatMap(({ name, type, nullable }) => {
    // The framework takes `{shared_file}` for `$sharedFile` too.
    const segment = [name, inWords(name)].find((each) => path.text.includes(`{${each}}`));
    if (nullable || segment === undefined) return [];
    const model = codebase.class(type);
    if (model === undefined) return [];
    const written = new RegExp(`\\{${segment}:(\\w+)\\}`).exec(site.node.text)?.[1];
    const own = methodOf(codebase, model, 'getRouteKeyName')?.body?.text ?? '';
    const key = written ?? /return\s*['"](\w+)['"]/.exec(own)?.[1];
    return key !== undefined && isLinkSecret(key)
      ? [judged(key, 'authentication', originAt(body.file, { line: body.line }))]
      : [];
  });
}

/** Binders that turn somebody away for who is calling, before the handler could run. */
export function binderChecks(
  codebase: PhpCodebase,
  { binders }: Pick<Registry, 'binders'>,
  asked: AskedRoute,
): readonly JudgedGuard[] {
  return [...binders].flatMap(([name, binder]) => {
    const body = asked.path.includes(`{${name}}`) ? binderOf(codebase, binder) : undefined;
    if (body === undefined) return [];
    const { verdict, resolved } = judgeBody(codebase, body, '', asked);
    const isCheck = verdict === 'authentication' || verdict === 'authorisation';
    return isCheck || !resolved
      ? [judged(name, verdict, originAt(body.file, { line: body.line }), { resolved })]
      : [];
  });
}

/** A closure, `Class@method`, or a class with a method of that name. */
const binderOf = (codebase: PhpCodebase, binder: PhpValue): PhpBody | undefined =>
  methodBody(codebase, textOf(binder), 'bind') ?? bodyOfValue(codebase, binder);
