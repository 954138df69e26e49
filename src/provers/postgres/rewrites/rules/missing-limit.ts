import { wholeOf, withoutRename } from '../clauses.ts';
import type { RewriteRule } from '../rule.ts';
import { expressionOf, looksAcrossRows } from '../syntax.ts';

/** Rows that nobody reads at once. */
const many = 10_000;

export const missingLimit: RewriteRule = {
  id: 'missing-limit',
  summary: 'A query without LIMIT gives more rows than anybody reads at once.',
  severity: 'advice',
  why: 'All of them are read, sent and kept in the memory of the client, and they become more as the table grows.',
  standards: ['CWE-770'],
  find: (subject) => {
    const block = wholeOf(subject);
    const { plan } = subject.planned;
    if (block === undefined || block.source === undefined || block.limit !== undefined || plan.rows <= many)
      return [];
    if (block.group !== undefined || block.distinct !== 'none' || block.lock !== undefined) return [];
    const trees = block.targets.map((part) => expressionOf(withoutRename(subject.text(part))));
    if (trees.some(looksAcrossRows)) return [];
    return [
      {
        at: block.from,
        subject: '',
        what: `it gives ${plan.rows} rows by the estimate of the planner, and has no LIMIT.`,
        next: 'Show a page and go on behind its last row: order by a unique key, limit, and `where key > $1`. An export reads through a cursor.',
        offer: { kind: 'none' as const },
      },
    ];
  },
};
