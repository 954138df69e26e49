import type { Guard } from '../../../../model/api.ts';
import { kindByName } from '../../http/guards.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax } from '../../languages/syntax.ts';
import type { Lineage } from '../code.ts';
import { methodNamed } from '../code.ts';

/** Answers 401, asks to sign in, or calls a gem that does. */
const rejectsUnknown =
  /:unauthorized\b|\b(halt|error!?|abort)\b[^\n]{0,60}\b401\b|\bhead\s*\(?\s*401|status:?\s*(=>)?\s*401|Unauthori[sz]ed|NotAuthenticated|Unauthenticated|AuthenticationError|redirect_to\s*\(?\s*:?["']?\/?(new_\w*session|login|log_in|sign_in|signin|new_\w*_session|auth)\w*|authenticate_or_request_with_http_\w+|http_basic_authenticate|authenticate_\w+!|\brequest_authentication\b|request_http_\w+|doorkeeper_authorize!|warden\.authenticate!|require_login|redirect_to\s*\(?\s*\w*(sign_in|login|log_in|session)\w*_(path|url)/;
const rejectsForbidden =
  /:forbidden\b|\b(halt|error!?|abort)\b[^\n]{0,60}\b403\b|\bhead\s*\(?\s*403|status:?\s*(=>)?\s*403|Forbidden|NotAuthorized|AccessDenied|NotPermitted|\bauthorize!?[\s(]|redirect_to\s*\(?\s*(root|home)\w*_(path|url)|not_found\b|:not_found\b|\b404\b/;
const reads =
  /current_\w+|session\b|cookies|params\[:?["']?(token|key|api_key)|[Aa]uthorization|warden|\bsigned_in|logged_in|is_admin|admin\?|@user\b|Current\.\w+/;

/** Known callbacks that check nobody. */
const harmless =
  /^(verify_authenticity_token|protect_from_forgery|configure_permitted_parameters|set_paper_trail_whodunnit|set_raven_context|set_sentry_context|reset_session|set_csrf_cookie|set_\w+|load_\w+|find_\w+|fetch_\w+|prepare_\w+|assign_\w+|store_\w+|track_\w+|switch_locale|skip_\w+|default_\w+|cors_\w+|add_\w+|build_\w+|get_\w+|init\w*|log_\w+)$/;
const knownChecks =
  /^(authenticate_\w+!?|doorkeeper_authorize!|require_login|require_user|require_authentication|authorize_request|login_required|authorize|authorize!|verify_authorized|authorize_resource|load_and_authorize_resource|require_no_authentication|authenticate_scope!)$/;

export interface Judgement {
  readonly kind: Guard['kind'];
  readonly resolved: boolean;
  /** Its code lets some callers go on without asking. */
  readonly conditional: boolean;
}

/** What a callback checks: by its body where it stands in the repository, else by its name. */
export function judgeCallback(lineage: Lineage, name: string): Judgement {
  if (name === 'require_no_authentication') return { kind: 'other', resolved: true, conditional: false };
  const method = methodNamed(lineage, name);
  if (method === undefined) {
    if (harmless.test(name)) return { kind: 'other', resolved: true, conditional: false };
    const kind = kindByName(name);
    if (knownChecks.test(name) || kind === 'authentication' || kind === 'authorisation')
      return { kind: kind === 'authorisation' ? kind : 'authentication', resolved: true, conditional: false };
    return {
      kind: kind ?? 'other',
      resolved: kind === 'rate-limit' || kind === 'validation',
      conditional: false,
    };
  }
  return judgeText(reachedText(lineage, method.node, new Set([name]), 0), name, method.node);
}

export function judgeText(text: string, name: string, node: SyntaxNode): Judgement {
  const kind = kindByName(name);
  const unknown = rejectsUnknown.test(text);
  const forbidden = rejectsForbidden.test(text);
  const asks = reads.test(text);
  if (isOptional(node)) return { kind: 'other', resolved: true, conditional: false };
  if (unknown)
    return {
      kind: kind === 'authorisation' ? kind : 'authentication',
      resolved: true,
      conditional: isSoft(node, text),
    };
  if (
    forbidden &&
    asks &&
    (kind === 'authorisation' ||
      kind === 'authentication' ||
      /NotAuthorized|AccessDenied|:forbidden|403|authorize/.test(text))
  )
    return {
      kind: kind === 'authentication' ? kind : 'authorisation',
      resolved: true,
      conditional: isSoft(node, text),
    };
  if (
    (kind === 'authentication' || kind === 'authorisation') &&
    halts.test(text) &&
    asks &&
    !/_with_|^(set|load|find)_/.test(name)
  )
    return { kind, resolved: true, conditional: isSoft(node, text) };
  if (/\b429\b|too_many_requests/.test(text))
    return { kind: 'rate-limit', resolved: true, conditional: false };
  return { kind: 'other', resolved: true, conditional: false };
}

/** Ends the request by itself. */
const halts =
  /\b(head|render|redirect_to|redirect_back|raise|halt|error!|render_\w+|respond_\w+|rescue_\w+|deny_\w+|access_denied|unauthorized\w*!?|forbidden\w*!?|not_found\w*!?|throw)\b/;
const aboutCaller =
  /current_|user|account|member|session|cookie|signed|logged|login|authenticat|authoriz|valid|token|key|allowed|can\w*\?|admin|owner|secret|signature|permission|role|polic|credential|header|password|otp|@\w+\.(nil|blank|present)\?/i;
const aboutOther =
  /public|skip|Rails\.env|development\?|\.test\?|format|enabled|disabled|config|feature|setting|controller|action_name|request\.path|open\?/i;

/** `authenticate_user! unless public?`: what a condition that is not about the caller lets through is not known. */
function isSoft(node: SyntaxNode, text: string): boolean {
  const early = /^\s*return\b[^\n]{0,60}?\b(?:if|unless)\s+([^\n]{1,160})/m.exec(text.slice(0, 800))?.[1];
  if (early !== undefined && aboutOther.test(early) && !/current_|signed|logged|authenticat/.test(early))
    return true;
  const [only] = statementsIn(node);
  if (only === undefined || !/^(if|unless)(_modifier)?$/.test(only.type)) return false;
  const condition = only.children.find(({ field }) => field === 'condition')?.text ?? '';
  if (aboutOther.test(condition) && !/current_|signed|logged|authenticat/.test(condition)) return true;
  const alternative = only.children.find(({ field }) => field === 'alternative')?.text ?? '';
  return !aboutCaller.test(condition) && !halts.test(only.text) && !halts.test(alternative);
}

/** Only looks at a credential where there is one: nobody without it is turned away. */
function isOptional(node: SyntaxNode): boolean {
  const [only] = statementsIn(node);
  if (only === undefined || !/^if(_modifier)?$/.test(only.type)) return false;
  if (only.children.some(({ field }) => field === 'alternative')) return false;
  const condition = only.children.find(({ field }) => field === 'condition')?.text ?? '';
  return (
    /^[^!]*(headers|[Aa]uthorization|token|cookie|session|params\[)[^!]*(\.present\?|\.key\?|\.any\?|\])\s*$/.test(
      condition,
    ) && !/nil\?|blank\?|empty\?/.test(condition)
  );
}

const statementsIn = (node: SyntaxNode): readonly SyntaxNode[] => {
  const body = node.children.find(({ field }) => field === 'body');
  if (body === undefined) return [];
  const all =
    body.type === 'body_statement' || body.type === 'block_body'
      ? body.children.filter(({ type }) => type !== 'comment')
      : [body];
  return all.length === 1 ? all : [];
};

/** The text of a method and of the methods of the same class it calls. */
export function reachedText(lineage: Lineage, node: SyntaxNode, seen: Set<string>, depth: number): string {
  if (depth > 3 || seen.size > 40) return '';
  const parts = [codeText(node)];
  walkSyntax(node, (each) => {
    if (each.type !== 'identifier' || seen.has(each.text)) return;
    const method = methodNamed(lineage, each.text);
    if (method === undefined || method.node === node) return;
    seen.add(each.text);
    parts.push(reachedText(lineage, method.node, seen, depth + 1));
  });
  return parts.join('\n');
}

/** Without comments. */
const codeText = (node: SyntaxNode): string => node.text.replaceAll(/(^|\s)#(?!\{)[^\n]*/g, '$1');

const demanding =
  /\bcurrent_(user|account|member|admin|person|profile|customer)\s*\.\s*(?!present\?|nil\?|blank\?|try\b|anonymous)|\bauthorize!?[\s(]|authenticate|:unauthorized\b|:forbidden\b|\b40[13]\b|Unauthori[sz]ed|Forbidden|AccessDenied|NotAuthorized|[Aa]uthorization['"\]]|hmac|secure_compare|signature|webhook_(secret|token|key)|verify_\w*(token|signature)|\.dispatch\(|secret\b|pass_\w*2fa|find_signed|signed_id_verifier|\w(!|\?)?\(\s*user(_id)?: current_user|\bauth_?token|\bapi_?key|headers\[['"](x-)?(auth|api)[\w-]*/i;
/** What a callback that is no check may still demand of a caller. */
export const demandsCaller = (text: string): boolean =>
  /\bcurrent_(user|account|member|admin|person|profile|customer)\s*\.\s*(?!present\?|nil\?|blank\?|try\b|anonymous)/.test(
    text,
  ) && !optional.test(text);

const optional =
  /(if|unless|&&|\?)\s*(current_\w+|user_signed_in\?|logged_in\?|signed_in\?|Current\.user)|current_\w+&\./;

/**
 * Whether what answers asks who is calling: an optional look (`current_user&.id`) turns nobody away from a page, but
 * what a change does with the caller is not told by its absence.
 */
export function looksAtCaller(
  text: string,
  methods: readonly string[] = ['GET'],
  holders: readonly string[] = [],
): 'no' | 'perhaps' {
  const changes = methods.some((method) => /^(POST|PUT|PATCH|DELETE|ANY)$/.test(method));
  if (
    changes &&
    (/(?<!@)\bcurrent_(?!page|locale|path|time|step)\w+|Current\.\w+/.test(text) ||
      holders.some((name) => text.includes(name)))
  )
    return 'perhaps';
  if (
    holders.some(
      (name) =>
        text.includes(`${name}.`) || text.includes(`_user?(${name})`) || text.includes(`_by?(${name})`),
    )
  ) {
    const guarded = holders.every(
      (name) =>
        !text.includes(name) ||
        new RegExp(`(if|unless|&&|\\?|\\()\\s*${name}\\b(?!\\.)|${name}&\\.`).test(text),
    );
    if (!guarded) return 'perhaps';
  }
  if (!demanding.test(text)) return 'no';
  const without = text.replaceAll(/\bcurrent_\w+\s*\.\s*\w+/g, '');
  return optional.test(text) && !demanding.test(without) ? 'no' : 'perhaps';
}

/** Variables that hold the caller: what a callback called `authenticate_user` or `set_current_user` assigns. */
export const holdersIn = (name: string, text: string): readonly string[] =>
  /auth|current|login|log_in|session|user/.test(name)
    ? [...text.matchAll(/(@\w*(?:user|account|member|admin|person)\w*)\s*(?:\|\|)?=(?!=)/g)]
        .map((match) => match[1] ?? '')
        .filter((each) => each !== '')
    : [];
