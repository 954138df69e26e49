import type { LintRule } from './rule.ts';
import { addingFieldWithDefault, addingRequiredField } from './rules/added-columns.ts';
import {
  banCharField,
  changingColumnType,
  preferBigintOverInt,
  preferBigintOverSmallint,
  preferIdentity,
  preferTextField,
  preferTimestampTz,
} from './rules/column-types.ts';
import {
  addingForeignKeyConstraint,
  addingSerialPrimaryKeyField,
  constraintMissingNotValid,
  disallowedUniqueConstraint,
} from './rules/constraints.ts';
import { banDuplicateColumnAssignments } from './rules/duplicate-columns.ts';
import {
  banConcurrentIndexCreationInTransaction,
  requireConcurrentIndexCreation,
  requireConcurrentIndexDeletion,
  requireConcurrentPartitionDetach,
  requireConcurrentReindex,
} from './rules/indexes.ts';
import { addingNotNullableField } from './rules/not-null.ts';
import { preferRepack } from './rules/prefer-repack.ts';
import { preferRobustStmts } from './rules/prefer-robust-stmts.ts';
import {
  banDropColumn,
  banDropDatabase,
  banDropNotNull,
  banDropTable,
  banTruncateCascade,
  renamingColumn,
  renamingTable,
} from './rules/removals.ts';
import { requireLockTimeout, requireStatementTimeout } from './rules/timeouts.ts';
import { banUncommittedTransaction, transactionNesting } from './rules/transactions.ts';
import {
  banAlterDomainWithAddConstraint,
  banCreateDomainWithConstraint,
  identifierTooLong,
  requireEnumValueOrdering,
  requireTableSchema,
} from './rules/types-and-names.ts';

/** Rules on the text, by id. `unused-ignore` is about comments and comes with them (ignores.ts). */
export const lintRules: readonly LintRule[] = [
  addingFieldWithDefault,
  addingForeignKeyConstraint,
  addingNotNullableField,
  addingRequiredField,
  addingSerialPrimaryKeyField,
  banAlterDomainWithAddConstraint,
  banCharField,
  banConcurrentIndexCreationInTransaction,
  banCreateDomainWithConstraint,
  banDropColumn,
  banDropDatabase,
  banDropNotNull,
  banDropTable,
  banDuplicateColumnAssignments,
  banTruncateCascade,
  banUncommittedTransaction,
  changingColumnType,
  constraintMissingNotValid,
  disallowedUniqueConstraint,
  identifierTooLong,
  preferBigintOverInt,
  preferBigintOverSmallint,
  preferIdentity,
  preferRepack,
  preferRobustStmts,
  preferTextField,
  preferTimestampTz,
  renamingColumn,
  renamingTable,
  requireConcurrentIndexCreation,
  requireConcurrentIndexDeletion,
  requireConcurrentPartitionDetach,
  requireConcurrentReindex,
  requireEnumValueOrdering,
  requireLockTimeout,
  requireStatementTimeout,
  requireTableSchema,
  transactionNesting,
];

/** Names that stand for others: what squawk still accepts from older configurations. */
export const ruleAliases: Readonly<Record<string, readonly string[]>> = {
  'prefer-timestamptz': ['prefer-timestamp-tz'],
  'require-timeout-settings': [
    'require-timeout-settings',
    'require-lock-timeout',
    'require-statement-timeout',
  ],
};
