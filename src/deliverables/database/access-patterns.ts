import { cell, claimsOf, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';

/** How each operation reaches its rows, which store that asks for, and how evenly a partition key would spread it. */
export function accessPatterns(basis: Basis): readonly (Section | undefined)[] {
  const patterns = basis.backend.load.accessPatterns ?? [];
  return [
    section(
      { id: 'access-pattern-table', title: 'Access patterns' },
      table(
        [
          'operation',
          'keys',
          'at peak',
          'rows returned',
          'may be old by',
          'database cores',
          'store',
          'because',
        ],
        patterns.map(({ operation, keys, peak, rows, staleness, cores, store, because }) => [
          operation,
          names(keys),
          peak,
          rows,
          staleness ?? 'must be current',
          cores,
          store === 'relational' ? 'the database' : store,
          because,
        ]),
      ),
    ),
    partitionSkew(basis),
  ];
}

function partitionSkew(basis: Basis): Section | undefined {
  const skewed = (basis.backend.load.accessPatterns ?? []).flatMap(({ operation, skew }) =>
    skew === undefined ? [] : [{ operation, skew }],
  );
  return section(
    { id: 'partition-skew', title: 'Skew of the partition keys' },
    table(
      [
        'operation',
        'keys',
        'share of the hottest',
        'partitions',
        'share of its partition',
        'units of the hottest',
        'units a partition gives',
        'carried',
      ],
      skewed.map(({ operation, skew: { keys, hottest, partitions, share, units, limit } }) => [
        operation,
        cell(keys),
        hottest,
        partitions,
        share,
        units,
        limit,
        carried(units.value, units.high ?? units.value, limit.value),
      ]),
    ),
    claimsOf(basis, 'partitioning/'),
    skewed.length === 0
      ? undefined
      : judgement(
          'Popularity is taken as Zipf. A partition that holds a local secondary index ends at 10 GB for each partition key (Amazon DynamoDB developer guide, item collections).',
        ),
  );
}

const carried = (units: number, high: number, limit: number): string =>
  high <= limit
    ? 'yes'
    : units <= limit
      ? 'yes, not at the high end of the range'
      : 'no: split the hottest keys (suffix of the partition key), or count in the process and write sums';
