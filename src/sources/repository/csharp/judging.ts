import type { Guard } from '../../../model/api.ts';
import { kindByName } from '../http/guards.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Attribute } from './attributes.ts';
import { named, positional } from './attributes.ts';
import type { Code, TypeDeclaration } from './code.ts';
import { descendsFrom, lineageOf } from './code.ts';
import { harmlessAttribute, opensPackage } from './outside.ts';
import { lastName } from './syntax.ts';
import type { Scope } from './texts.ts';
import { textOf } from './texts.ts';
import { originIn } from '../languages/syntax.ts';

export const judged = (
  name: string,
  kind: Guard['kind'],
  file: string,
  node: { readonly line: number },
  more: { requires?: readonly string[]; resolved?: boolean; conditional?: boolean } = {},
): JudgedGuard => ({
  guard: { name, kind, requires: more.requires ?? [], origin: originIn(file, node) },
  resolved: more.resolved ?? true,
  conditional: more.conditional ?? false,
  passes: false,
});

/** What an attribute of a controller, an action or an endpoint says about who may call. */
export type AttributeMeaning =
  /** `guard` = what it says itself to whoever is let through by it. */
  | { readonly kind: 'anonymous'; readonly guard?: JudgedGuard }
  /** `policy` = it is one of the framework's own checks, which AllowAnonymous lifts. */
  | { readonly kind: 'guard'; readonly guard: JudgedGuard; readonly policy: boolean }
  | { readonly kind: 'none' };

const none: AttributeMeaning = { kind: 'none' };

export function meaningOf(code: Code, attribute: Attribute, scope: Scope): AttributeMeaning {
  const { name, node } = attribute;
  if (name === 'AllowAnonymous') return { kind: 'anonymous' };
  if (name === 'Authorize') {
    const requires = requirements(code, attribute, scope);
    const kind = requires.length > 0 ? 'authorisation' : 'authentication';
    return { kind: 'guard', policy: true, guard: judged('Authorize', kind, scope.file, node, { requires }) };
  }
  if (/^(EnableRateLimiting|RateLimit\w*)$/.test(name))
    return { kind: 'guard', policy: false, guard: judged(name, 'rate-limit', scope.file, node) };
  if (/^(TypeFilter|ServiceFilter|MiddlewareFilter)$/.test(name)) {
    const type = attribute.generics[0] ?? positional(attribute)[0]?.children[0];
    return type === undefined ? none : filterMeaning(code, lastName(type), attribute, scope);
  }
  if (
    /^(RequiredScope|RequiredScopeOrAppPermission|Authenticate|RequiredRole|RequiresAuthentication|RequiresAnyRole|RequiredPermission|BasicAuthentication|AuthorizeForScopes)$/.test(
      name,
    )
  )
    return {
      kind: 'guard',
      policy: true,
      guard: judged(name, kindByName(name) ?? 'authentication', scope.file, node, {
        requires: requirements(code, attribute, scope),
      }),
    };
  return filterMeaning(code, name, attribute, scope);
}

const filterBase =
  /^(AuthorizeAttribute|IAuthorizationFilter|IAsyncAuthorizationFilter|AuthorizationFilterAttribute|ActionFilterAttribute|IActionFilter|IAsyncActionFilter|IResourceFilter|IAsyncResourceFilter|TypeFilterAttribute|ServiceFilterAttribute|IFilterFactory|IEndpointFilter|IAuthorizeData|RequestFilterAttribute|RequestFilterAsyncAttribute|IAllowAnonymous|AllowAnonymousAttribute)$/;

function filterMeaning(code: Code, name: string, attribute: Attribute, scope: Scope): AttributeMeaning {
  const type = code.find(`${name}Attribute`, scope.file) ?? code.find(name, scope.file);
  if (type === undefined) {
    // A filter of a package: only its name tells what it does.
    const isNamed = /authori[sz]|authenti|permission|apikey/i.test(name) && !/antiforgery/i.test(name);
    const kind = isNamed ? kindByName(name) : undefined;
    if (kind !== 'authentication' && kind !== 'authorisation') return ofPackage(code, attribute, scope);
    const requires = requirements(code, attribute, scope);
    return {
      kind: 'guard',
      policy: false,
      guard: judged(name, kind, scope.file, attribute.node, { requires }),
    };
  }
  if (!descendsFrom(code, type, filterBase)) return none;
  if (descendsFrom(code, type, /^(IAllowAnonymous|AllowAnonymousAttribute)$/))
    return anonymousBut(code, type, name, requirements(code, attribute, scope));
  const requires = requirements(code, attribute, scope);
  const policy = descendsFrom(code, type, /^(AuthorizeAttribute|IAuthorizeData)$/);
  return { kind: 'guard', policy, guard: judgeType(code, type, { name, requires, policy }) };
}

const runs =
  /^I(Async)?(Action|Authorization|Resource)Filter$|^(Action|Authorization)FilterAttribute$|^IEndpointFilter$/;

/** What else a package makes of an attribute is not known. */
const ofPackage = (code: Code, { name, node }: Attribute, { file }: Scope): AttributeMeaning =>
  harmlessAttribute.test(name) || !opensPackage(code, file)
    ? none
    : { kind: 'guard', policy: false, guard: judged(name, 'other', file, node, { resolved: false }) };

/**
 * An attribute that lifts what the framework asks, and is a filter that asks on its own, lets some callers through who
 * bring no credentials: whom, is what the filter is told of them.
 */
function anonymousBut(
  code: Code,
  type: TypeDeclaration,
  name: string,
  requires: readonly string[],
): AttributeMeaning {
  if (!descendsFrom(code, type, runs)) return { kind: 'anonymous' };
  const guard = lineageOf(code, type)
    .types.map((each) => judgeType(code, each, { name, requires, conditional: true }))
    .find(({ guard: { kind } }) => kind === 'authentication' || kind === 'authorisation');
  return guard === undefined ? { kind: 'anonymous' } : { kind: 'anonymous', guard };
}

/** A filter or middleware of the repository, judged by what its code answers. */
export function judgeType(
  code: Code,
  type: TypeDeclaration,
  given: { name: string; requires?: readonly string[]; policy?: boolean; conditional?: boolean },
): JudgedGuard {
  const inner = innerFilter(code, type);
  const text =
    code
      .parts(type)
      .map(({ node }) => node.text)
      .join('\n') + (inner?.node.text ?? '');
  const more = {
    ...(given.requires === undefined ? {} : { requires: given.requires }),
    ...(given.conditional === undefined ? {} : { conditional: given.conditional }),
  };
  const kind = kindOfText(text, given);
  return judged(given.name, kind, type.file, type.node, {
    ...more,
    ...(kind === 'other' && mayRefuse(text) ? { resolved: false } : {}),
  });
}

/** It looks at who is calling and answers in place of the action: what it makes of that is not understood. */
export const mayRefuse = (text: string): boolean =>
  /\bResult\s*=(?!=)|\bthrow\b/.test(text) &&
  /\b(User|Session|Headers|Cookies|Claims\w*|Identity|Token|Principal)\b|[cC]urrent(User|Member|Account)/.test(
    text,
  );

/** What some code answers, by its words. */
export function kindOfText(
  text: string,
  { name, policy, requires }: { name: string; policy?: boolean; requires?: readonly string[] },
): Guard['kind'] {
  if (policy === true)
    return (requires ?? []).length > 0 || /permission|role|polic|right/i.test(name)
      ? 'authorisation'
      : 'authentication';
  const rejectsUnknown =
    /Unauthori[sz]ed|\b401\b|NotAuthenticated|ChallengeResult|AuthenticationException/.test(text);
  const rejectsForbidden = /Forbid|\b403\b|AccessDenied/.test(text);
  if (rejectsUnknown && kindByName(name) !== 'authorisation') return 'authentication';
  if (rejectsUnknown || rejectsForbidden) return 'authorisation';
  if (/\b429\b|TooManyRequests/.test(text)) return 'rate-limit';
  return /ModelState|Validat/.test(text) ? 'validation' : 'other';
}

/** `TypeFilterAttribute` names the filter that does the work: `base(typeof(TheFilter))`. */
function innerFilter(code: Code, type: TypeDeclaration): TypeDeclaration | undefined {
  const name = /\bbase\s*\(\s*typeof\s*\(\s*([\w.]+)\s*\)/.exec(type.node.text)?.[1];
  const found = name === undefined ? undefined : code.find(name.split('.').at(-1) ?? '', type.file);
  return found === type ? undefined : found;
}

/** Policies, roles and permissions named in an attribute, as far as they are constants. */
export function requirements(code: Code, attribute: Attribute, scope: Scope): readonly string[] {
  const nodes: SyntaxNode[] = [...positional(attribute), ...attribute.generics];
  for (const name of ['Policy', 'Roles', 'Permission', 'Permissions'])
    nodes.push(...[named(attribute, name)].filter((node) => node !== undefined));
  return nodes.flatMap((node) => {
    const text = textOf(code, node, scope);
    if (text.resolved) return text.text === '' ? [] : text.text.split(',').map((part) => part.trim());
    const name = lastName(node);
    return name === '' ? [] : [name];
  });
}
