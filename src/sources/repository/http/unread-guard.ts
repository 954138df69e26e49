import type { Guard } from '../../../model/api.ts';
import type { JudgedGuard } from './routing.ts';

/** Something that runs before a handler and is not understood: it leaves the access of its routes open. */
export const unreadGuard = (
  name: string,
  origin: Guard['origin'],
  {
    kind = 'other',
    conditional = false,
  }: { readonly kind?: Guard['kind']; readonly conditional?: boolean } = {},
): JudgedGuard => ({
  guard: { name, kind, requires: [], origin },
  resolved: false,
  conditional,
  passes: false,
});
