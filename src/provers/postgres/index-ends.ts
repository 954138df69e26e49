import { quoteText } from '../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { CatalogueIndex } from './catalogue.ts';
import type { Session } from './session.ts';

/** The first and the last key of an index, in its order, as they are stored in an index tuple. */
export interface IndexEnds {
  readonly first: Uint8Array;
  readonly last: Uint8Array;
}

/** How a value of a type is laid out: as its send function prints it, turned round (little endian), or as text. */
interface Layout {
  readonly send: string;
  readonly kind: 'number' | 'bytes' | 'text';
}

const layouts: ReadonlyMap<string, Layout> = new Map([
  ['smallint', { send: 'int2send', kind: 'number' }],
  ['integer', { send: 'int4send', kind: 'number' }],
  ['bigint', { send: 'int8send', kind: 'number' }],
  ['real', { send: 'float4send', kind: 'number' }],
  ['double precision', { send: 'float8send', kind: 'number' }],
  ['date', { send: 'date_send', kind: 'number' }],
  ['timestamp without time zone', { send: 'timestamp_send', kind: 'number' }],
  ['timestamp with time zone', { send: 'timestamptz_send', kind: 'number' }],
  ['uuid', { send: 'uuid_send', kind: 'bytes' }],
  ['text', { send: 'textsend', kind: 'text' }],
  ['character varying', { send: 'varcharsend', kind: 'text' }],
]);

/** Longest text with a header of one byte (VARATT_CAN_MAKE_SHORT in varatt.h). */
const longestText = 126;

/** An index, and what is known of the column it begins with. */
export interface LedBy {
  readonly index: CatalogueIndex;
  readonly leading?: ColumnFacts;
}

/**
 * The extreme keys of B-trees, by their oid. The planner looks them up in the index (get_actual_variable_range in
 * selfuncs.c) and takes them for exact, as it never takes the bounds of a histogram. Partial indexes are not asked,
 * and of types that are stored in their own way nothing is known here.
 */
export async function endsOf(
  session: Session,
  indexes: readonly LedBy[],
): Promise<ReadonlyMap<string, IndexEnds>> {
  const led = indexes.flatMap(({ index, leading }) => {
    const [key] = index.elements;
    const layout = layouts.get(key?.type ?? '');
    const { histogram, commonValues } = leading ?? {};
    if (index.method !== 'btree' || index.predicate !== undefined || key?.column === undefined) return [];
    if (layout === undefined || histogram === undefined) return [];
    return [{ index, layout, sql: extremesSql(key.type, layout, histogram, commonValues) }];
  });
  // Many indexes begin with the same column.
  const asked = [...new Set(led.map(({ sql }) => sql))];
  if (asked.length === 0) return new Map();
  const rows = await session.rows(
    asked.map((sql, at) => `select ${at} as at, low, high from (${sql}) e`).join('\nunion all\n'),
  );
  const extremes = new Map(rows.map((row) => [asked[Number(row['at'])], row]));
  return new Map(
    led.flatMap(({ index, layout, sql }) => {
      const { low, high } = extremes.get(sql) ?? {};
      if (typeof low !== 'string' || typeof high !== 'string') return [];
      const ends = [stored(layout, low), stored(layout, high)] as const;
      const [first, last] = index.descending ? ends.toReversed() : ends;
      return first === undefined || last === undefined ? [] : [[index.oid, { first, last }] as const];
    }),
  );
}

/** Texts keep the order the server gave them: its collation may not be the one of the engine. */
function extremesSql(
  type: string,
  { send, kind }: Layout,
  histogram: string,
  commonValues: string | undefined,
): string {
  const array = (text: string): string => `${quoteText(text)}::${type}[]`;
  const printed = (value: string): string => `encode(${send}(${value}), 'hex')`;
  if (kind === 'text')
    return `select ${printed('v[1]')} as low, ${printed('v[cardinality(v)]')} as high from (select ${array(histogram)}) h (v)`;
  const common = commonValues === undefined ? '' : ` union all select unnest(${array(commonValues)})`;
  return `select ${printed('(array_agg(v order by v))[1]')} as low, ${printed('(array_agg(v order by v desc))[1]')} as high from (select unnest(${array(histogram)})${common}) h (v)`;
}

/** A value as an index tuple holds it (heap_fill_tuple in heaptuple.c); undefined for a text that is too long. */
function stored({ kind }: Layout, hex: string): Uint8Array | undefined {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  switch (kind) {
    case 'bytes':
      return bytes;
    case 'number':
      return bytes.reverse();
    case 'text':
      return bytes.length > longestText
        ? undefined
        : Uint8Array.from([((bytes.length + 1) << 1) | 1, ...bytes]);
  }
}
