import type { Guard } from '../../../model/api.ts';
import { kindByName } from '../http/guards.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { Annotated } from './annotations.ts';
import { attribute, isFrom } from './annotations.ts';
import { dotted } from './code.ts';
import { textsOf } from './values.ts';
import type { World } from './world.ts';

/** What annotations of a handler or of its class say about who may call. */
export type Verdict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open' }
  | { readonly kind: 'checks'; readonly guards: readonly JudgedGuard[] };

const open =
  /^(PermitAll|Anonymous\w*|AllowAnonymous|NoAuth\w*|IgnoreAuth\w*|SkipAuth\w*|PassToken|PublicApi|PublicEndpoint|SaIgnore|IgnoreToken|NoLogin|NotLogin|WithoutLogin|Unauthenticated|\w*(Authentication|Auth|Login|Token|Authorization)Not(Required|Needed)|(Skip|Ignore|Without|Bypass|Disable)(Authentication|Authorization|Login|Token|Security)\w*|Unsecured\w*|Public(Api|Endpoint|Access|Route|Resource))$/;
const signedIn =
  /^(Authenticated|RequiresAuthentication|RequiresUser|SaCheckLogin|LoginRequired|RequireLogin|RequiresLogin|NeedLogin|TokenRequired|UserLoginToken|CheckLogin|JwtAuth\w*|Authenticate)$/;
const roles =
  /^(RolesAllowed|Secured|PreAuthorize|PostAuthorize|RequiresRoles|RequiresPermissions|RequirePermission\w*|HasPermission\w*|HasRole|HasAuthority|SaCheckRole|SaCheckPermission|DenyAll|RequiresPermission|CheckPermission|PermissionsAllowed|PreAuthorized)$/;
/** Words that occur in names without saying that somebody checks something. */
const harmless =
  /^(Author|Authors|Owner|Grant|SecurityRequirements?|ApiKeyAuth|Authorization|JsonView|Valid|Validated|Schema|ApiResponse\w*|RateLimit\w*|SecurityScheme\w*|OAuth2?|AuthenticationPrincipal|PreFilter|PostFilter)$/;

/** Checks of the method count before those of the class; within one place all of them hold. */
export function verdictOf(world: World, method: readonly Annotated[], type: readonly Annotated[]): Verdict {
  for (const annotations of [method, type]) {
    const guards = annotations.flatMap((each) => checkOf(world, each) ?? []);
    if (guards.length > 0) return { kind: 'checks', guards };
    if (annotations.some((each) => isOpen(world, each))) return { kind: 'open' };
  }
  return { kind: 'nothing' };
}

function isOpen(world: World, each: Annotated): boolean {
  if (open.test(each.name)) return true;
  if (!/^(PreAuthorize|Secured)$/.test(each.name)) return false;
  const texts = requirementsOf(world, each);
  return (
    texts.length > 0 &&
    texts.every((text) =>
      /^(permitAll(\(\))?|isAnonymous\(\)|IS_ANONYMOUS|IS_AUTHENTICATED_ANONYMOUSLY|true)$/.test(text),
    )
  );
}

function checkOf(world: World, each: Annotated): JudgedGuard | undefined {
  if (isOpen(world, each) || each.name === 'PostAuthorize') return undefined;
  const kind = kindOf(world, each);
  if (kind === undefined) return undefined;
  const requires = each.name === 'DenyAll' ? ['nobody'] : requirementsOf(world, each);
  const origin = { kind: 'read', file: each.scope.file.path, line: each.line } as const;
  return {
    guard: { name: each.name, kind, requires, origin },
    resolved: true,
    conditional: false,
    passes: false,
  };
}

function kindOf(world: World, each: Annotated): Guard['kind'] | undefined {
  if (signedIn.test(each.name)) return 'authentication';
  if (roles.test(each.name)) {
    const texts = requirementsOf(world, each);
    const isSignedIn =
      texts.length > 0 &&
      texts.every((text) =>
        /^(isAuthenticated\(\)|isFullyAuthenticated\(\)|IS_AUTHENTICATED(_FULLY)?|authenticated)$/.test(text),
      );
    return isSignedIn ? 'authentication' : 'authorisation';
  }
  if (
    harmless.test(each.name) ||
    isFrom(each, [
      'io.swagger',
      'org.springframework',
      'jakarta.validation',
      'javax.validation',
      'com.fasterxml',
      'jakarta.ws.rs',
      'javax.ws.rs',
      'lombok',
      'org.eclipse.microprofile.openapi',
    ])
  )
    return undefined;
  const named = kindByName(each.name);
  return named === 'authentication' || named === 'authorisation' ? named : undefined;
}

/** Roles and expressions as they are written. */
function requirementsOf(world: World, each: Annotated): readonly string[] {
  const given =
    attribute(each, 'value', 'roles', 'permissions', 'hasAuthority', 'permission') ?? each.args[0]?.value;
  return textsOf(world, given, each.scope).flatMap(({ text }, at) => {
    if (text !== undefined) return [text];
    const written = dotted(given?.kind === 'list' ? given.items[at] : given);
    return written === undefined ? [] : [written.split('.').at(-1) ?? written];
  });
}
