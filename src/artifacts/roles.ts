import type { DataModel, RowPolicy, Table } from '../model/data.ts';
import type { Lose } from './ddl-table.ts';
import { findTable, quoteName, quoteNames, quoteText, qualifiedName, tableKey } from './sql-names.ts';

const builtIn: ReadonlySet<string> = new Set(['public', 'current_user', 'current_role', 'session_user']);

/** Row security of one table: enabled, forced, and its policies in the order of the model. */
export function rowSecuritySql(table: Table): readonly string[] {
  const security = table.rowSecurity;
  if (security === undefined) return [];
  const name = qualifiedName(table);
  return [
    ...(security.enabled ? [`alter table ${name} enable row level security;`] : []),
    ...(security.forced ? [`alter table ${name} force row level security;`] : []),
    ...security.policies.map((policy) => policySql(policy, name)),
  ];
}

function policySql(policy: RowPolicy, table: string): string {
  const roles = policy.roles.map((role) => (builtIn.has(role) ? role : quoteName(role)));
  return [
    `create policy ${quoteName(policy.name)} on ${table}`,
    ...(policy.permissive ? [] : ['as restrictive']),
    `for ${policy.command}`,
    ...(roles.length === 0 ? [] : [`to ${roles.join(', ')}`]),
    ...(policy.using === undefined ? [] : [`using (${policy.using})`]),
    ...(policy.withCheck === undefined ? [] : [`with check (${policy.withCheck})`]),
  ]
    .join('\n  ')
    .concat(';');
}

/**
 * Roles of the model, then those that only a policy names. Roles belong to the whole cluster, so one that is
 * already there is kept as it is.
 */
export function rolesSql(data: DataModel): readonly string[] {
  const own = new Set(data.roles.map((role) => role.name));
  const policies = data.tables.flatMap((table) => table.rowSecurity?.policies ?? []);
  const named = new Set(policies.flatMap((policy) => policy.roles));
  const foreign = [...named].filter((role) => !own.has(role) && !builtIn.has(role));
  return [
    ...data.roles.filter(({ name }) => !builtIn.has(name)).map((role) => roleSql(role.name, role.login)),
    ...foreign.map((role) => `-- Named by a policy only.\n${roleSql(role, false)}`),
  ];
}

const roleSql = (name: string, login: boolean): string =>
  `do $$ begin
  if not exists (select from pg_roles where rolname = ${quoteText(name)}) then
    create role ${quoteName(name)} ${login ? 'login' : 'nologin'};
  end if;
end $$;`;

/** Privileges of each role, with usage of the schemas and sequences they need. */
export function grantsSql(data: DataModel, lose: Lose): readonly string[] {
  const known = new Set(data.roles.map(({ name }) => name));
  return data.roles.flatMap((role) => {
    const acts = (role.memberOf ?? []).filter((name) => known.has(name));
    const strangers = (role.memberOf ?? []).filter((name) => !known.has(name));
    if (strangers.length > 0) lose(`role ${role.name}: it acts as ${strangers.join(', ')}, not known here`);
    const found = role.grants.flatMap((grant) => {
      const tables = grant.table === '*' ? data.tables : [findTable(data.tables, grant.table)];
      return tables.flatMap((table) => {
        if (table !== undefined) return [{ table, privileges: grant.privileges }];
        lose(`role ${role.name}: its grant names the table ${grant.table}, which is not known`);
        return [];
      });
    });
    const schemas = [
      ...new Set(found.flatMap(({ table }) => (table.schema === undefined ? [] : [table.schema]))),
    ];
    return [
      ...(acts.length === 0 ? [] : [`grant ${quoteNames(acts)} to ${quoteName(role.name)};`]),
      ...(schemas.length === 0
        ? []
        : [`grant usage on schema ${quoteNames(schemas)} to ${quoteName(role.name)};`]),
      ...found.flatMap(({ table, privileges }) => grantSql(table, privileges, role.name, lose)),
    ];
  });
}

const tablePrivileges =
  /^(select|insert|update|delete|truncate|references|trigger|maintain|all)(\s*\([^)]*\))?$/i;

function grantSql(table: Table, privileges: readonly string[], role: string, lose: Lose): readonly string[] {
  const known = privileges.filter((privilege) => tablePrivileges.test(privilege.trim()));
  const unknown = privileges.filter((privilege) => !known.includes(privilege));
  if (unknown.length > 0)
    lose(`role ${role}: no table privilege is called ${unknown.join(', ')} (${tableKey(table)})`);
  if (known.length === 0) return [];
  const list = known.map((privilege) => privilege.trim().toLowerCase()).join(', ');
  return [`grant ${list} on ${qualifiedName(table)} to ${quoteName(role)};`];
}
