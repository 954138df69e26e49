import { qualifiedName, tableKey } from '../../artifacts/sql-names.ts';
import { namesTable, writesOf } from '../../artifacts/sql-writes.ts';
import type { DatabaseRole, DataModel, Table } from '../../model/data.ts';
import type { DomainEvent, Flow, Operation } from '../../model/domain.ts';
import type { Effects, SqlStatement } from '../../model/effects.ts';
import type { Layout } from './layout.ts';
import { privilegeOrder } from './roles.ts';
import { contextRole } from './row-security.ts';

interface Issued {
  readonly context: string;
  readonly sql: string;
}

interface Told {
  readonly operations: readonly Operation[];
  readonly flows: readonly Flow[];
  readonly events: readonly DomainEvent[];
}

/** What the logins of contexts need for the statements of flows, consumers and operations, and no more. */
export function withEffectGrants(layout: Layout, data: DataModel, told: Told): DataModel {
  const needed = new Map<string, Map<string, Set<string>>>();
  for (const { context, sql } of issuedBy(told)) {
    const role = contextRole(layout, context);
    const tables = needed.get(role) ?? new Map<string, Set<string>>();
    needed.set(role, tables);
    for (const table of data.tables.filter((each) => namesTable(sql, qualifiedName(each)))) {
      const key = tableKey(table);
      tables.set(key, new Set([...(tables.get(key) ?? []), ...privilegesFor(sql, qualifiedName(table))]));
    }
  }
  return { ...data, roles: data.roles.map((role) => widened(role, data.tables, needed.get(role.name))) };
}

function widened(
  role: DatabaseRole,
  tables: readonly Table[],
  needed: ReadonlyMap<string, ReadonlySet<string>> | undefined,
): DatabaseRole {
  if (needed === undefined) return role;
  const grants = tables.flatMap((table) => {
    const key = tableKey(table);
    const own = role.grants.find((grant) => grant.table === key)?.privileges ?? [];
    const all = new Set([...own, ...(needed.get(key) ?? [])]);
    return all.size === 0 ? [] : [{ table: key, privileges: privilegeOrder.filter((name) => all.has(name)) }];
  });
  return { ...role, grants };
}

function privilegesFor(sql: string, table: string): readonly string[] {
  // A row that is locked, or changed on conflict, is updated as well.
  const isLocked = /\bfor update\b|\bdo update\b/i.test(sql);
  return ['select', ...writesOf(sql, table), ...(isLocked ? ['update'] : [])];
}

function issuedBy({ operations, flows, events }: Told): readonly Issued[] {
  const of = (context: string, statements: readonly SqlStatement[] = []): readonly Issued[] =>
    statements.map(({ sql, at }) => ({ context: at ?? context, sql }));
  const ofEffects = (context: string, effects: Effects | undefined): readonly Issued[] =>
    of(context, effects?.statements);
  return [
    ...flows.flatMap((flow) =>
      flow.steps.flatMap(({ at, kind, effects, undo }) => {
        const home = kind === 'remote' ? flow.context : at;
        return [...ofEffects(home, effects), ...ofEffects(home, undo)];
      }),
    ),
    ...events.flatMap(({ consumers }) =>
      consumers.flatMap(({ context, effects }) => ofEffects(context, effects)),
    ),
    ...operations.flatMap(({ context, sets, effects }) => [
      ...of(context, sets),
      ...ofEffects(context, effects),
    ]),
  ];
}
