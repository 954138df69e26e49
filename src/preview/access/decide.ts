import { anonymousRole } from '../../artifacts/policy.ts';
import { snakeCase } from '../../artifacts/words.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import type { Permission } from '../../model/trust.ts';
import type { Acting } from '../database/database.ts';
import type { Caller } from './caller.ts';

/** What the policy says of one request. Whatever no rule allows is denied. */
export type Decision =
  | {
      readonly kind: 'allowed';
      readonly role: string;
      readonly condition?: NonNullable<Permission['condition']>;
      /** Class of the fields that the answer leaves out. */
      readonly mask?: string;
    }
  | { readonly kind: 'denied' };

/** May decide which requests are let through; part of what tests try to break. */
export type Policy = (caller: Caller, operation: Operation) => Decision;

/** The permission matrix of the package. Of several roles the one that may most answers. */
export function policyOf({ trust }: Backend): Policy {
  const rows = new Map<string, readonly Permission[]>();
  for (const row of trust.permissions) rows.set(row.operation, [...(rows.get(row.operation) ?? []), row]);
  return (caller, operation) => {
    const roles = caller.kind === 'known' ? caller.roles : [];
    const own = (rows.get(operation.id) ?? []).filter(
      ({ role }) => roles.includes(role) || role === anonymousRole,
    );
    const denied = new Set(own.filter(({ effect }) => effect === 'deny').map(({ role }) => role));
    const allowed = own.filter(({ effect, role }) => effect === 'allow' && !denied.has(role));
    const [best] = [...allowed].sort((a, b) => rank(a) - rank(b));
    if (best !== undefined) return allowedBy(best);
    return operation.anonymous ? { kind: 'allowed', role: roles[0] ?? anonymousRole } : { kind: 'denied' };
  };
}

const rank = ({ condition, mask, role }: Permission): number =>
  (condition === undefined ? 0 : 2) + (mask === undefined ? 0 : 1) + (role === anonymousRole ? 4 : 0);

const allowedBy = ({ role, condition, mask }: Permission): Decision => ({
  kind: 'allowed',
  role,
  ...(condition !== undefined && { condition }),
  ...(mask !== undefined && { mask }),
});

/** Database roles of the design: one for each actor, one login for each context or for all. */
export interface DatabaseRoles {
  readonly ofActor: (role: string) => string | undefined;
  readonly ofContext: (context: string) => string;
}

export function databaseRolesOf({ id, data, trust, architecture }: Backend): DatabaseRoles {
  const known = new Set(data.roles.map(({ name }) => name));
  const named = (words: string): string | undefined =>
    known.has(snakeCase(words)) ? snakeCase(words) : undefined;
  const actors = new Map(
    [...new Set(trust.permissions.map(({ role }) => role))].map((role) => [role, named(`${id} ${role}`)]),
  );
  const all = snakeCase(`${id} app`);
  const contexts = new Map(
    architecture.contexts.map((context) => [context.id, named(`${id} ${context.id} app`) ?? all]),
  );
  return { ofActor: (role) => actors.get(role), ofContext: (context) => contexts.get(context) ?? all };
}

/**
 * For whom the database takes the statements of a request: the role of the caller, under its policies. Work for callers
 * that nobody knows is done by the context itself.
 */
export function actingFor(
  roles: DatabaseRoles,
  caller: Caller,
  { context }: Pick<Operation, 'context'>,
  decision: Extract<Decision, { kind: 'allowed' }>,
): Acting {
  const actor = caller.kind === 'known' ? roles.ofActor(decision.role) : undefined;
  return {
    role: actor ?? roles.ofContext(context),
    ...(caller.kind === 'known' && {
      user: caller.id,
      ...(caller.tenant !== undefined && { tenant: caller.tenant }),
      ...(caller.team !== undefined && { team: caller.team }),
    }),
  };
}
