import type { AlterRoleStmt, CreateRoleStmt, GrantRoleStmt, GrantStmt, Node } from 'libpg-query';
import type { DatabaseRole, RoleAttribute } from '../../../model/data.ts';
import type { SchemaDraft } from './draft.ts';
import { relationName, schemaOf, words } from './names.ts';
import { optionNamed, optionText } from './options.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

/** Names of roles; `PUBLIC` is everybody and is called `public`, as no role can be. */
export const rolesOf = (nodes: readonly Node[] | undefined): readonly string[] =>
  (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    const { rolename, roletype = '' } = node.RoleSpec;
    return [rolename ?? roletype.replace('ROLESPEC_', '').toLowerCase()];
  });

const attributes: Readonly<Record<string, RoleAttribute>> = {
  superuser: 'superuser',
  bypassrls: 'bypassrls',
  createrole: 'createrole',
  createdb: 'createdb',
  isreplication: 'replication',
};

export function createRole(draft: SchemaDraft, create: CreateRoleStmt, statement: Statement): void {
  const { role = '', stmt_type: type } = create;
  const made = { name: role, login: type === 'ROLESTMT_USER', grants: [], origin: originAt(statement) };
  draft.roles.set(role, withOptions(draft.roles.get(role) ?? made, create.options));
}

export function alterRole(draft: SchemaDraft, alter: AlterRoleStmt): void {
  const known = draft.roles.get(alter.role?.rolename ?? '');
  if (known !== undefined) draft.roles.set(known.name, withOptions(known, alter.options));
}

function withOptions(known: DatabaseRole, options: readonly Node[] | undefined): DatabaseRole {
  const login = optionNamed(options, 'canlogin');
  const held = new Set(known.attributes ?? []);
  for (const [name, attribute] of Object.entries(attributes)) {
    const given = optionText(optionNamed(options, name)?.arg);
    if (given === 'true') held.add(attribute);
    else if (given === 'false') held.delete(attribute);
  }
  const { attributes: _, ...rest } = known;
  return {
    ...rest,
    login: login === undefined ? known.login : optionText(login.arg) === 'true',
    ...(held.size === 0 ? {} : { attributes: [...held] }),
  };
}

export function grantRole(draft: SchemaDraft, stmt: GrantRoleStmt, statement: Statement): void {
  const granted = (stmt.granted_roles ?? []).flatMap((node) =>
    'AccessPriv' in node ? [node.AccessPriv.priv_name ?? ''] : [],
  );
  for (const role of rolesOf(stmt.grantee_roles)) {
    const known = roleNamed(draft, role, statement);
    const others = (known.memberOf ?? []).filter((name) => !granted.includes(name));
    draft.roles.set(role, {
      ...known,
      memberOf: stmt.is_grant === true ? [...others, ...granted] : others,
    });
  }
}

const roleNamed = (draft: SchemaDraft, name: string, statement: Statement): DatabaseRole =>
  draft.roles.get(name) ?? { name, login: false, grants: [], origin: originAt(statement) };

/** Privileges on tables: those that are named, or all that a schema has at this moment. */
export function grant(draft: SchemaDraft, stmt: GrantStmt, statement: Statement): void {
  if (stmt.objtype !== 'OBJECT_TABLE') return;
  const tables = tablesOf(draft, stmt);
  if (tables.length === 0) return;
  const privileges = (stmt.privileges ?? []).flatMap((node) =>
    'AccessPriv' in node ? [node.AccessPriv.priv_name ?? 'all'] : [],
  );
  for (const role of rolesOf(stmt.grantees)) {
    const known = roleNamed(draft, role, statement);
    const grants =
      stmt.is_grant === true
        ? granted(known, tables, privileges.length === 0 ? ['all'] : privileges)
        : revoked(known, tables, privileges);
    draft.roles.set(role, { ...known, grants });
  }
}

type Grants = DatabaseRole['grants'];

function granted({ grants }: DatabaseRole, tables: readonly string[], privileges: readonly string[]): Grants {
  return tables.reduce<Grants>((all, table) => {
    const before = all.filter((one) => one.table === table).flatMap((one) => one.privileges);
    return [
      ...all.filter((one) => one.table !== table),
      { table, privileges: [...new Set([...before, ...privileges])] },
    ];
  }, grants);
}

function revoked({ grants }: DatabaseRole, tables: readonly string[], privileges: readonly string[]): Grants {
  return grants.flatMap((one) => {
    if (!tables.includes(one.table)) return [one];
    const left = privileges.length === 0 ? [] : one.privileges.filter((each) => !privileges.includes(each));
    return left.length === 0 ? [] : [{ ...one, privileges: left }];
  });
}

function tablesOf(draft: SchemaDraft, { targtype, objects }: GrantStmt): readonly string[] {
  if (targtype === 'ACL_TARGET_OBJECT')
    return (objects ?? []).flatMap((node) => ('RangeVar' in node ? [relationName(node.RangeVar)] : []));
  if (targtype !== 'ACL_TARGET_ALL_IN_SCHEMA') return [];
  const schemas = words(objects).map(schemaOf);
  return [...draft.tables].flatMap(([name, { schema }]) => (schemas.includes(schema) ? [name] : []));
}
