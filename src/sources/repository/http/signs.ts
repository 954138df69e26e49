import type { Node } from 'oxc-parser';
import type { FunctionNode } from '../javascript/syntax.ts';
import { dottedName, plainKey, walk } from '../javascript/syntax.ts';

/** What the body of a function shows of what it checks. */
export interface Signs {
  /** Answers 401, or throws an error whose name says "not authenticated". */
  readonly rejectsUnknown: boolean;
  /** Answers 403, or throws an error whose name says "forbidden". */
  readonly rejectsForbidden: boolean;
  /** Reads a credential: authorization header, session user, token verification. */
  readonly readsCredential: boolean;
  /** Sends callers to a page for signing in. */
  readonly sendsToLogin: boolean;
  readonly validates: boolean;
  readonly limitsRate: boolean;
  /** It can end the request: throws, answers, or hands `next`/`res` on. */
  readonly canReject: boolean;
}

const unauthenticated =
  /unauthori[sz]ed|unauthenticated|notauthenticated|authenticationerror|invalidtoken|autherror/i;
const forbidden = /forbidden|permissiondenied|accessdenied|notallowed|insufficientpermission/i;
const credential =
  /(^|\.)(verifyIdToken|verifyToken|verifyJwt|jwtVerify|isAuthenticated|getSession|getServerSession|getToken|authenticate|checkAuth|validateToken|introspect)$|^(jwt|jsonwebtoken|jose)\.(verify|decode|jwtVerify)$/;
/** What a peer signs a webhook with: who does not know the secret is turned away. */
const signature =
  /(^|\.)(constructEvent(Async)?|timingSafeEqual|(verify|validate|check)\w*Signature|webhooks?\.verify(AndReceive)?)$/;
const signatureHeader =
  /^((x-)?(hub|stripe|svix|webhook|slack|paddle|twilio|line|razorpay|linear|lemon)-?signature(-256)?|x-signature|x-shopify-hmac-sha256)$/i;
const credentialPath =
  /(^|\.)(headers\.authorization|session\.(user|userId|uid|account)|req\.user|request\.user|ctx\.user|req\.auth|auth\.user|state\.(user|auth|account)|auth\.credentials|cookies\.(token|session|jwt|access_token|accessToken))$/;

export const signsOf = (node: FunctionNode): Signs => signsIn(node);

/** The same of any part of a function. */
export function signsIn(node: Node): Signs {
  const found = {
    rejectsUnknown: false,
    rejectsForbidden: false,
    readsCredential: false,
    sendsToLogin: false,
    validates: false,
    limitsRate: false,
    canReject: false,
  };
  walk(node, (child) => {
    note(child, found);
  });
  return found;
}

type Mutable = { -readonly [Name in keyof Signs]: Signs[Name] };

function note(node: Node, found: Mutable): void {
  switch (node.type) {
    case 'ThrowStatement':
      found.canReject = true;
      return;
    case 'Identifier':
      if (unauthenticated.test(node.name)) found.rejectsUnknown = true;
      if (forbidden.test(node.name)) found.rejectsForbidden = true;
      return;
    case 'Literal':
      if (
        typeof node.value === 'string' &&
        (/^authorization$/i.test(node.value) || signatureHeader.test(node.value))
      )
        found.readsCredential = true;
      return;
    case 'Property':
      if (/^(status|statusCode|code)$/.test(plainKey(node.key, node.computed) ?? ''))
        noteStatus(node.value, found);
      return;
    case 'AssignmentExpression':
      if (
        dottedName(node.left)?.endsWith('.statusCode') === true ||
        dottedName(node.left)?.endsWith('.status') === true
      )
        noteStatus(node.right, found);
      return;
    case 'MemberExpression': {
      const name = dottedName(node);
      if (name !== undefined && credentialPath.test(name)) found.readsCredential = true;
      return;
    }
    case 'CallExpression':
    case 'NewExpression':
      noteCall(node, found);
      return;
    default:
      return;
  }
}

function noteCall(node: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>, found: Mutable): void {
  const name = dottedName(node.callee) ?? '';
  const [first] = node.arguments;
  if (credential.test(name) || signature.test(name)) found.readsCredential = true;
  if (/^(req|request)\.jwtVerify$|(^|\.)auth\.(authenticate|authenticateUsing|getUserOrFail)$/.test(name)) {
    found.rejectsUnknown = true;
    found.canReject = true;
  }
  if (/(^|\.)(status|sendStatus|writeHead|code|throw|createError)$|^error$/.test(name)) {
    found.canReject = true;
    for (const argument of node.arguments) noteStatus(argument, found);
  }
  if (/Error|Exception$/.test(name))
    for (const argument of node.arguments) {
      noteStatus(argument, found);
      noteMessage(argument, found);
    }
  if (/(^|\.)(redirect|reject|send|json|end)$/.test(name)) found.canReject = true;
  if (/(^|\.)redirect$/.test(name) && node.arguments.some(isLoginPage)) found.sendsToLogin = true;
  if (/(^|\.)next$/.test(name) && first !== undefined) found.canReject = true;
  else if (
    node.arguments.some(
      (argument) => argument.type === 'Identifier' && /^(next|res|response|reply)$/.test(argument.name),
    )
  )
    found.canReject = true;
  if (
    /validationResult$|(^|\.)(validate|validateAsync|parse|safeParse|parseAsync|validateSync|assert)$/.test(
      name,
    )
  )
    if (/validationResult/.test(name) || node.arguments.some(readsRequest)) found.validates = true;
  if (/(^|\.)(consume|limit|hit)$/.test(name) && /limit/i.test(name)) found.limitsRate = true;
}

/** `'/login'`, `new URL('/sign-in', request.url)`, `` `/login?next=${path}` ``. */
export function isLoginPage(node: Node): boolean {
  let found = false;
  walk(node, (child) => {
    const text =
      child.type === 'Literal' ? child.value : child.type === 'TemplateElement' ? child.value.raw : undefined;
    if (typeof text === 'string') found ||= /^\/?([\w-]+\/)*(log-?in|sign-?in)([/?#]|$)/i.test(text);
  });
  return found;
}

const readsRequest = (node: Node): boolean => {
  const name = dottedName(node) ?? '';
  return /^(req|request|ctx|context)(\.|$)/.test(name);
};

/** What an error says of why it is thrown. */
function noteMessage(node: Node, found: Mutable): void {
  if (node.type !== 'Literal' || typeof node.value !== 'string') return;
  if (
    /unauthori[sz]ed|unauthenticated|not (authenticated|logged in|signed in)|must be (logged|signed) in/i.test(
      node.value,
    )
  )
    found.rejectsUnknown = true;
  if (/forbidden|not allowed|(access|permission) denied|insufficient permission/i.test(node.value))
    found.rejectsForbidden = true;
}

function noteStatus(node: Node, found: Mutable): void {
  const name = node.type === 'Literal' ? String(node.value) : (dottedName(node) ?? '');
  if (name === '401' || /\.?(unauthori[sz]ed|unauthenticated)$/i.test(name)) found.rejectsUnknown = true;
  if (name === '403' || /\.?forbidden$/i.test(name)) found.rejectsForbidden = true;
  if (name === '429') found.limitsRate = true;
}
