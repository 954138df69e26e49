import { claimsOf, codeCell, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { byName, nameOf } from './tables.ts';

/** Who may touch which rows in the database itself: roles, grants, row policies, audit tables. */
export function access(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const { roles, tables } = backend.data;
  const policies = byName(tables).flatMap((entry) =>
    (entry.rowSecurity?.policies ?? []).map((policy): readonly Cell[] => [
      codeCell(nameOf(entry)),
      codeCell(policy.name),
      policy.command,
      names(policy.roles),
      policy.using === undefined ? '–' : codeCell(policy.using),
      policy.withCheck === undefined ? '–' : codeCell(policy.withCheck),
      entry.rowSecurity?.forced === true ? 'owner too' : 'not the owner',
    ]),
  );
  const whole = roles.length > 0 && policies.length > 0;
  return [
    section(
      {
        id: 'roles',
        title: 'Roles and grants',
        items: whole ? ['2.10'] : [],
        answers: requirementsAbout(backend, 'policy', ['access']),
      },
      table(
        ['role', 'logs in', 'acts as', 'tables', 'may'],
        roles.flatMap((role): readonly (readonly Cell[])[] =>
          grouped(role.grants).map(([privileges, granted], index) => [
            index === 0 ? codeCell(role.name) : '',
            index === 0 ? (role.login ? 'yes' : 'no') : '',
            index === 0 ? names(role.memberOf ?? []) : '',
            names(granted),
            privileges,
          ]),
        ),
      ),
    ),
    section(
      { id: 'row-security', title: 'Row security' },
      table(['table', 'policy', 'for', 'roles', 'visible where', 'may write where', 'holds for'], policies),
      claimsOf(basis, 'row-security/'),
    ),
    auditTables(basis),
  ];
}

function auditTables({ backend }: Basis): Section | undefined {
  const { roles, tables } = backend.data;
  const writers = (name: string): readonly string[] =>
    roles
      .filter(({ grants }) =>
        grants.some(
          ({ table: granted, privileges }) =>
            granted === name && privileges.some((privilege) => /insert/i.test(privilege)),
        ),
      )
      .map((role) => role.name);
  return section(
    { id: 'audit-tables', title: 'Tables whose rows are never changed' },
    table(
      ['table', 'kept for', 'who may add'],
      byName(tables)
        .filter(({ appendOnly }) => appendOnly === true)
        .map((entry) => [
          codeCell(nameOf(entry)),
          entry.retention ?? 'no limit stated',
          names(writers(nameOf(entry))),
        ]),
    ),
  );
}

/** Tables with equal privileges share a row. */
function grouped(
  grants: readonly { readonly table: string; readonly privileges: readonly string[] }[],
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const { table: granted, privileges } of grants) {
    const key = privileges.join(', ');
    groups.set(key, [...(groups.get(key) ?? []), granted]);
  }
  return groups.size === 0 ? [['–', []]] : [...groups.entries()];
}
