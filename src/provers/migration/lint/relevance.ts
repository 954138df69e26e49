import { kindOfNode } from '../script/script.ts';
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

/** One bit for each kind that some rule needs: there are fewer than 31. */
const bits: ReadonlyMap<string, number> = new Map(
  [...new Set(Object.values(needed).flat())].map((kind, at) => [kind, 1 << at]),
);

/** What every file has. */
const always = 1 << 30;

/** A rule can have something to say of a file if a bit of it is among those of the file. */
export const kindsNeeded = (rule: string): number =>
  needed[rule]?.reduce((mask, kind) => mask | (bits.get(kind) ?? 0), 0) ?? always;

export function kindsIn({ statements }: Script): number {
  let seen = always;
  for (const { node } of statements) seen |= bits.get(kindOfNode(node)) ?? 0;
  return seen;
}
