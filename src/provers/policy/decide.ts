import type { Condition, Policy, PolicyOperation, PolicyRow, PolicyRule } from './read-policy.ts';

/** How the caller stands to the object: which of the four relations hold. */
export type Relations = Readonly<Record<Condition, boolean>>;

export interface Decision {
  readonly allowed: boolean;
  readonly mask?: string;
}

const denied: Decision = { allowed: false };

/** All sixteen ways a caller can stand to an object. */
export const allRelations: readonly Relations[] = Array.from({ length: 16 }, (_, bits) => ({
  owner: (bits & 1) !== 0,
  tenant: (bits & 2) !== 0,
  team: (bits & 4) !== 0,
  assigned: (bits & 8) !== 0,
}));

/**
 * Whether a rule speaks of an operation. `*` means all; a named action (`cancel Order`) is meant by its own name or
 * by `process`, which stands for every named action.
 */
export function covers(rule: PolicyRule, operation: PolicyOperation): boolean {
  const entity = rule.entities.includes('*') || rule.entities.includes(operation.entity);
  const verb =
    rule.verbs.includes('*') ||
    (operation.action === undefined
      ? rule.verbs.includes(operation.verb)
      : rule.verbs.includes(operation.action) ||
        (operation.verb === 'process' && rule.verbs.includes('process')));
  return entity && verb;
}

/** What the rules say, read from their words alone: allowed when any rule allows; masked only when all that allow mask. */
export function decideByRules(
  policy: Policy,
  rules: readonly PolicyRule[],
  role: string,
  operation: PolicyOperation,
  relations: Relations,
): Decision {
  if (operation.anonymous) return { allowed: true };
  const allowing = rules.filter(
    (rule) =>
      (rule.role === role || rule.role === '*') &&
      covers(rule, operation) &&
      (rule.where === undefined || relations[rule.where]),
  );
  return combined(allowing.map(({ mask }) => mask));
}

/** What the matrix says: the rows of this role and operation; no row means no. A deny beats an allow. */
export function decideByMatrix(rows: readonly PolicyRow[], relations: Relations): Decision {
  const holding = rows.filter(({ condition }) => condition === undefined || relations[condition]);
  if (holding.some(({ effect }) => effect === 'deny')) return denied;
  return combined(holding.map(({ mask }) => mask));
}

function combined(masks: readonly (string | undefined)[]): Decision {
  if (masks.length === 0) return denied;
  const every = masks.every((mask) => mask !== undefined);
  return every ? { allowed: true, mask: [...new Set(masks)].sort().join('+') } : { allowed: true };
}

export const sameDecision = (a: Decision, b: Decision): boolean =>
  a.allowed === b.allowed && a.mask === b.mask;

export function inWords(decision: Decision): string {
  if (!decision.allowed) return 'deny';
  return decision.mask === undefined ? 'allow' : `allow with ${decision.mask} masked`;
}

export function relationsInWords(relations: Relations): string {
  const holding = Object.entries(relations)
    .filter(([, holds]) => holds)
    .map(([name]) => name);
  return holding.length === 0
    ? "somebody else's object"
    : `object of which the caller is ${holding.join(', ')}`;
}
