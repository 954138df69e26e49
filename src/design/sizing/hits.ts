import type { OptionShape } from '../../model/decision.ts';
import type { Operation } from '../../model/domain.ts';
import { ttlHitRatio } from '../../queueing/ttl-cache.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import { speaksOf } from '../domain/access.ts';
import { highOf } from '../quantities.ts';
import { workFor } from './problem.ts';
import type { Problem } from './problem.ts';

/** One cached read: seconds an entry lives, distinct keys, bytes of one value. */
export interface CachedRead {
  readonly operation: string;
  readonly lifetime: number;
  readonly keys: number;
  readonly bytes: number;
}

/**
 * Reads worth a cache: their answer may be old. An entry may live as long as the reader accepts, less what a replica
 * it was filled from may lag.
 */
export function cachedReads(problem: Problem, { replicas, cache }: OptionShape): readonly CachedRead[] {
  if (!cache) return [];
  const lag = replicas ? highOf(figure('replicationLag')) : 0;
  return [...problem.staleness].flatMap(([id, staleness]) => {
    const operation = problem.domain.operations.find((entry) => entry.id === id);
    const lifetime = staleness - lag;
    if (operation === undefined || lifetime < 1 || isPersonal(problem, operation)) return [];
    return [
      {
        operation: id,
        lifetime,
        keys: operation.verb === 'read' ? rowsOf(problem, operation.entity) : valueOf('listKeys'),
        bytes: operation.cost.responseBytes.value,
      },
    ];
  });
}

/** An answer that depends on who asks must not be kept for all. */
const isPersonal = ({ domain }: Problem, operation: Operation): boolean =>
  domain.access.some((rule) => rule.where !== undefined && speaksOf(rule, operation));

function rowsOf({ domain }: Problem, name: string): number {
  const entity = domain.entities.find((entry) => entry.name === name);
  return Math.max(1, entity?.rows?.value ?? entity?.growthPerYear?.value ?? valueOf('listKeys'));
}

/** Part of the reads of each operation that the cache answers, 0..1. */
export function hitRatios(problem: Problem, shape: OptionShape, scale: number): ReadonlyMap<string, number> {
  return new Map(
    cachedReads(problem, shape).map(({ operation, lifetime, keys }) => {
      const rate = readRate(problem, shape, operation) * scale;
      return [operation, ttlHitRatio(rate, lifetime, keys, valueOf('popularityExponent'))];
    }),
  );
}

/** Requests a second of all people who ask for the operation. */
export const readRate = (problem: Problem, shape: OptionShape, operation: string): number =>
  workFor(problem, shape).reduce(
    (sum, work) => (work.interactive && work.operation === operation ? sum + work.peak : sum),
    0,
  );

/** Keys alive at once are at most all keys, and at most those asked for within one lifetime. */
export const cachedBytes = ({ keys, lifetime, bytes }: CachedRead, rate: number): number =>
  Math.min(keys, rate * lifetime) * bytes * valueOf('cachedCopy');
