import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { originIn } from '../../languages/syntax.ts';
import type { Lineage } from '../code.ts';
import type { RailsRoute } from './place.ts';

export const signedIn = 'authenticate_scope!';
/** Module of Devise, its controller, and what each of its routes does; `own` = only for who is signed in, or who has the secret of that name. */
export const devise: readonly (readonly [
  module: string,
  controller: string,
  method: Method,
  path: string,
  action: string,
  own?: string,
])[] = [
  ['database_authenticatable', 'sessions', 'GET', '/:sign_in', 'new'],
  ['database_authenticatable', 'sessions', 'POST', '/:sign_in', 'create'],
  ['database_authenticatable', 'sessions', 'DELETE', '/:sign_out', 'destroy'],
  ['recoverable', 'passwords', 'GET', '/:password/new', 'new'],
  ['recoverable', 'passwords', 'GET', '/:password/edit', 'edit', 'reset_password_token'],
  ['recoverable', 'passwords', 'PATCH', '/:password', 'update', 'reset_password_token'],
  ['recoverable', 'passwords', 'PUT', '/:password', 'update', 'reset_password_token'],
  ['recoverable', 'passwords', 'POST', '/:password', 'create'],
  ['registerable', 'registrations', 'GET', '/:registration/cancel', 'cancel'],
  ['registerable', 'registrations', 'GET', '/:registration/:sign_up', 'new'],
  ['registerable', 'registrations', 'GET', '/:registration/edit', 'edit', signedIn],
  ['registerable', 'registrations', 'PATCH', '/:registration', 'update', signedIn],
  ['registerable', 'registrations', 'PUT', '/:registration', 'update', signedIn],
  ['registerable', 'registrations', 'DELETE', '/:registration', 'destroy', signedIn],
  ['registerable', 'registrations', 'POST', '/:registration', 'create'],
  ['confirmable', 'confirmations', 'GET', '/:confirmation/new', 'new'],
  ['confirmable', 'confirmations', 'GET', '/:confirmation', 'show', 'confirmation_token'],
  ['confirmable', 'confirmations', 'POST', '/:confirmation', 'create'],
  ['lockable', 'unlocks', 'GET', '/:unlock/new', 'new'],
  ['lockable', 'unlocks', 'GET', '/:unlock', 'show', 'unlock_token'],
  ['lockable', 'unlocks', 'POST', '/:unlock', 'create'],
];

/** The controller of Devise that one of the application is made from. */
export const broughtByDevise = ({ outside }: Lineage): string | undefined =>
  outside.flatMap(
    (name) =>
      /^(?:::)?Devise::(Sessions|Passwords|Registrations|Confirmations|Unlocks|OmniauthCallbacks)Controller$/
        .exec(name)?.[1]
        ?.toLowerCase() ?? [],
  )[0];

const skips = /\bskip_\w+\b.*:authenticate_scope!/;

/**
 * What an action that comes from Devise asks for, whatever route leads to it: somebody who is signed in, before an own
 * action of that name too, or the secret that was sent, where the action is the one of Devise.
 */
export function demandedByDevise(
  lineage: Lineage,
  { action, guards, file, node }: RailsRoute,
  isOwn: boolean,
): readonly JudgedGuard[] {
  const brought = broughtByDevise(lineage);
  const own = devise.find(([, controller, , , each]) => controller === brought && each === action)?.[5];
  if (own === undefined || (isOwn && own !== signedIn)) return [];
  const isSkipped = lineage.openings.some(({ node: each }) => skips.test(each.text));
  if (isSkipped || guards.some(({ guard }) => guard.name === own)) return [];
  const guard = { name: own, kind: 'authentication', requires: [], origin: originIn(file, node) } as const;
  return [{ guard, resolved: true, conditional: false, passes: false }];
}
