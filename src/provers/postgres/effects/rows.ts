import type { Session } from '../session.ts';
import { quoteText } from '../../../artifacts/sql-names.ts';
import type { DeliveredTable } from './delivered.ts';

/** One row: its content without what every change sets, and its state where it has one. */
interface RowSeen {
  readonly content: string;
  readonly state: string | null;
}

/** Rows by table and id. */
export type RowsSeen = ReadonlyMap<string, RowSeen>;

export async function rowsOf(session: Session, tables: readonly DeliveredTable[]): Promise<RowsSeen> {
  const parts = tables.map(
    ({ table, state }) =>
      `select ${quoteText(table)} as name, id::text as id, md5((to_jsonb(one) - 'version' - 'updated_at')::text) as content, ${
        state === undefined ? 'null' : `(to_jsonb(one) ->> ${quoteText(state)})`
      } as state from ${table} as one`,
  );
  if (parts.length === 0) return new Map();
  const rows = await session.rows(parts.join(' union all '));
  return new Map(
    rows.map(({ name, id, content, state }) => [
      `${name ?? ''} ${id ?? ''}`,
      { content: content ?? '', state: state ?? null },
    ]),
  );
}

/** How two states differ, a line each. */
export function changesBetween(before: RowsSeen, after: RowsSeen): readonly string[] {
  return [
    ...[...before].flatMap(([key, { content }]) => {
      const now = after.get(key);
      return now === undefined
        ? [`${tableOf(key)} lost a row`]
        : now.content === content
          ? []
          : [`a row of ${tableOf(key)} differs`];
    }),
    ...[...after.keys()].flatMap((key) => (before.has(key) ? [] : [`${tableOf(key)} has another row`])),
  ];
}

const tableOf = (key: string): string => key.slice(0, key.lastIndexOf(' '));

export interface Remains {
  readonly faults: readonly string[];
  /** Tables in which rows stay that neither are history nor have a state. */
  readonly kept: readonly string[];
}

/** What a compensation leaves: rows as they were, history, and new rows in a state that nothing leads out of. */
export function remainsOf(before: RowsSeen, after: RowsSeen, tables: readonly DeliveredTable[]): Remains {
  const faults: string[] = [];
  const kept = new Set<string>();
  for (const [key, { content }] of before) {
    const now = after.get(key);
    if (now === undefined) faults.push(`${tableOf(key)} lost a row`);
    else if (now.content !== content) faults.push(`a row of ${tableOf(key)} is not as it was`);
  }
  for (const [key, { state }] of after) {
    if (before.has(key)) continue;
    const table = tables.find((each) => each.table === tableOf(key));
    if (table?.appendOnly === true) continue;
    if (table?.ends === undefined) kept.add(tableOf(key));
    else if (!table.ends.includes(state ?? '')) faults.push(`a row of ${tableOf(key)} stays ${state}`);
  }
  return { faults: [...new Set(faults)], kept: [...kept] };
}
