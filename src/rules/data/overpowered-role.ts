import type { DatabaseRole, RoleAttribute } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';

export const overpoweredRole: Rule = {
  id: 'overpowered-role',
  summary: 'A role that signs in may do anything, or is bound by no row security.',
  severity: 'warning',
  standards: ['CWE-250', 'CWE-269', 'ASVS-5.0-13.2.2'],
  remedy: {
    title: 'Take the powers the application does not need',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'alter role … with the attribute again',
  },
  check: ({ data }) =>
    data.roles.flatMap((role) => {
      const powers = (role.attributes ?? []).filter((one) => words[one] !== undefined);
      return powers.length === 0 || !(role.login || reachable(data.roles, role)) ? [] : [fault(role, powers)];
    }),
};

const words: Readonly<Partial<Record<RoleAttribute, string>>> = {
  superuser:
    'a superuser reads and changes everything, runs programs on the server, and no grant or policy holds for it',
  bypassrls: 'no row policy holds for it, so a condition that a statement forgets is forgotten',
  createrole: 'it makes roles and grants itself what it likes',
};

/** A role that signs in acts as this one. */
const reachable = (roles: readonly DatabaseRole[], { name }: DatabaseRole): boolean =>
  roles.some(({ login, memberOf = [] }) => login && memberOf.includes(name));

function fault(role: DatabaseRole, powers: readonly RoleAttribute[]): Fault {
  return {
    subject: role.name,
    confidence: 'likely',
    what: `${role.name} signs in${role.login ? '' : ' by way of another role'} with ${powers.join(', ')}.`,
    why: `${powers.map((one) => words[one]).join('; ')}: one injected statement has the same powers.`.replace(
      /^./,
      (letter) => letter.toUpperCase(),
    ),
    next: `alter role "${role.name}" ${powers.map((one) => `no${one}`).join(' ')}; let a role of its own run the migrations.`,
    evidence: [{ kind: 'read', origin: role.origin }],
  };
}
