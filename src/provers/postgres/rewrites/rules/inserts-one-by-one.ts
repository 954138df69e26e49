import type { RewriteRule } from '../rule.ts';

/** Found in a file as a whole, not in one query: see `batches/`. */
export const insertsOneByOne: Omit<RewriteRule, 'find'> = {
  id: 'inserts-one-by-one',
  summary: 'Rows are inserted by one statement each where one statement could take them all.',
  severity: 'advice',
  why: 'Each statement waits a round trip and, outside of a transaction, for its own commit.',
  standards: ['CWE-1073'],
};
