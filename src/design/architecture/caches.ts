import type { Operation } from '../../model/domain.ts';
import type { CacheEntry } from '../../model/processes.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { highOf } from '../quantities.ts';
import { cachedReads, readRate } from '../sizing/hits.ts';
import type { CachedRead } from '../sizing/hits.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { cacheAccess, hitRange, keptBytes } from './cache-access.ts';

/** What is kept for each read whose answer may be old: key, time, what drops it, hits, bytes. */
export const cachesOf = (problem: Problem, option: SizedOption): readonly CacheEntry[] =>
  cachedReads(problem, option.shape).flatMap((read) => {
    const operation = problem.domain.operations.find(({ id }) => id === read.operation);
    return operation === undefined ? [] : [entry(problem, option, read, operation)];
  });

const kebab = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');

function entry(problem: Problem, option: SizedOption, read: CachedRead, operation: Operation): CacheEntry {
  const rate = readRate(problem, option.shape, read.operation) * option.scale;
  const accepted = problem.staleness.get(read.operation) ?? read.lifetime;
  const events = problem.domain.events.filter(({ entity }) => entity === operation.entity);
  const access = rate > 0 ? cacheAccess(option, read, operation, rate) : undefined;
  return {
    id: kebab(read.operation),
    operation: read.operation,
    key: keyOf(operation),
    ttl: derived(read.lifetime, 's', 'accepted age, less the lag of the replica it was filled from', [
      `accepted ${quantityText({ value: accepted, unit: 's' })}`,
    ]),
    invalidatedBy: events.map(({ name }) => name),
    hitRatio: hitRange(read, rate),
    bytes: keptBytes(read, rate),
    ...(access !== undefined && { access }),
    stampedeGuard: guardOf(access?.herd),
    origin: { kind: 'derived', rule: 'reads whose answer may be old are cached', from: [read.operation] },
  };
}

/**
 * Nobody gets an answer older than was accepted, so an expired one is never served: where several would load together,
 * readers begin a little before the end, each by chance (Vattani, Chierichetti and Lowenstein, VLDB 2015).
 */
function guardOf(herd: Quantity | undefined): string {
  const single = 'one load for each key at a time in a process';
  return herd === undefined || highOf(herd) < 2
    ? single
    : `${single}; a reader loads anew before the end when now − load time × ln(random) is past it`;
}

/** Key of an answer that is the same for everybody; the version of the format comes first, so a release can leave old ones. */
function keyOf({ verb, entity, anonymous, by }: Operation): string {
  const who = anonymous ? '' : ':{role}';
  const name = kebab(entity);
  if (verb === 'read') return `v1:${name}:{id}${who}`;
  const filters = by.filter((field) => !/^[-+]/.test(field)).map((field) => `{${field}}`);
  return `v1:${name}:${verb}${who}:${[...filters, '{order}', '{cursor}', '{limit}'].join(':')}`;
}
