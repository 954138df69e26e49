import { quoteName, qualifiedName } from '../../artifacts/sql-names.ts';
import { product, quotient } from '../../model/amounts.ts';
import { cell, code, codeCell, judgement, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { nameOf } from './tables.ts';
import { indexRowBytes, rowBytes } from './row-size.ts';
import { volumes } from './volume.ts';
import type { TableVolume } from './volume.ts';

/** What rewriting a table moves a second; the machine decides, so the range is wide. */
export const rewriteRate: Quantity = assumed(
  100e6,
  'bytes/s',
  'sequential rewrite with WAL on network storage; measure it on the target',
  40e6,
  400e6,
);

const batchRows = 5_000;

/** A change that locks a table longer than this is not done in place. */
const patience: Quantity = {
  value: 2,
  unit: 's',
  origin: { kind: 'assumed', because: 'callers wait for the lock; longer than this they time out and retry' },
  low: 1,
  high: 5,
};

/** Which tables can be changed in place and which need expand, migrate, contract; one of them worked through. */
export function migrations({ backend }: Basis): readonly (Section | undefined)[] {
  const all = volumes(backend);
  const slow = all.filter((entry) => rewriteTime(entry).value > patience.value);
  const [largest] = all;
  return [
    section(
      {
        id: 'migration-rules',
        title: 'Which tables may be changed in place',
        items: all.length > 0 ? ['2.7'] : [],
      },
      all.length === 0
        ? undefined
        : paragraph(
            `A change that rewrites a table holds ACCESS EXCLUSIVE for the whole rewrite: reads and writes wait. ${slow.length} of ${all.length} tables would hold it longer than callers wait.`,
          ),
      table(
        ['limit', 'value'],
        all.length === 0
          ? []
          : [
              ['longest lock callers bear', patience],
              ['rewrite speed', rewriteRate],
            ],
      ),
      table(
        [
          'table',
          'heap and indexes',
          'locked by a rewrite',
          'change in place',
          'backfill batches',
          'batch size',
        ],
        all.map((entry): readonly Cell[] => [
          codeCell(nameOf(entry.table)),
          bytesOf(entry),
          rewriteTime(entry),
          rewriteTime(entry).value > patience.value ? 'no: expand, migrate, contract' : 'yes',
          cell(batches(entry)),
          derived(batchRows, 'rows', 'short transactions: locks and replicas stay close', []),
        ]),
      ),
      all.length === 0
        ? undefined
        : judgement('The time a lock is held follows from size and an assumed speed; it was not measured.'),
    ),
    largest === undefined ? undefined : worked(backend, largest),
  ];
}

const bytesOf = ({ heap, indexes }: TableVolume): Quantity => ({
  ...heap,
  value: heap.value + indexes.value,
  ...(heap.low === undefined && indexes.low === undefined
    ? {}
    : {
        low: (heap.low ?? heap.value) + (indexes.low ?? indexes.value),
        high: (heap.high ?? heap.value) + (indexes.high ?? indexes.value),
      }),
});

const rewriteTime = (entry: TableVolume): Quantity =>
  quotient(['bytes', bytesOf(entry)], ['rewrite speed', rewriteRate], 's', 'bytes / rewrite speed');

const batches = (entry: TableVolume): Quantity =>
  product([['rows', entry.rows]], 'count', 'rows / batch size', 1 / batchRows);

/** The expand–migrate–contract form of a new mandatory column on the largest table, statement by statement. */
function worked({ data }: Backend, { table: entry, rows }: TableVolume): Section | undefined {
  const name = qualifiedName(entry);
  const [first] = entry.primaryKey?.columns ?? [];
  const key = quoteName(first ?? '');
  if (first === undefined || data.engine?.name !== 'postgresql') return undefined;
  const constraint = quoteName(`${entry.name}_new_column_present`);
  const rowSize = rowBytes(entry);
  return section(
    { id: 'worked-migration', title: `A mandatory column on ${name}` },
    table(
      ['step', 'rollback', 'point of no return'],
      [
        ['expand', `alter table ${name} drop column new_column`, 'no'],
        ['migrate', 'stop the batches; the column stays empty for the rest', 'no'],
        [
          'contract',
          `alter table ${name} alter column new_column drop not null`,
          'when code relies on the column',
        ],
      ],
    ),
    code('sql', workedSql(name, key, constraint, rows)),
    table(
      ['what the batches write', 'value'],
      [
        [
          'new row versions',
          product(
            [
              ['rows', rows],
              ['bytes of a row', rowSize],
            ],
            'bytes',
            'each update writes a new row version',
          ),
        ],
        [
          'index entries, unless the update stays on its page',
          product(
            [
              ['rows', rows],
              ['index bytes of a row', indexRowBytes(entry)],
            ],
            'bytes',
            'rows × index bytes per row',
          ),
        ],
      ],
    ),
  );
}

/** Locks as PostgreSQL documents them for each form of ALTER TABLE. */
function workedSql(name: string, key: string, constraint: string, rows: Quantity): string {
  return [
    `-- expand: seconds, SHARE UPDATE EXCLUSIVE or a brief ACCESS EXCLUSIVE without a rewrite`,
    `set lock_timeout = '2s';`,
    `alter table ${name} add column new_column text;`,
    `-- migrate: ${Math.ceil(rows.value / batchRows)} batches by key; new code writes the column already`,
    `update ${name} set new_column = '' where ${key} in (`,
    `  select ${key} from ${name} where new_column is null order by ${key} limit ${batchRows} for update skip locked`,
    `);`,
    `alter table ${name} add constraint ${constraint} check (new_column is not null) not valid;`,
    `alter table ${name} validate constraint ${constraint};  -- SHARE UPDATE EXCLUSIVE, one scan, writers go on`,
    `-- contract: no scan, the validated check proves it`,
    `alter table ${name} alter column new_column set not null;`,
    `alter table ${name} drop constraint ${constraint};`,
  ].join('\n');
}
