import { valueOf } from '../capacity/figures.ts';
import type { Problem } from './problem.ts';
import type { SizedOption } from './sized.ts';

/**
 * What a team has to upgrade, watch and write a runbook for: every kind of container it runs, and every mechanism that
 * can fail on its own. Instances of one kind count once.
 */
export const movingParts = (problem: Problem, option: SizedOption): readonly string[] => [
  'gateway',
  ...option.units.map(({ id }) => id),
  ...(option.worker === undefined ? [] : ['worker']),
  ...option.databases.map(({ id }) => id),
  ...(option.standby === 'none' ? [] : ['database standby']),
  ...option.databases.flatMap(({ replicas }) => replicas?.id ?? []),
  ...(option.databases.some(({ shards }) => shards !== undefined) ? ['shard map', 'moving of shards'] : []),
  ...(option.databases.some(({ pooler }) => pooler !== undefined) ? ['pooler'] : []),
  ...(largestTier(option) > valueOf('mostInstances') ? ['further clusters'] : []),
  ...(option.cache === undefined ? [] : ['cache']),
  ...(option.broker ? ['broker'] : []),
  ...(option.search === undefined ? [] : ['search']),
  ...(option.shape.partitioning ? ['partition job'] : []),
  ...(option.shape.asyncCheckout && problem.work.waiting.some(({ remote }) => remote.length > 0)
    ? ['queue of slow steps']
    : []),
];

const largestTier = ({ units }: SizedOption): number =>
  units.reduce((most, { instances }) => Math.max(most, instances), 0);

/** Code bases released on their own. A worker runs the code of its monolith. */
export const deployables = ({ units }: SizedOption): number => units.length;
