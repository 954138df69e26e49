import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import type { Permission } from '../../model/trust.ts';
import { uniqueBy } from '../emitted.ts';
import { roleNames } from '../policy.ts';

export type Condition = NonNullable<Permission['condition']>;

export const conditions: readonly Condition[] = ['owner', 'tenant', 'team', 'assigned'];

/** Operations of one entity that one role may, or may not, all under the same condition and mask. */
export interface Grant {
  readonly effect: 'permit' | 'forbid';
  /** Absent = everybody. */
  readonly role?: string;
  readonly entity: string;
  readonly condition?: Condition;
  readonly mask?: string;
  readonly operations: readonly string[];
}

/**
 * The matrix, rows that say the same of an entity together. A row that denies is written only where another row
 * allows, since whatever nothing allows is denied.
 */
export function grantsOf(backend: Backend): readonly Grant[] {
  const { operations, trust } = backend;
  const roles = roleNames(backend);
  const open = operations.filter((operation) => isOpen(operation, trust.permissions, roles));
  const closed = uniqueBy(operations, ({ id }) => id).filter((operation) => !open.includes(operation));
  const everybody = uniqueBy(open, ({ entity }) => entity).map(({ entity }): Grant => ({
    effect: 'permit',
    entity,
    operations: open.filter((operation) => operation.entity === entity).map(({ id }) => id),
  }));
  return [...everybody, ...roles.flatMap((role) => grantsTo(role, closed, trust.permissions))];
}

/** Declared open, and every role has it without a condition. */
const isOpen = (
  { id, anonymous }: Operation,
  permissions: readonly Permission[],
  roles: readonly string[],
): boolean => {
  const rows = permissions.filter(({ operation }) => operation === id);
  return (
    anonymous &&
    rows.every(({ effect }) => effect === 'allow') &&
    roles.every((role) =>
      rows.some((row) => row.role === role && row.condition === undefined && row.mask === undefined),
    )
  );
};

function grantsTo(
  role: string,
  operations: readonly Operation[],
  permissions: readonly Permission[],
): readonly Grant[] {
  const rows = permissions.filter((row) => row.role === role);
  const allowed = new Set(rows.flatMap(({ effect, operation }) => (effect === 'allow' ? operation : [])));
  const grants = new Map<string, Grant>();
  for (const { id, entity } of operations)
    for (const { operation, effect, condition, mask } of rows) {
      if (operation !== id || !allowed.has(id)) continue;
      const key = JSON.stringify([entity, effect, condition, effect === 'allow' ? mask : undefined]);
      const before = grants.get(key)?.operations ?? [];
      grants.set(key, {
        effect: effect === 'allow' ? 'permit' : 'forbid',
        role,
        entity,
        ...(condition !== undefined && { condition }),
        ...(mask !== undefined && effect === 'allow' && { mask }),
        operations: [...new Set([...before, id])],
      });
    }
  return [...grants.values()];
}
