import { snakeCase } from '../../artifacts/words.ts';
import type { DatabaseRole, Query, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import type { Permission } from '../../model/trust.ts';
import { qualifiedName, tableKey } from '../../artifacts/sql-names.ts';
import { writesOf } from '../../artifacts/sql-writes.ts';
import { anonymousRole } from '../trust/permissions.ts';
import type { Layout } from './layout.ts';
import { actorRole, commandsOf, contextRole } from './row-security.ts';

type Grants = DatabaseRole['grants'];

/** Privileges in the order in which they are granted. */
export const privilegeOrder = ['select', 'insert', 'update', 'delete'];

/** What a statement does to one of its tables: its own command to the first, to others what its text writes there, else it reads. */
function commandsOn(query: Query, table: Table | undefined, at: number): readonly string[] {
  const own = at === 0 ? commandsOf(query) : ['select'];
  if (table === undefined) return own;
  return [...own, ...writesOf(query.sql, qualifiedName(table))];
}

/** What a set of statements needs of each table. */
function grantsFor(queries: readonly Query[], tables: readonly Table[]): Grants {
  const needed = new Map<string, Set<string>>();
  const byKey = new Map(tables.map((table) => [tableKey(table), table]));
  for (const query of queries)
    for (const [at, table] of query.tables.entries()) {
      const known = needed.get(table) ?? new Set<string>();
      for (const command of commandsOn(query, byKey.get(table), at)) known.add(command);
      needed.set(table, known);
    }
  return tables.flatMap((table) => {
    const privileges = needed.get(tableKey(table));
    return privileges === undefined
      ? []
      : [{ table: tableKey(table), privileges: privilegeOrder.filter((name) => privileges.has(name)) }];
  });
}

const origin = (rule: string, from: string): Origin => ({ kind: 'derived', rule, from: [from] });

/**
 * One role for each actor, with what the statements of its operations need and no more; one login for each context,
 * which acts as the actors it serves and otherwise reaches what its own work needs; one login that removes old rows.
 */
export function databaseRoles(
  layout: Layout,
  tables: readonly Table[],
  permissions: readonly Permission[],
  queries: readonly Query[],
): readonly DatabaseRole[] {
  const { domain } = layout.basis;
  const contextOf = new Map(domain.operations.map(({ id, context }) => [id, context]));
  const allowed = permissions.filter(({ effect, role }) => effect === 'allow' && role !== anonymousRole);
  const actors = [...new Set(allowed.map(({ role }) => role))];
  const operationsOf = (role: string): ReadonlySet<string> =>
    new Set(allowed.filter((row) => row.role === role).map(({ operation }) => operation));
  const ofActors = actors.map((role): DatabaseRole => {
    const mine = operationsOf(role);
    return {
      name: actorRole(layout, role),
      login: false,
      grants: grantsFor(
        queries.filter(({ operation }) => mine.has(operation ?? '')),
        tables,
      ),
      origin: origin('least privilege: what the statements of its operations need', role),
    };
  });
  const contexts = [...new Set(domain.entities.map(({ context }) => context))];
  const logins = (layout.perContext ? contexts : contexts.slice(0, 1)).map((context): DatabaseRole => {
    const own = queries.filter(
      ({ operation, tables: touched, id }) =>
        contextOf.get(operation ?? '') === context ||
        (operation === undefined && isStanding(layout, context, touched, tables) && !isRemoval(id)),
    );
    const acts = actors.filter((role) => [...operationsOf(role)].some((id) => contextOf.get(id) === context));
    return {
      name: contextRole(layout, context),
      login: true,
      memberOf: acts.map((role) => actorRole(layout, role)),
      grants: grantsFor(own, tables),
      origin: origin('one login for each context: nobody else writes its tables', context),
    };
  });
  const removals = queries.filter(({ id }) => isRemoval(id));
  const keeper: DatabaseRole = {
    name: retentionRole(layout),
    login: true,
    grants: grantsFor(removals, tables),
    origin: origin('only one login may remove rows past their retention', 'retention'),
  };
  return [...ofActors, ...logins, ...(removals.length === 0 ? [] : [keeper])];
}

/** The login that removes rows past their retention, and none else. */
export const retentionRole = ({ basis }: Layout): string => snakeCase(`${basis.brief.system.id} retention`);

export const isRemoval = (id: string): boolean => /^retention-|-cleanup(-|$)/.test(id);

/** Statements of mechanisms belong to every context that shares the table, or to the one that has it for itself. */
function isStanding(
  layout: Layout,
  context: string,
  touched: readonly string[],
  tables: readonly Table[],
): boolean {
  const table = tables.find((each) => tableKey(each) === touched[0]);
  return table !== undefined && (!layout.apart || table.context === context);
}
