import type { Backend } from '../../../model/backend.ts';
import type { CallerCheck } from '../../../model/trust.ts';
import type { Lines, Reach } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';

/** How code of each language asks who is calling, beyond a guard that let them in. */
const identity: Readonly<Record<string, RegExp>> = {
  py: /\b(current_user|request\.user|self\.request\.user|g\.\w*user|session\[|get_jwt_identity|get_jwt|jwt_identity|user_id|owner|request\.auth|\buser\b)/,
  php: /\$_SESSION|\bAuth::|\bauth\(\)|->(user|getUser|getIdentity)\(\)|\bsession\(|currentUser|user_?id|Gate::|->(can|cannot|authorize\w*)\(|policy/i,
  java: /Principal|SecurityContext|FromToken|[cC]urrentUser|[lL]oggedIn|getRemoteUser|AuthenticationPrincipal|getAuthentication|hasRole|hasAuthority|SecurityUtils|StpUtil|UserContext|getSession\(/,
  go: /\b(ctx|c|r|req|w)\.(Value|Get|MustGet|Locals)\(|[cC]urrentUser|UserID|userID|userId|FromContext|FromToken|Extract\w*|[sS]ession|[cC]laims|[oO]wner/,
  rb: /current_\w+|authorize|policy_scope|can\?|session\[|@user\b|owner|load_and_authorize/,
  cs: /\bUser\.|HttpContext|CurrentUser|ClaimsPrincipal|UserManager|Claims|IAuthorizationService|UserId|ICurrentUser|Tenant/,
};

/** Words of asking what somebody may do, in any language. */
const asking =
  /permission|authori[sz]e|\b(user)?can[A-Z_(]|access_?control|\bacl\b|polic(y|ies)\b|\brole|visible(To|For)|abilit|forbid/i;

const languageOf = (file: string): RegExp | undefined => {
  const end = /\.(\w+)$/.exec(file)?.[1] ?? '';
  return identity[end === 'kt' || end === 'kts' ? 'java' : end];
};

/**
 * Handlers of other languages than JavaScript, where who is calling is not followed as a value: those whose code, with
 * what it calls, mentions the caller, and those whose code was not found. What is left asks nobody.
 */
export function handlersThatMention(
  { api }: Backend,
  reaches: readonly Reach[],
  files: ReadonlyMap<string, TextFile>,
): readonly CallerCheck[] {
  const mentioned = new Map<string, boolean>();
  const mentions = (lines: Lines): boolean => {
    const key = `${lines.file}:${lines.start}-${lines.end}`;
    const known = mentioned.get(key) ?? mentionsCaller(lines, files);
    mentioned.set(key, known);
    return known;
  };
  return api.endpoints.flatMap(({ handler }): readonly CallerCheck[] => {
    if (handler === undefined || languageOf(handler.file) === undefined) return [];
    const behind = reaches.flatMap((reach) => reach.behind(handler.file, handler.line, handler.name));
    if (behind.length > 0 && !behind.some(mentions)) return [];
    return [{ name: '', file: handler.file, start: handler.line, end: handler.line }];
  });
}

function mentionsCaller({ file, start, end }: Lines, files: ReadonlyMap<string, TextFile>): boolean {
  const pattern = languageOf(file);
  const text = files.get(file)?.text;
  if (pattern === undefined || text === undefined) return false;
  const lines = text.split('\n').slice(start - 1, end);
  return lines.some((line) => {
    const code = withoutComment(line);
    return !declares.test(line) && (pattern.test(code) || asking.test(code));
  });
}

/** The parameters of a handler mention whom a guard hands over, whether it is used or not. */
const declares = /^\s*(async\s+)?def\s|^\s*func\s|^\s*(public|private|protected)?\s*function\s|^\s*@\w/;

const withoutComment = (line: string): string => line.replace(/(^|\s)(#|\/\/|\*|\/\*).*$/, '');
