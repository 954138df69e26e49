import {
  allRelations,
  covers,
  decideByMatrix,
  decideByRules,
  inWords,
  relationsInWords,
  sameDecision,
} from './decide.ts';
import type { Relations } from './decide.ts';
import type { Condition, Policy, PolicyOperation, PolicyRow } from './read-policy.ts';

/** A property of the policy: what was enumerated, and the rows that break it. */
export interface Examined {
  readonly states: number;
  readonly breaches: readonly string[];
}

export interface Property {
  readonly id: string;
  readonly statement: string;
  readonly examine: (policy: Policy) => Examined;
}

interface State {
  readonly role: string;
  readonly operation: PolicyOperation;
  readonly relations: Relations;
  readonly rows: readonly PolicyRow[];
}

/** Every role × operation × relation to the object. */
function states(policy: Policy): readonly State[] {
  const rows = new Map<string, PolicyRow[]>();
  for (const row of policy.permissions) {
    const key = `${row.role}\n${row.operation}`;
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return policy.roles.flatMap(({ name: role }) =>
    policy.operations.flatMap((operation) =>
      allRelations.map((relations) => ({
        role,
        operation,
        relations,
        rows: rows.get(`${role}\n${operation.id}`) ?? [],
      })),
    ),
  );
}

function examineStates(policy: Policy, breach: (state: State) => string | undefined): Examined {
  const all = states(policy);
  const found = new Map<string, string[]>();
  for (const state of all) {
    const words = breach(state);
    if (words === undefined) continue;
    const pair = `${state.role}, ${state.operation.id}`;
    found.set(pair, [...(found.get(pair) ?? []), `${relationsInWords(state.relations)}: ${words}`]);
  }
  const breaches = [...found].map(
    ([pair, [first, ...more]]) =>
      `${pair}, ${first}${more.length === 0 ? '' : `; ${more.length} more relations alike`}`,
  );
  return { states: all.length, breaches };
}

const isAllowed = (state: State): boolean => decideByMatrix(state.rows, state.relations).allowed;

/** Roles that act for themselves: some rule lets them reach only what they own. */
function selfService(policy: Policy): ReadonlySet<string> {
  const owning = policy.rules.filter(({ where }) => where === 'owner').map(({ role }) => role);
  return new Set([...owning, 'anonymous']);
}

const foreign = (relations: Relations): boolean => Object.values(relations).every((holds) => !holds);

/** Where some rule limits a role to a relation to an entity, nothing without any relation is allowed. */
function keptWithin(policy: Policy, where: Condition): Examined {
  const isLimited = (role: string, entity: string): boolean =>
    policy.rules.some(
      (rule) =>
        rule.role === role &&
        rule.where === where &&
        (rule.entities.includes(entity) || rule.entities.includes('*')),
    );
  return examineStates(policy, (state) =>
    foreign(state.relations) &&
    !state.operation.anonymous &&
    isLimited(state.role, state.operation.entity) &&
    isAllowed(state)
      ? 'allowed'
      : undefined,
  );
}

const reading = new Set(['list', 'read', 'search', 'create']);

export const properties: readonly Property[] = [
  {
    id: 'complete',
    statement: 'Every operation is decided for every declared role, once.',
    examine: (policy) => {
      const counted = new Map<string, number>();
      for (const { role, operation } of policy.permissions)
        counted.set(`${role}, ${operation}`, (counted.get(`${role}, ${operation}`) ?? 0) + 1);
      const pairs = policy.roles.flatMap(({ name }) => policy.operations.map(({ id }) => `${name}, ${id}`));
      const known = new Set(pairs);
      return {
        states: pairs.length,
        breaches: [
          ...policy.roles
            .filter(({ declared }) => !declared)
            .map(({ name }) => `${name}: the role is nowhere declared`),
          ...pairs.filter((pair) => counted.get(pair) === undefined).map((pair) => `${pair}: not decided`),
          ...pairs
            .filter((pair) => (counted.get(pair) ?? 0) > 1)
            .map((pair) => `${pair}: decided more than once`),
          ...[...counted.keys()]
            .filter((pair) => !known.has(pair))
            .map((pair) => `${pair}: no such operation`),
        ],
      };
    },
  },
  {
    id: 'agrees-with-rules',
    statement: 'The matrix decides as the access rules say, whatever the caller is to the object.',
    examine: (policy) =>
      examineStates(policy, ({ role, operation, relations, rows }) => {
        const said = decideByRules(policy, policy.rules, role, operation, relations);
        const enforced = decideByMatrix(rows, relations);
        return sameDecision(said, enforced)
          ? undefined
          : `the rules say ${inWords(said)}, the matrix says ${inWords(enforced)}`;
      }),
  },
  {
    id: 'default-deny',
    statement: 'Nothing is allowed that no rule names and that is not declared open to everybody.',
    examine: (policy) =>
      examineStates(policy, (state) => {
        const named = policy.rules.some(
          (rule) => (rule.role === state.role || rule.role === '*') && covers(rule, state.operation),
        );
        return isAllowed(state) && !named && !state.operation.anonymous
          ? 'allowed without a rule'
          : undefined;
      }),
  },
  {
    id: 'own-objects-only',
    statement:
      'A role that reaches an entity as its owner reaches no object of it that belongs to somebody else.',
    examine: (policy) => keptWithin(policy, 'owner'),
  },
  {
    id: 'tenant-isolation',
    statement: 'A role that reaches an entity within its tenant reaches no object of another tenant.',
    examine: (policy) => keptWithin(policy, 'tenant'),
  },
  {
    id: 'privileged-actions',
    statement:
      'Roles that act for themselves, and callers who are not signed in, change and export nothing that is not theirs.',
    examine: (policy) => {
      const own = selfService(policy);
      return examineStates(policy, (state) =>
        own.has(state.role) &&
        foreign(state.relations) &&
        !state.operation.anonymous &&
        !reading.has(state.operation.verb) &&
        isAllowed(state)
          ? 'allowed'
          : undefined,
      );
    },
  },
  {
    id: 'anonymous-as-declared',
    statement: 'Callers who are not signed in reach exactly the operations that are declared open.',
    examine: (policy) =>
      examineStates(policy, (state) =>
        state.role !== 'anonymous' || isAllowed(state) === declaredOpen(policy, state.operation)
          ? undefined
          : isAllowed(state)
            ? 'allowed, but not declared open'
            : 'declared open, but denied',
      ),
  },
  {
    id: 'no-idle-rule',
    statement:
      'Every rule decides something: none is shadowed by another, contradicts another or speaks of nothing.',
    examine: (policy) => idleRules(policy),
  },
];

const declaredOpen = (policy: Policy, operation: PolicyOperation): boolean =>
  operation.anonymous || policy.rules.some((rule) => rule.role === 'anonymous' && covers(rule, operation));

/** A rule is idle when the other rules decide the same without it. That an operation is open to all is no rule. */
function idleRules(policy: Policy): Examined {
  let count = 0;
  const operations = policy.operations.map((operation) => ({ ...operation, anonymous: false }));
  const breaches = policy.rules.flatMap((rule, at) => {
    const words = `rule ${at + 1} (${rule.role} may ${rule.verbs.join(', ')} ${rule.entities.join(', ')}, from ${rule.from})`;
    const spoken = operations.filter((operation) => covers(rule, operation));
    if (spoken.length === 0) return [`${words}: speaks of no operation`];
    const others = policy.rules.filter((_, index) => index !== at);
    const roles = rule.role === '*' ? policy.roles.map(({ name }) => name) : [rule.role];
    const decides = roles.some((role) =>
      spoken.some((operation) =>
        allRelations.some((relations) => {
          count += 1;
          const withIt = decideByRules(policy, policy.rules, role, operation, relations);
          return !sameDecision(withIt, decideByRules(policy, others, role, operation, relations));
        }),
      ),
    );
    return decides ? [] : [`${words}: other rules already decide all it says`];
  });
  return { states: count, breaches };
}
