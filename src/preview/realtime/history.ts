import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import type { Column, Table } from '../../model/data.ts';
import type { Json } from '../../model/origin.ts';
import { owner } from '../database/database.ts';
import { isObject, jsonOf } from '../graphql/json.ts';
import type { Running } from '../running.ts';
import { readerOf } from '../wire.ts';
import type { BusEvent } from './bus.ts';

/** What the outbox still keeps of the events that were sent. */
export interface History {
  /** What came after an event, oldest first; undefined where that event is no longer kept. */
  readonly since: (id: string) => Promise<AsyncIterable<BusEvent> | undefined>;
}

const columns = [
  'id',
  'position',
  'name',
  'aggregate',
  'aggregate_id',
  'ordering_key',
  'payload',
  'created_at',
];
const pageSize = 200;

/** Undefined where the design has no outbox, or several: between them there is no order to resume in. */
export function historyOf(running: Running): History | undefined {
  const outboxes = running.backend.data.tables.filter((table) =>
    [...columns, 'published_at'].every((name) => table.columns.some((column) => column.name === name)),
  );
  const [table] = outboxes;
  if (table === undefined || outboxes.length > 1) return undefined;
  const place = `select ${quoteName('position')} from ${qualifiedName(table)} where ${quoteName('id')} = $1`;
  const next = `select ${columns.map(quoteName).join(', ')} from ${qualifiedName(table)} where ${quoteName('position')} > $1 and ${quoteName('published_at')} is not null order by ${quoteName('position')} limit ${pageSize}`;
  const read = readerOf(table, hiddenOf(table));
  return {
    since: async (id) => {
      if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
      const { rows } = await running.database.query(owner, place, [id]);
      const position = rows[0]?.['position'];
      if (position === undefined || position === null) return undefined;
      return pages(async (after) => {
        const page = await running.database.query(owner, next, [after]);
        return page.rows.map((row) => eventOf(read(row)));
      }, position);
    },
  };
}

const hiddenOf =
  ({ columns: all }: Table) =>
  ({ name }: Column): boolean =>
    !columns.includes(name) || !all.some((column) => column.name === name);

/** Page after page, each asked for when the one before was taken. */
async function* pages(
  pageAfter: (position: string) => Promise<readonly BusEvent[]>,
  first: string,
): AsyncGenerator<BusEvent, void> {
  for (let position = first; ;) {
    const page = await pageAfter(position);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    position = String(last.position);
  }
}

const textIn = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function eventOf(row: Readonly<Record<string, Json>>): BusEvent {
  const { payload } = row;
  return {
    id: textIn(row['id']),
    name: textIn(row['name']),
    aggregate: textIn(row['aggregate']),
    aggregateId: textIn(row['aggregate_id']),
    payload: isObject(payload)
      ? Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, jsonOf(value)]))
      : {},
    position: Number(row['position']),
    key: textIn(row['ordering_key']),
    time: textIn(row['created_at']),
  };
}
