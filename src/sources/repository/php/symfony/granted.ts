import type { JudgedGuard } from '../../http/routing.ts';
import { judged } from '../guards.ts';
import type { Verdict } from '../guards.ts';
import type { ReadOrigin } from '../value.ts';
import { saidOfNobody } from './expressions.ts';

/** What somebody who has not signed in may be granted. */
export interface Granting {
  /** Undefined where it is not known what is asked for. */
  readonly mayGrant: (attribute: string | undefined) => boolean;
}

/** A check that asks for roles and attributes; a voter that may grant one to nobody leaves it open. */
export function roleGuard(
  name: string,
  roles: readonly string[],
  origin: ReadOrigin,
  granting: Granting,
  conditional = false,
): readonly JudgedGuard[] {
  if (roles.some((role) => /^(PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY|IS_ANONYMOUS)$/.test(role)))
    return [];
  const verdict: Verdict = roles.every((role) => /^IS_AUTHENTICATED|^IS_REMEMBERED/.test(role))
    ? 'authentication'
    : 'authorisation';
  const open = roles.length === 0 ? granting.mayGrant(undefined) : roles.some(granting.mayGrant);
  return [judged(name, verdict, origin, { requires: roles, conditional: conditional || open })];
}

/** A check by an expression; one that holds for nobody as well is none. */
export function expressionGuard(
  name: string,
  text: string,
  origin: ReadOrigin,
  granting: Granting,
): readonly JudgedGuard[] {
  const said = saidOfNobody(text, granting);
  if (said === 'yes') return [];
  const requires = [...text.matchAll(/(?:is_granted|has_role)\(\s*['"]([^'"]+)['"]/g)].flatMap(
    (match) => match[1] ?? [],
  );
  return [judged(name, 'authorisation', origin, { requires, conditional: said === 'perhaps' })];
}
