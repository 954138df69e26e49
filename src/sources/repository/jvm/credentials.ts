import type { DeclaredRoute } from '../http/declared.ts';
import type { ClassDeclaration } from './classes.ts';
import type { Code } from './code.ts';
import { lastName, walkCode } from './code.ts';
import { headers } from './credential-headers.ts';
import { bodyFields } from './fields.ts';
import type { HandlerMethod } from './handlers.ts';
import { handsRequestOn } from './handed-requests.ts';
import { methodOf, scopeOf } from './names.ts';
import { eachCode } from './readings.ts';
import type { HandlerCode } from './run/handler.ts';
import { textOf } from './values.ts';
import type { World } from './world.ts';

const types =
  /^(Principal|Authentication|AuthenticationToken|\w*AuthenticationToken|UserDetails|Jwt|OidcUser|OAuth2User|SecurityContext|SecurityIdentity|JsonWebToken|HttpSession|WebSession|OAuth2AuthorizedClient|UserPrincipal|CurrentUser|LoginUser)$/;
const annotations =
  /^(AuthenticationPrincipal|CurrentSecurityContext|CurrentUser|LoginUser|AuthUser|Auth|SessionAttribute|RegisteredOAuth2AuthorizedClient)$/i;
const words =
  /^(SecurityContextHolder|ReactiveSecurityContextHolder|getUserPrincipal|getRemoteUser|isUserInRole|getPrincipal|getCurrentUser\w*|currentUser\w*|getLoggedIn\w*|getLogin(User|Id)\w*|loggedInUser|checkPermission\w*|hasPermission\w*|hasRole|hasAuthority|isAuthenticated|checkAccess\w*|verifyToken|validateToken|checkToken|parseToken|\w+(By|From)(Request)?(Auth|Access|Jwt)?Token\w*|(extract|resolve)\w*Token|get\w*User(By|From)Request\w*|getSession|SecurityUtils|StpUtil|UserContext\w*|SecurityContext|AuthUtils?|authenticatedUser|context\.authenticatedUser|validateHas\w*Permission\w*|principal|UNAUTHORIZED|FORBIDDEN|SC_UNAUTHORIZED|SC_FORBIDDEN|AccessDeniedException|UnauthorizedException|ForbiddenException|NotAuthorizedException)$/i;
/** Whether a handler looks at who calls: by its parameters, its body and the methods of its class that it calls. */
export function credentialSigns(
  world: World,
  handler: HandlerMethod,
): DeclaredRoute['handlerLooksAtCredentials'] {
  const looks = handler.parameters.some(
    ({ type, annotations: own, declaration }) =>
      types.test(lastName(type?.name ?? '')) ||
      own.some(({ name }) => annotations.test(name)) ||
      (isUsed(handler, declaration.name) &&
        own.some(
          ({ name, args }) =>
            /^(RequestHeader|CookieValue|HeaderParam|CookieParam|Header)$/.test(name) &&
            (args.some(({ value }) => value.kind === 'text' && headers.test(value.value)) ||
              headers.test(declaration.name)),
        )),
  );
  if (looks) return 'perhaps';
  const body = handler.method.body?.();
  if (body === undefined) return 'unseen';
  if (handsRequestOn(world, handler, (inner, owner) => codeLooks(world, inner, { owner }, 0, isSign)))
    return 'perhaps';
  const signs = takesCredentials(world, handler) ? isReading : isSign;
  return codeLooks(world, body, handler, 0, signs) ? 'perhaps' : 'no';
}

/** A header that is asked for and that the code never looks at is no credential: any value will do. */
function isUsed({ method }: HandlerMethod, parameter: string): boolean {
  const body = method.body?.();
  if (body === undefined) return true;
  let found = false;
  walkCode(body, (code) => {
    found ||= code.kind === 'name' && code.name === parameter;
    return !found;
  });
  return found;
}

function codeLooks(
  world: World,
  body: readonly Code[],
  handler: Pick<HandlerMethod, 'owner'>,
  depth: number,
  isSign: (code: Code) => boolean,
): boolean {
  let found = false;
  walkCode(body, (code) => {
    if (found || signsInOrOut(code)) return false;
    found = isSign(code) || readsNamed(world, code, handler.owner);
    if (found || depth > 2 || code.kind !== 'call') return !found;
    if (code.on !== undefined && code.on.kind !== 'this') return true;
    const called = methodOf(world, handler.owner, code.name);
    const inner = called?.method.body?.();
    if (called !== undefined && inner !== undefined)
      found = codeLooks(world, inner, called, depth + 1, isSign);
    return !found;
  });
  return found;
}

/** `request.getHeader(TOKEN_HEADER)`, by what the constant is. */
function readsNamed(world: World, code: Code, owner: ClassDeclaration): boolean {
  if (code.kind !== 'call' || !/header|cookie/i.test(code.name)) return false;
  return code.args.some(
    ({ value }) =>
      (value.kind === 'name' || value.kind === 'member') &&
      headers.test(textOf(world, value, scopeOf(owner)).text ?? ''),
  );
}

/** Who is signed in from here on, or no longer: `SecurityContextHolder.getContext().setAuthentication(…)`. */
function signsInOrOut(code: Code): boolean {
  if (code.kind !== 'call' || code.on === undefined) return false;
  if (/^(setAuthentication|setContext|clearContext)$/.test(code.name)) return true;
  if (!/^(login|logout|kickout|invalidate)$/.test(code.name)) return false;
  return holders.test(code.on.kind === 'call' || code.on.kind === 'name' ? code.on.name : '');
}

const holders = /^(getSubject|StpUtil|StpKit|getSession|session|httpSession)$/i;

const secrets = /passw|otp|pin$|secret|token|captcha|credential|verificationCode|^code$/i;

/** It asks for a password or a code itself: that it may answer 401 says nothing of who may call. */
function takesCredentials(world: World, { parameters }: HandlerMethod): boolean {
  return parameters.some(({ declaration, type, scope, annotations: own }) => {
    if (own.some(({ name }) => /^(RequestHeader|HeaderParam|CookieValue|PathVariable|PathParam)$/.test(name)))
      return false;
    if (secrets.test(declaration.name)) return true;
    const fields = type === undefined ? undefined : bodyFields(world, type, scope);
    return (
      fields?.some(({ name }) => secrets.test(name)) ??
      /log_?in|sign_?(in|up)|credential/i.test(type?.name ?? '')
    );
  });
}

const rejections =
  /UNAUTHORIZED|FORBIDDEN|Unauthorized|Forbidden|AccessDenied|NotAuthorized|validateToken|verifyToken|checkToken/;

/** A sign that is more than an answer of 401 or 403. */
const isReading = (code: Code): boolean => {
  if (!isSign(code)) return false;
  if (code.kind === 'new') return false;
  return !('name' in code && rejections.test(code.name));
};

/** A single name, call or header that tells that somebody asks who calls. */
export function isSign(code: Code): boolean {
  switch (code.kind) {
    case 'call':
      return (
        words.test(code.name) ||
        code.args.some(
          ({ value }) =>
            value.kind === 'text' && headers.test(value.value) && /header|cookie/i.test(code.name),
        )
      );
    case 'name':
    case 'member':
    case 'reference':
      return words.test(code.name);
    case 'new':
      return words.test(lastName(code.type.name));
    case 'class':
      return false;
    default:
      return false;
  }
}

/** The same for a function that a route was given. */
export function looksAtCredentials(
  world: World,
  handler: HandlerCode,
): DeclaredRoute['handlerLooksAtCredentials'] {
  if (handler.body === undefined) return 'unseen';
  let found = false;
  eachCode(world, handler, (code) => {
    found ||= isSign(code);
  });
  return found ? 'perhaps' : 'no';
}
