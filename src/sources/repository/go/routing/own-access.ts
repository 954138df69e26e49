import { keepsOut } from '../../http/access.ts';
import { isLinkSecret } from '../../link-secrets.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../machine/machine.ts';
import type { FunctionValue } from '../machine/value.ts';
import { originOf } from '../program/package.ts';
import { withoutCredentials } from './handler-access.ts';
import { inlineGuards } from './inline-guards.ts';
import { servesAgain } from './served.ts';
import { signsOf } from './signs.ts';

interface OwnAccess {
  readonly guards: readonly JudgedGuard[];
  /** Undefined where what its body shows has to tell. */
  readonly looks?: DeclaredRoute['handlerLooksAtCredentials'];
}

/** Whoever has no account makes one here, or proves who he is by a password: nobody is known before. */
const signsIn =
  /(^|[a-z_.])(log_?in|sign_?in|sign_?up|register|registration|forgot\w*|authenticate)(handler|page|user|post|form|submit|account|view|do|password|get)*$/i;

/** Where a provider sends back whoever signed in there: what it sends proves who that is. */
const comesBack = /(oauth|oidc|openid|saml|sso|social|provider|auth)\d?_?(\w*_)?(callback|acs)(handler)?$/i;

/** What a handler itself does to the access, after the checks that stand before it. */
export function ownAccess(
  machine: Machine,
  outer: FunctionValue | undefined,
  fn: FunctionValue | undefined,
  before: readonly JudgedGuard[],
): OwnAccess {
  if (outer === undefined || fn === undefined) return { guards: [] };
  const inline = inlineGuards(machine.program, fn);
  if (inline.length > 0 || before.some(keepsOut)) return { guards: inline };
  if (servesAgain(machine, outer)) return { guards: [], looks: 'perhaps' };
  const name = fn.name ?? fn.maker?.name ?? '';
  if (comesBack.test(name)) return { guards: [], looks: 'no' };
  const told = withoutCredentials(machine, outer);
  const proves = signsIn.test(name);
  if (proves && (told.kind === 'served' || !isLinkSecret(told.secret))) return { guards: [], looks: 'no' };
  switch (told.kind) {
    case 'refused':
      return { guards: [guardOf(told.secret, outer)] };
    case 'perhaps':
      return { guards: [], looks: 'perhaps' };
    case 'served':
      return servedAnyway(machine, fn, told.met);
  }
}

/** It looks for a credential, but answers without one as well. */
function servedAnyway(machine: Machine, fn: FunctionValue, met: number): OwnAccess {
  const signs = signsOf(machine.program, fn.node, fn.file);
  return met > 0 && !signs.rejectsUnknown && !signs.rejectsForbidden
    ? { guards: [], looks: 'no' }
    : { guards: [] };
}

const guardOf = (name: string, fn: FunctionValue): JudgedGuard => ({
  guard: { name, kind: 'authentication', requires: [], origin: originOf(fn.file, fn.node) },
  resolved: true,
  conditional: false,
  passes: false,
});
