import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import { accessSubject, accessesOf, storeName } from './key-value.ts';

export const limitBeforeFilter: Rule = {
  id: 'limit-before-filter',
  summary: 'A limit is taken for the number of items after a filter.',
  severity: 'warning',
  standards: ['CWE-393'],
  remedy: {
    title: 'Read on until enough items passed the filter',
    impact: 4,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) => bySubject(accessesOf(data).filter(isCut), accessSubject).map(fault),
};

const isCut = ({ call, limit, filter, pages }: KeyValueAccess): boolean =>
  (call === 'query' || call === 'scan') && limit === true && filter !== undefined && pages === 'not followed';

function fault(group: Together<KeyValueAccess>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `A ${first.call} of ${storeName(first)} gives Limit and FilterExpression, and does not read on${behindText(first)}${placesText(group)}.`,
    why: 'Limit counts items before the filter: the answer may hold fewer than were asked for, or none, while matching items follow (Amazon DynamoDB developer guide: Limiting the number of items in the result set).',
    next: 'Read on with LastEvaluatedKey until enough items came; or give the condition to the key, of an index where there is none.',
    evidence: seenAt(all),
  };
}
