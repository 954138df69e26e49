import type { JudgedGuard } from '../../http/routing.ts';
import type { PhpClass } from '../classes.ts';
import { lineage } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judged } from '../guards.ts';
import { walkBody } from '../signs.ts';
import { memberName, plainString, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';
import { lowered } from './routes.ts';

/** Authentication asked for where controllers are made, without the actions that are let through. */
export function controllerGuards(
  codebase: PhpCodebase,
  owner: PhpClass,
  action: string,
): readonly JudgedGuard[] {
  const guards: JudgedGuard[] = [];
  const open: string[] = [];
  let all = false;
  for (const each of lineage(codebase, owner))
    for (const name of ['initialize', 'beforefilter', 'beforerender']) {
      const method = each.methods.get(name);
      if (method?.body === undefined) continue;
      walkBody(method.body, (node) => {
        const called = memberName(node);
        const args = writtenArguments(node);
        const first = plainString(args[0]?.node) ?? '';
        const origin = originAt(method.file, node);
        if (
          called === 'loadComponent' &&
          /^(Auth|Authentication(\.Authentication)?|TinyAuth\.Auth\w*)$/.test(first) &&
          !/requireIdentity['"]\s*=>\s*false/.test(node.text)
        )
          guards.push(judged(first, 'authentication', origin));
        else if (called === 'loadComponent' && /^Authorization(\.Authorization)?$/.test(first))
          guards.push(judged(first, 'authorisation', origin, { conditional: true }));
        else if (
          /^(allow|allowUnauthenticated|addUnauthenticatedActions)$/.test(called ?? '') &&
          /Auth|\$this/.test(node.text)
        ) {
          const names = args.flatMap(({ node: given }) => namesIn(given.text));
          if (args.length === 0) all = true;
          open.push(...names);
        } else if (called === 'deny') all = false;
      });
    }
  return all || open.some((name) => name.toLowerCase() === lowered(action).toLowerCase()) ? [] : guards;
}

const namesIn = (written: string): readonly string[] =>
  [...written.matchAll(/['"](\w+)['"]/g)].flatMap((match) => match[1] ?? []);
