import type { Operation } from '../../model/domain.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import type { CacheAccess } from '../../model/processes.ts';
import { entriesKept, lruHitRatio } from '../../queueing/lru-cache.ts';
import { zipfBlocks } from '../../queueing/popularity.ts';
import { ttlHitRatio } from '../../queueing/ttl-cache.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import { highOf, inWords, lowOf, plain, product, ranged } from '../quantities.ts';
import { cachedBytes, nearHitRatio, processesOf } from '../sizing/hits.ts';
import type { CachedRead } from '../sizing/hits.ts';
import type { SizedOption } from '../sizing/sized.ts';

const wordsOf = (read: CachedRead, rate: number): readonly string[] => [
  `${plain(rate)} reads/s`,
  `${inWords(read.keys)} keys`,
  `exponent ${plain(valueOf('popularityExponent'))} (default)`,
  `kept ${plain(read.lifetime)} s`,
];

/** Something of a read at each end of what is not known: how many keys there are and how unevenly they are asked for. */
function overSkew(read: CachedRead, value: (keys: number, exponent: number) => number) {
  const exponent = figure('popularityExponent');
  const { keys } = read;
  const ends = [lowOf(keys), highOf(keys)].flatMap((count) =>
    [lowOf(exponent), highOf(exponent)].map((skew) => value(count, skew)),
  );
  const middle = value(keys.value, exponent.value);
  return { middle, low: Math.min(middle, ...ends), high: Math.max(middle, ...ends) };
}

/** Hits when every entry finds room, with the range that the skew leaves open. */
export function hitRange(read: CachedRead, rate: number): Quantity {
  const { middle, low, high } = overSkew(read, (keys, exponent) =>
    ttlHitRatio(rate, read.lifetime, keys, exponent),
  );
  const rule = 'rT/(1 + rT) over Zipf keys (Jung, Berger and Balakrishnan 2003)';
  return ranged(middle, low, high, 'ratio', rule, wordsOf(read, rate));
}

const keptRange = (read: CachedRead, rate: number): Quantity => {
  const { middle, low, high } = overSkew(read, (keys, exponent) =>
    entriesKept({ rate, lifetime: read.lifetime, keys, exponent }),
  );
  return ranged(
    middle,
    low,
    high,
    'count',
    'different keys asked for within the lifetime',
    wordsOf(read, rate),
  );
};

export const keptBytes = (read: CachedRead, rate: number): Quantity =>
  product('bytes', 'entries kept × bytes of an answer × overhead', [
    { name: 'entries', quantity: keptRange(read, rate) },
    { name: 'answer', quantity: derived(read.bytes, 'bytes', 'answer of the operation', [read.operation]) },
    { name: 'overhead', quantity: figure('cachedCopy') },
  ]);

/** How the keys are asked for, what finds room, and what a smaller or a nearer cache would answer. */
export function cacheAccess(
  option: SizedOption,
  read: CachedRead,
  operation: Operation,
  rate: number,
): CacheAccess {
  const exponent = figure('popularityExponent');
  const kept = keptRange(read, rate);
  const reads = { rate, keys: read.keys.value, exponent: exponent.value, lifetime: read.lifetime };
  const processes = processesOf(option, operation.context);
  return {
    rate: derived(rate, 'requests/s', 'reads of people at peak', [read.operation]),
    keys: read.keys,
    exponent,
    kept,
    room: roomOf(option, read, rate),
    less: [0.1, 0.25, 0.5].map((part) => {
      const room = Math.max(1, Math.floor(kept.value * part));
      return {
        room: derived(room, 'count', 'part of the entries kept', [`${part * 100} %`]),
        hitRatio: derived(lruHitRatio(reads, room), 'ratio', "Che's approximation with a lifetime", [
          ...wordsOf(read, rate),
          `room for ${plain(room)}`,
        ]),
      };
    }),
    ...(processes > 1 && {
      inProcess: derived(
        nearHitRatio(read, rate, processes),
        'ratio',
        'the same with the reads of one process',
        [...wordsOf(read, rate / processes), `${processes} processes`],
      ),
    }),
    herd: herdOf(read, operation, rate),
  };
}

/** Its part of the memory, by the bytes kept; a third is left for what a peak and fragmentation take. */
function roomOf(option: SizedOption, read: CachedRead, rate: number): Quantity {
  const { cache } = option;
  const bytes = cachedBytes(read, rate);
  const each = read.bytes * valueOf('cachedCopy');
  const memory = cache === undefined ? 0 : (cache.memoryGb * 1e9) / 1.5;
  const part = cache === undefined || cache.bytes === 0 ? 0 : bytes / cache.bytes;
  const room = Math.floor((memory * part) / each);
  return derived(
    Math.max(room, Math.ceil(bytes / each)),
    'count',
    'memory / 1.5 × part of the bytes / bytes of an entry',
    [`${plain(cache?.memoryGb ?? 0)} GB`, `${plain(part * 100)} % of the bytes`],
  );
}

/** Reads of the hottest key while one load of it takes its processor time: a lower end of the real time. */
function herdOf(read: CachedRead, { cost }: Operation, rate: number): Quantity {
  const [hottest] = zipfBlocks(read.keys.value, valueOf('popularityExponent'));
  const asked = derived(rate * (hottest?.share ?? 0), 'requests/s', 'reads × share of the hottest key', [
    `${plain(rate)} reads/s`,
  ]);
  return product(
    'count',
    'reads of the hottest key × time of a load',
    [
      { name: 'hottest key', quantity: asked },
      { name: 'load', quantity: loadTime(cost) },
    ],
    1,
  );
}

function loadTime({ cpu, database }: Operation['cost']): Quantity {
  const at = (pick: (quantity: Quantity) => number): number => (pick(cpu) + pick(database)) / 1000;
  return ranged(
    at(({ value }) => value),
    at(lowOf),
    at(highOf),
    's',
    'CPU of the application and of the database',
    [inWords(cpu), inWords(database)],
  );
}
