import type { Verdict } from '../../../findings/claim.ts';
import type { NetworkSimulation } from '../../../model/network-figures.ts';
import type { Network } from '../../../model/network.ts';
import { poolCircle } from '../../../queueing/layered/pool-circle.ts';
import { refuted, undecided } from '../../settle.ts';

/**
 * What may come to stand still for ever, nothing where nothing can: places that are waited for in a circle. A run that
 * did not meet it does not show that the next one does not.
 */
export function standstillOf(network: Network, simulation: NetworkSimulation): Verdict | undefined {
  const way = poolCircle(network, ({ places, patience }) => Number.isFinite(places) && patience === Infinity);
  if (way === undefined) return undefined;
  const circle = `places are waited for in a circle (${way.join(' -> ')})`;
  const mend = 'Give what is asked for inside a pool of its own, or a patience.';
  const stopped = network.sources.filter((_, i) => hasStopped(simulation, i)).map(({ id }) => id);
  return stopped.length > 0
    ? refuted(
        `${stopped.join(', ')} ${stopped.length === 1 ? 'stands' : 'stand'} still in the end, nobody is answered any more: ${circle}, and all were held by those who wait. ${mend}`,
      )
    : undecided(
        `It can lock up for ever: ${circle}; when all are held by those who wait, nothing moves. The simulation did not meet it in every replication. ${mend}`,
      );
}

/** Answers that come in the beginning and, over the last quarter, in no replication any more. */
function hasStopped({ timeline }: NetworkSimulation, source: number): boolean {
  const answers = timeline.map(({ sources }) => sources[source]?.goodput ?? 0);
  const some = (from: number, to: number): boolean =>
    answers.slice(Math.floor(from * answers.length), Math.ceil(to * answers.length)).some((rate) => rate > 0);
  return some(0, 0.5) && !some(0.75, 1);
}
