import { wholeOf, withoutRename } from '../clauses.ts';
import type { Block, Part } from '../blocks.ts';
import type { RewriteRule, Subject } from '../rule.ts';
import { columnOf, expressionOf, looksAcrossRows, nodesIn } from '../syntax.ts';

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
    if (trees.some(looksAcrossRows) || !block.where.every((part) => isKnown(subject, block, part))) return [];
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

/** The statistics tell of each column in a condition: how many rows it keeps is then no mere default. */
function isKnown(subject: Subject, block: Block, part: Part): boolean {
  for (const node of nodesIn(expressionOf(subject.text(part)))) {
    if ('SubLink' in node) return false;
    if (!('ColumnRef' in node)) continue;
    const column = columnOf(node);
    const found = column === undefined ? undefined : subject.column(block, column);
    if (found === undefined || subject.told(found.table)?.columns.has(found.column.name) !== true)
      return false;
  }
  return true;
}
