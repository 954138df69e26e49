import type { IntervalEstimate, NetworkSimulation } from '../../model/network-figures.ts';
import { simulateNetwork } from '../../simulation/simulate.ts';
import { jointFactor } from './joint-intervals.ts';
import { percentileOf } from './network-check/objectives.ts';
import { readNetworkFile } from './network-file/read.ts';
import { oftenEnough } from './rare-requests.ts';

/** The load at peak as it was simulated, with intervals that hold together with 95 %. */
export interface SimulatedLoad {
  readonly station: (container: string) => IntervalEstimate | undefined;
  readonly percentile: (workload: string, percentile: number) => IntervalEstimate | undefined;
  /** Requests a second of a workload that was played more often than it comes (`rare-requests.ts`). */
  readonly raised: (workload: string) => number | undefined;
  readonly doubts: readonly string[];
}

/** @throws when the text is no network: it was written by us. */
export function simulateLoad(text: string): SimulatedLoad {
  const read = readNetworkFile(text);
  if (read.kind === 'invalid')
    throw new Error(read.problems.map(({ what, why }) => `${what} ${why}`).join(' '));
  const { network, raised } = oftenEnough(read.value);
  const simulation = simulateNetwork(network);
  const widened = widening(simulation);
  return {
    station: (container) =>
      widened(simulation.stations.find(({ station }) => station === container)?.response),
    percentile: (workload, percentile) => {
      const source = simulation.sources.find((each) => each.source === workload);
      return widened(source === undefined ? undefined : percentileOf(source, percentile));
    },
    raised: (workload) => raised.get(workload),
    doubts: simulation.doubts,
  };
}

/** An interval that holds together with the others; nothing where there is none. */
function widening({ sources, stations, replications }: NetworkSimulation) {
  const factor = jointFactor(sources.length + stations.length, replications);
  return (estimate: IntervalEstimate | undefined): IntervalEstimate | undefined =>
    estimate === undefined || !Number.isFinite(estimate.halfWidth)
      ? undefined
      : { mean: estimate.mean, halfWidth: estimate.halfWidth * factor };
}
