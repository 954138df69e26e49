import type { Severity } from '../../findings/finding.ts';

/** What a broken property means for people; the id names the fault. */
export interface PolicyRule {
  readonly id: string;
  readonly property: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly standards: readonly string[];
  readonly why: string;
  readonly next: string;
}

/** One for each property that is enumerated, and one for what PostgreSQL lets through when it is tried. */
export const policyRules: readonly PolicyRule[] = [
  {
    id: 'undecided-operation',
    property: 'complete',
    summary: 'An operation is decided for a role not at all, or twice.',
    severity: 'warning',
    standards: ['CWE-285', 'ASVS-5.0-8.1.1', 'API5:2023'],
    why: 'Whoever builds it decides, and two people decide differently.',
    next: 'Declare the role under actors, and give each operation one rule.',
  },
  {
    id: 'matrix-contradicts-rules',
    property: 'agrees-with-rules',
    summary: 'Rules that speak of the same role and operation say different things.',
    severity: 'blocker',
    standards: ['CWE-863', 'ASVS-5.0-8.2.1', 'API5:2023'],
    why: 'One of the two rules does not do what it says, and nobody sees which.',
    next: 'Write one rule for the pair, with the condition that is meant.',
  },
  {
    id: 'allowed-without-rule',
    property: 'default-deny',
    summary: 'Something is allowed that no rule names.',
    severity: 'blocker',
    standards: ['CWE-276', 'ASVS-5.0-8.2.1', 'API5:2023'],
    why: 'What nobody decided is open.',
    next: 'Name the operation in a rule, or declare it open.',
  },
  {
    id: 'foreign-objects-reached',
    property: 'own-objects-only',
    summary: 'A role that works with its own objects reaches those of others.',
    severity: 'blocker',
    standards: ['CWE-639', 'ASVS-5.0-8.2.2', 'API1:2023'],
    why: 'Whoever changes a number in an address sees, or changes, what belongs to somebody else.',
    next: 'Add `where owner` to the rule, or give what must be seen by all an operation of its own.',
  },
  {
    id: 'other-tenants-reached',
    property: 'tenant-isolation',
    summary: 'A role of one tenant reaches objects of another.',
    severity: 'blocker',
    standards: ['CWE-639', 'ASVS-5.0-8.4.1', 'API1:2023'],
    why: 'One customer of the system sees the data of the next.',
    next: 'Add `where tenant` to every rule of the role on this entity.',
  },
  {
    id: 'unprivileged-change',
    property: 'privileged-actions',
    summary: 'A role that acts for itself changes or exports what is not its own.',
    severity: 'blocker',
    standards: ['CWE-269', 'ASVS-5.0-8.2.1', 'API5:2023'],
    why: 'A customer with the right request does what was meant for staff.',
    next: 'Leave the verb out of the rule, or add `where owner`.',
  },
  {
    id: 'anonymous-differs',
    property: 'anonymous-as-declared',
    summary: 'Callers who are not signed in reach something else than is declared open.',
    severity: 'blocker',
    standards: ['CWE-306', 'ASVS-5.0-8.2.1', 'API2:2023'],
    why: 'What is open and what is thought to be open differ.',
    next: 'Mark the operation `anonymous: true`, or take the rule for anonymous callers out.',
  },
  {
    id: 'idle-rule',
    property: 'no-idle-rule',
    summary: 'A rule decides nothing.',
    severity: 'warning',
    standards: ['CWE-1164', 'ASVS-5.0-8.1.1'],
    why: 'It reads as a limit or a permission, and is neither; what it was written for is not so.',
    next: 'Take it out, or write the operation or condition that was meant.',
  },
  {
    id: 'row-security-leaks',
    property: 'row-security',
    summary: 'PostgreSQL gives a role rows that its policy should keep back.',
    severity: 'blocker',
    standards: ['CWE-639', 'ASVS-5.0-8.2.2', 'API1:2023'],
    why: 'It was tried with rows of two owners: one reached those of the other.',
    next: 'See the statement in the counterexample; the policy of the table must name the owner.',
  },
];
