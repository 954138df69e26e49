import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { behindText } from './documents.ts';
import { accessSubject, accessesOf, storeName } from './key-value.ts';

export const itemInLoop: Rule = {
  id: 'item-in-loop',
  summary: 'Items of a key-value table are read or written one by one in a loop.',
  severity: 'advice',
  standards: ['CWE-1073'],
  remedy: {
    title: 'Ask for the items of a list together',
    impact: 3,
    effort: { low: 0.3, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) => {
    const repeated = accessesOf(data).filter(({ inLoop }) => inLoop === true);
    return bySubject(
      repeated.filter((access) => isSingle(access) && !isCombined(access, repeated)),
      accessSubject,
    ).map(fault);
  },
};

/** Each turn reads an item and writes to the same table: what a later one reads may be what an earlier one wrote. */
const isCombined = (access: KeyValueAccess, repeated: readonly KeyValueAccess[]): boolean =>
  repeated.some(
    (other) =>
      (other.call === 'get') !== (access.call === 'get') &&
      storeName(other) === storeName(access) &&
      functionOf(other) === functionOf(access),
  );

const functionOf = ({ origin, operation = '' }: KeyValueAccess): string =>
  `${origin.kind === 'read' ? origin.file : ''} ${operation}`;

/** A condition cannot be given to a batch. */
const isSingle = ({ call, conditional, open }: KeyValueAccess): boolean =>
  call === 'get' || ((call === 'put' || call === 'delete') && conditional !== true && open !== true);

function fault(group: Together<KeyValueAccess>): Fault {
  const { subject, first, all } = group;
  const { call, loop } = first;
  const where = loop?.kind === 'read' ? `, called in the loop at ${loop.file}:${loop.line}` : '';
  return {
    subject,
    confidence: 'likely',
    what: `A ${call} of ${storeName(first)} stands inside a loop${behindText(first)}${placesText(group)}${where}.`,
    why: 'Each turn waits a round trip of its own; the units charged are the same.',
    next:
      call === 'get'
        ? 'BatchGetItem takes 100 keys a call (Amazon DynamoDB API reference); ask again for UnprocessedKeys, with a growing pause.'
        : 'BatchWriteItem takes 25 puts and deletes a call (Amazon DynamoDB API reference); send UnprocessedItems again, with a growing pause.',
    evidence: seenAt(all),
  };
}
