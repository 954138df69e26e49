import { dottedName } from '../../javascript/syntax.ts';
import type { Fact } from './fact.ts';
import { holds } from './fact.ts';
import type { Unresolved } from './unresolved.ts';

/** `app(request, response)` of a listener around an application, and `app.handle(request, response)`. */
export function callsRouter({ node, base, args: [first, second], value }: Unresolved): boolean {
  if (first?.kind !== 'request' || second?.kind !== 'response') return false;
  if (value?.kind === 'host') return true;
  return (
    base.kind === 'value' &&
    base.value.kind === 'host' &&
    (dottedName(node.callee)?.endsWith('.handle') ?? false)
  );
}

/** It is handed the request with the answer to it, or with what is done for it. */
export const leavesAll = (args: readonly Fact[]): boolean =>
  args.some(({ kind }) => kind === 'request') &&
  args.some(({ kind }) => kind === 'response' || kind === 'closure');

/** It is handed the request alone, and not for a part of it that its name tells: it may say who is calling. */
export const asksOfRequest = (name: string, args: readonly Fact[]): boolean =>
  args.length === 1 && args[0]?.kind === 'request' && !readsPart.test(name);

const readsPart =
  /parse|body|form|file|upload|multipart|quer(y|ies)|param|url|uri|path|ip(s|addr\w*|Address)?$|host|origin|agent|browser|device|bot|locale|lang|i18n|geo|country|time|page|pagina|filter|sort|range|method|header|cookie|protocol|secure|accept|encod|stream|buffer|text|json|schema|valid|version|clone|flash|csrf|request$|response/i;

/** The request is left to something else, which may check it. */
export const handsOver = (name: string, args: readonly Fact[]): boolean =>
  (/^(fetch|proxy\w*|forward\w*)$/.test(name) &&
    args.some((arg) => holds(arg, /^(request|headers|cookies)$/))) ||
  (/handle|handler|^serve|^callback/i.test(name) && args.some((arg) => holds(arg, /^request$/)));
