import type { Callee, End, HandlerWords, Known, Language } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { textOf } from '../values.ts';
import { calleesOf } from '../statements/callees.ts';
import type { Body } from '../statements/typing.ts';
import { bodyOf } from './bodies.ts';
import { codeAt, nodesOf } from './nodes.ts';
import type { AskedPath } from './path-questions.ts';
import { inShiroFilter, signsInByFilter } from './shiro-words.ts';
import { answerOfPath, readsPath } from './path-questions.ts';
import { expression, statement } from './syntax.ts';
import { narrows } from './words.ts';

/** Java and Kotlin as they are read from inside one method, for somebody who has no credentials. */
export function languageOf(body: Body, words: (body: Body) => HandlerWords, path?: AskedPath): Language {
  const callee = (node: SyntaxNode): Callee | undefined => {
    const code = codeAt(node);
    if (code?.kind !== 'call' || narrows(code.name)) return undefined;
    const [found, other] = calleesOf(body, code);
    if (found === undefined || other !== undefined || found.method === body.method) return undefined;
    const statements = found.method.body?.();
    if (statements === undefined) return undefined;
    return {
      statements: nodesOf(statements),
      parameters: found.method.parameters.map(({ name }) => name),
      language: languageOf(bodyOf(body.types, found.method, found.owner), words, path),
    };
  };
  const toldHere = (node: SyntaxNode, text: string): Known | undefined => {
    if (path !== undefined && readsPath(node, path)) return 'path';
    if (asksForPreflight.test(text)) return 'no';
    return (
      told(node, text) ??
      (readsCredential(body, codeAt(node)) || readsNoted(body, codeAt(node))
        ? 'absent'
        : inShiroFilter(body, codeAt(node)))
    );
  };
  const endHere: Language['end'] = (node, place, asked) =>
    place === 'call' && signsInByFilter(body, codeAt(node)) ? 'throws' : end(node, place, asked);
  const statementHere: Language['statement'] = (node) => {
    const found = statement(node);
    return found.kind === 'throw' && path?.looksUp !== true ? { kind: 'throw' } : found;
  };
  const plain = {
    statement: statementHere,
    expression,
    told: toldHere,
    end: endHere,
    callee,
    handler: words(body),
  };
  if (path === undefined) return plain;
  const ofPath = (node: SyntaxNode, sides: readonly Known[]): Known | undefined => {
    const answer = answerOfPath(body, path, node, sides);
    path.asked?.({ body, node, sides, answer });
    return answer;
  };
  return { ...plain, ofPath };
}

const user =
  /^(request|req|httpRequest|exchange|ctx|context)\.(getUserPrincipal|getRemoteUser)\(\)$|^(\w*(Security|User|Auth|Login|Session|Shiro)\w*\.)?(get)?(current|logged_?in|login|auth\w*|session)(User|Account|Member|Principal|Employee)\w*\(\)$|^SecurityUtils\.get(Subject|UserId|LoginUser|Username)\b[^;]{0,40}$|^(\w*session|\w+\.getSession\((true|false)?\))\.getAttribute\("\w*(user|login|logged|member|admin|account|customer|uid)\w*"\)$/i;
/** `"OPTIONS".equalsIgnoreCase(request.getMethod())`: what is told of an endpoint is told of its own methods. */
const asksForPreflight =
  /^("OPTIONS"|(\w+\.)?OPTIONS(\.(name|toString)\(\))?)\.(equals|equalsIgnoreCase|matches)\([\w.()]+\)$|^[\w.()]+(\.(equals|equalsIgnoreCase)\(| == )("OPTIONS"|(\w+\.)?OPTIONS(\.(name|toString)\(\))?)\)?$/;
const credential =
  /\b(getHeader|header|headers?\.get(First)?|getFirst|getHeaderString|headerParam)\(\s*"?[\w.-]*(authorization|x-api-key|x-auth\w*|api-?key|x-access-token)"?\)$/i;

/** `request.getHeader(TOKEN_HEADER)`, by what the constant is. */
function readsCredential(body: Body, code: Code | undefined): boolean {
  if (code?.kind !== 'call' || !/^(getHeader|header|getHeaderString)$/.test(code.name)) return false;
  const [only, other] = code.args;
  if (only === undefined || only.value.kind === 'text' || other !== undefined) return false;
  const name = textOf(body.types.world, only.value, body.scope).text;
  return name !== undefined && credential.test(`getHeader("${name}")`);
}

/** `request.getAttribute(USER_KEY)`: what a filter before noted of whoever is calling. */
function readsNoted(body: Body, code: Code | undefined): boolean {
  if (code?.kind !== 'call' || code.name !== 'getAttribute' || code.on?.kind !== 'name') return false;
  const [only, other] = code.args;
  if (only === undefined || other !== undefined || !/req(uest)?$/i.test(code.on.name)) return false;
  const name = textOf(body.types.world, only.value, body.scope).text ?? '';
  return noted.test(name) && !/csrf|xsrf|error|exception/i.test(name);
}

const noted = /user|principal|auth|login|token|account|member|identity/i;

function told(_: SyntaxNode, text: string): Known | undefined {
  if (/\.log(in|out)\(/.test(text)) return undefined;
  if (/^!|&&|\|\||[=!]==?|\?:| -> |^\w+ = /.test(text)) return undefined;
  return user.test(text) || credential.test(text) ? 'absent' : undefined;
}

/** `result.setSuccess(false)`, `result.error500("wrong code")`. */
const saysNo = ({ name, args }: Code & { readonly kind: 'call' }): boolean =>
  /^error\d*$/.test(name) ||
  (/^set(Success|Ok|IsSuccess)$/.test(name) && args[0]?.value.kind === 'boolean' && !args[0].value.value);

const turnsAway =
  /Unauthori[sz]ed|UNAUTHORI[SZ]ED|Forbidden|FORBIDDEN|AccessDenied|NotAuthorized|NotLogin|NotLoggedIn|NotSigned|Unauthenticated|Authentication\w*Exception|Authorization\w*Exception|BadCredentials|InvalidToken|TokenExpired|\b40[13]\b/;

function end(node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined {
  const text = node.text.slice(0, 400);
  if (place === 'throw') return turnsAway.test(text) ? 'refuses' : undefined;
  if (place === 'return') return undefined;
  const code = codeAt(node);
  if (code?.kind !== 'call') return undefined;
  if (
    /^(sendError|setStatus|respond|abortWith)$/.test(code.name) &&
    /SC_(BAD|UNA|FORB|NOT_F|GONE)|\b4\d\d\b/.test(text)
  )
    return asked || turnsAway.test(text) ? 'refuses' : 'answers';
  if (/^(sendRedirect)$/.test(code.name) && asked) return 'refuses';
  // An answer that is handed back later says from here on that it failed.
  if (asked && code.on?.kind === 'name' && saysNo(code)) return 'may-refuse';
  // What it was put around runs.
  if (code.name === 'proceed' && code.on !== undefined) return 'hands-on';
  if (code.name === 'doFilter' && code.on?.kind === 'name' && /chain$/i.test(code.on.name)) return 'hands-on';
  return /^(verify|check|ensure|require|assert|validate|authorize)(\w{0,12}(Auth\w*|Token|Signature|Permissions?|User|Login|LoggedIn|ApiKey|Access|Admin|Owner\w*))$/.test(
    code.name,
  )
    ? 'may-refuse'
    : undefined;
}
