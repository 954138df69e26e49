import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import { accessSubject, accessesOf, storeName } from './key-value.ts';

export const itemOverwrite: Rule = {
  id: 'item-overwrite',
  summary: 'An item is read, changed and written back as a whole without a condition.',
  severity: 'warning',
  standards: ['CWE-362'],
  remedy: {
    title: 'Write under a condition, or only what changed',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(
      accessesOf(data).filter(
        ({ after, conditional, open }) => after !== undefined && conditional !== true && open !== true,
      ),
      accessSubject,
    ).map(fault),
};

function fault(group: Together<KeyValueAccess>): Fault {
  const { subject, first, all } = group;
  const reads = all.flatMap(({ after }) => (after === undefined ? [] : [{ origin: after }]));
  return {
    subject,
    confidence: 'likely',
    what: `An item of ${storeName(first)} is read, and put back as a whole${behindText(first)}${placesText(group)}.`,
    why: 'A put replaces every attribute: what another request wrote between the read and the put is lost without an error (Amazon DynamoDB developer guide: Condition expressions; Optimistic locking with version number).',
    next: 'Send an UpdateExpression of what changed (SET stock = stock - :n); or keep a version in the item and put with ConditionExpression "version = :read", and try again where that is refused.',
    evidence: seenAt([...all, ...reads]),
  };
}
