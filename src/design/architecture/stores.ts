import type { Container } from '../../model/architecture.ts';
import { brokerAvailability, cacheAvailability } from '../sizing/availability.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { by, count, gb, levels, technologyOf } from './parts.ts';
import type { Pricer } from './parts.ts';

/** Stores beside the database: none of them is a source of truth. */
export function stores(problem: Problem, option: SizedOption, price: Pricer): readonly Container[] {
  const { cache, broker, search } = option;
  const trio = count(3, 'instances', 'a majority stays up when one is lost', 'three nodes');
  const found: Container[] = [];
  if (cache !== undefined)
    found.push({
      id: 'cache',
      name: 'Cache',
      kind: 'cache',
      technology: technologyOf(problem, 'cache', 'in-memory store'),
      purpose: 'answers reads that may be old; losing it loses no fact',
      contexts: [],
      instances: count(
        cache.nodes,
        'instances',
        'one node and its replica',
        'without the cache the database is overloaded',
      ),
      vcpu: count(2, 'vCPU', 'smallest managed node', 'lookups need little CPU'),
      memoryBytes: count(
        cache.memoryGb * gb,
        'bytes',
        'entries kept at peak × 1.5, next size',
        `${(cache.bytes / gb).toPrecision(3)} GB of entries`,
      ),
      availability: levels(cacheAvailability, 'figure of a cache pair', ['cachePair']),
      ...price('cache'),
      origin: by('stale-tolerant reads taken off the database'),
    });
  if (broker)
    found.push({
      id: 'broker',
      name: 'Broker',
      kind: 'broker',
      technology: technologyOf(problem, 'broker', 'message broker'),
      purpose: 'hands events from the outbox to their consumers, in order by key',
      contexts: [],
      instances: trio,
      vcpu: count(2, 'vCPU', 'smallest node', `${option.streams.deliveries.toPrecision(3)} deliveries/s`),
      availability: levels(brokerAvailability, 'figure of a broker of three nodes', ['brokerAvailability']),
      ...price('broker'),
      origin: by('events cross processes, or outgrow a queue in the database'),
    });
  if (search !== undefined)
    found.push({
      id: 'search',
      name: 'Search',
      kind: 'search',
      technology: search,
      purpose: 'full-text search beyond what the database does; filled from events',
      contexts: [],
      instances: trio,
      ...price('search'),
      origin: by('a capability or a must names a search engine', search),
    });
  return found;
}
