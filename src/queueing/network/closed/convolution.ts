import { thinking, withCopies, withStation } from './constants.ts';
import type { Constants, Factor } from './constants.ts';
import { forEachPoint, latticeOf } from './lattice.ts';
import type { Lattice } from './lattice.ts';
import type { ClosedClass, ClosedFigures, QueueStation } from './problem.ts';
import { stationWeights } from './station-weights.ts';

/**
 * Exact solution of a closed or mixed network of several classes with any number of servers or any speeds, by
 * convolution over all populations (Buzen, Communications of the ACM 16(9), 1973; several classes: Reiser and
 * Kobayashi, IBM Journal of Research and Development 19, 1975). Only positive terms are added; once the speed no longer
 * changes, the terms of a station follow from those of one customer fewer, so that a station costs as many terms as it
 * has servers and not as there are customers. `scales` are throughputs of about the right size: with times counted in
 * them the constants stay far from underflow.
 */
export function convolve(
  classes: readonly ClosedClass[],
  stations: readonly QueueStation[],
  scales: readonly number[],
): ClosedFigures {
  const lattice = latticeOf(classes.map(({ population }) => population));
  const factors = stations.map(({ copies, demands, speeds, openLoad }): Factor => ({
    copies,
    demands: demands.map((demand, r) => demand * (scales[r] ?? 1)),
    weights: stationWeights(speeds, openLoad),
  }));
  const delays = thinking(
    lattice,
    classes.map(({ think }, r) => think * (scales[r] ?? 1)),
  );
  const whole = factors.reduce(
    (product, factor) => withCopies(lattice, product, factor, factor.copies),
    delays,
  );
  const last = lattice.size - 1;
  const all = whole.values[last] ?? 1;
  const relative = lattice.strides.map((stride, r) =>
    (lattice.populations[r] ?? 0) === 0 ? 0 : (whole.values[last - stride] ?? 0) / all,
  );
  const present = factors.map((factor, k) =>
    factor.weights.logs.length === 1
      ? atConstantSpeed(lattice, whole, factor)
      : atAnySpeed(
          lattice,
          factors.reduce(
            (product, other, j) => withCopies(lattice, product, other, other.copies - (j === k ? 1 : 0)),
            delays,
          ),
          factor,
        ),
  );
  return {
    throughputs: relative.map((ratio, r) => ratio * (scales[r] ?? 1)),
    queues: present.map(({ queues }) => queues),
    openQueues: present.map(({ outside }) => outside),
  };
}

/** Rough number of steps `convolve` takes. */
export function convolutionWork(classes: readonly ClosedClass[], stations: readonly QueueStation[]): number {
  const { size } = latticeOf(classes.map(({ population }) => population));
  const terms = stations.map(
    ({ copies, speeds }) => copies * (headCount(speeds.length - 1, classes) + 2 * classes.length),
  );
  const each = terms.reduce((a, b) => a + b, 0);
  const changing = stations.filter(({ speeds }) => speeds.length > 1).length;
  const weighing = stations.reduce(
    (sum, { speeds, openLoad }) => sum + (openLoad > 0 ? speeds.length ** 2 : speeds.length),
    0,
  );
  return weighing + size * (each * (1 + changing) + stations.length * classes.length);
}

/** Vectors of as many classes that sum to at most `most`: C(most + R, R). */
function headCount(most: number, classes: readonly ClosedClass[]): number {
  let count = 1;
  classes.forEach((_, r) => (count = (count * (most + r + 1)) / (r + 1)));
  return count;
}

interface Present {
  readonly queues: readonly number[];
  readonly outside: number;
}

/** Q_r = d_r·G⁺(N − e_r)/G(N), G⁺ being the network with the station twice. */
function atConstantSpeed(lattice: Lattice, whole: Constants, factor: Factor): Present {
  const twice = withStation(lattice, whole, factor);
  const last = lattice.size - 1;
  // The station's own weight w(0) is in G⁺ once more.
  const shift = Math.exp(twice.log - whole.log - (factor.weights.logs[0] ?? 0));
  const queues = lattice.strides.map((stride, r) =>
    (lattice.populations[r] ?? 0) === 0
      ? 0
      : ((factor.demands[r] ?? 0) * factor.weights.ratio * shift * (twice.values[last - stride] ?? 0)) /
        (whole.values[last] ?? 1),
  );
  return { queues, outside: factor.weights.outside(queues.reduce((a, b) => a + b, 0)) };
}

/** Σ n·f(n)·G⁻(N − n)/Σ f(n)·G⁻(N − n), G⁻ being the network without the station. */
function atAnySpeed(lattice: Lattice, without: Constants, factor: Factor): Present {
  const alone = new Float64Array(lattice.size);
  alone[0] = 1;
  const own = withStation(lattice, { values: alone, log: 0 }, factor);
  const last = lattice.size - 1;
  const queues = lattice.populations.map(() => 0);
  let total = 0;
  let outside = 0;
  forEachPoint(lattice, (index, digits) => {
    const weight = (own.values[index] ?? 0) * (without.values[last - index] ?? 0);
    if (weight === 0) return;
    let present = 0;
    for (let r = 0; r < digits.length; r++) {
      queues[r] = (queues[r] ?? 0) + weight * (digits[r] ?? 0);
      present += digits[r] ?? 0;
    }
    total += weight;
    outside += weight * factor.weights.outside(present);
  });
  return { queues: queues.map((sum) => sum / total), outside: outside / total };
}
