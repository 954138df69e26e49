import type { Severity } from '../../findings/finding.ts';

export interface PlanRule {
  readonly summary: string;
  readonly severity: Severity;
}

const rule = (severity: Severity, summary: string): PlanRule => ({ summary, severity });

/** What a plan is searched for, by id. Ids are promised: other programs read them. */
export const planRuleTable = {
  'two-writers': rule(
    'blocker',
    'Both systems write one table without synchronisation in both directions, reconciliation and a rule for conflicts.',
  ),
  'writer-is-not-owner': rule('blocker', 'A system writes a table that the other one owns.'),
  'data-not-there': rule('blocker', 'A route leads to a system that does not have the data it reads.'),
  'contract-before-readers-moved': rule(
    'blocker',
    'A legacy table is dropped while something still reads it.',
  ),
  'dropped-column-read': rule('blocker', 'A legacy column is dropped while something still reads it.'),
  'hidden-point-of-no-return': rule('blocker', 'A step has no way back and does not say so.'),
  'false-point-of-no-return': rule(
    'advice',
    'A step is called a point of no return although it has a way back.',
  ),
  'table-without-owner': rule('blocker', 'Nobody owns a table: no context has it, or its owner dropped it.'),
  'table-in-two-contexts': rule('blocker', 'Two contexts claim one table.'),
  'entry-without-context': rule('blocker', 'An endpoint or a job is in no context, or in two.'),
  'back-fill-before-expand': rule('blocker', 'Rows are copied into tables that do not exist yet.'),
  'back-fill-without-sync': rule(
    'blocker',
    'Rows are copied while later changes are lost: no synchronisation runs.',
  ),
  'cut-over-before-verification': rule('blocker', 'Reads or writes move to a copy that nobody verified.'),
  'sync-without-reconciliation': rule(
    'blocker',
    'A synchronisation has no query that tells where both sides differ.',
  ),
  'sync-never-stopped': rule('warning', 'A synchronisation still runs when the plan ends.'),
  'flag-never-removed': rule('warning', 'A feature flag is still there when the plan ends.'),
  'adapter-left': rule('warning', 'An adapter is still there although both ends are in the same system.'),
  'entry-never-moved': rule(
    'blocker',
    'An endpoint or a job that shall move is still in the legacy system at the end.',
  ),
  'ownership-never-moved': rule(
    'blocker',
    'A table that shall move is still owned by the legacy system at the end.',
  ),
  'never-contracted': rule('warning', 'A legacy table that has moved or goes is still there at the end.'),
  'served-by-nobody': rule(
    'blocker',
    'An endpoint or a job is retired although the ledger does not say that it goes.',
  ),
  'missing-in-ledger': rule('blocker', 'Something of the legacy system has no line in the ledger.'),
  'ledger-of-nothing': rule(
    'warning',
    'A line of the ledger is about something that the inventory does not have.',
  ),
  'ledger-leads-nowhere': rule(
    'blocker',
    'A line of the ledger leads to something that the target does not have.',
  ),
  'gone-but-used': rule('blocker', 'The ledger lets a table or column go that something still uses.'),
  'step-out-of-turn': rule(
    'blocker',
    'An action needs something that an earlier step has not done, or has undone.',
  ),
  'ownership-misstated': rule('blocker', 'A step states owners of a table that its actions do not lead to.'),
  'no-entry-criteria': rule('warning', 'A step does not say what is true before it starts.'),
  'no-exit-criteria': rule('warning', 'A step does not say what has to be seen before the next one starts.'),
  'no-roll-back': rule('warning', 'A step neither tells its way back nor says that there is none.'),
  'no-parallel-run': rule('advice', 'Reads move without both systems having been compared.'),
  'no-routing': rule('advice', 'A step moves endpoints and does not say how the gateway changes.'),
  'large-step': rule('advice', 'A step may take more than three weeks of one person.'),
} as const satisfies Readonly<Record<string, PlanRule>>;

export type PlanRuleId = keyof typeof planRuleTable;

/** Something that is wrong with a plan. */
export interface PlanFault {
  readonly rule: PlanRuleId;
  /** With the rule it is the stable name of the fault. */
  readonly subject: string;
  /** Where in the plan, by keys and positions. */
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly why: string;
  readonly next: string;
}
