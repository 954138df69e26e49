import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { kindByName } from '../../http/guards.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { calledFunctions } from './called.ts';

/** What the body of a function shows of what it checks. */
export interface Signs {
  readonly rejectsUnknown: boolean;
  readonly rejectsForbidden: boolean;
  readonly readsCredential: boolean;
  readonly validates: boolean;
  readonly limitsRate: boolean;
  /** It can end the request: raises, aborts, redirects, answers. */
  readonly canReject: boolean;
  /** What it does depends on the path or the endpoint that is asked for. */
  readonly looksAtPath: boolean;
}

type Draft = { -readonly [Name in keyof Signs]: Signs[Name] };

const unauthenticated =
  /unauthori[sz]ed|unauthenticated|not_?authenticated|authentication_?(error|failed|required)|invalid_?(token|credentials|api_?key)|auth_?error|invalidauth|credentials_?exception|notlogged_?in|jwt_?error|login_?required/i;
const forbidden =
  /forbidden|permission_?denied|permission_?error|access_?denied|not_?allowed(?!_?method)|insufficient|unauthorizedaccess|not_?enough_?permission/i;
const credentials =
  /(^|\.)(current_user|get_current_user|get_jwt_identity|get_jwt|verify_jwt_in_request|jwt_required|get_jwt_claims|decode_token|verify_token|verify_access_token|verify_id_token|validate_token|is_authenticated|is_superuser|is_staff|has_perms?|check_permission|check_permissions|get_user|login_required|require_login|require_auth|verify_api_key|authenticated_userid|has_permission|user_passes_test|compare_digest)$|^(jwt|jose\.jwt|google\.oauth2\.id_token)\.(decode|verify\w*)$/;
const credentialPaths =
  /^(self\.)?(request|req|g|flask\.g|ctx|websocket)\.(\w+\.)?(user|auth|authorization|user_id|current_user|session\.user\w*|identity|account)$|(^|\.)current_user(\.|$)|(^|\.)request\.(user|auth)\b/;
const sessionKeys = /user|uid|logged|login|auth|account|token|role|admin|email|username/i;
const headerKeys =
  /^(authorization|proxy-authorization|x-(api|auth|access|admin|internal)?-?(key|token|secret|user|signature)s?|x-api-key|x-auth-token|token|api[-_]?key)$/i;
const cookieKeys = /token|session|auth|jwt|sid$/i;

const known = new WeakMap<SyntaxNode, Signs>();

/** `follow` tells which of the target's functions that are called are looked into as well. */
export function signsOf(
  machine: Machine,
  value: FunctionValue,
  depth = 3,
  seen: ReadonlySet<SyntaxNode> = new Set(),
): Signs {
  if (depth === 3) {
    const before = known.get(value.node);
    if (before !== undefined) return before;
  }
  const found: Draft = emptySigns();
  const inside = new Set([...seen, value.node]);
  const body = inField(value.node, 'body') ?? value.node;
  walkSyntax(body, (node) => {
    note(node, found);
    if (usesCaller(machine, node, value)) found.readsCredential = true;
    if (node.type !== 'call' || depth <= 0) return;
    const leadsTo = calledFunctions(machine, node, value);
    if (leadsTo.length === 0 && asksElsewhere(machine, node, value))
      [found.readsCredential, found.canReject] = [true, true];
    for (const called of leadsTo) {
      // What the handler hands the request on to may be guarded itself.
      if (called.wrappers.some(({ place }) => checksByName(place.node.text))) found.readsCredential = true;
      if (inside.has(called.node)) continue;
      merge(found, signsOf(machine, called, depth - 1, inside));
    }
  });
  if (depth === 3) known.set(value.node, found);
  return found;
}

/** `await vendor.authenticate(request)`: a package is asked who calls, and may refuse whoever it likes. */
function asksElsewhere(machine: Machine, node: SyntaxNode, { scope }: FunctionValue): boolean {
  const callee = inField(node, 'function');
  const name = callee?.text ?? '';
  const given = inField(node, 'arguments')?.text ?? '';
  const kind = kindByName(name.split('.').at(-1) ?? '');
  if (kind !== 'authentication' && kind !== 'authorisation') return false;
  if (!/^\w+(\.\w+)*$/.test(name) || /redirect|url|config|log|passw/i.test(`${name} ${given}`)) return false;
  if (!/[(,=\s'"](request|req|websocket|headers|token|authorization|credentials)\b(?!\s*=)/.test(given))
    return false;
  const path = libraryPath(lookUp(machine, scope, name.split('.')[0] ?? ''));
  return path !== undefined && !/^(django|starlette|fastapi|flask|rest_framework|builtins)\b/.test(path);
}

/** Whoever is signed in, compared or given on as a whole, other than to a page that is shown. */
function usesCaller(machine: Machine, node: SyntaxNode, { scope }: FunctionValue): boolean {
  const isCall = node.type === 'call' && !/(^|\.)render\w*$/.test(inField(node, 'function')?.text ?? '');
  if (!isCall && !/^(comparison_operator|assignment)$/.test(node.type)) return false;
  const parts = isCall ? (inField(node, 'arguments')?.children ?? []) : node.children;
  return (
    parts.some((each) => (inField(each, 'value') ?? each).text === 'current_user') &&
    /^(flask_login|flask_security|quart_auth)\./.test(
      libraryPath(lookUp(machine, scope, 'current_user')) ?? '',
    )
  );
}

const checksByName = (text: string): boolean => {
  const kind = kindByName(text.replace(/\(.*$/s, ''));
  return kind === 'authentication' || kind === 'authorisation';
};

export const emptySigns = (): Draft => ({
  rejectsUnknown: false,
  rejectsForbidden: false,
  readsCredential: false,
  validates: false,
  limitsRate: false,
  canReject: false,
  looksAtPath: false,
});

export function merge(into: Draft, from: Signs): void {
  into.rejectsUnknown ||= from.rejectsUnknown;
  into.rejectsForbidden ||= from.rejectsForbidden;
  into.readsCredential ||= from.readsCredential;
  into.validates ||= from.validates;
  into.limitsRate ||= from.limitsRate;
  into.canReject ||= from.canReject;
  into.looksAtPath ||= from.looksAtPath;
}

function note(node: SyntaxNode, found: Draft): void {
  switch (node.type) {
    case 'raise_statement':
      found.canReject = true;
      noteNames(node, found);
      return;
    case 'attribute':
      if (credentialPaths.test(node.text)) found.readsCredential = true;
      if (
        /(^|\.)(request|req|request\.url|scope)\.(path|path_info|endpoint|blueprint|url_rule|full_path|resolver_match)$/.test(
          node.text,
        )
      )
        found.looksAtPath = true;
      return;
    case 'call':
      noteCall(node, found);
      return;
    case 'subscript':
      noteKey(inField(node, 'value')?.text ?? '', inField(node, 'subscript'), found);
      return;
    case 'return_statement':
      noteReturn(node, found);
      return;
    case 'assignment':
      if (/\.status(_code)?$/.test(inField(node, 'left')?.text ?? ''))
        noteStatus(inField(node, 'right')?.text ?? '', found);
      return;
    case 'decorator':
      if (unauthenticated.test(node.text) || credentials.test(node.children[0]?.text ?? ''))
        found.readsCredential = true;
      return;
    default:
      return;
  }
}

function noteNames(node: SyntaxNode, found: Draft): void {
  const text = node.children[0]?.text.slice(0, 400) ?? '';
  const name = /^[\w.]+/.exec(text)?.[0] ?? '';
  if (unauthenticated.test(name)) found.rejectsUnknown = true;
  else if (forbidden.test(name)) found.rejectsForbidden = true;
  noteStatus(text, found);
}

function noteStatus(text: string, found: Draft): void {
  if (/\b401\b|HTTP_401|\.UNAUTHORIZED\b/.test(text)) found.rejectsUnknown = true;
  if (/\b403\b|HTTP_403|\.FORBIDDEN\b/.test(text)) found.rejectsForbidden = true;
  if (/\b429\b|HTTP_429|TOO_MANY_REQUESTS/.test(text)) found.limitsRate = true;
}

function noteReturn(node: SyntaxNode, found: Draft): void {
  const text = node.text.slice(0, 600);
  if (/^return\s+(\(?.*,\s*(401|403)\b|.*(status(_code)?|code)\s*=\s*[\w.]*(401|403))/s.test(text)) {
    found.canReject = true;
    noteStatus(text, found);
  }
}

/** Somebody who is named, not whoever calls: `get_user(username)`, `get_user(db, user_id=user_id)`. */
const looksSomebodyUp =
  /^\(\s*((db|session)\s*,\s*)?(\w+\s*=\s*)?(\w+_)?(user_?name|name|id|uuid|e?mail|pk)\s*(,\s*(info\s*)?)?\)$/;

const asksForUser = (name: string, given: string): boolean =>
  !name.endsWith('get_user') || !(looksSomebodyUp.test(given) || /(^|\.)form\.get_user$/.test(name));

function noteCall(node: SyntaxNode, found: Draft): void {
  const name = inField(node, 'function')?.text ?? '';
  if (name.length > 200) return;
  const args = inField(node, 'arguments');
  const text = args?.text.slice(0, 400) ?? '';
  if (credentials.test(name) && asksForUser(name, text)) found.readsCredential = true;
  // Whatever fails, or is not done, where the sender's signature is not right.
  if (/(^|\.)(verify|validate|check|construct)\w*$/.test(name) && /header|signature|\bsig\b/i.test(text))
    found.readsCredential = true;
  if (
    /(^|\.)(abort|error|send_error|set_status|HTTPException|HTTPError|make_response|JsonResponse|JSONResponse|Response|HttpResponse|json_response|response|jsonify|PlainTextResponse)$/.test(
      name,
    )
  ) {
    found.canReject = true;
    noteStatus(text, found);
  }
  // An application of ASGI answers with a message of its own.
  if (/^_?send$/.test(name) && /http\.response\.start/.test(text)) {
    found.canReject = true;
    noteStatus(text, found);
  }
  if (/(^|\.)(HttpResponseForbidden|HTTPForbidden|Forbidden)$/.test(name))
    [found.canReject, found.rejectsForbidden] = [true, true];
  if (/(^|\.)(HTTPUnauthorized|Unauthorized|unauthorized|redirect_to_login|handle_no_permission)$/.test(name))
    [found.canReject, found.rejectsUnknown] = [true, true];
  if (/(^|\.)(redirect|HttpResponseRedirect|RedirectResponse|HTTPFound|HTTPSeeOther)$/.test(name)) {
    found.canReject = true;
    if (/log_?in|sign_?in|LOGIN_URL|auth/i.test(text)) found.rejectsUnknown = true;
  }
  if (
    /(^|\.)(get|get_header|pop|getlist|header|get_secure_cookie|get_signed_cookie|get_cookie|cookie)$/.test(
      name,
    )
  )
    noteKey(
      name.endsWith('cookie')
        ? `${name}.cookies`
        : name.replace(/\.(get|pop|getlist)$/, '').replace(/\.(get_)?header$/, '.headers'),
      args?.children[0],
      found,
    );
  if (/(^|\.)(validate|is_valid|load|parse_obj|model_validate)$/.test(name)) found.validates = true;
  if (/limit/i.test(name) && /(^|\.)(hit|limit|allow\w*|is_limited|check\w*)$/.test(name))
    found.limitsRate = true;
}

function noteKey(object: string, key: SyntaxNode | undefined, found: Draft): void {
  if (key?.type !== 'string') return;
  const text = key.text.replaceAll(/^[a-z]*['"]+|['"]+$/gi, '');
  if (/(^|\.)session$/.test(object) && sessionKeys.test(text)) found.readsCredential = true;
  if (
    /(headers|META)$/i.test(object) &&
    (headerKeys.test(text) || /^HTTP_(AUTHORIZATION|X_(API|AUTH)_\w+)$/.test(text))
  )
    found.readsCredential = true;
  if (/cookies?$/i.test(object) && cookieKeys.test(text)) found.readsCredential = true;
}
