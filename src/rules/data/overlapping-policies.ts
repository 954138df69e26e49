import type { DataModel, RowPolicy, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isOfPlatform } from './api-platform.ts';
import { someOf, tableSubject } from './pattern.ts';

export const overlappingPolicies: Rule = {
  id: 'overlapping-policies',
  summary: 'Several permissive policies hold for one role and command, and each is evaluated.',
  severity: 'advice',
  standards: ['splinter/0006'],
  remedy: {
    title: 'Join the policies into one',
    impact: 2,
    effort: { low: 0.2, high: 0.5 },
    risk: 'medium',
    rollback: 'create the former policies again',
  },
  check: ({ data }) =>
    data.tables.filter((table) => !isOfPlatform(table)).flatMap((table) => faultOf(data, table)),
};

const commands = ['select', 'insert', 'update', 'delete'] as const;

interface Overlap {
  readonly role: string;
  readonly command: (typeof commands)[number];
  readonly policies: readonly RowPolicy[];
}

/** Policies for `public` hold for every role; without any other role in sight they overlap among themselves. */
function overlaps(table: Table): readonly Overlap[] {
  const permissive = (table.rowSecurity?.policies ?? []).filter(({ permissive: open }) => open);
  const roles = [...new Set(permissive.flatMap(rolesOf))];
  return roles.flatMap((role) =>
    commands.flatMap((command) => {
      const policies = permissive.filter(
        (policy) =>
          (policy.command === command || policy.command === 'all') &&
          rolesOf(policy).some((one) => one === role || one === 'public'),
      );
      return policies.length < 2 ? [] : [{ role, command, policies }];
    }),
  );
}

const rolesOf = ({ roles }: RowPolicy): readonly string[] => (roles.length === 0 ? ['public'] : roles);

function faultOf(data: DataModel, table: Table): readonly Fault[] {
  const bypassing = new Set(
    data.roles.flatMap(({ name, attributes = [] }) => (attributes.includes('bypassrls') ? [name] : [])),
  );
  const found = overlaps(table).filter(({ role }) => !bypassing.has(role));
  if (found.length === 0) return [];
  const policies = [...new Set(found.flatMap((one) => one.policies))];
  const cases = found.map(({ role, command }) => `${command} by ${role}`);
  return [
    {
      subject: tableSubject(table),
      confidence: 'certain',
      what: `${table.name} has ${policies.length} permissive policies (${someOf(policies.map(({ name }) => name))}) that hold together for ${someOf(cases)}.`,
      why: 'They are joined by or: each row is tested against all of them, and what one forgets to forbid another permits. Who may do what can be read from none of them alone.',
      next: 'Write one policy a role and command with the conditions joined by or; make those that shall always hold restrictive.',
      evidence: seenAt(policies),
    },
  ];
}
