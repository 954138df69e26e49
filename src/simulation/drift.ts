import type { NetworkSimulation } from '../model/network-figures.ts';
import type { Network } from '../model/network.ts';
import type { ReplicationFigures } from './replication-figures.ts';
import { intervalOf } from './student.ts';

/**
 * Whether what is under way keeps growing, source by source: the mean number in the second half of what is counted less
 * that in the first, as part of the mean of both. A queue in its steady state has none; one that gets a little more
 * than it serves doubles and trebles, however little it is.
 */
export const driftsOf = (
  { sources }: Network,
  all: readonly ReplicationFigures[],
): NetworkSimulation['drifts'] =>
  sources.flatMap(({ id, kind }, i) =>
    kind === 'closed' ? [] : [{ source: id, drift: intervalOf(all.flatMap((one) => driftOf(one, i) ?? [])) }],
  );

/** Nothing where a run is too short to have halves. */
function driftOf({ timeline, warmup }: ReplicationFigures, source: number): number | undefined {
  const present: number[] = [];
  let underWay = 0;
  let edge = 0;
  for (const { at, sources } of timeline) {
    const seconds = 2 * (at - edge);
    edge += seconds;
    const { arrivals = 0, goodput = 0, failures = 0 } = sources[source] ?? {};
    underWay += seconds * (arrivals - goodput - failures);
    if (at > warmup) present.push(underWay);
  }
  const half = Math.floor(present.length / 2);
  if (half === 0) return undefined;
  const earlier = meanOf(present.slice(0, half));
  const later = meanOf(present.slice(-half));
  return earlier + later > 0 ? (2 * (later - earlier)) / (earlier + later) : 0;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
