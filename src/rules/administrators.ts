import type { Endpoint } from '../model/api.ts';

/** Rights that only those who run the system hold, by the names that guards and scopes give them. */
const administrators = /admin|super_?user|staff|\broot\b|operator|manage_?(system|server|all)/i;

/**
 * Whether only administrators get to the handler: a guard or scope says so by name. What they may do by design, such as
 * naming the address of a peer, weighs less than what every customer may.
 */
export const isForAdministrators = ({ access, guards, scopes }: Endpoint): boolean =>
  access === 'guarded' &&
  [...scopes, ...guards.flatMap(({ name, requires }) => [name, ...requires])].some((right) =>
    administrators.test(right),
  );
