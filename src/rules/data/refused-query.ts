import type { DataModel } from '../../model/data.ts';
import type { KeyValueAccess, KeyValueTable } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import type { Keys } from './key-value.ts';
import { accessSubject, accessesOf, sourceOf, storeName, tableOf } from './key-value.ts';

export const refusedQuery: Rule = {
  id: 'refused-query',
  summary: 'A query asks for what neither the table nor one of its indexes can answer.',
  severity: 'warning',
  standards: ['CWE-755'],
  remedy: {
    title: 'Query what has the key, or add the index',
    impact: 4,
    effort: { low: 0.3, high: 1 },
    risk: 'low',
    rollback: 'drop the index',
  },
  check: ({ data }) =>
    bySubject(
      accessesOf(data).flatMap((access) => refused(data, access)),
      ({ access }) => `${accessSubject(access)}${access.index === undefined ? '' : ` by ${access.index}`}`,
    ).map(fault),
};

interface Refused {
  readonly access: KeyValueAccess;
  readonly because: string;
  readonly origin: KeyValueAccess['origin'];
}

function refused(data: DataModel, access: KeyValueAccess): readonly Refused[] {
  const table = access.call === 'query' && access.open !== true ? tableOf(data, access) : undefined;
  if (table === undefined || access.index === '…') return [];
  const source = sourceOf(table, access);
  const because =
    source === undefined
      ? table.indexesOpen === true
        ? undefined
        : `${table.name} has no index ${access.index}`
      : unanswered(table, source, access);
  return because === undefined ? [] : [{ access, because, origin: access.origin }];
}

function unanswered(table: KeyValueTable, source: Keys, access: KeyValueAccess): string | undefined {
  const { key, filter = [], consistent } = access;
  const { partitionKey, sortKey } = source;
  const place = source.kind === 'table' ? table.name : `the index ${source.name}`;
  const keys = `${partitionKey}${sortKey === undefined ? '' : ` and ${sortKey}`}`;
  if (consistent === true && source.kind === 'global')
    return `a global index gives no consistent read, and ${source.name} is asked for one`;
  const filtered = filter.find(({ attribute }) => attribute === partitionKey || attribute === sortKey);
  if (filtered !== undefined)
    return `a filter may not name a key, and ${filtered.attribute} is a key of ${place}`;
  if (key === undefined) return undefined;
  const other = key.find(({ attribute }) => attribute !== partitionKey && attribute !== sortKey);
  if (other !== undefined) return `${other.attribute} is no key of ${place}, whose keys are ${keys}`;
  return key.some(({ attribute, by }) => attribute === partitionKey && by === 'equal')
    ? undefined
    : `${place} is asked for without one value of its partition key ${partitionKey}`;
}

function fault(group: Together<Refused>): Fault {
  const { subject, first, all } = group;
  const { access, because } = first;
  return {
    subject,
    confidence: 'likely',
    what: `A query of ${storeName(access)} cannot be answered${behindText(access)}: ${because}${placesText(group)}.`,
    why: 'The call ends with a ValidationException each time (Amazon DynamoDB API reference: Query).',
    next: 'Name an index whose partition key is compared by =, with at most its sort key beside it; add one where there is none. Where the index is made elsewhere, put it into the definition of the table.',
    evidence: seenAt(all),
  };
}
