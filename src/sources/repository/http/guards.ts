import type { Guard } from '../../../model/api.ts';
import { originOf } from '../javascript/parse.ts';
import type { FunctionValue, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import { knownMiddleware } from './middlewares.ts';
import type { Given, JudgedGuard } from './routing.ts';
import { signsOf } from './signs.ts';

type Kind = Guard['kind'];

const byName: readonly (readonly [RegExp, Kind])[] = [
  [
    /optional|(auth\w*|login|token)_?not_?(required|needed)|^(no|skip|ignore|without|bypass|exclude|disable|allow)_?(auth|login|token|anonym)/i,
    'other',
  ],
  [/rate-?_?limit|limiter|throttl|slowdown/i, 'rate-limit'],
  [/valid|schema|celebrate|sanitiz|^body$|^query$|^param$|^check$/i, 'validation'],
  [
    /role|permission|permit|authori[sz]e|authori[sz]ation|(^|[._])(can|acl|policy|scopes?|ability|restrict\w*)(?=$|[A-Z._])|admin|hasAccess|access_?control|isOwner|owner|grant/i,
    'authorisation',
  ],
  [
    /auth|logged_?in|login_?required|require_?login|sign_?in|signed_?in|jwt|(verify|check|require|validate)_?(token|session|user|api_?key|account)|bearer|api_?key|protect|passport|current_?user|requires?User|ensure_?user|session_?required|private_?route|is_?user/i,
    'authentication',
  ],
];

export const kindByName = (name: string): Kind | undefined =>
  byName.find(([pattern]) => pattern.test(name))?.[1];

/**
 * What a middleware checks: by what its body does where that can be seen, else by the name it goes by. A wrapper that
 * checks nothing itself (it catches rejected promises) is judged by the function it wraps.
 */
export function judgeGuard(given: Given): JudgedGuard {
  const outer = judgeItself(given);
  const inner = wrappedIn(given.value);
  if (inner === undefined) return outer;
  if (outer.guard.kind !== 'other' && !(isNamedOnly(given.value) && knownMiddleware(inner) === 'other'))
    return outer;
  const { written: _, ...rest } = given;
  const judged = judgeGuard({ ...rest, value: inner });
  return outer.guard.kind === 'other' && judged.guard.kind === 'other' && judged.resolved ? outer : judged;
}

/** Nothing in its body says that it rejects: only its name made it a check. */
function isNamedOnly(value: Value): boolean {
  if (value.kind !== 'function') return false;
  const signs = signsOf(value.node);
  return !signs.rejectsUnknown && !signs.rejectsForbidden;
}

/** The only argument of the call that made a middleware, when it is a function itself. */
function wrappedIn(value: Value): Value | undefined {
  const args =
    value.kind === 'function' ? (value.maker?.args ?? []) : value.kind === 'result' ? value.args : [];
  const [only] = args;
  return args.length === 1 && (only?.kind === 'function' || only?.kind === 'result') ? only : undefined;
}

function judgeItself(given: Given): JudgedGuard {
  const name = guardName(given);
  const { conditional } = given;
  const origin = originOfValue(given.value) ?? given.site.origin;
  const guard = (kind: Kind): Guard => ({ name, kind, requires: requirements(given.value), origin });
  const known = knownMiddleware(given.value);
  if (known !== undefined)
    return { guard: guard(known), resolved: true, conditional, passes: known === 'other' };
  const named = kindByName(name);
  const { value } = given;
  if (value.kind === 'function') {
    const kind = kindByBody(value, named);
    return {
      guard: guard(kind),
      resolved: kind !== 'other' || !mayCheck(value),
      conditional: conditional || isSwitched(value),
      passes: false,
    };
  }
  const resolved = named !== undefined && named !== 'other';
  return { guard: guard(named ?? 'other'), resolved, conditional, passes: false };
}

/** It reads a credential and can end the request: what it makes of that is not understood. */
function mayCheck({ node }: FunctionValue): boolean {
  const signs = signsOf(node);
  return signs.readsCredential && signs.canReject && node.params.length !== 4;
}

/** Made by a factory that was told `false`: perhaps not to insist (`authenticate('jwt', false)`), so nothing is certain. */
const isSwitched = ({ maker }: FunctionValue): boolean =>
  maker?.args.some((arg) => arg.kind === 'primitive' && arg.value === false) ?? false;

function kindByBody(value: FunctionValue, named: Kind | undefined): Kind {
  const signs = signsOf(value.node);
  if (value.node.params.length === 4) return 'other';
  if (signs.limitsRate) return 'rate-limit';
  if (named === 'rate-limit') return named;
  if (signs.rejectsForbidden && (named === 'authorisation' || !signs.rejectsUnknown)) return 'authorisation';
  if (signs.rejectsUnknown || signs.sendsToLogin) return named === 'authorisation' ? named : 'authentication';
  if (named === 'authentication' || named === 'authorisation') return signs.canReject ? named : 'other';
  return signs.validates || named === 'validation' ? 'validation' : 'other';
}

export function guardName(given: Given): string {
  const { value } = given;
  if (value.kind === 'function')
    return value.name ?? value.maker?.name ?? given.written ?? 'anonymous function';
  if (value.kind === 'result') {
    const last = value.callee.path.replaceAll('()', '').split('.').at(-1) ?? '';
    return given.written ?? (last === '' ? value.callee.package : last);
  }
  if (value.kind === 'library') return given.written ?? (value.path === '' ? value.package : value.path);
  return given.written ?? 'unresolved';
}

/** Texts in the call that made the guard: roles, scopes, strategies. */
function requirements(value: Value): readonly string[] {
  const args =
    value.kind === 'function' ? (value.maker?.args ?? []) : value.kind === 'result' ? value.args : [];
  return args.flatMap((arg) => {
    const items = arg.kind === 'array' ? arg.items : [arg];
    return items.flatMap((item) => textOf(item) ?? []);
  });
}

function originOfValue(value: Value): Guard['origin'] | undefined {
  if (value.kind === 'function') return originOf(value.file, value.node);
  return undefined;
}
