import type { IntervalEstimate, NetworkSimulation } from '../../model/network-figures.ts';
import { studentQuantile } from '../../queueing/student-t.ts';
import { simulateNetwork } from '../../simulation/simulate.ts';
import { readNetworkFile } from './network-file/read.ts';

/** The load at peak as it was simulated, with intervals that hold together with 95 %. */
export interface SimulatedLoad {
  readonly station: (container: string) => IntervalEstimate | undefined;
  readonly percentile: (workload: string, percentile: number) => IntervalEstimate | undefined;
  readonly doubts: readonly string[];
}

/** @throws when the text is no network: it was written by us. */
export function simulateLoad(text: string): SimulatedLoad {
  const read = readNetworkFile(text);
  if (read.kind === 'invalid')
    throw new Error(read.problems.map(({ what, why }) => `${what} ${why}`).join(' '));
  const simulation = simulateNetwork(read.value);
  const widened = widening(simulation);
  return {
    station: (container) =>
      widened(simulation.stations.find(({ station }) => station === container)?.response),
    percentile: (workload, percentile) => {
      const source = simulation.sources.find((each) => each.source === workload);
      const known =
        percentile === 50
          ? source?.p50
          : percentile === 95
            ? source?.p95
            : percentile === 99
              ? source?.p99
              : undefined;
      return widened(known ?? source?.others?.find((each) => each.percentile === percentile)?.time);
    },
    doubts: simulation.doubts,
  };
}

/** Bonferroni: of n intervals each gets a part of the five percent. */
function widening({ sources, stations, replications }: NetworkSimulation) {
  const freedom = Math.max(1, replications - 1);
  const figures = Math.max(1, sources.length + stations.length);
  const factor = studentQuantile(1 - 0.05 / figures, freedom) / studentQuantile(0.95, freedom);
  return (estimate: IntervalEstimate | undefined): IntervalEstimate | undefined =>
    estimate === undefined || !Number.isFinite(estimate.halfWidth)
      ? undefined
      : { mean: estimate.mean, halfWidth: estimate.halfWidth * factor };
}
