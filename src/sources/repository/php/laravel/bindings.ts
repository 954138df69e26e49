import type { JudgedGuard } from '../../http/routing.ts';
import { inWords, isLinkSecret } from '../../link-secrets.ts';
import type { PhpBody } from '../body.ts';
import { methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judged } from '../guards.ts';
import type { Registration } from './registry.ts';
import { originAt } from '../value.ts';

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
