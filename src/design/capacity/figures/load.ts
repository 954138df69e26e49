import { f } from './figure.ts';

/** What people and caches do: think times, batches, popularity of keys. */
export const loadFigures = {
  thinkTime: f(20, 's', 10, 60, 'Think time', 'a person reads a page before asking for the next'),
  batchWindow: f(1 / 6, 'ratio', 0.05, 0.5, 'Batch window', 'a batch leaves most of its period for repeats'),
  shortestBatchWindow: f(
    60,
    's',
    10,
    300,
    'Shortest batch window',
    'a batch that runs every few seconds is a steady stream',
  ),
  longestBatchWindow: f(3600, 's', 900, 14_400, 'Longest batch window', 'a nightly batch has an hour'),
  dailyLoadFactor: f(0.35, 'ratio', 0.2, 0.6, 'Mean load as a part of the busiest hour', 'people sleep'),
  planningYears: f(
    3,
    'x',
    2,
    5,
    'Years of growth the tables are judged for',
    'a schema outlives its machines',
  ),
  growthHeadroom: f(
    3,
    'x',
    1.5,
    5,
    'Growth a design must bear without a new kind of part',
    'costs of operations are estimates within a factor of two, and traffic grows by half before a new kind of part is in service',
  ),

  listKeys: f(
    10_000,
    'count',
    1000,
    100_000,
    'Distinct filter, order and page combinations of a list',
    'most people stay on the first pages',
  ),
  popularityExponent: f(
    0.8,
    'x',
    0.6,
    1,
    'Exponent of the popularity of cached keys',
    'Zipf-like, 0.64 to 0.83 in web traces (Breslau et al., INFOCOM 1999)',
  ),
  cachedCopy: f(
    1.5,
    'x',
    1.2,
    2,
    'Bytes in the cache against bytes of the answer',
    'key, bookkeeping and fragmentation beside the value',
  ),
  compression: f(
    0.3,
    'ratio',
    0.15,
    0.5,
    'Bytes sent against bytes of the answer',
    'JSON is compressed at the gateway',
  ),
} as const;
