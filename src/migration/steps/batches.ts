import type { MigrationContext } from '../../model/migration.ts';
import { compareText } from '../../model/text.ts';
import { useOf } from './draft.ts';
import type { Groundwork } from './draft.ts';

/** Most tables, and most entries, that one step moves, as far as they can be moved apart. */
const most = 6;

/** What changes hands in one step: tables with everything of the context that writes them. */
export interface WriteBatch {
  readonly tables: readonly string[];
  readonly entries: readonly string[];
}

export function chunks<T>(items: readonly T[], size = most): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/**
 * Tables that one entry writes together move together, or a transaction would be torn; what is independent moves by
 * itself. Small groups share a step. Small ones come first: they show whether the way works.
 */
export function writeBatches(
  { tables, entries }: Pick<MigrationContext, 'tables' | 'entries'>,
  { legacy }: Groundwork,
): readonly WriteBatch[] {
  const groups = tables.map((table): WriteBatch => ({ tables: [table], entries: [] }));
  let joined: readonly WriteBatch[] = groups;
  for (const entry of entries) {
    const { writes } = useOf(legacy, entry);
    const touches = ({ tables: own }: WriteBatch): boolean => own.some((table) => writes.includes(table));
    const met = joined.filter(touches);
    joined = [
      ...joined.filter((group) => !met.includes(group)),
      {
        tables: met.flatMap((group) => group.tables),
        entries: [...met.flatMap((group) => group.entries), entry],
      },
    ];
  }
  const size = (group: WriteBatch): number => group.tables.length + group.entries.length;
  const ordered = [...joined].sort((a, b) => size(a) - size(b) || compareText(nameOf(a), nameOf(b)));
  return merged(ordered);
}

const nameOf = ({ tables, entries }: WriteBatch): string => tables[0] ?? entries[0] ?? '';

function merged(groups: readonly WriteBatch[]): readonly WriteBatch[] {
  const batches: WriteBatch[] = [];
  for (const group of groups) {
    const last = batches.at(-1);
    const fits =
      last !== undefined &&
      last.tables.length + group.tables.length <= most &&
      last.entries.length + group.entries.length <= most;
    if (fits)
      batches[batches.length - 1] = {
        tables: [...last.tables, ...group.tables],
        entries: [...last.entries, ...group.entries],
      };
    else batches.push(group);
  }
  return batches;
}
