import { quoteName } from '../../artifacts/sql-names.ts';
import { snakeCase } from '../../artifacts/words.ts';
import type { Query, RowPolicy, Table } from '../../model/data.ts';
import type { Entity } from '../../model/domain.ts';
import type { Permission } from '../../model/trust.ts';
import { anonymousRole } from '../trust/permissions.ts';
import { columnOf, keyOf, named, tableNameOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { ownedBy } from './queries/owners.ts';

type Command = 'select' | 'insert' | 'update' | 'delete';
type Condition = NonNullable<Permission['condition']>;

/**
 * Who asks, as the application tells the database at the start of each transaction. In a scalar subquery it is read once
 * a statement, not once a row.
 */
const setting = (name: string): string => `(select nullif(current_setting('app.${name}', true), '')::uuid)`;

const conditionFields: Readonly<Record<Exclude<Condition, 'owner'>, readonly string[]>> = {
  tenant: ['tenant', 'tenant_id', 'organisation', 'organization', 'workspace'],
  team: ['team', 'team_id'],
  assigned: ['assignee', 'assigned_to', 'assignee_id'],
};

/** What a condition of a rule means for a row of an entity; undefined when no field can tell. */
export function rowCondition(layout: Layout, entity: Entity, condition: Condition): string | undefined {
  if (condition === 'owner') {
    const table = quoteName(tableNameOf(layout, entity.name).name);
    return ownedBy(layout, entity.name, `${table}.`, setting('user_id'))?.sql;
  }
  const names = conditionFields[condition];
  const field = entity.fields.find(
    ({ name, type }) => names.includes(name) && ['ref', 'uuid'].includes(type.kind),
  );
  const value = condition === 'assigned' ? setting('user_id') : setting(`${condition}_id`);
  return field === undefined ? undefined : `${quoteName(columnOf(field))} = ${value}`;
}

/** The database role in which statements for an actor run (`set local role`). */
export const actorRole = ({ basis }: Layout, role: string): string =>
  snakeCase(`${basis.brief.system.id} ${role}`);

/** The database role of a context: the process that serves it signs in with it. */
export const contextRole = ({ basis, perContext }: Layout, context: string): string =>
  snakeCase(perContext ? `${basis.brief.system.id} ${context} app` : `${basis.brief.system.id} app`);

/** What a statement does to its first table; a lock on rows counts as a change. */
export function commandsOf({ kind, sql }: Query): readonly Command[] {
  if (kind === 'select') return /\bfor (no key )?update\b/i.test(sql) ? ['select', 'update'] : ['select'];
  if (kind === 'insert') {
    const upsert = /on conflict[\s\S]*do update/i.test(sql);
    return upsert
      ? ['insert', 'update', 'select']
      : /returning|on conflict/i.test(sql)
        ? ['insert', 'select']
        : ['insert'];
  }
  if (kind === 'update') return ['update', 'select'];
  return kind === 'delete' ? ['delete', 'select'] : [];
}

interface Reach {
  readonly role: string;
  readonly command: Command;
  /** Undefined = all rows. */
  readonly condition: string | undefined;
}

/** What each role does to the rows of a table, from the statements of the operations it may carry out. */
function reachOf(
  layout: Layout,
  entity: Entity,
  permissions: readonly Permission[],
  queries: readonly Query[],
): readonly Reach[] {
  const key = keyOf(layout, entity.name);
  const anonymous = new Set(
    layout.basis.domain.operations.flatMap((each) => (each.anonymous ? [each.id] : [])),
  );
  const own = queries.filter(({ tables }) => tables[0] === key);
  return permissions.flatMap((row) => {
    if (row.effect === 'deny' || row.role === anonymousRole || anonymous.has(row.operation)) return [];
    const issued = own.filter(({ operation }) => operation === row.operation);
    const commands = [...new Set(issued.flatMap(commandsOf))];
    const condition = row.condition && rowCondition(layout, entity, row.condition);
    return commands.map((command): Reach => ({ role: row.role, command, condition }));
  });
}

const commands: readonly Command[] = ['select', 'insert', 'update', 'delete'];

/**
 * Row security where a rule limits somebody to certain rows: the condition of the rule becomes a policy of the role,
 * so that the database refuses a foreign row even when a statement forgets to. The context's own role sees all rows:
 * it is for work that nobody asked for in person.
 */
export function rowSecurity(
  layout: Layout,
  entity: Entity,
  permissions: readonly Permission[],
  queries: readonly Query[],
): Table['rowSecurity'] {
  const reach = reachOf(layout, entity, permissions, queries);
  if (!reach.some(({ condition }) => condition !== undefined)) return undefined;
  const table = tableNameOf(layout, entity.name);
  const roles = [...new Set(reach.map(({ role }) => role))];
  const policies = roles.flatMap((role) =>
    commands.flatMap((command): readonly RowPolicy[] => {
      const own = reach.filter((each) => each.role === role && each.command === command);
      if (own.length === 0) return [];
      const limits = [...new Set(own.map(({ condition }) => condition ?? 'true'))];
      const sql = limits.includes('true') ? 'true' : limits.join(' or ');
      return [
        {
          name: named(table, [snakeCase(role)], command),
          command,
          roles: [actorRole(layout, role)],
          ...(command !== 'insert' && { using: sql }),
          ...(command !== 'select' && command !== 'delete' && { withCheck: sql }),
          permissive: true,
          origin: {
            kind: 'derived',
            rule: 'the conditions of access rules hold in the database too',
            from: [`${role} on ${entity.name}`],
          },
        },
      ];
    }),
  );
  const service: RowPolicy = {
    name: named(table, ['app'], 'all'),
    command: 'all',
    roles: [contextRole(layout, entity.context)],
    using: 'true',
    withCheck: 'true',
    permissive: true,
    origin: {
      kind: 'derived',
      rule: 'work that nobody asked for in person sees all rows',
      from: [entity.context],
    },
  };
  return { enabled: true, forced: true, policies: [...policies, service] };
}
