import type { OptionShape } from '../../model/decision.ts';
import type { Operation } from '../../model/domain.ts';
import type { Quantity } from '../../model/origin.ts';
import { entriesKept } from '../../queueing/lru-cache.ts';
import { ttlHitRatio } from '../../queueing/ttl-cache.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import { speaksOf } from '../domain/access.ts';
import { highOf } from '../quantities.ts';
import { workFor } from './problem.ts';
import type { Problem } from './problem.ts';
import type { SizedOption } from './sized.ts';

/** One cached read: seconds an entry lives, distinct keys, bytes of one value. */
export interface CachedRead {
  readonly operation: string;
  readonly lifetime: number;
  readonly keys: Quantity;
  readonly bytes: number;
}

/**
 * Reads worth a cache: their answer may be old. An entry may live as long as the reader accepts, less what a replica
 * it was filled from may lag.
 */
export function cachedReads(problem: Problem, { replicas, cache }: OptionShape): readonly CachedRead[] {
  if (!cache) return [];
  const known = found.get(problem.staleness) ?? new Map<boolean, readonly CachedRead[]>();
  found.set(problem.staleness, known);
  const reads = known.get(replicas) ?? foundReads(problem, replicas);
  known.set(replicas, reads);
  return reads;
}

/** They follow from what may be old, and from whether replicas lag; sizing asks for them at every load. */
const found = new WeakMap<Problem['staleness'], Map<boolean, readonly CachedRead[]>>();

function foundReads(problem: Problem, replicas: boolean): readonly CachedRead[] {
  const lag = replicas ? highOf(figure('replicationLag')) : 0;
  return [...problem.staleness].flatMap(([id, staleness]) => {
    const operation = problem.domain.operations.find((entry) => entry.id === id);
    const lifetime = staleness - lag;
    if (operation === undefined || lifetime < 1 || isPersonal(problem, operation)) return [];
    return [
      {
        operation: id,
        lifetime,
        keys: operation.verb === 'read' ? rowsOf(problem, operation.entity) : figure('listKeys'),
        bytes: operation.cost.responseBytes.value,
      },
    ];
  });
}

/** An answer that depends on who asks must not be kept for all. */
export const isPersonal = ({ domain }: Pick<Problem, 'domain'>, operation: Operation): boolean =>
  domain.access.some((rule) => rule.where !== undefined && speaksOf(rule, operation));

/** Rows of an entity today; those of a list where nobody said how many there are. */
export function rowsOf({ domain }: Pick<Problem, 'domain'>, name: string): Quantity {
  const entity = domain.entities.find((entry) => entry.name === name);
  const rows = entity?.rows ?? entity?.growthPerYear;
  return rows === undefined || rows.value < 1 ? figure('listKeys') : rows;
}

/** Part of the reads of each operation that the cache answers, 0..1. */
export function hitRatios(problem: Problem, shape: OptionShape, scale: number): ReadonlyMap<string, number> {
  return new Map(
    cachedReads(problem, shape).map(({ operation, lifetime, keys }) => {
      const rate = readRate(problem, shape, operation) * scale;
      return [operation, ttlHitRatio(rate, lifetime, keys.value, valueOf('popularityExponent'))];
    }),
  );
}

/** Requests a second of all people who ask for the operation. */
export const readRate = (problem: Problem, shape: OptionShape, operation: string): number =>
  workFor(problem, shape).reduce(
    (sum, work) => (work.interactive && work.operation === operation ? sum + work.peak : sum),
    0,
  );

/** Bytes of all entries that are kept while none has to go before its time, each with its overhead. */
export const cachedBytes = (read: CachedRead, rate: number): number =>
  entriesKept({
    rate,
    lifetime: read.lifetime,
    keys: read.keys.value,
    exponent: valueOf('popularityExponent'),
  }) *
  read.bytes *
  valueOf('cachedCopy');

/** Hits of a cache inside each of several processes, which share the reads and not the entries. */
export const nearHitRatio = ({ lifetime, keys }: CachedRead, rate: number, processes: number): number =>
  ttlHitRatio(rate / processes, lifetime, keys.value, valueOf('popularityExponent'));

/** Processes that answer for a context. */
export const processesOf = ({ units }: SizedOption, context: string): number =>
  units.find(({ unit }) => unit.contexts.includes(context))?.instances ?? 1;
