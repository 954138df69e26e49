import { wholeOf } from '../clauses.ts';
import type { RewriteRule } from '../rule.ts';
import { nodesOf } from '../../plan-shape.ts';
import { callOf, nodesIn, orderOf } from '../syntax.ts';

/** Sorting fewer rows takes no time that anybody notices. */
const many = 10_000;

export const orderByRandom: RewriteRule = {
  id: 'order-by-random',
  summary: 'All rows are sorted by a random number to show a few.',
  severity: 'advice',
  why: 'Every row gets a number and is sorted by it, for each request; no index can help. What is random cannot be shown to be the same, so the rewrite is not executed.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const block = wholeOf(subject);
    if (block?.order === undefined || block.limit === undefined) return [];
    const isRandom = [...nodesIn(orderOf(subject.text(block.order)))].some(
      (node) => callOf(node)?.name === 'random',
    );
    const sort = nodesOf(subject.planned.plan).find(({ type }) => type === 'Sort');
    const rows = sort?.children[0]?.rows ?? sort?.rows ?? 0;
    if (!isRandom || rows < many) return [];
    return [
      {
        at: block.order.from,
        subject: '',
        what: `${rows} rows are sorted by random() to keep ${subject.text(block.limit)}.`,
        next: 'Take a sample first (`from t tablesample system_rows(n)`, extension tsm_system_rows), or keep a random value in an indexed column and start from a drawn one.',
        offer: { kind: 'none' as const },
      },
    ];
  },
};
