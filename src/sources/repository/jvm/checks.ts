import type { Guard } from '../../../model/api.ts';
import { kindByName } from '../http/guards.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { Code } from './code.ts';
import { lastName } from './code.ts';
import { eachCode } from './readings.ts';
import type { HandlerCode } from './run/handler.ts';
import { handlerOf } from './run/handler.ts';
import type { Machine } from './run/machine.ts';
import type { Frame, Value } from './run/value.ts';
import type { World } from './world.ts';

const unknownCaller =
  /^([Uu]nauthorized\w*|UNAUTHORIZED\w*|SC_UNAUTHORIZED|AuthenticationException|NotAuthorizedException|AuthenticationFailedException|BadCredentialsException)$/;
const notAllowed =
  /^([Ff]orbidden\w*|FORBIDDEN\w*|SC_FORBIDDEN|AccessDeniedException|AuthorizationException)$/;
const rejecting = /^(halt|status|setStatus|sendError|setStatusCode|fail|respond|abort|abortWith|end)$/;

export interface Rejection {
  readonly unknown: boolean;
  readonly forbidden: boolean;
}

/** Whether code turns callers away: those it does not know (401), those that may not (403). */
export function rejectionOf(world: World, handler: HandlerCode): Rejection {
  let [unknown, forbidden] = [false, false];
  eachCode(world, handler, (code) => {
    const status = statusIn(code);
    const name = nameIn(code);
    unknown ||= status === '401' || (name !== undefined && unknownCaller.test(name));
    forbidden ||= status === '403' || (name !== undefined && notAllowed.test(name));
  });
  return { unknown, forbidden };
}

function statusIn(code: Code): string | undefined {
  if (code.kind !== 'call' || !rejecting.test(code.name)) return undefined;
  const number = code.args.map(({ value }) => value).find(({ kind }) => kind === 'number');
  return number?.kind === 'number' ? number.value : undefined;
}

function nameIn(code: Code): string | undefined {
  if (code.kind === 'name' || code.kind === 'member' || code.kind === 'call') return code.name;
  return code.kind === 'new' ? lastName(code.type.name) : undefined;
}

/** A filter as a check: by what its body does where that can be seen, else by its name. */
export function judgeFilter(
  machine: Machine,
  value: Value | undefined,
  at: { readonly frame: Frame; readonly line: number; readonly fallback: string },
): JudgedGuard {
  const handler = value === undefined ? undefined : handlerOf(machine, value);
  const name = handler?.place.name ?? writtenName(value) ?? at.fallback;
  const origin = {
    kind: 'read',
    file: handler?.place.file ?? at.frame.scope.file.path,
    line: handler?.place.line ?? at.line,
  } as const;
  const guard = (kind: Guard['kind']): Guard => ({ name, kind, requires: [], origin });
  if (handler?.body === undefined) {
    const kind = kindByName(name) ?? 'other';
    return { guard: guard(kind), resolved: kind !== 'other', conditional: false, passes: false };
  }
  const { unknown, forbidden } = rejectionOf(machine.world, handler);
  const named = kindByName(name);
  const kind = unknown
    ? 'authentication'
    : forbidden
      ? 'authorisation'
      : named === 'rate-limit' || named === 'validation'
        ? named
        : 'other';
  const perhaps = kind === 'other' && (named === 'authentication' || named === 'authorisation');
  return {
    guard: guard(perhaps ? named : kind),
    resolved: true,
    conditional: perhaps,
    passes: kind === 'other' && !perhaps,
  };
}

/** `JWTAuthHandler.create(…)`, `AuthFilter::check`, `new Auth()`: the name that is written. */
export function writtenName(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'static') return value.name;
  if (value.kind === 'instance') return value.of.name;
  if (value.kind !== 'code') return undefined;
  return nameOf(value.code);
}

function nameOf(code: Code): string | undefined {
  switch (code.kind) {
    case 'name':
      return code.name;
    case 'member':
      return code.name;
    case 'new':
      return lastName(code.type.name);
    case 'call': {
      const on = code.on === undefined ? undefined : nameOf(code.on);
      return on === undefined
        ? code.name
        : /^(create|of|newInstance|build|builder)$/.test(code.name)
          ? on
          : `${on}.${code.name}`;
    }
    case 'reference':
      return code.name;
    default:
      return undefined;
  }
}
