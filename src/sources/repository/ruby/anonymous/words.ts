/** Methods that end a request with an answer. */
export const answers =
  /^(head|render|redirect_to|redirect_back|redirect_back_or_to|redirect_back_or_default|send_data|send_file|halt|error!|respond_with|render_\w+|redirect_\w+|respond_with_\w+|rescue_with_handler)$/;
/** Answers that a library gives to callers it does not know. */
export const refusals =
  /^(unauthori[sz]ed\w*!?|forbidden\w*!?|access_denied\w*!?|deny_access\w*|not_authori[sz]ed\w*!?|request_http_\w+|request_authentication|authenticate_or_request_with_http_\w+|user_not_authori[sz]ed|render_unauthori[sz]ed\w*|render_forbidden\w*)$/;
/** Methods of libraries that let no caller without credentials go on. */
export const insists =
  /^(authenticate_\w+!|doorkeeper_authorize!|require_login|require_user|require_authentication|login_required|authenticate_user|authenticate_admin_user|authenticate_request)$/;
/** They ask a policy, which may let anybody in. */
export const policies =
  /^(authorize!?|authorize_\w+|can\?|cannot\?|allowed_to\?|authorized\?|policy\w*|policy_scope|permitted_to\?|load_and_authorize_resource|authorize_resource)$/;
/** Words of CanCanCan and of policies that ask for a right by its name. */
export const authorizes = /^authorize!?$/;
/** Checks by their names, where nothing of the repository says what they do. */
export const unseenChecks =
  /^(require|ensure|verify|enforce|restrict|protect|authenticate|authori[sz]e|permit)_\w+[!?]?$/;
/** Of Rails itself: they refuse nobody for who is calling. */
export const rails =
  /^(require_dependency|require_relative|require_no_authentication|verify_authenticity_token|verify_same_origin_request|verified_request\?|protect_from_forgery|protect_against_forgery\?)$/;
export const absentCaller =
  /^(current_(\w+_)?(user|account|member|admin\w*|person|profile|customer|employee|staff|manager|owner|client|agent|principal|identity|session|token|api_key|resource_owner|doorkeeper_token|contact|company|organi[sz]ation|team)|true_user|warden_user|doorkeeper_token|authenticated_user|authenticate_with_http_\w+|authenticate_token|signed_in_user|valid_doorkeeper_token\?)$/;
/** What fails for nobody. */
export const holdsCaller = /^(current_\w+|Current\.\w+|@\w+|true_user|session\b.*)$/;
export const absentCondition =
  /^((\w+_)?(signed_in|logged_in|authenticated)\?|admin\?|is_admin\?|logged\?|user_logged_in|is_logged_in\?)$/;
/** Instance variables that hold the caller. */
export const holder =
  /^@_?(current_\w+|user|account|member|admin|person|customer|api_key|api_token|token|access_token|auth\w*|session|credential\w*|jwt\w*|decoded\w*|payload|claims)$/;
/** Whether it is there at all, or what it is. */
export const isAbsent = /^(nil\?|blank\?|empty\?|none\?|zero\?|anonymous\?|guest\?|expired\?|revoked\?)$/;
const credentialKey = '(auth|token|api.?key|secret|signature|credential|session|user|hmac|jwt|password)';
/** Where a request carries credentials. */
export const credential = new RegExp(
  [
    String.raw`^(request\.)?session\b(\[|\.(fetch|dig|delete)\b).*(user|account|(?<!web)auth|token|admin|login|member|person|customer|\bu(id)?\b|\bid\b|sign|credential|api)`,
    String.raw`^(request\.)?(cookies|cookie_jar)(\.\w+)*(\[|\.(fetch|dig)\b).*(user|account|auth|token|admin|login|member|session|remember|jwt|\buid\b|sign|credential|api)`,
    String.raw`^request\.(authorization|headers?\b.*${credentialKey}|env\b.*(HTTP_\w*${credentialKey}|warden|${credentialKey}))`,
    String.raw`^(headers|env)\b(\[|\.fetch).*${credentialKey}`,
    String.raw`^(request\.env\[.warden.\]|warden)\.(user|authenticate|authenticated\?)\b`,
    String.raw`^params\b.*\b(api_?key|access_token|auth_?token|authenticity|user_token|private_token|client_secret)\b`,
    String.raw`^ActionController::HttpAuthentication\b`,
    String.raw`^Current\.(user|account|session|member|person|admin|identity)$`,
  ].join('|'),
  'i',
);
/** It may have come with a link that was sent, or stand for the caller. */
export const linkToken =
  /^(request\.)?(session|cookies)(\.\w+)*(\[|\.(fetch|dig|delete)\b)|^(\w+\.)?env\b.*omniauth|^omniauth|^params\b.*[:'"]\w*(token|key|signature|hmac|secret|sig|digest|code)\b/i;
/** Objects of the application that judge callers. */
export const judges = /auth|verif|token|permission|polic|signature|credential|abilit|jwt|webhook|hmac/i;
export const lookup =
  /^(find_by\w*|where|find|first|last|take|sole|authenticate\w*|lookup|get|fetch|detect|find_signed|verified|exists?)$/;
export const proves =
  /valid|verif|authentic|match|include|exist|secure_compare|correct|check|success|active|allow|permit|can|decode/;
/** An answer to those who are not known, in so many words. */
export const forUnknown =
  /:unauthorized|:forbidden|\b40[13]\b|log_?in|sign_?in|session|auth|unauthori[sz]ed|forbidden|denied/i;
