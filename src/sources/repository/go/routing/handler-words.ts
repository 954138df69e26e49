import type { End, Known } from '../../anonymous/language.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { isLinkSecret } from '../../link-secrets.ts';

/** Name of what is called, without what it is called on. */
export const nameOfCall = (call: SyntaxNode): string => {
  const callee = inField(call, 'function');
  return (callee?.type === 'selector_expression' ? inField(callee, 'field')?.text : callee?.text) ?? '';
};

const credentialName =
  /authori[sz]ation|token|api[-_]?key|secret|session|jwt|auth|signature|identity|claims|(^|[-_.])(user|uid|account|principal)(?=$|[-_.A-Z]|id)/i;
const header =
  /(\.Header|\.Header\(\)|\.Headers\(\)|\.RequestHeader|\.Request\.Header)\.(Get|Peek|Values)\($|\.(GetHeader|HeaderParameter|GetReqHeader)\($/;
const cookie = /\.(Cookie|Cookies|GetCookie|SignedCookie|GetSecureCookie|GetSignedCookie)\($/;
const held = /\.(Value|MustGet|Locals|Get|GetString|GetInt\w*|GetUint\w*|UserValue)\($/;

/** The credential that a call reads of the request: a header, a cookie, or what a check put into its context. */
export function credentialRead(call: SyntaxNode): string | undefined {
  const callee = inField(call, 'function');
  if (callee?.type !== 'selector_expression') return undefined;
  const written = `${callee.text.replaceAll(/\s+/g, '')}(`;
  if (written.endsWith('.BasicAuth(')) return 'BasicAuth';
  const [first] = inField(call, 'arguments')?.children ?? [];
  const name = first?.text.replaceAll(/^["`]|["`]$/g, '') ?? '';
  if (/csrf|xsrf|state|nonce|oauth|redirect|lang/i.test(name)) return undefined;
  const isNamed = credentialName.test(name);
  if (cookie.test(written)) return first === undefined || isNamed ? name || 'cookie' : undefined;
  if (header.test(written)) return isNamed ? name : undefined;
  const owner = inField(callee, 'operand')?.text ?? '';
  // Whatever a session remembers of whoever it belongs to: `session.Get("pendingUserID")`.
  if (
    /(^|\.)(sess|session)(\(\w*\))?$/i.test(owner) &&
    held.test(written) &&
    /user_?id|uid|account/i.test(name)
  )
    return name;
  return held.test(written) &&
    isNamed &&
    /^(\w+\.)*(c|ctx|context|r|req|request|ectx|gctx|Ctx|Context\(\)|sess|session|s)$|Context\(\)$/.test(
      owner,
    )
    ? name
    : undefined;
}

const request =
  /^&?\*?(\w+\.)*(c|ctx|context|r|req|request|w|ectx|gctx|Ctx|Request)$|\.(Request|Context)(\(\))?$|\.UserContext\(\)$/;

/** Whether a call is given the request or its context, or is made on it. */
export function takesRequest(call: SyntaxNode): boolean {
  const owner = inField(inField(call, 'function'), 'operand');
  const args = inField(call, 'arguments')?.children ?? [];
  return args.some(({ text }) => request.test(text)) || (owner !== undefined && request.test(owner.text));
}

const whom = /user|auth|session|claims|principal|identity|account|token|credential|actor|viewer/;
const whose = (call: SyntaxNode): string => inField(inField(call, 'function'), 'operand')?.text ?? '';

const denies =
  /^(is_?)?(in_?valid|missing|bad|wrong|no|not|un)_?\w*(token|auth\w*|session|user|login|logged\w*|signed\w*|signature|key|credentials?|permission|access)|^is_?(anonymous|guest|unauth\w*|denied|forbidden)|unauthenticated$/i;
const asks =
  /auth(enticat|ori[sz])|(^|_)auth(_|$)|(current|request|session|logged_?in|login|signed|auth\w*)_?(user|account|member|session|claims)|user_?(id_?)?from|from_?(context|request|token)|(get|read|load|parse|extract|verify|validate|check|require|must|ensure|has|is)_?\w*(session|claims|principal|identity|logged_?in|signed_?in|jwt|bearer|api_?key|signature|(access|auth|bearer|valid|preview|download|share|request)_?token)|^(is|has|check|require|must|ensure|can)_?\w*(admin|permission|access|role|scope|owner)|^(get_?)?(user|user_?id|session|claims|principal|identity|current_?user)$|^(check|verify|validate)_?token$|valid_?signature/i;
const other =
  /config|setting|enabled|provider|limit|captcha|csrf|oauth|url|uri|redirect|cookie_?name|type|new|create|password|register|sign_?up|template|page|header$|logout|middleware/i;

const words = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** What the name of a function that is given the request says of its answer for somebody without credentials. */
export function saidByName(call: SyntaxNode, result = ''): Known | undefined {
  const name = words(nameOfCall(call));
  if (name === '' || other.test(name) || !takesRequest(call)) return undefined;
  // Whatever may stand in a context: `store.FromContext(c)`.
  if (
    /^(try_|must_)?(from|of)_(context|request|ctx)$/.test(name) &&
    !whom.test(words(`${whose(call)} ${result}`))
  )
    return undefined;
  if (denies.test(name)) return 'present';
  return asks.test(name) ? 'absent' : undefined;
}

/** The same where it is given a secret that nothing belongs to. */
export function saidBySecret(call: SyntaxNode): Known | undefined {
  const name = words(nameOfCall(call));
  if (/^(is_?)?(in_?valid|missing|bad|wrong|expired|not_)/.test(name)) return 'present';
  if (narrowsBySecret(nameOfCall(call))) return 'absent';
  return /(^|_)(find|get|load|fetch|lookup|look|verify|verif\w*|valid\w*|check|parse|decode|query|select|retrieve|resolve|exists?|consume|use|match|equal|by|authenticat\w*|redeem|confirm|claim|first|single)(_|$)/.test(
    name,
  )
    ? 'absent'
    : undefined;
}

/** `query.WithShareCode(code)`: from here on only what has that code is found. */
function narrowsBySecret(name: string): boolean {
  const [, column] = /^(?:With|Where|By|For|Having|Filter(?:By)?)([A-Z]\w*)$/.exec(name) ?? [];
  return column !== undefined && isLinkSecret(column);
}

const status =
  /\bStatus(BadRequest|Unauthorized|PaymentRequired|Forbidden|NotFound|MethodNotAllowed|NotAcceptable|Conflict|Gone|UnprocessableEntity|PreconditionFailed|TooManyRequests|InternalServerError|NotImplemented|BadGateway|ServiceUnavailable|Teapot)\b|[(,\s{:]([45]\d\d)\b|codes\.(Unauthenticated|PermissionDenied|NotFound|InvalidArgument|Internal|FailedPrecondition)|connect\.Code\w+|huma\.Error[45]\d\d/;
const means401 =
  /\bStatus(Unauthorized|Forbidden)\b|\b40[13]\b|Unauthori[sz]ed|Forbidden|Unauthenticated|PermissionDenied/;
const answering =
  /^(Abort\w*|Error\w*|WriteHeader|WriteError\w*|Redirect\w*|Render\w*|HTML|JSON\w*|String|Data|XML|Blob|SendStatus|SendString|Status|HandleResponse|NoContent|Respond\w*|NotFound\w*|Unauthori[sz]ed\w*|Forbidden\w*|BadRequest\w*|Fail\w*|Http?Error\w*|StopWithStatus\w*|StopWithJSON|Deny\w*|Reject\w*|ServeError|Problem|Write\w*Error|Send\w*Error|\w*ErrorResponse|RespondWith\w*|Return\w*Error|Throw|End)$/i;
const saysNo =
  /^(Abort|Error$|Errorf$|WriteError|NotFound|Unauthori|Forbidden|BadRequest|Fail|HttpError|HTTPError|Deny|Reject|ServeError|\w*Error$|\w*ErrorResponse|StopWith)/i;

/** `NewAnswer(w).WithStatus(http.StatusNotFound).Write()`: an answer that is built and then sent. */
export const answersByStatus = (call: SyntaxNode): boolean =>
  /^(Write|Send|Respond|Flush)$/.test(nameOfCall(call)) &&
  /\.(With|Set)?Status(Code)?\(/.test(whose(call)) &&
  status.test(whose(call).slice(0, 600));

/** An answer that says in a field of its own that nothing was done, whatever its status is. */
const saysFailed = /\b(success|succeeded|ok)"?:\s*false\b|\bstatus"?:\s*"(error|fail(ed|ure)?)"/i;

/** What a call does with the request, as far as it turns somebody away. */
export function endOfCall(call: SyntaxNode, asked: boolean): End | undefined {
  const name = nameOfCall(call);
  const { text } = call;
  if (/^(panic|log\.Fatal\w*|os\.Exit)$/.test(inField(call, 'function')?.text ?? '')) return 'answers';
  if (answersByStatus(call)) return asked || means401.test(text.slice(0, 300)) ? 'refuses' : 'answers';
  if (!answering.test(name) || isLog(call)) return undefined;
  const turns =
    saysNo.test(name) ||
    status.test(text.slice(0, 600)) ||
    means401.test(name) ||
    saysFailed.test(text.slice(0, 600));
  if (turns) return asked || means401.test(text.slice(0, 300)) ? 'refuses' : 'answers';
  return asked && /^Redirect/i.test(name) ? 'refuses' : undefined;
}

export const isLog = (call: SyntaxNode): boolean =>
  /(^|\.)(log|logger|logrus|slog|zap|klog|glog|Log|Logger|fmt|errors|t|i18n|event|sentry|span|flash)(\(\w*\))?\.\w+$|\b(WithField|WithError|Event)\(/.test(
    (inField(call, 'function')?.text ?? '').slice(0, 200),
  );

/** Whether what a handler returns turns somebody away. */
export function turnsAway(node: SyntaxNode, asked: boolean): boolean {
  const text = node.text.slice(0, 600);
  if (
    /^(c|ctx|e)\.(JSON|HTML|Render|String|NoContent|Blob)\(\s*(http\.StatusOK|200|fiber\.StatusOK)\b/.test(
      text,
    )
  )
    return false;
  if (status.test(` ${text}`) || means401.test(text)) return true;
  if (!asked) return false;
  return /\b[eE]rr(or)?\w*\b|Error\(|errors\.New|Redirect|NotFound|Abort/.test(text);
}

/** A field of what the body or the query was read into, or a value that is a secret by the name of what reads it. */
export function secretField(node: SyntaxNode, bound: ReadonlySet<string>): string | undefined {
  if (node.type !== 'selector_expression') return undefined;
  const root = inField(node, 'operand')?.text.split('.')[0] ?? '';
  const name = inField(node, 'field')?.text ?? '';
  return bound.has(root) ? name : undefined;
}

/** Names of what is filled from the request in a function: `c.Bind(&form)`, `json.NewDecoder(r.Body).Decode(&in)`. */
export function boundNames(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, , name = ''] of text.matchAll(
    /\b(Bind\w*|ShouldBind\w*|MustBind\w*|Decode\w*|Unmarshal|BodyParser|QueryParser|ParamsParser|ReadJSON|ReadBody|ReadQuery|ReadForm|ParseForm|DecodeJSON|ReadEntity|ParseJSON)\((?:[^()\n]*,\s*)?&(\w+)\)/g,
  ))
    found.add(name);
  return found;
}
