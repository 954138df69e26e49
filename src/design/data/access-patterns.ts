import type { AccessPattern, PartitionSkew } from '../../model/access-pattern.ts';
import type { Entity, Operation } from '../../model/domain.ts';
import type { OperationRate } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { hottestKeyShare, hottestPartitionShare } from '../../queueing/partition-skew.ts';
import { databaseSizes, figure, valueOf } from '../capacity/figures.ts';
import { highOf, lowOf, plain, product, ranged, total } from '../quantities.ts';

/** Units one partition of DynamoDB gives a second (developer guide: Burst and adaptive capacity). */
const partitionReads = 3000;
const partitionWrites = 1000;
/** Bytes of a strongly consistent read unit and of a write unit (developer guide: Read/write capacity). */
const readUnit = 4096;
const writeUnit = 1024;
/** Bytes that one partition holds (developer guide: Partitions and data distribution). */
const partitionBytes = 10 * 1024 ** 3;

/** How each operation with a known rate reaches its rows. Another store is asked for only by a row that needs it. */
export function accessPatterns(
  operations: readonly Operation[],
  entities: readonly Entity[],
  rates: readonly OperationRate[],
): readonly AccessPattern[] {
  return operations.flatMap((operation) => {
    const peaks = rates.filter((rate) => rate.operation === operation.id).map(({ peak }) => peak);
    if (peaks.length === 0) return [];
    const peak =
      peaks.length === 1 && peaks[0] !== undefined
        ? peaks[0]
        : total('requests/s', 'sum over workloads', peaks, [`${peaks.length} workloads`]);
    return [
      patternOf(
        operation,
        entities.find(({ name }) => name === operation.entity),
        peak,
      ),
    ];
  });
}

const single = /^(read|create|update|delete)$/;

function patternOf(operation: Operation, entity: Entity | undefined, peak: Quantity): AccessPattern {
  const { id, verb, by, staleness, cost } = operation;
  const cores = product(
    'vCPU',
    'peak × CPU of the database',
    [
      { name: 'peak', quantity: peak },
      { name: 'CPU of the database (ms)', quantity: cost.database },
    ],
    0.001,
  );
  const isSingle = single.test(verb) && operation.action === undefined;
  const most = (databaseSizes.at(-1) ?? 0) * valueOf('databaseUtilisation');
  const needed = isSingle && staleness === undefined && cores.value > most;
  const store = !needed ? 'relational' : entity?.appendOnly === true ? 'wide-column' : 'key-value';
  return {
    operation: id,
    keys: by.length > 0 && !isSingle ? by : ['id'],
    peak,
    rows: isSingle ? 'one' : /^(list|search)$/.test(verb) ? 'a page' : 'many',
    ...(staleness === undefined ? {} : { staleness }),
    cores,
    store,
    because: reasonOf(cores, most, needed, isSingle, staleness !== undefined),
    ...(needed && verb !== 'create' ? { skew: skewOf(operation, entity, peak) } : {}),
  };
}

function reasonOf(
  { value: cores, high = cores }: Quantity,
  most: number,
  needed: boolean,
  isSingle: boolean,
  mayBeOld: boolean,
): string {
  const busy = `${plain(cores)} of the ${plain(most)} cores that the largest primary gives`;
  if (needed) return `one row by its key takes ${busy}, and no replica or cache may answer`;
  if (cores <= most)
    return high > most ? `takes ${busy}; at the high end of its range more than they are` : `takes ${busy}`;
  return mayBeOld
    ? `takes ${busy}; replicas and the cache may answer it`
    : isSingle
      ? `takes ${busy}`
      : `takes ${busy}; it is not one row by its key, so that a key-value store does not answer it`;
}

/** The hottest key alone: adaptive capacity gives a hot item a partition of its own, and no more. */
function skewOf({ verb, cost }: Operation, entity: Entity | undefined, peak: Quantity): PartitionSkew {
  const exponent = figure('popularityExponent');
  const keys = entity?.rows ?? derived(1, 'rows', 'no volume is given', []);
  const share = (of: (quantity: Quantity) => number, skew: number): number => hottestKeyShare(of(keys), skew);
  const hottest = ranged(
    share(({ value }) => value, exponent.value),
    share(highOf, lowOf(exponent)),
    share(lowOf, highOf(exponent)),
    'ratio',
    '1 / Σ rank^−exponent over Zipf keys',
    [`${plain(keys.value)} keys`, `exponent ${plain(exponent.value)} (default)`],
  );
  const isRead = verb === 'read';
  const each = Math.max(1, Math.ceil(cost.responseBytes.value / (isRead ? readUnit : writeUnit)));
  const limit = isRead ? partitionReads : partitionWrites;
  const partitions = Math.max(
    1,
    Math.ceil((peak.value * each) / limit),
    Math.ceil((keys.value * cost.responseBytes.value) / partitionBytes),
  );
  return {
    keys,
    exponent,
    hottest,
    partitions: derived(partitions, 'count', 'the larger of units / units of a partition and bytes / 10 GB', [
      `${plain(peak.value * each)} units/s`,
      `${plain(keys.value)} keys`,
    ]),
    share: derived(
      hottestPartitionShare(keys.value, exponent.value, partitions),
      'ratio',
      'hottest key + (1 − hottest key) / partitions',
      [`${partitions} partitions`],
    ),
    units: product(
      'requests/s',
      `peak × share of the hottest key × ${each} units`,
      [
        { name: 'peak', quantity: peak },
        { name: 'hottest key', quantity: hottest },
      ],
      each,
    ),
    limit: derived(
      limit,
      'requests/s',
      'units of one partition (Amazon DynamoDB developer guide, partition key design)',
      [],
    ),
  };
}
