import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import { bodyOfMethod } from './body.ts';
import { methodOf } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { functionName } from './names.ts';
import { callTypes, memberName, receiverOf } from './syntax.ts';

/** What code shows of the checks it makes. */
export interface PhpSigns {
  /** Answers 401, sends to a login page, or throws an error that says so. */
  readonly rejectsUnknown: boolean;
  /** Answers 403, or asks for a permission and throws. */
  readonly rejectsForbidden: boolean;
  readonly readsCredential: boolean;
  /** Names a token, key, signature or address of the caller. */
  readonly namesSecret: boolean;
  readonly limitsRate: boolean;
  /** It can end the request. */
  readonly canReject: boolean;
}

type Mutable = { -readonly [Name in keyof PhpSigns]: PhpSigns[Name] };

const unauthenticated =
  /unauthori[sz]ed|unauthenticated|authentication\w*exception|not_?(logged|authenticated)|loginrequired|invalidtoken|tokenmismatch.*auth/i;
const forbidden =
  /forbidden|accessdenied|authorization\w*exception|permission\w*exception|notallowedtoaccess|insufficientp/i;
const secret = /(^|[-_. ])(token|api-?_?key|secret|signature|hmac|password)s?($|[-_. ])/i;
const asksPermission =
  /^(authorize|authorizeforuser|denyaccessunlessgranted|authorizeresource|checkpermission\w*|checkownable\w*|requirepermission|ensurepermission|checkaccess|current_user_can|gate)$/i;
const readsUser =
  /^(getuser|currentuser|loggeduser|getidentity|bearertoken|getcurrentuser|wp_get_current_user|get_current_user_id|is_user_logged_in|isguest|isgranted|getauthuser|userdata|getauthorization|isloggedin|is_logged_in|islogged|loggedin|auth|user|current_user|isauthenticated|authenticate|attempt|loginusingid|verifypassword|password_verify|session_id|check_?login|log_?in|sign_?in|login_?user|do_?login|check_?pass\w*)$/i;

/** `session('role')` */
const asksSession = /^\\?session\(\s*['"]\w*(user|role|admin|account|member|customer|logged|login|auth)/i;

/** `$context->getCustomer()`: whoever visits a shop or a site. */
const visitor = /^get(Customer|Member|Account|Visitor)$/;

const levels = 2;

const nothing: PhpSigns = {
  rejectsUnknown: false,
  rejectsForbidden: false,
  readsCredential: false,
  namesSecret: false,
  limitsRate: false,
  canReject: false,
};

/** The body with the methods of its own class and the functions it calls. */
export function signsOf(codebase: PhpCodebase, body: PhpBody): PhpSigns {
  const key = body.class?.name ?? '';
  const known = seenSigns.get(body.body);
  const before = known?.get(key);
  if (before !== undefined) return before;
  const found: Mutable = { ...nothing };
  look(codebase, body, (node) => note(node, found), levels, new Set());
  const byClass = known ?? new Map<string, PhpSigns>();
  byClass.set(key, found);
  seenSigns.set(body.body, byClass);
  return found;
}

/** Every place that looks at who is calling, in the same code. */
export function credentialReads(codebase: PhpCodebase, body: PhpBody): readonly SyntaxNode[] {
  const reads: SyntaxNode[] = [];
  const see = (node: SyntaxNode): void => {
    const found: Mutable = { ...nothing };
    note(node, found);
    if (found.readsCredential) reads.push(node);
  };
  look(codebase, body, see, levels, new Set());
  return reads;
}

/** What was seen of a body, for each class that runs it. */
const seenSigns = new WeakMap<SyntaxNode, Map<string, PhpSigns>>();

function look(
  codebase: PhpCodebase,
  body: PhpBody,
  see: (node: SyntaxNode) => void,
  depth: number,
  seen: Set<SyntaxNode>,
): void {
  if (seen.has(body.body) || seen.size > 60) return;
  seen.add(body.body);
  walkBody(body.body, (node) => {
    see(node);
    // Whoever asks for the user looks at who is calling; what that does where there is none is found by running it.
    if (depth === 0 || !callTypes.has(node.type) || memberName(node) === 'getUser') return;
    const inner = ownCallee(codebase, body, node);
    if (inner !== undefined) look(codebase, inner, see, depth - 1, seen);
  });
}

/** Every node of a body, without the classes and functions declared in it. */
export function walkBody(root: SyntaxNode, see: (node: SyntaxNode) => void): void {
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    see(node);
    for (let at = node.children.length - 1; at >= 0; at -= 1) {
      const child = node.children[at];
      if (child === undefined) continue;
      if (child.type === 'class_declaration' || child.type === 'function_definition') continue;
      if (child.type === 'trait_declaration' || child.type === 'interface_declaration') continue;
      pending.push(child);
    }
  }
}

/** A method of the same object or a function of the target that this call runs. */
export function ownCallee(codebase: PhpCodebase, body: PhpBody, call: SyntaxNode): PhpBody | undefined {
  const name = memberName(call);
  if (name === undefined) return undefined;
  if (call.type === 'function_call_expression') {
    const target = inField(call, 'function');
    return target === undefined
      ? undefined
      : bodyOfMethod(codebase.function(functionName(body.file.names, target.text)));
  }
  const receiver = receiverOf(call)?.text;
  if (body.class === undefined) return undefined;
  if (receiver === 'parent') {
    const parent = codebase.class(body.class.parents[0]);
    return parent === undefined ? undefined : bodyOfMethod(methodOf(codebase, parent, name), body.class);
  }
  if (receiver !== '$this' && receiver !== 'self' && receiver !== 'static') return undefined;
  return bodyOfMethod(methodOf(codebase, body.class, name), body.class);
}

function note(node: SyntaxNode, found: Mutable): void {
  switch (node.type) {
    case 'throw_expression':
    case 'throw_statement': {
      found.canReject = true;
      const made = node.children.find(({ type }) => type === 'scoped_call_expression');
      const name = made === undefined ? '' : (memberName(made) ?? '');
      if (unauthenticated.test(name)) found.rejectsUnknown = true;
      if (forbidden.test(name)) found.rejectsForbidden = true;
      return;
    }
    case 'exit_statement':
      found.canReject = true;
      return;
    case 'object_creation_expression': {
      const name = node.children[0]?.text ?? '';
      if (unauthenticated.test(name)) found.rejectsUnknown = true;
      if (forbidden.test(name)) found.rejectsForbidden = true;
      if (/Exception$|Response$/.test(name)) noteStatuses(node, found);
      if (name.endsWith('RedirectResponse') && /log-?_?in|sign-?_?in/i.test(node.text)) {
        found.rejectsUnknown = true;
        found.canReject = true;
      }
      return;
    }
    case 'variable_name':
      if (node.text === '$_SESSION') found.readsCredential = true;
      return;
    case 'string_content':
      if (/^(php-auth-user|authorization|http_authorization|php_auth_user)$/i.test(node.text))
        found.readsCredential = true;
      if (secret.test(node.text)) found.namesSecret = true;
      return;
    case 'member_access_expression': {
      const name = memberName(node) ?? '';
      const receiver = receiverOf(node)?.text ?? '';
      if (receiver === '$this' && /^(customer|user|currentUser|identity|Auth)$/.test(name))
        found.readsCredential = true;
      if (/^(user|identity|Auth|currentUser)$/.test(name) && /\$app|request|auth|session/i.test(receiver))
        found.readsCredential = true;
      return;
    }
    case 'subscript_expression':
      if (
        /session(->data|\(\))?\[\s*['"]\w*(user|customer|login|admin|member|account)/i.test(
          node.text.slice(0, 120),
        )
      )
        found.readsCredential = true;
      return;
    case 'class_constant_access_expression':
      if (node.text.endsWith('HTTP_UNAUTHORIZED')) found.rejectsUnknown = true;
      if (node.text.endsWith('HTTP_FORBIDDEN')) found.rejectsForbidden = true;
      return;
    default:
      if (callTypes.has(node.type)) noteCall(node, found);
  }
}

function noteCall(node: SyntaxNode, found: Mutable): void {
  const name = memberName(node) ?? '';
  const receiver = receiverOf(node)?.text ?? '';
  const short = (name.split('\\').at(-1) ?? name).toLowerCase();
  if (/^\\?(Auth|Sentinel|Sentry|JWTAuth|Illuminate\\Support\\Facades\\Auth)$/.test(receiver))
    found.readsCredential = true;
  if (readsUser.test(short) || (short === 'session' && asksSession.test(node.text)))
    found.readsCredential = true;
  if (visitor.test(name) && /(context|session|security)\w*(\(\))?$/i.test(receiver))
    found.readsCredential = true;
  if (/^(ip|getclientip|hash_equals|hash_hmac|hasvalidsignature)$/.test(short)) found.namesSecret = true;
  if (asksPermission.test(short) && short !== 'gate') {
    found.rejectsForbidden = true;
    found.canReject = true;
  }
  if (
    /^(abort|abort_if|abort_unless|response|view|json|setstatuscode|withstatus|http_response_code|header|make|error|fail\w*|sendresponse|respond\w*|status|wp_die|wp_send_json_error|createerror)$/.test(
      short,
    )
  )
    noteStatuses(node, found);
  if (
    /^(abort|abort_if|abort_unless|redirect|wp_die|die|forbid|deny|denyaccess|to_route|redirecttoroute|guest|wp_redirect|response|json)$/.test(
      short,
    )
  )
    found.canReject = true;
  if (/^(forbid|deny|denyaccess|failforbidden|createaccessdeniedexception)$/.test(short))
    found.rejectsForbidden = true;
  if (/^(failunauthorized|createunauthorizedexception)$/.test(short)) found.rejectsUnknown = true;
  if (
    /^(redirect|to|route|guest|header|redirecttoroute|to_route|setredirect|wp_redirect|_redirect|dvwaredirect|\w*redirect\w*)$/i.test(
      short,
    )
  ) {
    const args = inField(node, 'arguments')?.text ?? '';
    if (
      /\b(log-?_?in|sign-?_?in|auth\/login)\b|login\.php|['"](\w+[./])?login/i.test(args) ||
      (short === 'guest' && receiver.startsWith('redirect'))
    ) {
      found.rejectsUnknown = true;
      found.canReject = true;
    }
  }
  if (/^(toomanyattempts|hit|tooManyRequests)$/i.test(short) || /RateLimiter/.test(receiver))
    found.limitsRate = true;
}

function noteStatuses(node: SyntaxNode, found: Mutable): void {
  walkBody(inField(node, 'arguments') ?? node, (each) => {
    if (each.type === 'integer') {
      if (each.text === '401') found.rejectsUnknown = true;
      if (each.text === '403') found.rejectsForbidden = true;
      if (each.text === '429') found.limitsRate = true;
    } else if (each.type === 'string_content') {
      if (/\b401\b/.test(each.text)) found.rejectsUnknown = true;
      if (/\b403\b/.test(each.text)) found.rejectsForbidden = true;
    }
  });
}
