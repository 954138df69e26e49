import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import { accessSubject, accessesOf, hasFewValues, storeName } from './key-value.ts';

export const unfollowedPage: Rule = {
  id: 'unfollowed-page',
  summary: 'What follows the first megabyte of a scan or a query is never asked for.',
  severity: 'warning',
  standards: ['CWE-393'],
  remedy: {
    title: 'Follow LastEvaluatedKey',
    impact: 4,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) => bySubject(accessesOf(data).filter(isUnfollowed), accessSubject).map(fault),
};

/**
 * A limit says that no more is wanted. Items of one partition key are mostly few: a query counts where a filter drops
 * items after the page was full, or where its key has few values.
 */
function isUnfollowed({ call, pages, limit, open, filter, key = [] }: KeyValueAccess): boolean {
  if (pages !== 'not followed' || limit === true || open === true) return false;
  return call === 'scan' || filter !== undefined || key.some(({ attribute }) => hasFewValues(attribute));
}

function fault(group: Together<KeyValueAccess>): Fault {
  const { subject, first, all } = group;
  const isScan = first.call === 'scan';
  return {
    subject,
    ...(isScan ? {} : { severity: 'advice' as const }),
    confidence: isScan ? 'likely' : 'possible',
    what: `A ${first.call} of ${storeName(first)} uses the items of its first answer only${behindText(first)}${placesText(group)}.`,
    why: `One answer ends at 1 MB of what was read, before a filter; the rest is missing without an error (Amazon DynamoDB developer guide: Paginating table query results).${isScan ? '' : ' It does not matter while a partition key has less than that.'}`,
    next: 'Ask again with ExclusiveStartKey until LastEvaluatedKey is absent (paginateQuery, paginateScan); or give Limit and hand the key to the caller.',
    evidence: seenAt(all),
  };
}
