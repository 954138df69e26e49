import { product, ranged, sum } from '../../model/amounts.ts';
import { codeCell, paragraph, section, table } from '../blocks.ts';
import type { Section } from '../deliverable.ts';
import type { Quantity } from '../../model/origin.ts';
import { entryOf, indexColumns } from './row-size.ts';
import { nameOf } from './tables.ts';
import type { TableVolume } from './volume.ts';

const year = 365 * 86_400;
const horizon = [1, 2, 3] as const;
/** Indexes that are shown one by one. */
const shown = 30;

/** Bytes after so many years: what is added, no longer than it is kept; what does not grow stays. */
function bytesAfter(
  { table: { retention, growthPerYear }, rows, perRow, yearly }: TableVolume,
  years: number,
): Quantity {
  if (yearly === undefined || growthPerYear === undefined)
    return product(
      [
        ['rows', rows],
        ['bytes of a row', perRow],
      ],
      'bytes',
      'rows × bytes of a row, without growth',
    );
  const kept = Math.min(years, (retention?.value ?? Infinity) / year);
  const span = ranged([kept, kept, kept], 'x', 'years, at most the retention', [`${years}`]);
  return product(
    [
      ['bytes a year', yearly],
      ['years kept', span],
    ],
    'bytes',
    'bytes added a year × years kept',
  );
}

/** The database at the end of each planned year, and the tables that make it large. */
export function growthSection(all: readonly TableVolume[]): Section | undefined {
  if (all.every(({ yearly }) => yearly === undefined)) return undefined;
  const totals = horizon.map((years) =>
    sum(
      all.map((entry) => [nameOf(entry.table), bytesAfter(entry, years)]),
      'bytes',
      `sum over tables after ${years} years`,
    ),
  );
  const growing = all.filter(({ yearly }) => yearly !== undefined);
  return section(
    { id: 'growth', title: 'Growth year by year' },
    table(
      [
        'table',
        ...horizon.map((years) => `heap and indexes after ${years} ${years === 1 ? 'year' : 'years'}`),
      ],
      [
        ['all tables', ...totals],
        ...growing.map((entry) => [
          codeCell(nameOf(entry.table)),
          ...horizon.map((years) => bytesAfter(entry, years)),
        ]),
      ],
    ),
    paragraph(
      'Growth is taken as even over the year; what is kept for a time stops growing when the first rows leave.',
    ),
  );
}

/** What each of the largest indexes takes. */
export function indexSizes(all: readonly TableVolume[]): Section | undefined {
  const sizes = all
    .flatMap(({ table: entry, rows }) =>
      indexColumns(entry).map(({ name, columns, where }) => ({
        name,
        table: nameOf(entry),
        columns,
        bytes: product(
          [
            ['rows', rows],
            ['bytes of an entry', entryOf(entry, columns, where !== undefined)],
          ],
          'bytes',
          'rows × bytes of an entry',
        ),
      })),
    )
    .toSorted((a, b) => b.bytes.value - a.bytes.value);
  const rest = sizes.slice(shown);
  return section(
    { id: 'index-sizes', title: 'Largest indexes' },
    table(
      ['index', 'table', 'columns', 'size'],
      sizes
        .slice(0, shown)
        .map(({ name, table: of, columns, bytes }) => [
          codeCell(name),
          codeCell(of),
          columns.join(', '),
          bytes,
        ]),
    ),
    rest.length === 0
      ? undefined
      : table(
          ['further indexes', 'together'],
          [
            [
              String(rest.length),
              sum(
                rest.map(({ name, bytes }) => [name, bytes]),
                'bytes',
                'sum over indexes',
              ),
            ],
          ],
        ),
  );
}
