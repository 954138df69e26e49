/** Words by which code of Python, Java and Go says who is calling and what it asks of them; from knowledge. */

/** Expressions that are who is calling. */
const identity =
  /^(self\.)?(request|req|info\.context|context|ctx|c|g|flask\.g|session|r)\.(current_?\w+|user|user_?id|auth|identity|account|claims|jwt|principal|tenant|member|session|profile|customer|organi[sz]ation|org|workspace|team|employee|merchant|company)\b|^(flask\.)?session(\[|\.get\(['"])|^(current_user|current_identity|current_account|logged_in_user)\b|^(self\.)?(g|flask\.g|request\.state|request\.session|request\.auth|request\.ctx)\.(?!_*(sqlite_?|sql_?|app_)?(db\w*|database\w*|conn\w*|cur|cursor|engine|mysql|mongo\w*|redis|lang|locale|start\w*|request_?(id|start\w*)|config)\b)\w|^SecurityContextHolder\b|^(c|ctx|ec|gctx|context)\.(MustGet|Locals|Get|GetString|GetInt|GetInt64|GetUint|Value|Keys)\(|^(r|req|request)\.Context\(\)\.Value\(|^info\.context\b|^(request|req)\.(session|getSession|getUserPrincipal|getRemoteUser|getAttribute|user_id)\b/;

export const isIdentity = (text: string): boolean => identity.test(text);

/** Calls that answer who is calling: by what the request carries, or from a place where a guard put it. */
const asksWho =
  /^(get_?)?(jwt_?identity|jwt|jwt_?claims|raw_?jwt|remote_?user|user_?principal|logged_?in_?(user|id)|login_?id\w*|current_?\w+|authenticated_?\w+|auth_?user\w*|session_?user\w*|signed_?in_?\w+|principal\w*|identity)$|(decode|verify|validate|parse|read|check|extract)_?(auth|access|jwt|id|bearer|user)?_?(token|jwt|claims)|(user|account|member|claims|identity|email|username|id)\w*from_?(token|context|ctx|request|req|session|jwt|header|auth)|^current(user|_user)|token_?(validator|required|payload)|^extract_?token|^getlogin\w*|^unsign/i;

export const asksForCaller = (name: string): boolean => asksWho.test(name);

/** Given the request itself, these answer who sent it. */
const ofRequest =
  /user|account|principal|claims|identity|session|token|tenant|owner|member|viewer|subject|actor|auth|login|scope|profile/i;

export const asksRequestForCaller = (name: string): boolean => ofRequest.test(name);

/** Parameters in which a guard or the framework hands over who is calling. */
const callerParameter =
  /^(_?(current|auth|authenticated|logged_?in|session|request|jwt|token)_?(user|account|member|identity|payload|claims|data|info)(_?id)?|(current|authenticated|logged_?in)_(?!page|password|time|date|day|step|value|state|status|index|path|url|version|lang|locale)\w+|user|me|caller|identity|principal|claims|authentication|viewer|actor|jwt|auth|_user|token_info)$/i;

const handedOver =
  /@(AuthenticationPrincipal|CurrentUser|AuthUser|LoginUser|CurrentSecurityContext|SessionAttribute|RequestAttribute)\b|\b(Principal|Authentication|UserDetails|JwtAuthenticationToken|CurrentUser\w*|OAuth2User|OidcUser|HttpSession|SuperUser|CurrentSuperuser)\s+\w+$|:\s*(\w+\.)?(CurrentUser|CurrentActiveUser|AuthUser|CurrentAdmin|CurrentSuperuser|UserDep|UserDependency|AuthDep)\b|(Depends|Security)\(\s*[\w.]*(user|auth|token|current|identity|principal|account|admin|member|login|logged|permission|role)/i;

export const isCallerParameter = (name: string, text: string): boolean =>
  callerParameter.test(name) || handedOver.test(text);

const contextParameter = /^(request|req|r|c|ctx|context|info|gctx|ec|exchange|httpRequest|servletRequest)$/;

export const isContextParameter = (name: string, text: string): boolean =>
  contextParameter.test(name) ||
  /(HttpServletRequest|ServerWebExchange|http\.Request|context\.Context|gin\.Context|echo\.Context|fiber\.Ctx|ResolveInfo)\b/.test(
    text,
  );

/** What the request carries, by the way it is read. */
const ofTheRequest =
  /^(self\.)?(flask\.)?(request|req|r|c|ctx|ec|gctx)\.(args|values|form|json|get_json\(|data|GET|POST|query_params|files|view_args|match_info|body|Body|FormValue\(|PostFormValue\(|PathValue\(|URL\.Query\(\)|Param\(|Params\(|Query\(|QueryParam\(|DefaultQuery\(|PostForm\(|GetQuery\(|path_params|getParameter\(|rel_url)|^self\.kwargs\b|^kwargs\b|^(mux\.Vars|chi\.URLParam|httprouter\.ParamsFromContext)\(|^self\.get_(argument|query_argument|body_argument)\(/;

export const isOfTheRequest = (text: string): boolean => ofTheRequest.test(text);

/** All that a request sends, field by field as its sender wants. */
const wholeBody =
  /^(self\.)?(flask\.)?(request|req)\.(get_json\([^)]*\)|json|data|form|values|json\(\)|POST|GET|args)(\.(to_dict|copy|dict)\([^)]*\))?$|^json\.loads\((self\.)?request\.(body|data|get_data\(\))\S*\)$|^(await\s+)?(request|req)\.(json|form|post)\(\)$/;

export const isWholeBody = (text: string): boolean => wholeBody.test(text);

/** Calls that ask what somebody may do, whatever they are given. */
const asking =
  /permission|authori[sz]e|^(user_?)?can([A-Z_]|$)|access_?(control|check)|^_*(check|has|verify|require|ensure|assert|validate|is)_?\w*(access|role|owner|admin|member|allowed|permitted|staff|superuser|privilege|right|grant|acl|scope)|\bacl\b|polic(y|ies)$|visible_?(to|for)|abilit|forbid|deny|belongs|owns|owned_?by|is_?(mine|own|self|same)|enforce|(check|make|verify)_?(token|signature|hmac)|compare_?digest|constant_?time_?compare/i;

export const asksForPermission = (name: string): boolean => asking.test(name);

/** Names in a condition that say it asks for more than to be signed in. */
const weighing =
  /role|is_?admin|superuser|is_?staff|permission|privilege|owner|author(?!iz)|creator|tenant|member/i;

export const weighs = (name: string): boolean => weighing.test(name);

/** Questions whether somebody is there at all. */
const presence =
  /^(is_?)?(authenticated|anonymous|present|empty|none|null|blank|active|exists|valid|ok|error|errors|disabled|enabled|locked)$|^(exists|len|isEmpty|isPresent|isBlank|isNull|nonNull|has_?next|hasText|hasLength|get|isinstance|IsZero|Is|As|HasError)$/i;

export const asksForPresence = (name: string): boolean => presence.test(name);

/** Values that stand for nobody, nothing, or a refusal. */
const nothing =
  /^(None|null|nil|""|''|``|0|-1|0L|false|true|False|True|\[\]|\{\}|uuid\.Nil)$|^f?["'].*(error|fail|invalid|expired|unauthori|message|anonymous).*["']$/i;

export const isNothing = (text: string): boolean => nothing.test(text.trim());

/** Calls that only tell or answer something. */
const telling =
  /^(log\w*|debug|info|warn\w*|error\w*|print\w*|printf|sprintf|fprintf|errorf|format|json\w*|jsonify|response|render\w*|template\w*|dict|str|string|toString|len|append|add_?attribute|emit|send\w*|notify|track|record|write\w*|ok|body|status|html|of|put|entity|success|created|HttpResponse|JsonResponse|Response|ResponseEntity|make_response|redirect|url_for|reverse|flash|set_?cookie|dumps|marshal\w*|encode\w*|commit|rollback|flush|refresh|close|isoformat|publish\w*)$/i;

export const isTelling = (name: string): boolean => telling.test(name);

/** Fields that say what somebody may do. */
export const isPrivilege = (name: string): boolean =>
  /^(role|roles|role_?ids?|user_?role|is_?admin|admin|is_?super_?user|superuser|is_?super_?admin|is_?staff|permissions?|scopes?|privileges?|access_?level|user_?type|is_?verified|email_?verified|verified|credits?|available_?credits?|balance)$/i.test(
    name,
  );

/** The part of a request that an expression reads, in words. */
export function partNamed(text: string): string {
  const name = /["'](\w[\w.-]*)["']/.exec(text)?.[1];
  const place = /view_args|kwargs|match_info|\bParams?\(|PathValue|path_params|Vars\(|URLParam/.test(text)
    ? 'path parameter'
    : /\.(args|GET|query_params|rel_url|URL|Query|QueryParam|DefaultQuery|GetQuery|getParameter)\b/.test(text)
      ? 'query parameter'
      : 'body field';
  if (name !== undefined) return `${place} ${name}`;
  return place === 'body field' ? 'the body' : `a ${place}`;
}
