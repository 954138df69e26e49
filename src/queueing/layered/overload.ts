import type { Network } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import { type AgreedLayers, agreeLayers } from './fixed-point.ts';
import { workOfSources } from './work.ts';

/** Figures in messages: four digits tell apart what matters. */
const told = (value: number): string => String(Number(value.toPrecision(4)));

/** A station of which the open sources alone ask more than it has. */
export function overloadedStation(network: Network): NoSolution | undefined {
  const work = workOfSources(network);
  for (const [at, { id, servers, replicas, speeds }] of network.stations.entries()) {
    const all = speeds === undefined ? servers * replicas : Math.max(...speeds);
    let asked = 0;
    for (const source of network.sources)
      if (source.kind === 'open') asked += source.rate * (work.get(source.id)?.seconds[at] ?? 0);
    if (asked < all) continue;
    return {
      kind: 'unstable',
      because: `${id} is asked for ${told(asked)} seconds of work a second and can do ${told(all)}`,
      mend: `${Math.floor(asked / (all / (servers * replicas)) + 1)} servers would do, or less than ${told(all / asked)} of the load`,
    };
  }
  return undefined;
}

/** A pool that arrivals from outside ask for more often than its places can be given. */
export function overloadedPool(network: Network, agreed: AgreedLayers): NoSolution | undefined {
  for (const pool of agreed.wiring.order) {
    const shortage = shortageOf(agreed, pool);
    const asker = agreed.layers.askers[pool];
    if (shortage === undefined || asker === undefined) continue;
    const enough = placesThatDo(network, asker.id, asker.count);
    return {
      kind: 'unstable',
      because: `the pool ${asker.id} of ${asker.count} places serves at most ${told(shortage.most)} requests/s, ${told(shortage.asked)} arrive`,
      mend:
        enough === undefined
          ? 'more places alone do not help: what is done while they are held cannot keep up; shorten it, or send less'
          : `${enough} places would do, or a shorter time for which they are held`,
    };
  }
  return undefined;
}

function shortageOf({ layers, wiring, flows, cycles }: AgreedLayers, pool: number) {
  const asker = layers.askers[pool];
  const throughput = cycles.get(pool)?.throughput;
  if (asker?.kind !== 'pool' || throughput === undefined) return undefined;
  const one = throughput[1] ?? 0;
  const most = throughput[asker.count] ?? 0;
  let [asked, work] = [0, 0];
  for (const link of wiring.toPool[pool] ?? []) {
    if (typeof link.arrivals !== 'number') continue;
    const flow = (flows.ofAsker[link.asker] ?? 0) * link.visits;
    asked += flow;
    work += flow * link.service;
  }
  return work * one >= most && asked > 0 ? { most: (most / one / work) * asked, asked } : undefined;
}

/** Least number of places with which the pool keeps up; undefined when sixteen times as many do not. */
function placesThatDo(network: Network, id: string, places: number): number | undefined {
  const does = (count: number): boolean => {
    const changed = {
      ...network,
      pools: network.pools.map((pool) => (pool.id === id ? { ...pool, places: count } : pool)),
    };
    const agreed = agreeLayers(changed);
    return (
      shortageOf(
        agreed,
        agreed.layers.askers.findIndex((asker) => asker.kind === 'pool' && asker.id === id),
      ) === undefined
    );
  };
  let high = places + 1;
  while (high <= places * 16 && !does(high)) high = Math.ceil(high * 1.5);
  if (high > places * 16) return undefined;
  let low = places;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (does(middle)) high = middle;
    else low = middle;
  }
  return high;
}
