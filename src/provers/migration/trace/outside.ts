import type { Node, RangeVar } from 'libpg-query';
import { isVacuumFull, optionsOf, vacuumedTables } from '../lint/options.ts';
import { alterCommands } from '../lint/parts.ts';
import { nameOfRelation } from '../lint/rule.ts';
import { kindOfNode } from '../script/script.ts';
import type { LockMode } from './locks.ts';

/** A statement that PostgreSQL runs in transactions of its own, with the locks its documentation gives. */
export interface Outside {
  readonly locks: readonly { readonly relation: string; readonly mode: LockMode }[];
}

const on = (relations: readonly RangeVar[], mode: LockMode): Outside => ({
  locks: relations.map((relation) => ({ relation: nameOfRelation(relation), mode })),
});

/** Undefined when the statement can run inside a transaction, where its locks can be watched. */
export function outsideOf(node: Node): Outside | undefined {
  if ('IndexStmt' in node && node.IndexStmt.concurrent === true)
    return on([node.IndexStmt.relation ?? []].flat(), 'ShareUpdateExclusiveLock');
  if ('DropStmt' in node && node.DropStmt.concurrent === true) return { locks: [] };
  if ('ReindexStmt' in node) {
    const { params, kind = '', relation } = node.ReindexStmt;
    const isConcurrent = optionsOf(params).some(({ defname }) => defname === 'concurrently');
    if (isConcurrent)
      return on(kind === 'REINDEX_OBJECT_TABLE' ? [relation ?? []].flat() : [], 'ShareUpdateExclusiveLock');
    return /(SCHEMA|DATABASE|SYSTEM)$/.test(kind) ? { locks: [] } : undefined;
  }
  if ('VacuumStmt' in node && node.VacuumStmt.is_vacuumcmd === true) {
    return on(
      vacuumedTables(node.VacuumStmt),
      isVacuumFull(node) ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock',
    );
  }
  if ('ClusterStmt' in node && node.ClusterStmt.relation === undefined) return { locks: [] };
  return detachment(node);
}

function detachment(node: Node): Outside | undefined {
  if (!('AlterTableStmt' in node)) return undefined;
  const detaches = alterCommands(node).some(
    ({ subtype, def }) =>
      subtype === 'AT_DetachPartitionFinalize' ||
      (def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true),
  );
  return detaches ? on([node.AlterTableStmt.relation ?? []].flat(), 'ShareUpdateExclusiveLock') : undefined;
}

const unfit: Readonly<Record<string, string>> = {
  CreatedbStmt: 'it makes a database, and the embedded server has one',
  DropdbStmt: 'it drops a database, and the embedded server has one',
  AlterDatabaseStmt: 'it changes a database as a whole',
  AlterDatabaseSetStmt: 'it changes a database as a whole',
  AlterSystemStmt: 'it changes the server as a whole',
  CreateTableSpaceStmt: 'it needs a directory of the server',
  DropTableSpaceStmt: 'it needs a directory of the server',
  CopyStmt: 'its rows are not part of the file',
  CreateSubscriptionStmt: 'it needs a second server',
  AlterSubscriptionStmt: 'it needs a second server',
  LoadStmt: 'it loads a library of the server',
};

/** Why a statement cannot be run in an embedded database; undefined when it can. */
export function whyNotRun(node: Node): string | undefined {
  const kind = kindOfNode(node);
  if ('TransactionStmt' in node && /PREPARE/.test(node.TransactionStmt.kind ?? ''))
    return 'prepared transactions are off in the embedded server';
  return unfit[kind];
}
