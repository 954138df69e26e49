import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { calledFunctions } from './called.ts';

const signsIn =
  /^(flask_login|flask_security|quart_auth)\.(\w+\.)*login_user$|^django\.contrib\.auth\.a?login$|^flask_jwt_extended\.(\w+\.)*create_access_token$|^(jwt|jose\.jwt)\.encode$/;
const signsOut =
  /^(flask_login|flask_security|quart_auth)\.(\w+\.)*logout_user$|^django\.contrib\.auth\.a?logout$/;
const passwords = /^fastapi\.security\.(\w+\.)*OAuth2PasswordRequestForm(Strict)?$/;

/** `request.session.pop('user', None)`, where that is what a handler is for by its name. */
const endsSession =
  /\bsession\.(pop\(\s*['"]\w*(user|uid|token|auth|login)|clear\(|flush\()|\bdel\s+([\w.]+\.)?session\[/;

const keepsSession = /\b(request\.)?session\[\s*['"]\w*(user|uid|login|account)\w*['"]\s*\]\s*=[^=]/;
const asksBefore = /\b(request\.(user|auth)|current_user|session|authorization|api_?key|cookies?)\b/i;
const forgery = /\bcookies(\.get\(|\[)[^()[\]]*(csrf|xsrf)[^()[\]]*[)\]]|\w*(csrf|xsrf)\w*/gi;

/** `request.session['user'] = …`: whoever came is kept as somebody, and nothing of the caller was asked for before. */
export function keepsCaller({ node }: FunctionValue): boolean {
  const text = inField(node, 'body')?.text ?? '';
  const at = keepsSession.exec(text)?.index;
  return at !== undefined && !asksBefore.test(text.slice(0, at).replaceAll(forgery, ''));
}

/** Who is calling, other than whether somebody is. */
const caller =
  /\b(request\.(user|auth)|current_user|g\.\w*user|get_jwt_identity)\b(?!\.is_(authenticated|anonymous))|authorization/i;

/**
 * Whether a handler makes somebody of whoever comes, or ends that: nothing before it asks who is calling. What it refuses
 * is a wrong password.
 */
export function signsInOrOut(machine: Machine, handler: FunctionValue): boolean {
  const takesPassword = declaredParameters(handler.node).some(
    ({ type, fallback }) =>
      /OAuth2PasswordRequestForm/.test(`${type?.text ?? ''} ${fallback?.text ?? ''}`) ||
      (type !== undefined && passwords.test(libraryPath(evaluate(machine, type, handler.scope)) ?? '')),
  );
  if (takesPassword) return true;
  const body = inField(handler.node, 'body');
  if (body === undefined) return false;
  if (firstCall(machine, handler, signsOut, 1) !== undefined) return true;
  if (/log_?out|sign_?out/i.test(handler.name) && endsSession.test(body.text) && !caller.test(body.text))
    return true;
  if (keepsCaller(handler)) return true;
  const at = firstCall(machine, handler, signsIn, 3);
  return at !== undefined && !caller.test(body.text.slice(0, Math.max(0, at - body.start)));
}

/** Where the first call stands that leads to one of these functions. */
function firstCall(
  machine: Machine,
  within: FunctionValue,
  wanted: RegExp,
  depth: number,
  seen: readonly SyntaxNode[] = [],
): number | undefined {
  let found: number | undefined;
  walkSyntax(inField(within.node, 'body') ?? within.node, (node) => {
    if (node.type !== 'call' || (found !== undefined && found <= node.start)) return;
    if (leadsTo(machine, node, within, wanted, depth, [...seen, within.node])) found = node.start;
  });
  return found;
}

function leadsTo(
  machine: Machine,
  call: SyntaxNode,
  within: FunctionValue,
  wanted: RegExp,
  depth: number,
  seen: readonly SyntaxNode[],
): boolean {
  const callee = inField(call, 'function');
  const [root = ''] = (callee?.text ?? '').split('.');
  if (
    callee !== undefined &&
    /^\w+(\.\w+)*$/.test(callee.text) &&
    lookUp(machine, within.scope, root) !== undefined &&
    wanted.test(libraryPath(evaluate(machine, callee, within.scope)) ?? '')
  )
    return true;
  if (depth <= 1) return false;
  return calledFunctions(machine, call, within).some(
    (called) =>
      !seen.includes(called.node) && firstCall(machine, called, wanted, depth - 1, seen) !== undefined,
  );
}
