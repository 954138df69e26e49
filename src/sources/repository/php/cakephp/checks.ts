import type { JudgedGuard } from '../../http/routing.ts';
import type { PhpClass } from '../classes.ts';
import { lineage } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judged } from '../guards.ts';
import { ownCallee, walkBody } from '../signs.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpBody } from '../body.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { ReadOrigin } from '../value.ts';
import { callTypes, memberName, plainString, receiverOf, writtenArguments } from '../syntax.ts';
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
    for (const name of ['initialize', 'beforefilter', 'beforerender'])
      for (const body of bodiesBelow(codebase, bodyOfMethod(each.methods.get(name), owner), 2))
        walkBody(body.body, (node) => {
          const called = memberName(node);
          const args = writtenArguments(node);
          const first = plainString(args[0]?.node) ?? '';
          const origin = originAt(body.file, node);
          if (called === 'loadComponent') guards.push(...componentGuards(first, node, origin));
          else if (
            /^(allow|allowUnauthenticated|addUnauthenticatedActions)$/.test(called ?? '') &&
            /Auth|\$this/.test(node.text)
          ) {
            if (args.length === 0) all = true;
            open.push(...args.flatMap(({ node: given }) => namesIn(given.text)));
          } else if (called === 'deny') all = false;
        });
  return all || open.some((name) => name.toLowerCase() === lowered(action).toLowerCase()) ? [] : guards;
}

const namesIn = (written: string): readonly string[] =>
  [...written.matchAll(/['"](\w+)['"]/g)].flatMap((match) => match[1] ?? []);

function componentGuards(name: string, node: SyntaxNode, origin: ReadOrigin): readonly JudgedGuard[] {
  if (
    /^(Auth|Authentication(\.Authentication)?|TinyAuth\.Auth\w*)$/.test(name) &&
    !/requireIdentity['"]\s*=>\s*false/.test(node.text)
  )
    return [judged(name, 'authentication', origin)];
  return /^Authorization(\.Authorization)?$/.test(name)
    ? [judged(name, 'authorisation', origin, { conditional: true })]
    : [];
}

/** A body and the methods of the same object that it calls. */
function bodiesBelow(codebase: PhpCodebase, body: PhpBody | undefined, depth: number): readonly PhpBody[] {
  if (body === undefined) return [];
  const found: PhpBody[] = [body];
  if (depth > 0)
    walkBody(body.body, (node) => {
      if (!callTypes.has(node.type) || receiverOf(node)?.text !== '$this') return;
      found.push(...bodiesBelow(codebase, ownCallee(codebase, body, node), depth - 1));
    });
  return found.slice(0, 20);
}
