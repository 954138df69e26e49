import type { TransactionStmt } from 'libpg-query';
import type { Script, Statement } from '../script/script.ts';

/** What a statement does to the transaction; savepoints and prepared transactions do neither. */
export function transactionStep({ node }: Statement): 'begin' | 'commit' | 'rollback' | undefined {
  return 'TransactionStmt' in node ? stepOf(node.TransactionStmt) : undefined;
}

function stepOf({ kind }: TransactionStmt): 'begin' | 'commit' | 'rollback' | undefined {
  switch (kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return 'begin';
    case 'TRANS_STMT_COMMIT':
      return 'commit';
    case 'TRANS_STMT_ROLLBACK':
      return 'rollback';
    case 'TRANS_STMT_SAVEPOINT':
    case 'TRANS_STMT_RELEASE':
    case 'TRANS_STMT_ROLLBACK_TO':
    case 'TRANS_STMT_PREPARE':
    case 'TRANS_STMT_COMMIT_PREPARED':
    case 'TRANS_STMT_ROLLBACK_PREPARED':
    case undefined:
      return undefined;
  }
}

/** Statements with whether a transaction is open when they run. As in squawk, only a commit ends one. */
export function* withTransaction(
  script: Script,
  assume: boolean,
): Generator<{ readonly statement: Statement; readonly inside: boolean }> {
  let inside = assume;
  for (const statement of script.statements) {
    const step = transactionStep(statement);
    if (step === 'begin') inside = true;
    if (step === 'commit') inside = false;
    yield { statement, inside };
  }
}

/** Bare names of the tables made while a transaction is open. */
export function tablesMadeInTransaction(script: Script, assume: boolean): ReadonlySet<string> {
  const made = new Set<string>();
  for (const { statement, inside } of withTransaction(script, assume)) {
    const { node } = statement;
    if (inside && 'CreateStmt' in node) made.add(node.CreateStmt.relation?.relname ?? '');
  }
  return made;
}
