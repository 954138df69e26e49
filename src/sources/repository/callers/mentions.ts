import type { Backend } from '../../../model/backend.ts';
import type { CallerCheck } from '../../../model/trust.ts';
import type { Lines, Reach } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';

/** How code of each language asks who is calling, beyond a guard that let them in. */
const identity: Readonly<Record<string, RegExp>> = {
  // Who is calling is followed as a value; calls by these names decide by themselves. Words alone are text of a page.
  php: /\bGate::|->(can|cannot)\(|\w*(permission|authori[sz]e|isGranted|polic(y|ies)|abilit(y|ies)|access_?control|\bacl|role|forbid|admin|visible(To|For))\w*\s*\(/i,
  kt: /Principal|SecurityContext|FromToken|[cC]urrentUser|[lL]oggedIn|getRemoteUser|AuthenticationPrincipal|getAuthentication|hasRole|hasAuthority|SecurityUtils|StpUtil|UserContext|getSession\(/,
  rb: /current_\w+|authorize|policy_scope|can\?|session\[|@user\b|owner|load_and_authorize/,
  cs: /\bUser\.|HttpContext|CurrentUser|ClaimsPrincipal|UserManager|Claims|IAuthorizationService|UserId|ICurrentUser|Tenant/,
};

/** Words of asking what somebody may do, in any language. */
export const asking =
  /permission|authori[sz]e|\b(user)?can[A-Z_(]|access_?control|\bacl\b|polic(y|ies)\b|\brole|visible(To|For)|abilit|forbid/i;

const languageOf = (file: string): RegExp | undefined => {
  const end = /\.(\w+)$/.exec(file)?.[1] ?? '';
  return identity[end === 'kts' ? 'kt' : end];
};

/**
 * Handlers of the languages in which who is calling is not followed as a value: those whose code, with what it calls, mentions the caller, and those whose code was not found. What is left asks nobody.
 */
export function handlersThatMention(
  { api }: Backend,
  reaches: readonly Reach[],
  files: ReadonlyMap<string, TextFile>,
): readonly CallerCheck[] {
  const linesOf = mentioningLines(files);
  const mentions = ({ file, start, end }: Lines): boolean =>
    linesOf(file).some((line) => start <= line && line <= end);
  return api.endpoints.flatMap(({ handler }): readonly CallerCheck[] => {
    if (handler === undefined || languageOf(handler.file) === undefined) return [];
    const behind = reaches.flatMap((reach) => reach.behind(handler.file, handler.line, handler.name));
    if (behind.length > 0 && !behind.some(mentions)) return [];
    return [{ name: '', file: handler.file, start: handler.line, end: handler.line }];
  });
}

/** The lines of a file that mention the caller, each file looked through once. */
function mentioningLines(files: ReadonlyMap<string, TextFile>): (file: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (file) => {
    const pattern = languageOf(file);
    const before = known.get(file);
    if (before !== undefined || pattern === undefined) return before ?? [];
    const found = (files.get(file)?.text ?? '').split('\n').flatMap((line, at) => {
      const code = withoutComment(line);
      const isTold = pattern.test(code) || (pattern !== identity['php'] && asking.test(code));
      return !declares.test(line) && isTold ? [at + 1] : [];
    });
    known.set(file, found);
    return found;
  };
}

/** The parameters of a handler mention whom a guard hands over, whether it is used or not. */
const declares = /^\s*(async\s+)?def\s|^\s*func\s|^\s*(public|private|protected)?\s*function\s|^\s*@\w/;

const withoutComment = (line: string): string => line.replace(/(^|\s)(#|\/\/|\*|\/\*).*$/, '');
