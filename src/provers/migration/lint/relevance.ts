import type { Script } from '../script/script.ts';

const altering = ['AlterTableStmt', 'RenameStmt', 'AlterObjectSchemaStmt'];
const transaction = ['TransactionStmt'];
const typed = ['CreateStmt', 'AlterTableStmt'];

/** Statements without which a rule has nothing to say; a rule that is not listed looks at every file. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'adding-field-with-default': altering,
  'adding-foreign-key-constraint': altering,
  'adding-not-nullable-field': altering,
  'adding-required-field': altering,
  'adding-serial-primary-key-field': altering,
  'ban-alter-domain-with-add-constraint': ['AlterDomainStmt'],
  'ban-char-field': typed,
  'ban-concurrent-index-creation-in-transaction': ['IndexStmt'],
  'ban-create-domain-with-constraint': ['CreateDomainStmt'],
  'ban-drop-column': altering,
  'ban-drop-database': ['DropdbStmt'],
  'ban-drop-not-null': altering,
  'ban-drop-table': ['DropStmt'],
  'ban-truncate-cascade': ['TruncateStmt'],
  'ban-uncommitted-transaction': transaction,
  'changing-column-type': altering,
  'constraint-missing-not-valid': altering,
  'disallowed-unique-constraint': altering,
  'prefer-bigint-over-int': typed,
  'prefer-bigint-over-smallint': typed,
  'prefer-identity': typed,
  'prefer-repack': ['ClusterStmt', 'VacuumStmt'],
  'prefer-text-field': typed,
  'prefer-timestamp-tz': typed,
  'renaming-column': ['RenameStmt'],
  'renaming-table': ['RenameStmt'],
  'require-concurrent-index-creation': ['IndexStmt'],
  'require-concurrent-index-deletion': ['DropStmt'],
  'require-concurrent-partition-detach': altering,
  'require-concurrent-reindex': ['ReindexStmt'],
  'require-enum-value-ordering': ['AlterEnumStmt'],
  'transaction-nesting': transaction,
};

/** Tells by its id whether a rule can have something to say of a file. */
export function relevance({ statements }: Script): (rule: string) => boolean {
  const kinds = new Set(statements.map(({ node }) => Object.keys(node)[0] ?? ''));
  return (rule) => needed[rule]?.some((kind) => kinds.has(kind)) ?? true;
}
