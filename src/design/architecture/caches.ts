import type { Operation } from '../../model/domain.ts';
import type { CacheEntry } from '../../model/processes.ts';
import { derived } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { valueOf } from '../capacity/figures.ts';
import { plain } from '../quantities.ts';
import { cachedBytes, cachedReads, readRate } from '../sizing/hits.ts';
import type { CachedRead } from '../sizing/hits.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';

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
  const bytes = cachedBytes(read, rate);
  const events = problem.domain.events.filter(({ entity }) => entity === operation.entity);
  return {
    id: kebab(read.operation),
    operation: read.operation,
    key: keyOf(operation),
    ttl: derived(read.lifetime, 's', 'accepted age, less the lag of the replica it was filled from', [
      `accepted ${quantityText({ value: accepted, unit: 's' })}`,
    ]),
    invalidatedBy: events.map(({ name }) => name),
    hitRatio: derived(
      option.streams.hits.get(read.operation) ?? 0,
      'ratio',
      'rT/(1 + rT) over Zipf keys (Jung, Berger and Balakrishnan 2003)',
      [
        `${plain(rate)} reads/s`,
        `${plain(read.keys)} keys`,
        `exponent ${plain(valueOf('popularityExponent'))} (default)`,
        `kept ${plain(read.lifetime)} s`,
      ],
    ),
    bytes: derived(bytes, 'bytes', 'entries alive × bytes of an answer × overhead', [
      `${plain(Math.min(read.keys, rate * read.lifetime))} entries`,
      `${plain(read.bytes)} bytes`,
    ]),
    stampedeGuard:
      'one load for each key at a time; the lifetime varies by a tenth; an expired answer is served while it is loaded',
    origin: { kind: 'derived', rule: 'reads whose answer may be old are cached', from: [read.operation] },
  };
}

/** Key of an answer that is the same for everybody; the version of the format comes first, so a release can leave old ones. */
function keyOf({ verb, entity, anonymous, by }: Operation): string {
  const who = anonymous ? '' : ':{role}';
  const name = kebab(entity);
  if (verb === 'read') return `v1:${name}:{id}${who}`;
  const filters = by.filter((field) => !/^[-+]/.test(field)).map((field) => `{${field}}`);
  return `v1:${name}:${verb}${who}:${[...filters, '{order}', '{cursor}', '{limit}'].join(':')}`;
}
