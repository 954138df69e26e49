import type { Backend } from '../../model/backend.ts';
import type { CachePlace } from './cache/cache.ts';
import { readConcerns } from './concerns/concerns.ts';
import { readHistory } from './history/history.ts';
import { readRepository } from './repository.ts';
import type { FileSource } from './source.ts';

/**
 * Everything that a migration asks of the system that is left: what an analysis recovers, and beside it its code, what
 * its users notice first, and its history where the target lies in a folder with one.
 */
export async function readLegacySystem(source: FileSource, cache?: CachePlace): Promise<Backend> {
  const backend = await readRepository(source, cache, { flows: true, legacy: true });
  const concerns = await readConcerns(source);
  if (source.place === undefined) return { ...backend, concerns };
  const { history, gaps } = await readHistory(source.place);
  return {
    ...backend,
    concerns,
    ...(history === undefined ? {} : { history }),
    gaps: [...backend.gaps, ...gaps],
  };
}
