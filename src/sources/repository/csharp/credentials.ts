import type { DeclaredRoute } from '../http/declared.ts';

const credential =
  /\bUnauthorized\w*\s*\(|\bForbid\w*\s*\(|\bChallenge\s*\(|Status40[13]\w+|HttpStatusCode\.(Unauthorized|Forbidden)|UnauthorizedAccessException|SecurityException|\bUser\s*\.\s*(Identity|Claims|IsInRole|FindFirst\w*|Get\w+|Has\w+|Is\w+)|\.User\b(?!\w|\s*[=(])|ClaimsPrincipal|["']Authorization["']|Headers\s*\.\s*Authorization|AuthenticateAsync|\b_?[Cc]urrent(User|Context|Principal|Account|Member|Actor|Session|Identity|Customer)\w*\b|\b_?([Ww]ork|[Uu]ser|[Ss]ession|[Aa]uth|[Ii]dentity)Context\b|GetUserAsync\s*\(\s*User|ICurrentUser|IUserContext|HttpContext\s*\.\s*Session\b|FixedTimeEquals|HMAC|[Ss]ignature|ConstructEvent|[Aa]pi_?[Kk]ey|SignOutAsync/;

/** Whether the body of a handler reads who is calling, or turns somebody away for it. */
export const looksAtCredentials = (text: string): DeclaredRoute['handlerLooksAtCredentials'] =>
  credential.test(text) ? 'perhaps' : 'no';
