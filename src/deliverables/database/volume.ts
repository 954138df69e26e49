import { product, sum } from '../../model/amounts.ts';
import { cell, claimsOf, codeCell, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { growthSection, indexSizes } from './growth.ts';
import { indexRowBytes, rowBytes } from './row-size.ts';
import { nameOf } from './tables.ts';

const year = 365 * 86_400;

/** What one table holds and how it grows: designed ones at the planning horizon, recovered ones as they were counted. */
export interface TableVolume {
  readonly table: Table;
  readonly rows: Quantity;
  readonly heap: Quantity;
  readonly indexes: Quantity;
  /** Bytes of a row with its entries in indexes. */
  readonly perRow: Quantity;
  readonly yearly?: Quantity;
  /** Rows at the end of the retention, when growth has a limit. */
  readonly settled?: Quantity;
}

/** Volumes of all tables whose row count is known, largest first. */
export function volumes({ data }: Backend): readonly TableVolume[] {
  return data.tables
    .flatMap((entry) => {
      const rows = entry.rows ?? entry.growthPerYear;
      if (rows === undefined) return [];
      const counted: Quantity = { ...rows, unit: 'rows' };
      const perRow = rowBytes(entry);
      const perIndexRow = indexRowBytes(entry);
      return [
        {
          table: entry,
          rows: counted,
          heap: product(
            [
              ['rows', counted],
              ['bytes per row', perRow],
            ],
            'bytes',
            'rows × bytes per row',
          ),
          indexes: product(
            [
              ['rows', counted],
              ['index bytes per row', perIndexRow],
            ],
            'bytes',
            'rows × index bytes per row',
          ),
          ...growth(entry, perRow, perIndexRow),
        },
      ];
    })
    .toSorted((a, b) => b.heap.value + b.indexes.value - a.heap.value - a.indexes.value);
}

function growth({ growthPerYear, retention }: Table, heapRow: Quantity, indexRow: Quantity) {
  const perRow = sum(
    [
      ['heap', heapRow],
      ['indexes', indexRow],
    ],
    'bytes',
    'heap and index bytes of a row',
  );
  if (growthPerYear === undefined) return { perRow };
  const yearly = product(
    [
      ['rows added a year', growthPerYear],
      ['bytes of a row', perRow],
    ],
    'bytes',
    'rows added a year × bytes of a row',
  );
  if (retention === undefined) return { perRow, yearly };
  const settled = product(
    [
      ['rows added a year', growthPerYear],
      ['years kept', derived(retention.value / year, 'x', 'retention / year', [])],
    ],
    'rows',
    'rows added a year × years kept',
  );
  return { perRow, yearly, settled };
}

/** Heap and indexes of all tables together. */
export function databaseBytes(backend: Backend): Quantity | undefined {
  const all = volumes(backend);
  if (all.length === 0) return undefined;
  return sum(
    all.flatMap(({ table: entry, heap, indexes }) => [
      [nameOf(entry), heap] as const,
      [`indexes of ${nameOf(entry)}`, indexes] as const,
    ]),
    'bytes',
    'sum over tables',
  );
}

const volumeTitle = ({ source }: Backend): string =>
  source === 'designed' ? 'Volume at the planning horizon' : 'Volume';

/** Rows, bytes, growth and what happens to old rows. */
export function volume(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const all = volumes(backend);
  const known = all.length * 2 > backend.data.tables.length;
  return [
    section(
      { id: 'volume', title: volumeTitle(backend), items: known ? ['2.4'] : [] },
      all.length === 0
        ? undefined
        : paragraph(
            `${all.length} of ${backend.data.tables.length} tables have a known row count. Sizes follow PostgreSQL's page layout; bloat is not in them.`,
          ),
      table(
        ['all tables', 'value'],
        all.length === 0 ? [] : [['heap and indexes', cell(databaseBytes(backend))]],
      ),
      table(
        [
          'table',
          'rows',
          'heap',
          'indexes',
          'added a month',
          'added a year',
          'rows once the oldest are deleted',
        ],
        all.map((entry) => [
          codeCell(nameOf(entry.table)),
          entry.rows,
          entry.heap,
          entry.indexes,
          monthly(entry) ?? 'does not grow',
          entry.yearly ?? 'does not grow',
          entry.settled ?? '–',
        ]),
      ),
    ),
    growthSection(all),
    indexSizes(all),
    archive(basis, all),
  ];
}

const monthly = ({ yearly }: TableVolume): Quantity | undefined =>
  yearly === undefined
    ? undefined
    : product([['bytes a year', yearly]], 'bytes', 'bytes added a year / 12', 1 / 12);

function archive(basis: Basis, all: readonly TableVolume[]): Section | undefined {
  const { backend } = basis;
  const rows = backend.data.tables.flatMap((entry): readonly (readonly Cell[])[] => {
    if (entry.partition === undefined && entry.retention === undefined) return [];
    const { partition } = entry;
    return [
      [
        codeCell(nameOf(entry)),
        partition === undefined ? 'none' : `${partition.step} by ${partition.by}`,
        partition?.because ?? '–',
        entry.retention ?? 'no limit stated',
        leaving(entry) ?? '–',
        howOldRowsLeave(entry, all),
      ],
    ];
  });
  return section(
    {
      id: 'partitions',
      title: 'Partitions, retention and archive',
      answers: requirementsAbout(backend, 'policy', ['retention', 'erase']),
    },
    claimsOf(basis, 'partitions/'),
    table(['table', 'partition', 'because', 'kept for', 'rows that leave a day', 'how old rows leave'], rows),
  );
}

/** In the long run as many leave as are added. */
const leaving = ({ growthPerYear, retention }: Table): Quantity | undefined =>
  growthPerYear === undefined || retention === undefined
    ? undefined
    : product([['rows added a year', growthPerYear]], 'rows', 'rows added a year / 365', 1 / 365);

function howOldRowsLeave({ partition, retention, name }: Table, all: readonly TableVolume[]): string {
  if (retention === undefined) return 'never: no retention was stated';
  if (partition !== undefined && !partition.step.startsWith('hash'))
    return `detach the oldest partition, copy it to the object store, drop it: no row is deleted one by one`;
  const entry = all.find(({ table: { name: other } }) => other === name);
  const big = entry !== undefined && entry.rows.value > 10_000_000;
  return big
    ? 'delete by key in batches of 5,000 off peak; autovacuum has to follow'
    : 'one delete a day by the retention column';
}
