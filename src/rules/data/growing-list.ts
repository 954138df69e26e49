import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import { accessesOf, requestsTo, storeName } from './key-value.ts';

export const growingList: Rule = {
  id: 'growing-list',
  summary: 'A request appends to a list inside of an item that nothing bounds.',
  severity: 'warning',
  standards: ['CWE-770'],
  remedy: {
    title: 'Keep elements as items of their own',
    impact: 4,
    effort: { low: 1, high: 3 },
    risk: 'medium',
    rollback: 'read both places until the old list is gone',
  },
  check: (backend) =>
    bySubject(
      accessesOf(backend.data).flatMap((access) =>
        requestsTo(backend, access).length === 0
          ? []
          : (access.grows ?? []).map((attribute) => ({ access, attribute, origin: access.origin })),
      ),
      ({ access, attribute }) => `${storeName(access)}.${attribute}`,
    ).map(fault),
};

interface Grown {
  readonly access: KeyValueAccess;
  readonly attribute: string;
  readonly origin: KeyValueAccess['origin'];
}

function fault(group: Together<Grown>): Fault {
  const { subject, first, all } = group;
  const { access, attribute } = first;
  return {
    subject,
    confidence: 'likely',
    what: `${attribute} of ${storeName(access)} grows by an element with each call${behindText(access)}, without a bound${placesText(group)}.`,
    why: 'Every read and write is charged for the whole item, and an item of more than 400 KB is refused (Amazon DynamoDB developer guide: Service, account, and table quotas).',
    next: `Store each element as an item with the owner as partition key and its time as sort key; or refuse to grow further: ConditionExpression "size(${attribute}) < :most".`,
    evidence: seenAt(all),
  };
}
