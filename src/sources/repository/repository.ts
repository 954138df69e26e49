import type { Backend } from '../../model/backend.ts';
import { recall, remember } from './cache/cache.ts';
import type { Reading } from './reading.ts';
import type { CachePlace } from './cache/cache.ts';
import type { FileSource } from './source.ts';

/**
 * Recovers the Backend of a repository. Nothing of the target is run, imported or resolved outside its folder:
 * code and configuration are read as syntax trees and data. What could not be read or resolved is in `gaps`.
 * With a cache, a target that did not change since the last run is not read again, so the readers are loaded late.
 */
export async function readRepository(
  source: FileSource,
  cache?: CachePlace,
  reading: Reading = { flows: false },
): Promise<Backend> {
  const listedAt = Date.now();
  const readers = (): Promise<typeof import('./recover.ts')> => import('./recover.ts');
  const [listed] = await Promise.all([source.list(), cache === undefined ? readers() : undefined]);
  const { place } = source;
  const before = cache && place !== undefined ? recall(cache, place, listed, reading) : undefined;
  if (before?.answer !== undefined) return before.answer;
  const { recover } = await readers();
  const { backend, texts, scans } = await recover(source, listed, before, reading);
  if (cache && place !== undefined)
    remember(cache, place, { listed, listedAt, texts, scans, backend, reading });
  return backend;
}
