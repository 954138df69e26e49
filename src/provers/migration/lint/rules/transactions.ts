import type { Hit, LintRule } from '../rule.ts';
import { transactionStep } from '../transactions.ts';

export const banUncommittedTransaction: LintRule = {
  id: 'ban-uncommitted-transaction',
  summary: 'A transaction is opened and never ended.',
  concern: 'failure',
  severity: 'warning',
  why: 'When the connection closes, everything since BEGIN is undone.',
  standards: [],
  check: ({ script }) => {
    let open: { readonly index: number; readonly start: number } | undefined;
    for (const statement of script.statements) {
      const step = transactionStep(statement);
      if (step === 'begin') open = statement;
      else if (step !== undefined) open = undefined;
    }
    if (open === undefined) return [];
    return [
      {
        statement: open.index,
        at: open.start,
        subject: 'transaction',
        what: 'The transaction that is opened here is never committed or rolled back.',
        next: 'Add COMMIT at its end.',
      },
    ];
  },
};

const nested = 'A transaction is already open.';
const managed = 'The tool that runs the migration already manages a transaction.';

export const transactionNesting: LintRule = {
  id: 'transaction-nesting',
  summary: 'A transaction is opened inside another, or ended where none is open.',
  concern: 'failure',
  severity: 'warning',
  why: 'PostgreSQL only warns: BEGIN inside a transaction opens none, and the first COMMIT ends them all.',
  standards: [],
  check: ({ script, settings }) => {
    let open = false;
    const hits: Hit[] = [];
    for (const statement of script.statements) {
      const step = transactionStep(statement);
      if (step === undefined) continue;
      const isWrong = settings.assumeInTransaction || (step === 'begin') === open;
      if (isWrong)
        hits.push({
          statement: statement.index,
          at: statement.start,
          subject: step,
          what: settings.assumeInTransaction ? managed : open ? nested : 'No transaction is open here.',
          next: settings.assumeInTransaction
            ? 'Take it out, or split the migration into files, each in its own transaction.'
            : 'Take it out, or put BEGIN and COMMIT where they belong.',
        });
      open = step === 'begin';
    }
    return hits;
  },
};
