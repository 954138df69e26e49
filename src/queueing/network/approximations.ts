import type { NetworkStation } from '../../model/network.ts';
import type { FlatNetwork } from './flat.ts';
import type { Flows } from './flows.ts';
import { hasPart } from './route.ts';
import type { StationAnswer } from './stations/load.ts';

/** What makes the figures of an open network approximate; nothing where they are exact. */
export function openApproximations(
  flat: FlatNetwork,
  flows: Iterable<Flows>,
  answers: ReadonlyMap<string, StationAnswer>,
): readonly string[] {
  const found: string[] = [...routeApproximations(flat)];
  const links = allLinks(flows);
  for (const [id, answer] of answers) {
    for (const approximation of answer.approximations) found.push(`${id}: ${approximation}`);
    const next = answer.keepsPoisson ? undefined : firstQueueAfter(id, links, flat.stations);
    if (next !== undefined && answers.get(next)?.knowsArrivals !== true)
      found.push(`${next}: arrivals from ${id} are not Poisson and are known by two moments only`);
  }
  return found;
}

/** Approximations that lie in what requests do, whatever the stations. */
export function routeApproximations(flat: FlatNetwork): readonly string[] {
  const found: string[] = [];
  if (flat.routes.some(({ route }) => hasPart(route, ['aside'])))
    found.push('work that nobody waits for is taken as independent of the request that sent it');
  for (const cache of flat.caches.values())
    if (cache.kind === 'keys')
      found.push(
        `${cache.id}: hit ratio by Che's approximation, loading a key taken as instantaneous` +
          (cache.guard === 'single-flight' ? ', waiting for another request that loads it left out' : ''),
      );
  return found;
}

function allLinks(flows: Iterable<Flows>): ReadonlyMap<string, ReadonlySet<string>> {
  const links = new Map<string, Set<string>>();
  for (const flow of flows)
    for (const [from, targets] of flow.links)
      for (const [to, count] of targets)
        if (count > 0) links.set(from, (links.get(from) ?? new Set()).add(to));
  return links;
}

/** The first station with a queue that requests can come to after this one. */
function firstQueueAfter(
  start: string,
  links: ReadonlyMap<string, ReadonlySet<string>>,
  stations: ReadonlyMap<string, NetworkStation>,
): string | undefined {
  const seen = new Set<string>();
  const open = [...(links.get(start) ?? [])];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const station = stations.get(next);
    if (station !== undefined && (station.servers < Infinity || station.speeds !== undefined)) return next;
    open.push(...(links.get(next) ?? []));
  }
  return undefined;
}
