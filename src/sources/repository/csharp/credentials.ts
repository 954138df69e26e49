import type { DeclaredRoute } from '../http/declared.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import type { Code, TypeDeclaration } from './code.ts';
import { lineageOf, methodsOf } from './code.ts';
import { bodyOf, calledIn, nameOf } from './syntax.ts';

const credential =
  /\bUnauthorized\w*\s*\(|\bForbid\w*\s*\(|\bChallenge\s*\(|Status40[13]\w+|HttpStatusCode\.(Unauthorized|Forbidden)|UnauthorizedAccessException|SecurityException|\bUser\s*\.\s*(Identity|Claims|IsInRole|FindFirst\w*|Get\w+|Has\w+|Is\w+)|\.User\b(?!\w|\s*[=(])|ClaimsPrincipal|["']Authorization["']|Headers\s*\.\s*Authorization|AuthenticateAsync|\b_?[Cc]urrent(User|Context|Principal|Account|Member|Actor|Session|Identity|Customer)\w*\b|\b_?([Ww]ork|[Uu]ser|[Ss]ession|[Aa]uth|[Ii]dentity)Context\b|GetUserAsync\s*\(\s*User|ICurrentUser|IUserContext|HttpContext\s*\.\s*Session\b|FixedTimeEquals|HMAC|[Ss]ignature|ConstructEvent|[Aa]pi_?[Kk]ey|\b_?(current|work|user|session|tenant)(Context|User|Session|Accessor)\s*\.|[Aa]uthorizationService|\bAuthorizeAsync|GetUserByPrincipal|\bIsInRole\b|PermissionChecker|\bDemand\w*\(|\bGet(User|Caller|Client)\w*Identity\b|NotAuthenticated|\b(token|secret)(Header|ToValidate)\b|[Vv]alidateToken\b/;

/** Whether the body of a handler reads who is calling, or turns somebody away for it. */
export const looksAtCredentials = (text: string): DeclaredRoute['handlerLooksAtCredentials'] =>
  credential.test(text) ? 'perhaps' : 'no';

const secret = /token|code|secret|otp|invit|ticket|signature|key/i;

/** It refuses who could not sign in, and makes who is signed in from here on. */
const ownWords = /\breturn\s+Unauthorized\w*\s*\(|\bnew\s+ClaimsPrincipal\s*\(/g;

/**
 * Whether a handler is where callers sign in: it takes their password and no secret beside it, and signs them in. That
 * it turns away whoever fails there asks nobody for credentials beforehand.
 */
export const signsIn = (text: string, inputs: readonly string[]): boolean =>
  /\b(Password)?SignInAsync\s*\(/.test(text) &&
  inputs.some((name) => /^password$/i.test(name)) &&
  !inputs.some((name) => secret.test(name)) &&
  looksAtCredentials(text.replaceAll(ownWords, '(')) === 'no';

/** The text of a body and of the methods of the same class it calls. */
export function reachedText(code: Code, type: TypeDeclaration, body: SyntaxNode | undefined): string {
  if (body === undefined) return '';
  const methods = lineageOf(code, type).types.flatMap((each) => methodsOf(code, each));
  const seen = new Set<SyntaxNode>();
  const open = [body];
  const parts: string[] = [];
  for (let next = open.pop(); next !== undefined && seen.size < 40; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    parts.push(next.text);
    walkSyntax(next, (node) => {
      const called = calledIn(node);
      if (
        called === undefined ||
        (called.receiver !== undefined && called.receiver.type !== 'this_expression')
      )
        return;
      for (const { node: method } of methods) {
        const inner = nameOf(method) === called.name ? bodyOf(method) : undefined;
        if (inner !== undefined) open.push(inner);
      }
    });
  }
  return parts.join('\n');
}
