import type { Backend } from '../../model/backend.ts';
import { isOfPeople } from './owned-records.ts';

/**
 * Whether a backend can tell who is calling: something is guarded, or people sign in by a field of its graph with a
 * password that it keeps. Where nobody can, a gateway may ask before it, or nothing is anybody's.
 */
export function knowsCallers({ api, data }: Backend): boolean {
  if (api.endpoints.some(({ access }) => access === 'guarded')) return true;
  const signsIn = api.endpoints.some(({ protocol, id }) => protocol === 'graphql' && signingIn.test(id));
  const keeps = data.tables.some(
    ({ name, columns }) =>
      isOfPeople(name) && columns.some((column) => /password|passwd|pwd/i.test(column.name)),
  );
  return signsIn && keeps;
}

const signingIn =
  /#Mutation\.(user_?)?(log_?in|sign_?in|authenticate|token_?auth|obtain_?token|create_?token)/i;
