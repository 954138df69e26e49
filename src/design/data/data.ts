import { tableKey } from '../../artifacts/sql-names.ts';
import type { DataModel, Query, Table } from '../../model/data.ts';
import type { Entity } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import type { Permission } from '../../model/trust.ts';
import type { DesignBasis } from '../domain.ts';
import { speaksOf } from '../domain/access.ts';
import { translate } from '../effects/translate.ts';
import { permissionsOf } from '../trust/permissions.ts';
import { entityChecks } from './checks.ts';
import { engineOf } from './engine.ts';
import { workloadIndexes } from './indexes.ts';
import { foreignKeyIndexes, foreignKeys, naturalKeys } from './keys.ts';
import { layoutOf, named, rowsAtHorizon, tableNameOf, tableOrigin } from './layout.ts';
import type { Layout } from './layout.ts';
import { partitionOf, wholeGap } from './partitions.ts';
import { mechanismsOf, operationQueries, standingQueries } from './queries/queries.ts';
import { targetOf } from './queries/statement.ts';
import { databaseRoles, isRemoval, retentionRole } from './roles.ts';
import { contextRole, rowCondition, rowSecurity } from './row-security.ts';
import { supportingTable } from './support.ts';

/**
 * The database of a design: one table for each entity, those its mechanisms need, every statement of the workload,
 * and from the statements the indexes, row policies and privileges.
 */
export function designData(basis: DesignBasis): DataModel {
  const layout = layoutOf(basis);
  const permissions = permissionsOf(basis.domain);
  const queries = [
    ...basis.domain.operations.flatMap((operation) => operationQueries(layout, operation, permissions)),
    ...standingQueries(layout),
  ];
  const tables = [
    ...basis.domain.entities.map((entity) => entityTable(layout, entity, permissions, queries)),
    ...mechanismsOf(layout).flatMap(([mechanism, contexts]) =>
      contexts.map((context) => supportingTable(layout, context, mechanism)),
    ),
  ];
  return {
    engine: engineOf(basis.brief),
    schemas: [...new Set(tables.flatMap(({ schema }) => schema ?? []))],
    extensions: [],
    enums: [],
    tables: tables.map((table) => withRetention(layout, table, queries)),
    roles: databaseRoles(layout, tables, permissions, queries),
    queries,
  };
}

/** Whether some table is split by time, so that partitions have to be made and detached. */
export function isRangePartitioned(basis: DesignBasis): boolean {
  const layout = layoutOf(basis);
  return basis.domain.entities.some((entity) => partitionOf(layout, entity).partition?.by === 'created_at');
}

/** What the database cannot keep of the domain, in words. */
export function dataGaps(basis: DesignBasis): readonly Gap[] {
  const layout = layoutOf(basis);
  const { entities } = basis.domain;
  const wholes = entities.flatMap((entity) => {
    const { whole } = partitionOf(layout, entity);
    return whole === undefined ? [] : [wholeGap(tableKey(tableNameOf(layout, entity.name)), whole, entity)];
  });
  const unsettled = entities.flatMap((entity) => unsettledConditions(layout, entity));
  const engine = engineOf(basis.brief);
  const foreign: readonly Gap[] =
    engine.name === 'postgresql'
      ? []
      : [
          {
            kind: 'engine',
            subject: engine.name,
            why: `Types, policies and statements are written for PostgreSQL; ${engine.name} needs its own.`,
            origin: engine.origin,
          },
        ];
  return [...wholes, ...unsettled, ...foreign];
}

/** Conditions of rules that no column of the entity's own database can settle: the application has to. */
function unsettledConditions(layout: Layout, entity: Entity): readonly Gap[] {
  const operations = layout.basis.domain.operations.filter((operation) => operation.entity === entity.name);
  const rules = layout.basis.domain.access.filter((rule) =>
    operations.some((operation) => speaksOf(rule, operation)),
  );
  const conditions = [...new Set(rules.flatMap(({ where }) => where ?? []))];
  return conditions
    .filter((condition) => rowCondition(layout, entity, condition) === undefined)
    .map((condition) => ({
      kind: 'row-condition',
      subject: `${entity.name} where ${condition}`,
      why: `No column of its database tells the ${condition} of a ${entity.name}; row security cannot hold it, the application has to.`,
      origin: entity.origin,
    }));
}

function entityTable(
  layout: Layout,
  entity: Entity,
  permissions: readonly Permission[],
  queries: readonly Query[],
): Table {
  const place = tableNameOf(layout, entity.name);
  const target = targetOf(layout, entity);
  const uniques = naturalKeys(layout, entity);
  const { partition } = partitionOf(layout, entity);
  const key = partition === undefined || partition.by === 'id' ? ['id'] : ['id', partition.by];
  const primaryKey = { name: named(place, [], 'pkey'), columns: key, origin: layout.origin };
  const keys = foreignKeys(layout, entity);
  const indexes = workloadIndexes(target, uniques, permissions, queries);
  const security = rowSecurity(layout, entity, permissions, queries);
  const rows = rowsAtHorizon(entity);
  return {
    ...place,
    context: entity.context,
    entity: entity.name,
    columns: target.columns,
    primaryKey,
    uniques,
    indexes: [
      ...indexes,
      ...foreignKeyIndexes({ ...place, primaryKey, uniques, indexes, foreignKeys: keys }),
    ],
    foreignKeys: keys,
    checks: entityChecks(layout, entity),
    ...(security !== undefined && { rowSecurity: security }),
    ...(partition !== undefined && { partition }),
    ...(entity.about !== undefined && { comment: entity.about }),
    ...(rows !== undefined && { rows }),
    ...(entity.growthPerYear !== undefined && { growthPerYear: entity.growthPerYear }),
    ...(entity.retention !== undefined && { retention: entity.retention }),
    ...(entity.appendOnly === true && { appendOnly: true }),
    ...generatedOf(layout, entity),
    origin: tableOrigin(layout, entity),
  };
}

/** What the design has of the statements; one that speaks of an entity it has not falls away. */
function generatedOf(layout: Layout, { generated = [] }: Entity): Pick<Table, 'generated'> {
  const kept = generated.flatMap(({ sql }) => {
    const done = translate(layout, sql, undefined, undefined, false);
    return done.kind === 'sql' ? [done.sql] : [];
  });
  return kept.length === 0 ? {} : { generated: kept };
}

/** Whoever removes old rows sees all of them, also where row security holds. */
function withRetention(layout: Layout, table: Table, queries: readonly Query[]): Table {
  const security = table.rowSecurity;
  const removed = queries.some(({ id, tables }) => isRemoval(id) && tables[0] === tableKey(table));
  if (security === undefined || !removed) return table;
  const role = contextRole(layout, table.context ?? '');
  const policies = security.policies.map((policy) =>
    policy.command === 'all' && policy.roles.includes(role)
      ? { ...policy, roles: [...policy.roles, retentionRole(layout)] }
      : policy,
  );
  return { ...table, rowSecurity: { ...security, policies } };
}
