import type { KeyValueTable } from '../../model/key-value.ts';
import { names, section, source, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';

/** Tables of key-value stores that were read, and how many calls reach each of them. */
export function keyValueTables({ backend }: Basis): Section | undefined {
  const { tables = [], accesses = [] } = backend.data.keyValue ?? {};
  const calls = (name: string): string => {
    const all = accesses.filter((access) => access.table === name).map(({ call }) => call);
    return [...new Set(all)].map((call) => `${all.filter((one) => one === call).length} ${call}`).join(', ');
  };
  return section(
    { id: 'key-value-tables', title: 'Key-value tables' },
    table(
      ['table', 'partition key, sort key', 'indexes', 'billing', 'items expire by', 'calls', 'origin'],
      tables.map((one): readonly Cell[] => [
        one.name,
        keysText(one),
        names(one.indexes.map((index) => `${index.name} (${keysText(index)})`)),
        one.billing,
        one.expiry ?? '',
        calls(one.name),
        source(one.origin),
      ]),
    ),
  );
}

const keysText = ({ partitionKey, sortKey }: Pick<KeyValueTable, 'partitionKey' | 'sortKey'>): string =>
  sortKey === undefined ? partitionKey : `${partitionKey}, ${sortKey}`;
