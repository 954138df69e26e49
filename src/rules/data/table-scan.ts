import type { Backend } from '../../model/backend.ts';
import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import { accessSubject, accessesOf, keysIn, requestsTo, storeName, tableOf } from './key-value.ts';

export const tableScan: Rule = {
  id: 'table-scan',
  summary: 'A request reads a whole key-value table.',
  severity: 'warning',
  standards: ['CWE-1067', 'API4:2023'],
  remedy: {
    title: 'Query by a key instead of scanning',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'keep the scan until the index is filled',
  },
  check: (backend) =>
    bySubject(
      accessesOf(backend.data).filter((access) => isScan(backend, access)),
      accessSubject,
    ).map((group) => fault(backend, group)),
};

/** A page of a table without a filter costs what it returns; a sparse index is made to be read whole. */
const isScan = (backend: Backend, access: KeyValueAccess): boolean =>
  access.call === 'scan' &&
  access.index === undefined &&
  !(access.limit === true && access.filter === undefined) &&
  requestsTo(backend, access).length > 0;

function fault({ data }: Backend, group: Together<KeyValueAccess>): Fault {
  const { subject, first, all } = group;
  const filter = first.filter ?? [];
  const paths = filter.map(({ attribute }) => attribute);
  const kept =
    paths.length === 0
      ? first.filter === undefined
        ? ''
        : ', filtered after reading'
      : `, filtered by ${paths.join(', ')} after reading`;
  return {
    subject,
    confidence: 'likely',
    what: `A scan reads all of ${storeName(first)}${behindText(first)}${kept}${placesText(group)}.`,
    why: 'Every item is read and charged before a filter drops it, 1 MB a call, so cost and time grow with the table and take capacity from every other request (Amazon DynamoDB developer guide: Best practices for querying and scanning data).',
    next: nextOf(data, first),
    evidence: seenAt(all),
  };
}

function nextOf(data: Backend['data'], access: KeyValueAccess): string {
  const equal = (access.filter ?? []).filter(({ by }) => by === 'equal').map(({ attribute }) => attribute);
  const table = tableOf(data, access);
  const served =
    table === undefined ? undefined : keysIn(table).find(({ partitionKey }) => equal.includes(partitionKey));
  if (served !== undefined)
    return `Query ${served.kind === 'table' ? 'the table' : `the index ${served.name}`} by ${served.partitionKey}, which is its partition key.`;
  const [attribute] = equal;
  return attribute === undefined
    ? 'Give items that are listed together one partition key and Query it, or hand the caller pages: Limit, and LastEvaluatedKey as the next page.'
    : `Add a global secondary index with the partition key ${attribute} and Query that; where ${attribute} has few values, put a second attribute before it.`;
}
