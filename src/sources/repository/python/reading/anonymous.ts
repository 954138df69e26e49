import type { Callee, End, Known, Language } from '../../anonymous/language.ts';
import type { Told } from '../../anonymous/run.ts';
import { runAnonymously } from '../../anonymous/run.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lineage } from '../evaluator/paths.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import type { ClassValue, FunctionValue } from '../evaluator/value.ts';
import { expression, statement } from './anonymous-syntax.ts';
import { pathWords } from './asked-paths.ts';
import { attributeTest } from './attribute-tests.ts';
import { calledFunctions, calledObject, methodAbove, namedFunctions } from './called.ts';
import { instanceTest } from './instance-tests.ts';
import { scopeTest } from './scope-tests.ts';
import { settingTest } from './settings-tests.ts';

const user =
  /^(flask\.)?(g|request|req|self\.request|info\.context|ctx|session)\.(current_)?user(\.(id|pk|is_authenticated|is_active|is_staff|is_superuser|is_admin|has_perms?\(.*))?$|^(flask\.)?g\.(current_\w+|user_id|token|identity|api_key)$|^current_user(\.(is_\w+|id))?(\(\))?$|^get_jwt_identity\(|^get_jwt\(|\.user\.is_(authenticated|staff|superuser|active|admin)$|^(request|req)\.(auth|authorization|state\.user\w*)$|^session\.get\(\s*['"]\w*(user|uid|login|admin|account)|^(flask\.)?session\[\s*['"]\w*(user|uid|login|admin|account)/i;
const header =
  /\b(headers|META|cookies|COOKIES|query_params|args)\.(get|getlist)\(\s*['"][\w. -]*(authorization|token|api[-_]?key|signature|secret|session|jwt|auth|remote[-_]user)|\b(headers|META|cookies|COOKIES)\[\s*['"][\w. -]*(authorization|token|api[-_]?key|signature|secret|session|jwt|auth|remote[-_]user)|get_secure_cookie\(|get_signed_cookie\(/i;
const inSession =
  /^['"][\w-]*(user|uid|login|admin|account|token|auth|api[-_]?key)[\w-]*['"]\s+(not\s+)?in\s+((flask|request|self\.request)\.)?(session|cookies|headers|request\.\w+)$/i;
/** `is_anonymous(subject)`, `isinstance(user, AnonymousUser)`: asked of whoever calls, not of a record. */
const standsForNobody =
  /^([\w.]+\.)?(is_(anonymous|guest)\(|isinstance\()\s*(self\.|request\.(state\.)?)?\w*(user|subject|principal|identity|actor|viewer|caller|requester)(\.\w+)?\s*(,\s*[\w.]*(Anonymous|Unauthenticated|Guest|Nobody)\w*\s*)?\)$/i;
/** The token against requests that another site forges is given to anybody. */
const unforged = /^([\w.]+\.)?_?(check|verify|validate|is_valid|has_valid)_?(csrf|xsrf)\w*\(/i;
const permits = /\b(has_perms?|has_permission|can_\w+|is_allowed|check_permissions?|allowed_to|has_role)\(/;

function told(node: SyntaxNode, text: string): Known | undefined {
  if (
    /^(boolean_operator|not_operator|parenthesized_expression|conditional_expression|await|named_expression|assignment)$/.test(
      node.type,
    )
  )
    return undefined;
  // A text that is kept, as one that says what is wrong, is there.
  if (node.type === 'string') return /^\w*(""|'')$/.test(text) ? 'no' : 'yes';
  const [, , not] = inSession.exec(text) ?? [];
  if (inSession.test(text)) return not === undefined ? 'absent' : 'present';
  if (node.type === 'comparison_operator') return undefined;
  if (text.endsWith('.is_anonymous') || standsForNobody.test(text)) return 'present';
  if (text.endsWith('.is_authenticated')) return 'absent';
  if (user.test(text)) return text.endsWith('.user') && !/^(flask\.)?g\./.test(text) ? 'caller' : 'absent';
  if (readsHeader(node, text)) return 'absent';
  if (unforged.test(text)) return 'yes';
  return permits.test(text) ? 'caller' : undefined;
}

/** The value itself; what another call makes of it is for that call to say. */
function readsHeader(node: SyntaxNode, text: string): boolean {
  const found = header.exec(text);
  const at = found?.index;
  // A token against forged requests is given to anybody.
  if (at === undefined || /csrf|xsrf|captcha/i.test(found?.[0] ?? '') || /\)\.\w+\(/.test(text)) return false;
  return node.type !== 'call' || at < (inField(node, 'function')?.text.length ?? text.length);
}

const turnsAway =
  /\b(40[13])\b|HTTP_40[13]|UNAUTHORIZED|FORBIDDEN|unauthori[sz]ed|unauthenticated|not_?authenticated|forbidden|permission_?denied|credentials_?exception|auth\w*_?(error|exception|failed)|log_?in|sign_?in/i;
const answers =
  /^(await\s+)?([\w.]*\.)?(redirect\w*|abort|jsonify|make_response|render\w*|unauthori[sz]ed|forbidden|\w*Response|HttpResponse\w*|HTTP\w+|error|json_error|handle_no_permission|access_denied|permission_denied|redirect_to_login)\(|,\s*(40[13])\b/;
const handsOn =
  /\bcall_next\(|\bget_response\(|\bself\.app\(|\bsuper\(\)\.(dispatch|__call__|get|process)\(|\bhandler\(|\(\*args,\s*\*\*\w+\)|\(\w[\w, .]*,\s*\*args,\s*\*\*\w+\)|\(\*a,\s*\*\*k\w*\)|\(\*\*kwargs\)/;

export function end(node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined {
  const { text } = node;
  if (place === 'throw') return turnsAway.test(text.slice(0, 400)) ? 'refuses' : undefined;
  if (handsOn.test(text.slice(0, 300))) return 'hands-on';
  if (place === 'call') return ofCall(node, text, asked);
  if (!answers.test(text.slice(0, 300))) return undefined;
  return asked || /\b401\b|HTTP_401|UNAUTHORIZED|unauthori[sz]ed/.test(text) ? 'refuses' : 'answers';
}

function ofCall(node: SyntaxNode, text: string, asked: boolean): End | undefined {
  const name = inField(node, 'function')?.text ?? '';
  if (/^_?send$/.test(name) && /http\.response\.start/.test(text))
    return /\b401\b/.test(text) || (asked && /\b403\b/.test(text)) ? 'refuses' : 'answers';
  if (/(^|\.)abort$/.test(name)) return asked || /\b401\b/.test(text) ? 'refuses' : 'answers';
  if (
    /^((py|_)?jwt|jose\.jwt|jwt\.JWT\(\)|id_token|google\.oauth2\.id_token)\.(decode|verify\w*)$|(^|\.)decode_(jwt|token|access_token)$|(^|\.)verify_jwt_in_request$/.test(
      name,
    )
  )
    return /optional\s*=\s*True/.test(text) ? undefined : 'throws';
  return /(^|\.)(verify|check|ensure|require|assert|validate)_(\w+_)?(auth\w*|token|signature|permissions?|user|login|api_key|access|admin|scopes?)$/.test(
    name,
  )
    ? 'may-refuse'
    : undefined;
}

export const bodyOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  (inField(node, 'body')?.children ?? []).filter(({ type }) => type !== 'comment');

/** What the framework tells of the request that is not said of others: its method, the action that runs. */
export type Words = Partial<Pick<Language, 'told' | 'end' | 'handler'>> & {
  /** Functions of the target that are not looked into. */
  readonly closed?: (called: FunctionValue) => boolean;
  /** The class of the object whose methods run. */
  readonly self?: ClassValue | undefined;
  /** The path of the endpoint that is asked for. */
  readonly path?: string | undefined;
};

/** What names of the fields of an object begin with in its methods. */
const fields = 'self.';

export function languageOf(machine: Machine, within: FunctionValue, words: Words = {}): Language {
  const running = (called: FunctionValue): Callee => ({
    statements: bodyOf(called.node),
    parameters: [
      ...declaredParameters(called.node)
        .map(({ name }) => name)
        .filter((name) => name !== 'self' && name !== 'cls'),
      ...globalsIn(called.node),
    ],
    language: languageOf(machine, called, words),
  });
  const callee = (node: SyntaxNode): Callee | undefined => {
    const name = inField(node, 'function');
    if (name === undefined) return undefined;
    const object = calledObject(machine, node, within);
    // Making an object does not call it.
    const called =
      object?.method ??
      namedFunctions(machine, name, within).find(
        (each) => each.name !== '__call__' || name.text === 'super().__call__',
      );
    if (called === undefined || called.node === within.node || words.closed?.(called) === true)
      return undefined;
    if (object !== undefined) return { ...running(called), ...madeBy(object.made) };
    const isOwn = /^(self|super\(\))\./.test(name.text);
    return { ...running(called), ...(isOwn ? { fields } : {}) };
  };
  const madeBy = (made: SyntaxNode): Pick<Callee, 'made'> => {
    const maker = calledFunctions(machine, made, within).find(({ name }) => name === '__init__');
    if (maker === undefined) return {};
    const told = expression(made);
    return { made: { by: { ...running(maker), fields }, args: told.kind === 'call' ? told.args : [] } };
  };
  const { owner } = within;
  const isOwn = words.self !== undefined && owner !== undefined && lineage(words.self).includes(owner);
  const self = isOwn && words.self !== undefined ? { name: 'self', of: words.self } : undefined;
  const asked = words.path === undefined ? undefined : pathWords(machine, within, words.path);
  return {
    statement,
    expression: asked?.expression ?? expression,
    ...(asked === undefined ? {} : { ofPath: asked.ofPath }),
    told: (node, text) =>
      asked?.told(node, text) ??
      words.told?.(node, text) ??
      (self === undefined ? undefined : attributeTest(node, self)) ??
      instanceTest(machine, node, within) ??
      scopeTest(machine, node, within) ??
      told(node, text) ??
      settingTest(machine, node, text, within, words.handler !== undefined),
    end: (node, place, asked) => {
      const told = (words.end ?? end)(node, place, asked);
      return told === 'hands-on' && asksAbove(node, within) ? undefined : told;
    },
    callee,
    ...(words.handler === undefined ? {} : { handler: words.handler }),
  };
}

/** `super().__call__(…)` of a check that extends another one: the request goes on to nothing but that. */
const asksAbove = (node: SyntaxNode, within: FunctionValue): boolean =>
  /^(await\s+)?super\(\)\.__call__\(/.test(node.text) && methodAbove(within, '__call__') !== undefined;

/** Names of the module: nobody gives them, and they hold something before the function runs. */
function globalsIn(node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  walkSyntax(node, (each) => {
    if (each.type === 'global_statement') names.push(...each.children.map(({ text }) => text));
  });
  return names;
}

/** What is injected: the token of a scheme that does not insist, a header, or a user there may not be. */
export function injected(node: SyntaxNode): readonly (readonly [string, Known])[] {
  return (inField(node, 'parameters')?.children ?? []).flatMap((each) => {
    const name = inField(each, 'name')?.text ?? each.children[0]?.text ?? '';
    const { text } = each;
    if (
      /(Depends|Security)\(\s*[\w.]*(oauth|scheme|bearer|security|api_?key|token|auth|user|principal|credential)/i.test(
        text,
      )
    )
      return [[name, 'absent'] as const];
    const isToken = /token|authorization|api_?key|signature|secret|jwt|credential/i.test(name);
    // A session that a dependency brings may be one of a database.
    const isSent = isToken
      ? /(Header|Cookie|Depends|Security|Query)\(|HTTPAuthorizationCredentials|=\s*None/.test(text)
      : /session/i.test(name) && /(Header|Cookie|Query)\(/.test(text);
    return isSent ? [[name, 'absent'] as const] : [];
  });
}

/** Parameters hold something, though it is not known what. */
export const parametersOf = (node: SyntaxNode): readonly (readonly [string, Known])[] =>
  declaredParameters(node).map(({ name }) => [name, 'unknown'] as const);

/** The function that a decorator puts around another one. */
export function innermost(node: SyntaxNode): SyntaxNode {
  const [inner] = bodyOf(node).flatMap((each) =>
    each.type === 'function_definition'
      ? [each]
      : each.type === 'decorated_definition'
        ? each.children.filter(({ type }) => type === 'function_definition')
        : [],
  );
  return inner === undefined ? node : innermost(inner);
}

/** What is known of the request, and of where a check stands. */
export interface Asked {
  /** The class of the object whose method it is. */
  readonly self?: ClassValue | undefined;
  /** What it hands the request on to: what that does tells nothing of it. */
  readonly inner?: FunctionValue | undefined;
  readonly path?: string | undefined;
  /** Parameters that the path gives. */
  readonly inPath?: ReadonlySet<string> | undefined;
}

/** What becomes of somebody without credentials in a dependency, a decorator, or a hook before requests. */
export function anonymouslyIn(
  machine: Machine,
  value: FunctionValue,
  { self, inner, path, inPath }: Asked = {},
): Told {
  const node = innermost(value.node);
  const within = node === value.node ? value : { ...value, node };
  const closed = (called: FunctionValue): boolean => called.node === inner?.node;
  return runAnonymously(languageOf(machine, within, { self, closed, path }), bodyOf(node), {
    endHandsOn: true,
    known: [
      ...parametersOf(node),
      ...[...(inPath ?? [])].map((name) => [name, 'path'] as const),
      ...injected(node),
    ],
  });
}
