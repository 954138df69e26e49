import type { NetworkBounds, SourceFigures } from '../../model/network-figures.ts';
import { demandsOf } from './flat.ts';
import type { FlatNetwork } from './flat.ts';
import { solveOpen } from './open.ts';
import { responseOf } from './open-figures.ts';
import { capacityOf } from './stations/load.ts';
import type { Conditions } from './walk.ts';

/** Where a proportion of requests saturates first, and how much of it a second does. */
interface Saturation {
  readonly bottleneck: string;
  /** By how much all rates together can grow. */
  readonly factor: number;
}

/** The station that these rates (requests per second by source) fill first. Without a queue anywhere: no name, Infinity. */
export function saturation(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
): Saturation {
  const work = new Map<string, number>();
  for (const { source, route } of flat.routes)
    for (const [id, { visits, service }] of demandsOf(route, conditions))
      work.set(id, (work.get(id) ?? 0) + (rates.get(source.id) ?? 0) * visits * service);
  let found: Saturation = { bottleneck: '', factor: Infinity };
  for (const station of flat.stations.values()) {
    const factor = capacityOf(station) / (work.get(station.id) ?? 0);
    if (factor < found.factor) found = { bottleneck: station.id, factor };
  }
  return found;
}

/**
 * Bounds of an open network: the rate of all sources together at which the bottleneck is full (Lazowska et al., ch. 5),
 * and the rate at which the mean response is twice that of a network nobody else uses.
 */
export function openBounds(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
): NetworkBounds {
  const total = [...rates.values()].reduce((a, b) => a + b, 0);
  const accepting = { ...conditions, refused: () => 0 };
  const { bottleneck, factor } = saturation(flat, rates, accepting);
  if (factor === Infinity) return { bottleneck, throughput: Infinity, knee: Infinity };
  return { bottleneck, throughput: total * factor, knee: total * doubling(flat, rates, conditions, factor) };
}

/** Part of the saturating rates beyond which nothing is known, and of which the first response is taken. */
const idlePart = 1e-6;

function doubling(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
  most: number,
): number {
  const at = (factor: number): number => meanAt(flat, rates, conditions, factor);
  const alone = at(most * idlePart);
  let low = most * idlePart;
  let high = most;
  for (let step = 0; step < 40 && high - low > 1e-5 * low; step++) {
    const middle = (low + high) / 2;
    if (at(middle) < 2 * alone) low = middle;
    else high = middle;
  }
  return high;
}

/** Mean response of all requests at so many times the rates; caches are kept as they are. */
function meanAt(
  flat: FlatNetwork,
  rates: ReadonlyMap<string, number>,
  conditions: Conditions,
  factor: number,
): number {
  const more = new Map([...rates].map(([id, rate]) => [id, rate * factor]));
  const state = solveOpen(flat, more, conditions.misses);
  if (state.kind !== 'steady') return Infinity;
  let sum = 0;
  let total = 0;
  for (const { source, route } of flat.routes) {
    const rate = rates.get(source.id) ?? 0;
    sum += rate * responseOf(source.id, route, state);
    total += rate;
  }
  return sum / total;
}

/**
 * Bounds of a closed or mixed network: the throughput of all sources together, in the proportion in which they are
 * answered, at which the bottleneck is full; and the population, in the given proportion, at which the light-load and
 * the heavy-load asymptote cross, N* = (D + Z)/Dmax for one class (Denning and Buzen, Computing Surveys 10, 1978). Open
 * requests take their part of the bottleneck first.
 */
export function closedBounds(
  flat: FlatNetwork,
  sources: readonly SourceFigures<number>[],
  conditions: Conditions,
): NetworkBounds {
  const rates = new Map(sources.map(({ source, throughput }) => [source, throughput]));
  const total = [...rates.values()].reduce((a, b) => a + b, 0);
  const { bottleneck, factor } = saturation(flat, rates, conditions);
  if (factor === Infinity) return { bottleneck, throughput: Infinity, knee: Infinity };
  return { bottleneck, throughput: total * factor, knee: crossing(flat, conditions) };
}

function crossing(flat: FlatNetwork, conditions: Conditions): number {
  const closed = new Map<string, number>();
  const open = new Map<string, number>();
  let people = 0;
  for (const { source, route } of flat.routes) {
    const demands = [...demandsOf(route, conditions).values()];
    const busy = demands.reduce((sum, { visits, service }) => sum + visits * service, 0);
    const rate = source.kind === 'open' ? source.rate : source.population / (busy + source.think.mean);
    if (source.kind === 'closed') people += source.population;
    const work = source.kind === 'open' ? open : closed;
    for (const { station, visits, service } of demands)
      work.set(station, (work.get(station) ?? 0) + rate * visits * service);
  }
  const factors = [...flat.stations.values()].map(
    (station) => (capacityOf(station) - (open.get(station.id) ?? 0)) / (closed.get(station.id) ?? 0),
  );
  return people * Math.min(...factors);
}
