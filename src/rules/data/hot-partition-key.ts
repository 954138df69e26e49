import type { DataModel } from '../../model/data.ts';
import type { KeyValueAccess } from '../../model/key-value.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import type { Keys } from './key-value.ts';
import { accessesOf, hasFewValues, isOfItsTime, keysIn, tableOf } from './key-value.ts';

export const hotPartitionKey: Rule = {
  id: 'hot-partition-key',
  summary: 'Writes meet in few partitions, because their key has few values.',
  severity: 'advice',
  standards: ['CWE-405'],
  remedy: {
    title: 'Spread the writes over more partition keys',
    impact: 3,
    effort: { low: 1, high: 5 },
    risk: 'high',
    rollback: 'write both keys until readers are moved',
  },
  check: ({ data }) =>
    bySubject(
      accessesOf(data).flatMap((access) => hot(data, access)),
      ({ keys, value, access }) =>
        `${access.table}${keys.kind === 'table' ? '' : `.${keys.name}`} (${keys.partitionKey}${value === undefined ? '' : ` = ${value}`})`,
    ).map(fault),
};

interface Hot {
  readonly access: KeyValueAccess;
  readonly keys: Keys;
  /** The constant that is written. */
  readonly value?: string;
  readonly origin: KeyValueAccess['origin'];
}

const writes = /^(put|update|batch-write|transact-write)$/;

/** A constant in the partition key counts where a sort key lets many items have it. One whose whole key is constant is one item. */
function hot(data: DataModel, access: KeyValueAccess): readonly Hot[] {
  const table = tableOf(data, access);
  if (table === undefined || !writes.test(access.call)) return [];
  const { origin, item = [] } = access;
  const named = hasFewValues(table.partitionKey) || isOfItsTime(table.partitionKey);
  const owner = item.find(({ attribute }) => attribute === table.partitionKey);
  const whole = [table.partitionKey, table.sortKey].every(
    (key) =>
      key === undefined || item.some(({ attribute, value }) => attribute === key && value !== undefined),
  );
  return keysIn(table).flatMap((keys): readonly Hot[] => {
    const written = item.find(({ attribute }) => attribute === keys.partitionKey);
    const isConstant =
      written?.value !== undefined &&
      !whole &&
      (keys.kind === 'global' || (keys.kind === 'table' && keys.sortKey !== undefined));
    if (isConstant) return [{ access, keys, value: written.value ?? '', origin }];
    return keys.kind === 'table' && named && owner?.value === undefined ? [{ access, keys, origin }] : [];
  });
}

function fault(group: Together<Hot>): Fault {
  const { subject, first, all } = group;
  const { keys, value, access } = first;
  const place = keys.kind === 'table' ? access.table : `the index ${keys.name} of ${access.table}`;
  const told =
    value !== undefined
      ? `Items are written to ${place} with the same partition key: ${keys.partitionKey} is '${value}'`
      : isOfItsTime(keys.partitionKey)
        ? `The partition key of ${place} is ${keys.partitionKey}: all writes of a while have the same`
        : `The partition key of ${place} is ${keys.partitionKey}, which by its name has few values`;
  return {
    subject,
    confidence: value === undefined ? 'possible' : 'likely',
    what: `${told}${placesText(group)}.`,
    why: `One partition takes 1,000 write units and 3,000 read units a second, whatever the table is given${keys.kind === 'global' ? '; an index that cannot keep up holds back the writes of its table' : ''} (Amazon DynamoDB developer guide: Designing partition keys to distribute your workload).`,
    next: `Below that rate nothing is due. Above it, put what differs into the key, or a suffix of 0 to n−1 (${keys.partitionKey}#7) and read the n keys together.`,
    evidence: seenAt(all),
  };
}
