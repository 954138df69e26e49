import { forEachPoint, latticeOf } from './lattice.ts';
import type { ClosedClass, ClosedFigures, QueueStation } from './problem.ts';

/**
 * Exact mean value analysis of several classes over all populations, for stations of one constant speed. Only adds and
 * divides, so it keeps its digits. Requests from outside take their part of the speed: demands grow by 1/(1 − U_open).
 * Source: Reiser and Lavenberg, Journal of the ACM 27(2), 1980; mixed: Lazowska et al., Quantitative System
 * Performance, ch. 7 and 8.
 */
export function exactMva(classes: readonly ClosedClass[], stations: readonly QueueStation[]): ClosedFigures {
  const lattice = latticeOf(classes.map(({ population }) => population));
  const count = stations.length;
  const kinds = classes.length;
  const demands = Float64Array.from(
    stations.flatMap(({ demands: own, speeds, openLoad }) =>
      classes.map((_, r) => (own[r] ?? 0) / ((speeds[0] ?? 1) - openLoad)),
    ),
  );
  const copies = Int32Array.from(stations, (station) => station.copies);
  // Total number at each station for each population; recursion needs no more.
  const lengths = new Float64Array(lattice.size * count);
  const throughputs = new Float64Array(kinds);
  forEachPoint(lattice, (index, digits) => {
    for (let r = 0; r < kinds; r++) {
      const own = digits[r] ?? 0;
      throughputs[r] = 0;
      if (own === 0) continue;
      const before = (index - (lattice.strides[r] ?? 0)) * count;
      let cycle = classes[r]?.think ?? 0;
      for (let k = 0; k < count; k++)
        cycle += (copies[k] ?? 1) * (demands[k * kinds + r] ?? 0) * (1 + (lengths[before + k] ?? 0));
      throughputs[r] = own / cycle;
      for (let k = 0; k < count; k++) {
        const residence = (demands[k * kinds + r] ?? 0) * (1 + (lengths[before + k] ?? 0));
        lengths[index * count + k] = (lengths[index * count + k] ?? 0) + (own / cycle) * residence;
      }
    }
  });
  const last = lattice.size - 1;
  return {
    throughputs: [...throughputs],
    queues: stations.map((_, k) =>
      classes.map((_class, r) => {
        const before = (last - (lattice.strides[r] ?? 0)) * count;
        return (throughputs[r] ?? 0) * (demands[k * kinds + r] ?? 0) * (1 + (lengths[before + k] ?? 0));
      }),
    ),
    openQueues: stations.map(
      ({ speeds, openLoad }, k) =>
        (openLoad * (1 + (lengths[last * count + k] ?? 0))) / ((speeds[0] ?? 1) - openLoad),
    ),
  };
}
