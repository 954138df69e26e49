import type { DataModel } from '../../model/data.ts';
import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import type { Keys } from './key-value.ts';
import { accessSubject, accessesOf, keysIn, sourceOf, storeName, tableOf } from './key-value.ts';

export const discardingFilter: Rule = {
  id: 'discarding-filter',
  summary: 'A query reads items and drops them by an attribute that an index has as its sort key.',
  severity: 'warning',
  standards: ['CWE-1067'],
  remedy: {
    title: 'Move the filter into the key condition',
    impact: 3,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(
      accessesOf(data).flatMap((access) => discarding(data, access)),
      ({ access }) => accessSubject(access),
    ).map(fault),
};

interface Discarded {
  readonly access: KeyValueAccess;
  readonly attribute: string;
  readonly better: Keys;
  readonly origin: KeyValueAccess['origin'];
}

/** Only where the same partition is kept in the order of the filtered attribute, and no other sort key is used. */
function discarding(data: DataModel, access: KeyValueAccess): readonly Discarded[] {
  const table = tableOf(data, access);
  const source = table === undefined ? undefined : sourceOf(table, access);
  const { key = [], filter = [] } = access;
  if (access.call !== 'query' || table === undefined || source === undefined || key.length !== 1) return [];
  const [partition] = key;
  if (partition?.by !== 'equal' || access.consistent === true) return [];
  const found = keysIn(table).flatMap((keys) => {
    const used = filter.find(({ attribute }) => attribute === keys.sortKey);
    const same = keys.partitionKey === partition.attribute && keys.name !== source.name;
    return same && used !== undefined
      ? [{ access, attribute: used.attribute, better: keys, origin: access.origin }]
      : [];
  });
  return found.slice(0, 1);
}

function fault(group: Together<Discarded>): Fault {
  const { subject, first, all } = group;
  const { access, attribute, better } = first;
  const place = better.kind === 'table' ? 'the table itself' : `the index ${better.name}`;
  return {
    subject,
    confidence: 'likely',
    what: `A query of ${storeName(access)} filters by ${attribute}${behindText(access)}; ${place} keeps the same partition in the order of it${placesText(group)}.`,
    why: 'A filter drops items after they were read and charged; a condition on the sort key reads only those that are wanted (Amazon DynamoDB developer guide: Filter expressions for the Query operation).',
    next: `Query ${place} with ${attribute} in KeyConditionExpression.`,
    evidence: seenAt(all),
  };
}
