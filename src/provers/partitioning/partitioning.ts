import { z } from 'zod';
import { partitionsJson } from '../../artifacts/partitions.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { mostKeys } from '../caching/simulate.ts';
import type { Estimate } from '../estimate.ts';
import type { Prover } from '../prover.ts';
import { percent, proved, refuted, settleEach, six, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { simulatePartitions } from './simulate.ts';

export const partitionsPath = '2-database/partition-keys.json';

/** Difference of shares within which the closed form and the simulation agree. */
export const agreement = 0.01;
const seed = 1;

const keySchema = z.object({
  operation: z.string(),
  keys: z.number().int().min(1),
  exponent: z.number().min(0),
  partitions: z.number().int().min(1).max(1_000_000),
  hottestKey: z.number().min(0).max(1),
  hottestPartition: z.number().min(0).max(1),
});
const fileSchema = z.object({ partitionKeys: z.array(keySchema) });
export type StatedPartitionKey = z.infer<typeof keySchema>;

const read = (text: string): readonly StatedPartitionKey[] =>
  fileSchema.parse(JSON.parse(text)).partitionKeys;

/** Draws accesses of the keys, places the keys by hashes, and compares the shares with those that are stated. */
export const partitioning: Prover = {
  id: 'partitioning',
  claims: (backend: Backend) => {
    const { text } = partitionsJson(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    return { claims: read(text).map(claimOf), inputs: new Map([[partitionsPath, text]]) };
  },
  prove: (claims, readInput) =>
    settleEach(claims, readInput, { name: 'partition simulation', version: '1' }, (claim) => {
      const stated = read(readInput(partitionsPath)).find(({ operation }) => idOf(operation) === claim.id);
      return stated === undefined
        ? {
            verdict: undecided(`${partitionsPath} has no ${claim.subject}`),
            measurements: {},
            incomplete: [],
          }
        : judge(stated);
    }),
};

const idOf = (operation: string): string =>
  `partitioning/${operation.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;

const claimOf = ({
  operation,
  keys,
  exponent,
  partitions,
  hottestKey,
  hottestPartition,
}: StatedPartitionKey): Claim => ({
  id: idOf(operation),
  prover: 'partitioning',
  subject: operation,
  statement:
    `Of ${keys} keys (Zipf, exponent ${exponent}) in ${partitions} partitions the hottest takes ${percent(hottestKey)} ` +
    `of the accesses of ${operation}, and the partition that holds it ${percent(hottestPartition)}.`,
  oracle: 'simulation',
  inputs: [partitionsPath],
  parameters: { agreement, seed },
});

/** Refuted where the difference is beyond doubt, undecided where the simulation is not sharp enough to tell. */
export function judge(stated: StatedPartitionKey): Settled {
  const incomplete = [
    'accesses are taken as independent of each other and popularity as constant',
    'splits that the store makes for a busy partition while it runs are not played',
  ];
  const found = simulatePartitions(stated, seed);
  if (found === undefined)
    return {
      verdict: undecided(`${stated.operation} takes more than ${mostKeys} keys to play, which is not done`),
      measurements: {},
      incomplete,
    };
  const { hottestKey, hottestPartition, busiest } = found;
  const rows = [
    { what: 'the hottest key', said: stated.hottestKey, seen: hottestKey },
    { what: 'the partition of the hottest key', said: stated.hottestPartition, seen: hottestPartition },
  ];
  const measurements = {
    'share of the hottest key': six(hottestKey.mean),
    'half of its 99 % interval': six(hottestKey.halfWidth),
    'share of its partition': six(hottestPartition.mean),
    'half of the 99 % interval of its partition': six(hottestPartition.halfWidth),
    'share of the busiest partition': six(busiest.mean),
    'half of the 99 % interval of the busiest partition': six(busiest.halfWidth),
    'share of the busiest partition in 19 of 20 placements, at most': six(busiest.high),
  };
  return { verdict: verdictOf(rows), measurements, incomplete };
}

function verdictOf(
  rows: readonly { readonly what: string; readonly said: number; readonly seen: Estimate }[],
): Settled['verdict'] {
  const away = ({ said, seen }: (typeof rows)[number]): number => Math.abs(said - seen.mean);
  const faults = rows.filter((row) => away(row) - row.seen.halfWidth > agreement);
  if (faults.length > 0)
    return refuted(
      faults
        .map(({ what, said, seen }) => `${what}: ${percent(said)} is stated, ${percent(seen.mean)} is played`)
        .join('\n'),
    );
  const open = rows.filter((row) => away(row) + row.seen.halfWidth > agreement);
  return open.length === 0
    ? proved
    : undecided(
        `for ${open.map(({ what }) => what).join(' and ')} the simulation is not sharp enough to tell a difference of ${percent(agreement)}`,
      );
}
