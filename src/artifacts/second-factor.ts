import type { Backend } from '../model/backend.ts';
import { anonymousRole } from './policy.ts';

/** The role in which people act on what is their own; guests as well: the rules about owners hold for them too. */
export const ownerRole = 'customer';

/** Whether a role acts only in sessions of two factors, as the design says it. */
export function needsSecondFactor({ trust }: Pick<Backend, 'trust'>, role: string): boolean {
  const every = Object.assign({}, ...trust.authentication.map(({ settings }) => settings));
  const mfa: unknown = every['mfa'];
  const isPerson = trust.actors.some(({ name, kind }) => name === role && kind === 'person');
  return isPerson && (mfa === 'all' || (mfa === 'staff' && role !== ownerRole && role !== anonymousRole));
}
