import type { Permission } from '../../model/trust.ts';
import type { Domain } from '../domain.ts';
import { speaksOf } from '../domain/access.ts';

/** The role of a caller who is not signed in. */
export const anonymousRole = 'anonymous';

export const rolesOf = ({ actors, access }: Domain): readonly string[] => [
  ...new Set([...actors.map(({ name }) => name), ...access.map(({ role }) => role), anonymousRole]),
];

/**
 * Every role × every operation. The composed rules decide each pair at most once; what no rule allows is denied, and
 * what needs no sign-in is allowed to all.
 */
export function permissionsOf(domain: Domain): readonly Permission[] {
  return rolesOf(domain).flatMap((role) =>
    domain.operations.map((operation): Permission => {
      const pair = { role, operation: operation.id };
      if (operation.anonymous) return { ...pair, effect: 'allow', origin: operation.origin };
      const rule = domain.access.find((each) => each.role === role && speaksOf(each, operation));
      if (rule === undefined)
        return {
          ...pair,
          effect: 'deny',
          origin: { kind: 'derived', rule: 'what no rule allows is denied', from: [] },
        };
      return {
        ...pair,
        effect: 'allow',
        ...(rule.where !== undefined && { condition: rule.where }),
        ...(rule.mask !== undefined && { mask: rule.mask }),
        origin: rule.origin,
      };
    }),
  );
}
