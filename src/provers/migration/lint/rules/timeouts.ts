import type { Node } from 'libpg-query';
import { kindOfNode } from '../../script/script.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';
import { constraintsOf } from '../parts.ts';

/** Statements that use data or steer the session; everything else defines something and may wait for a lock. */
const harmless: ReadonlySet<string> = new Set(
  (
    'CallStmt CheckPointStmt ClosePortalStmt ConstraintsSetStmt CopyStmt DeallocateStmt DeclareCursorStmt ' +
    'DeleteStmt DiscardStmt DoStmt ExecuteStmt ExplainStmt FetchStmt GrantRoleStmt GrantStmt InsertStmt ' +
    'ListenStmt MergeStmt NotifyStmt PrepareStmt ReassignOwnedStmt SecLabelStmt TransactionStmt UnlistenStmt ' +
    'UpdateStmt VariableSetStmt VariableShowStmt'
  ).split(' '),
);

/** Whether others may have to wait for the statement, by its kind alone. */
export function mayWait(node: Node): boolean {
  if ('CreateStmt' in node) return hasForeignKey(node.CreateStmt.tableElts);
  if ('SelectStmt' in node) return node.SelectStmt.intoClause !== undefined;
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd === true;
  return !harmless.has(kindOfNode(node));
}

const hasForeignKey = (elements: readonly Node[] = []): boolean =>
  elements.some((element) =>
    'ColumnDef' in element
      ? constraintsOf(element.ColumnDef).some(({ contype }) => contype === 'CONSTR_FOREIGN')
      : 'Constraint' in element && element.Constraint.contype === 'CONSTR_FOREIGN',
  );

/** The first statement that may wait while the setting was not made. */
function unlimited({ script }: LintInput, setting: string): readonly Hit[] {
  for (const { node, index, start } of script.statements) {
    if ('VariableSetStmt' in node) {
      const { name = '', kind } = node.VariableSetStmt;
      if (name === setting && kind !== 'VAR_RESET') return [];
      continue;
    }
    if (mayWait(node))
      return [
        {
          statement: index,
          at: start,
          subject: setting,
          what: `${setting} is not set before the first statement that may have to wait.`,
          next: `SET ${setting} = '${setting === 'lock_timeout' ? '1s' : '5s'}'; before it, and try again when it runs out.`,
        },
      ];
  }
  return [];
}

export const requireLockTimeout: LintRule = {
  id: 'require-lock-timeout',
  summary: 'A statement that needs a lock may wait for it without limit.',
  concern: 'habit',
  severity: 'advice',
  why: 'While it waits for a long query, every later query on the table waits behind it.',
  standards: [],
  check: (input) => unlimited(input, 'lock_timeout'),
};

export const requireStatementTimeout: LintRule = {
  id: 'require-statement-timeout',
  summary: 'A statement that holds a lock may run without limit.',
  concern: 'habit',
  severity: 'advice',
  why: 'A scan that takes longer than thought blocks the table until it is done.',
  standards: [],
  check: (input) => unlimited(input, 'statement_timeout'),
};
