import { z } from 'zod';
import type { DataModel, RowPolicy, Table } from '../../../model/data.ts';

const commands = ['select', 'insert', 'update', 'delete'] as const;

/** What one role may do to which rows of a table, all its permissive policies together. */
const reachSchema = z.object({
  role: z.string(),
  command: z.enum(commands),
  /** Absent = all rows. */
  condition: z.string().optional(),
});
const expectedSchema = z.object({
  schema: z.string(),
  table: z.string(),
  forced: z.boolean(),
  reach: z.array(reachSchema),
  /** Roles with a privilege on the table that no policy names. */
  strangers: z.array(z.string()),
});

export type Reach = z.infer<typeof reachSchema>;
export type ExpectedSecurity = z.infer<typeof expectedSchema>;

/** @throws when the parameters are of something else. */
export const readExpectedSecurity = (parameters: unknown): ExpectedSecurity =>
  expectedSchema.parse(parameters);

/** Undefined when the table has no policy that limits anybody. */
export function expectedSecurity(data: DataModel, table: Table): ExpectedSecurity | undefined {
  const security = table.rowSecurity;
  if (security?.enabled !== true) return undefined;
  const roles = [...new Set(security.policies.flatMap((policy) => policy.roles))];
  const reach = roles.flatMap((role) =>
    commands.flatMap((command): readonly Reach[] => reachOf(security.policies, role, command)),
  );
  if (!reach.some(({ condition }) => condition !== undefined)) return undefined;
  const key = table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
  const strangers = data.roles
    .filter(
      ({ name, memberOf = [] }) => !roles.includes(name) && !memberOf.some((each) => roles.includes(each)),
    )
    .filter(({ grants }) =>
      grants.some((grant) => grant.table === key && grant.privileges.includes('select')),
    )
    .map(({ name }) => name);
  return { schema: table.schema ?? 'public', table: table.name, forced: security.forced, reach, strangers };
}

function reachOf(policies: readonly RowPolicy[], role: string, command: Reach['command']): readonly Reach[] {
  const own = policies.filter(
    (policy) =>
      (policy.command === command || policy.command === 'all') &&
      (policy.roles.includes(role) || policy.roles.includes('public')),
  );
  const sqlOf = ({ using, withCheck }: RowPolicy): string =>
    (command === 'insert' ? (withCheck ?? using) : using)?.trim() ?? 'true';
  const permissive = own.filter((policy) => policy.permissive).map(sqlOf);
  if (permissive.length === 0) return [];
  const restrictive = own.filter((policy) => !policy.permissive).map((policy) => `(${sqlOf(policy)})`);
  const any = permissive.includes('true') ? [] : [permissive.map((sql) => `(${sql})`).join(' or ')];
  const all = [...any.map((sql) => `(${sql})`), ...restrictive.filter((sql) => sql !== '(true)')];
  return [{ role, command, ...(all.length > 0 && { condition: all.join(' and ') }) }];
}

/** Settings a condition reads, e.g. `app.user_id`. */
export const settingsIn = (sql: string): readonly string[] => [
  ...new Set([...sql.matchAll(/current_setting\(\s*'([^']+)'/gi)].flatMap(([, name]) => name ?? [])),
];
