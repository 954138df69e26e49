import type { Callee, End, HandlerWords, Known, Language } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { bodyOf } from '../statements/bodies.ts';
import type { Body } from '../statements/typing.ts';
import { calledMethods, hasBody } from '../statements/typing.ts';
import { calledIn, nameOf, parametersOf } from '../syntax.ts';
import { expression, statement, statementsOf } from './syntax.ts';

/** C# as it is read from inside one method or lambda, for somebody who has no credentials. */
export function languageOf(body: Body, words: (body: Body) => HandlerWords): Language {
  const callee = (node: SyntaxNode): Callee | undefined => {
    if (node.type !== 'invocation_expression') return undefined;
    const [found, other] = calledMethods(body, node);
    if (found === undefined || other !== undefined || found.node === body.node || !hasBody(found))
      return undefined;
    const parameters = parametersOf(found.node);
    const isExtension = parameters[0]?.isReceiver === true && calledIn(node)?.receiver !== undefined;
    const inner = bodyOf(body.types, { node: found.node, file: found.type.file, owner: found.type });
    return {
      statements: statementsOf(found.node),
      parameters: parameters.slice(isExtension ? 1 : 0).map(({ name }) => name),
      language: languageOf(inner, words),
      ...(saysWhether(found.node) ? { bySecret: 'absent' } : {}),
    };
  };
  return { statement, expression, told, end, callee, handler: words(body) };
}

/** A question whose name says that it is asked of what it is given: `bool ValidateToken(token)`. */
const saysWhether = (method: SyntaxNode): boolean =>
  /^((System\.Threading\.Tasks\.)?(Value)?Task<)?bool>?$/.test(inField(method, 'returns')?.text ?? '') &&
  /^(Is|Try|Has)?(Valid|Verif|Check|Match|Unprotect|Authentic|Decrypt|Parse)|(Valid|Matches)(Async)?$/.test(
    nameOf(method),
  );

const user =
  /^(HttpContext\.|this\.|Request\.HttpContext\.|Context\.)?User\??\.(Identity\??\.(IsAuthenticated|Name)|GetUserId\(\)|GetUsername\(\)|GetId\(\)|FindFirst(Value)?\([^()]*\)\??(\.Value)?)$|^_?current(User|Context)(Service|Accessor)?\.(UserId|User|Id|UserName|IsAuthenticated|GetUserId\(\)|GetUser\(\))$/;

function told(_: SyntaxNode, text: string): Known | undefined {
  if (/^!|&&|\|\||[=!]=|\?\?|=>|^\w+ = /.test(text)) return undefined;
  return user.test(text.replace(/^await\s+/, '')) ? 'absent' : undefined;
}

const turnsAway =
  /Unauthori[sz]ed|Forbid|AccessDenied|Security\w*Exception|Authentication\w*Exception|NotAuthenticated|InvalidToken|TokenExpired|\b40[13]\b/;

function end(node: SyntaxNode, place: 'call' | 'return' | 'throw'): End | undefined {
  if (place === 'throw') return turnsAway.test(node.text.slice(0, 400)) ? 'refuses' : undefined;
  if (place === 'return') return undefined;
  const name = calledIn(node)?.name ?? '';
  return /^(Verify|Check|Ensure|Require|Assert|Validate|Authorize)\w{0,12}(Auth\w*|Token|Signature|Permissions?|User|Login|LoggedIn|ApiKey|Access|Admin|Owner\w*)(Async)?$/.test(
    name,
  )
    ? 'may-refuse'
    : undefined;
}
