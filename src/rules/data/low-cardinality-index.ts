import type { KeyValueIndex, KeyValueTable } from '../../model/key-value.ts';
import type { Fault, Rule } from '../rule.ts';
import { isAside } from '../places.ts';
import { hasFewValues } from './key-value.ts';

export const lowCardinalityIndex: Rule = {
  id: 'low-cardinality-index',
  summary: 'The partition key of an index has few values.',
  severity: 'advice',
  standards: ['CWE-405'],
  remedy: {
    title: 'Give the index a key that spreads',
    impact: 3,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'keep the old index until readers are moved',
  },
  check: ({ data }) =>
    (data.keyValue?.tables ?? []).flatMap((table) =>
      isAside(table.origin)
        ? []
        : table.indexes
            .filter(({ kind, partitionKey }) => kind === 'global' && hasFewValues(partitionKey))
            .map((index) => fault(table, index)),
    ),
};

const fault = (table: KeyValueTable, { name, partitionKey }: KeyValueIndex): Fault => ({
  subject: `${table.name}.${name}`,
  confidence: 'possible',
  what: `The index ${name} of ${table.name} has the partition key ${partitionKey}, which by its name has few values.`,
  why: 'All items with one value are one partition key, which takes 1,000 write units and 3,000 read units a second; an index that cannot keep up holds back the writes of its table (Amazon DynamoDB developer guide: Burst and adaptive capacity; Global secondary indexes).',
  next: `Below that rate nothing is due. Write the attribute only to items that are looked for (a sparse index: remove it when the item leaves that state), or put what differs before it: owner#${partitionKey}.`,
  evidence: [{ kind: 'read', origin: table.origin }],
});
