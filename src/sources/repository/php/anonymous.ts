import type { Callee, End, Known, Language } from '../anonymous/language.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { expression, listOf, statement } from './anonymous-syntax.ts';
import type { PhpBody } from './body.ts';
import { calledMethod } from './called-methods.ts';
import type { PhpCodebase } from './codebase.ts';
import { constantAnswer } from './defined-constants.ts';
import { handlerWords } from './handler-words.ts';
import type { Dialect } from './parameters.ts';
import { routeAnswer } from './route-questions.ts';
import type { AskedRoute } from './route-questions.ts';
import { settingOf } from './run-time-settings.ts';
import { callTypes, memberName } from './syntax.ts';

const user =
  /^(\$request|request\(\)|\$req|\$this->request)->user\(|^\\?(Auth|Sentinel|JWTAuth)::(user|id|check|getUser|guard\([^()]*\)->(user|id|check))\(|^auth\([^()]*\)->(user|id|check|guard\([^()]*\)->(user|id|check))\(|^\$?(this->)?(auth|guard)->(user|id|check|authenticated?|loggedIn|isLoggedIn)\(|^(session|\$_SESSION)\b.*(user|login|admin|account|member)|->bearerToken\(|->(getUser|getIdentity|currentUser|getAuthUser)\(\)$|^parent::getUser\(\)$|^\$(this->)?\w*(context|session|security)->get(customer|member|account|visitor)\(\)$/i;
const absentHeader =
  /->(header|hasHeader|getHeader(Line)?|headers->(get|has))\(\s*['"](authorization|x-(api|auth|access)[\w-]*|x-signature|x-hub[\w-]*|api[-_]?key|token)['"]|(\$request|\$req|request\(\))->(get|input|query|post|string|query->get)\(\s*['"]\w*(api_?key|app_?key|access_?token|api_?token|secret|signature)['"]|\$_SERVER\[\s*['"](HTTP_AUTHORIZATION|PHP_AUTH_\w+|HTTP_X_(API|AUTH)\w*)/i;
/** The same under a name that is kept elsewhere: `getHeaderLine($this->apiKeyHeader)`, `$_COOKIE[Sessions::COOKIE_NAME]`. */
const absentByName =
  /->(header|hasHeader|getHeader(Line)?|getQueryParam|getCookieParam)\(\s*(\$this->|\$|\w+::)?\w*(api_?key|(access|auth|api)_?token|authorization)\w*\s*\)$|^\$_COOKIE\[\s*['"\\\w:$>-]*(session|auth|token|login|remember|api_?key)[\w'"]*\s*\]$|->getQueryParam\(\s*['"](secret|api_?key|token)['"]\s*\)$/i;
const guest =
  /(\bauth\([^()]*\)|\\?Auth::(guard\([^()]*\)->)?|\$?(this->)?(auth|guard)\b)(->|::)?(\w*\([^()]*\)->)?(guest|isGuest)\(/i;
const permits =
  /(->can\(|Gate::|->hasRole|->hasPermission|->isGranted|->tokenCan|user\(\)->can|userCan|hasAnyRole|Policy|->authorize\()/;

function told(_: SyntaxNode, text: string): Known | undefined {
  if (/^!|&&|\|\||^\(|[=!]==?|<>/.test(text) || /[^=!<>]=[^=>]/.test(text) || /\?[^-]/.test(text))
    return undefined;
  if (guest.test(text) && /guest\([^()]*\)$/i.test(text)) return 'present';
  if (/^(isset|empty)\(/.test(text)) return ofExistence(text);
  if (user.test(text)) return 'absent';
  if ((absentHeader.test(text) && !/->\w+\($/.test(text)) || absentByName.test(text)) return 'absent';
  if (text.startsWith('$_SESSION[') || /->session\(\)->(get|has)\(|^session\(/.test(text)) return 'caller';
  if (permits.test(text)) return 'caller';
  return undefined;
}

function ofExistence(text: string): Known | undefined {
  const inner = text.replace(/^\w+\(/, '').replace(/\)$/, '');
  const known =
    user.test(inner) || absentHeader.test(inner) || absentByName.test(inner)
      ? 'absent'
      : inner.startsWith('$_SESSION')
        ? 'caller'
        : undefined;
  if (known === undefined || known === 'caller') return known;
  return text.startsWith('empty') ? 'present' : 'absent';
}

const turnsAway =
  /\b(40[13]|UNAUTHORIZED|FORBIDDEN)\b|login|sign-?in|unauthori[sz]ed|unauthenticated|forbidden|AccessDenied|denied|not_?(logged|authenticated)|Authentication\w*Exception|Authorization\w*Exception/i;

function end(node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined {
  const { text } = node;
  if (
    /^\$(next|handler|delegate|stack)\b\(|^\$(handler|next|delegate)->(handle|process)\(|^parent::handle\(|^\$this->handleStatelessDomains/.test(
      text,
    )
  )
    return 'hands-on';
  if (place === 'throw') return turnsAway.test(text.slice(0, 300)) ? 'refuses' : undefined;
  if (place === 'call') return ofCall(node, asked);
  if (
    node.type === 'exit_statement' ||
    /^(redirect|response|abort|back|to_route|view)\(|^(\\?Redirect|\\?Response|\\?Inertia)::|^new \\?\w*Response|^\$this->(redirect|respond\w*|response\w*|unauthori\w*|fail\w*|error\w*|deny\w*|json)\(|->withStatus\(|^\$response/i.test(
      text,
    )
  )
    return asked || /\b401\b|UNAUTHORIZED/.test(text) ? 'refuses' : 'answers';
  return undefined;
}

function ofCall(node: SyntaxNode, asked: boolean): End | undefined {
  const name = (memberName(node) ?? '').toLowerCase();
  if (/^(abort|wp_die|die)$/.test(name)) return asked || /\b401\b/.test(node.text) ? 'refuses' : 'answers';
  // Without a user these throw.
  if (
    /^(authenticate|authenticateorfail|parsetoken|userorfail|checkorfail)$/.test(name) &&
    !/^\$this->\w+\(/.test(node.text)
  )
    return 'refuses';
  return /^(verify|check|ensure|require|assert|validate)_?\w{0,8}(auth\w*|token|signature|permissions?|user|log_?in|logged\w*|api_?key|access|admin)$|^authorize/.test(
    name,
  )
    ? 'may-refuse'
    : undefined;
}

/** PHP as it is read from inside a body: what it calls is followed by declared types. */
export function phpLanguage(codebase: PhpCodebase, body: PhpBody, route?: AskedRoute): Language {
  const language = phpLanguageWithin(codebase, body, (inner) => phpLanguage(codebase, inner, route));
  if (route === undefined) return language;
  return {
    ...language,
    told: (node, text) => routeAnswer(codebase, body, route, node) ?? language.told(node, text),
  };
}

/** The same inside a handler, with what a framework adds to each body that runs. */
export function handlerLanguage(
  codebase: PhpCodebase,
  body: PhpBody,
  dialect: Dialect,
  added: (language: Language, body: PhpBody) => Language = (language) => language,
  path = '',
): Language {
  const language = phpLanguageWithin(codebase, body, (inner) =>
    handlerLanguage(codebase, inner, dialect, added, path),
  );
  return added({ ...language, handler: handlerWords(body, dialect, path) }, body);
}

/** `User::getGuest()`: an object that is nobody. */
const standsForNobody = /^(get|load|find|default|make)?_?(guest|anonymous|nobody)_?(user)?$/i;

/** The same, where what is called is read with words of its own. */
export function phpLanguageWithin(
  codebase: PhpCodebase,
  body: PhpBody,
  within: (inner: PhpBody) => Language,
): Language {
  const callee = (node: SyntaxNode): Callee | undefined => {
    if (!callTypes.has(node.type)) return undefined;
    const inner = calledMethod(codebase, body, node);
    if (inner === undefined || inner.body === body.body) return undefined;
    return {
      statements: listOf(inner.body),
      parameters: inner.parameters.map(({ name }) => `$${name}`),
      language: within(inner),
      self: '$this',
      ...(standsForNobody.test(inner.method?.name ?? '') ? { named: 'absent' as const } : {}),
    };
  };
  return {
    statement,
    expression,
    told: (node, text) => told(node, text) ?? constantAnswer(codebase, node) ?? settingOf(codebase, node),
    end,
    callee,
  };
}

/** The one expression of an arrow function is what it returns. */
export const statementsOfBody = ({ body }: PhpBody): readonly SyntaxNode[] =>
  body.type === 'program' || body.type === 'case_statement'
    ? body.children.filter(({ type, field }) => type !== 'comment' && field !== 'value')
    : body.type.endsWith('_statement')
      ? listOf(body)
      : [{ ...body, type: 'return_statement', children: [body] }];
