import type { Network } from '../../model/network.ts';
import type { NetworkBounds } from '../../model/network-figures.ts';
import { layersOf } from './askers.ts';
import { flowsOf } from './flows.ts';
import { uncontendedTimes } from './uncontended.ts';

/**
 * What no scheduling can beat when the sources keep the proportion in which they are `sent`: a station's servers over
 * the work of a request, a pool's places over the seconds a request holds one without any waiting
 * (Denning and Buzen 1978). For people the knee is where the asymptotes of their throughput cross; `doubled` is asked
 * where the mean response of arrivals is twice what it is without waiting.
 */
export function layeredBounds(
  network: Network,
  sent: readonly number[],
  doubled: (most: number) => number,
): NetworkBounds {
  const layers = layersOf(network);
  const flows = flowsOf(layers, sent);
  const times = uncontendedTimes(layers);
  const total = sent.reduce((a, b) => a + b, 0);
  const limits = [
    ...stationLimits(network, layers.entries, flows.ofEntry),
    ...poolLimits(network, layers, flows.ofEntry, times),
  ];
  const first = limits.reduce((least, limit) => (limit.factor < least.factor ? limit : least), {
    id: '',
    factor: Infinity,
  });
  const throughput = total > 0 ? total * first.factor : Infinity;
  let cycle = 0;
  network.sources.forEach((source, at) => {
    const request = times[layers.requests[at] ?? 0]?.answered ?? 0;
    const think = source.kind === 'closed' ? source.think.mean : 0;
    cycle += total > 0 ? ((sent[at] ?? 0) / total) * (request + think) : 0;
  });
  const isClosed = network.sources.some(({ kind }) => kind === 'closed');
  const knee = !Number.isFinite(throughput) ? Infinity : isClosed ? throughput * cycle : doubled(throughput);
  return { bottleneck: first.id, throughput, knee };
}

/** By how much everything can grow until this is busy all the time. */
interface Limit {
  readonly id: string;
  readonly factor: number;
}

function stationLimits(
  network: Network,
  entries: ReturnType<typeof layersOf>['entries'],
  flows: Float64Array,
): readonly Limit[] {
  return network.stations.map(({ id, servers, replicas, speeds }, station) => {
    let work = 0;
    entries.forEach(({ phases }, at) => {
      for (const { seconds } of phases) work += (flows[at] ?? 0) * (seconds[station] ?? 0);
    });
    const all = speeds === undefined ? servers * replicas : Math.max(...speeds);
    return { id, factor: work > 0 ? all / work : Infinity };
  });
}

function poolLimits(
  { pools }: Network,
  { askers, entries }: ReturnType<typeof layersOf>,
  flows: Float64Array,
  times: ReturnType<typeof uncontendedTimes>,
): readonly Limit[] {
  return pools.map(({ id, places }, pool) => {
    let held = 0;
    entries.forEach(({ asker }, at) => {
      const one = askers[asker];
      if (one?.kind === 'pool' && one.at === pool) held += (flows[at] ?? 0) * (times[at]?.whole ?? 0);
    });
    return { id, factor: held > 0 ? places / held : Infinity };
  });
}
