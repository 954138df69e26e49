import type { Evidence } from '../../findings/finding.ts';
import type { Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const wideRow: Rule = {
  id: 'wide-row',
  summary: 'A row is wider than a quarter of a page.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Split what is read often from what is wide',
    impact: 3,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'keep the wide columns until the new table is read',
  },
  check: ({ data }) => (dialectOf(data) === 'postgresql' ? data.tables.flatMap(faultsOf) : []),
};

/** MaxHeapTupleSize and TOAST_TUPLE_THRESHOLD of 8 kB pages (access/htup_details.h, access/heaptoast.h). */
const largestRow = 8160;
const quarterPage = 2032;

/** Bytes and alignment of the types whose values cannot be moved out of the row. */
const fixed: readonly (readonly [pattern: RegExp, bytes: number, align: number])[] = [
  [/^(boolean|bool|"char")$/, 1, 1],
  [/^(smallint|int2)$/, 2, 2],
  [/^(integer|int|int4|real|float4|date|oid)$/, 4, 4],
  [
    /^(bigint|int8|double precision|float8|money|timestamp.*|timestamptz.*|time|time\(\d\)|time.*without time zone)$/,
    8,
    8,
  ],
  [/^time.*with time zone$/, 12, 8],
  [/^(interval|point)$/, 16, 8],
  [/^uuid$/, 16, 1],
  [/^(lseg|box)$/, 32, 8],
];

/** Columns that are always there and always have this width: what a row takes at least, in bytes. */
function leastWidth({ columns }: Table): number {
  const header =
    Math.ceil((23 + (columns.some(({ nullable }) => nullable) ? Math.ceil(columns.length / 8) : 0)) / 8) * 8;
  let width = header;
  for (const { type, nullable } of columns) {
    const [, bytes, align] = fixed.find(([pattern]) => pattern.test(type)) ?? [undefined, undefined, 1];
    if (nullable) continue;
    // The shortest value of any other type: one byte.
    width = Math.ceil(width / align) * align + (bytes ?? 1);
  }
  return width;
}

/** What the statistics say a row takes on average; undefined when a column has none. */
function averageWidth({ columns }: Table): number | undefined {
  if (columns.some(({ statistics }) => statistics === undefined)) return undefined;
  const values = columns.reduce(
    (sum, { statistics }) => sum + (statistics?.averageWidth ?? 0) * (1 - (statistics?.nullFraction ?? 0)),
    0,
  );
  return Math.round(24 + values);
}

function faultsOf(table: Table): readonly Fault[] {
  const least = leastWidth(table);
  if (table.columns.length > 1600)
    return [
      fault(
        table,
        `${table.name} has ${table.columns.length} columns, and PostgreSQL takes 1600.`,
        'The table cannot be made.',
        [],
      ),
    ];
  if (least > largestRow)
    return [
      fault(
        table,
        `A row of ${table.name} takes at least ${least} bytes, and a page holds ${largestRow}.`,
        'The table can be made, and each insert into it fails: the columns have fixed widths, so nothing can be moved out of the row.',
        [computed],
      ),
    ];
  if (least > quarterPage)
    return [
      fault(
        table,
        `A row of ${table.name} takes at least ${least} bytes in columns of fixed width.`,
        `A page holds ${Math.floor(8168 / (least + 4))} rows: each scan and each update moves all columns, also where one is wanted, and nothing can be moved out of the row.`,
        [computed],
      ),
    ];
  const average = averageWidth(table);
  if (average === undefined || average <= quarterPage) return [];
  return [
    fault(
      table,
      `A row of ${table.name} takes ${average} bytes on average by its statistics.`,
      'Over 2032 bytes the widest values are compressed and moved to the TOAST table: reading one costs further index and page reads, and select * pays for all of them.',
      [computed],
    ),
  ];
}

const computed: Evidence = {
  kind: 'computed',
  words:
    'row header of 23 bytes and null bitmap, columns in their order with their alignment; limits MaxHeapTupleSize 8160 and TOAST_TUPLE_THRESHOLD 2032 of 8 kB pages (access/htup_details.h, access/heaptoast.h)',
};

const fault = (table: Table, what: string, why: string, evidence: readonly Evidence[]): Fault => ({
  subject: tableSubject(table),
  confidence: 'certain',
  what,
  why,
  next: `Move the columns that are rarely read to a table with the same key, and name columns in selects on ${table.name}.`,
  evidence: [{ kind: 'read', origin: table.origin }, ...evidence],
});
