import { leastSquares } from './least-squares.ts';

/** Coefficients of which none is negative, and which of them the data hold at zero. */
export interface NonnegativeFit {
  readonly coefficients: readonly number[];
  /** Indices of the coefficients that are free, in rising order; the others are 0. */
  readonly free: readonly number[];
}

/** Gradients below this share of the product of their column and the values, by length, are rounding, not a way down. */
const negligible = 1e-10;

/**
 * The x ≥ 0 with the least |Ax − b|², by the active set method of Lawson and Hanson, Solving Least Squares Problems,
 * 1974, ch. 23: coefficients are freed one by one as long as that lessens the error, and held again when they would
 * become negative. A column that depends on free ones is never freed. Ends after finitely many steps; the bound on
 * rounds only guards against cycles of rounding.
 */
export function nonnegativeLeastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): NonnegativeFit {
  const size = rows[0]?.length ?? 0;
  const column = (j: number): readonly number[] => rows.map((row) => row[j] ?? 0);
  // Of each column by itself: one that is hundreds of times shorter than another has as much to say.
  const least = Array.from(
    { length: size },
    (_, j) => negligible * Math.sqrt(squares(column(j)) * squares(values)),
  );
  let solution = Array.from({ length: size }, () => 0);
  let free: readonly number[] = [];
  const refused = new Set<number>();
  for (let round = 0; round < 10 * (size + 1); round++) {
    const residuals = rows.map((row, index) => (values[index] ?? 0) - product(row, solution));
    const next = steepest(size, free, refused, (j) => product(column(j), residuals), least);
    if (next === undefined) break;
    const grown = settle(
      rows,
      values,
      solution,
      [...free, next].toSorted((a, b) => a - b),
    );
    if (grown === undefined) {
      refused.add(next);
      continue;
    }
    solution = grown;
    free = solution.flatMap((value, j) => (value > 0 ? [j] : []));
    refused.clear();
    // What was freed and fell back at once would be freed again for ever.
    if (!free.includes(next)) refused.add(next);
  }
  return { coefficients: solution, free };
}

function steepest(
  size: number,
  free: readonly number[],
  refused: ReadonlySet<number>,
  gradient: (j: number) => number,
  least: readonly number[],
): number | undefined {
  let best: number | undefined;
  let steepness = 0;
  for (let j = 0; j < size; j++) {
    if (free.includes(j) || refused.has(j)) continue;
    const slope = gradient(j);
    if (slope > steepness && slope > (least[j] ?? 0)) [best, steepness] = [j, slope];
  }
  return best;
}

/** Solves for the free coefficients; where one would be negative, goes as far as it stays at zero and holds it there. */
function settle(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  from: readonly number[],
  wanted: readonly number[],
): number[] | undefined {
  let current = [...from];
  let free = wanted;
  while (free.length > 0) {
    const fit = leastSquares(
      rows.map((row) => free.map((j) => row[j] ?? 0)),
      values,
    );
    if (fit === undefined) return undefined;
    const target = current.map((_, j) => (free.includes(j) ? (fit.coefficients[free.indexOf(j)] ?? 0) : 0));
    const blocked = free.filter((j) => (target[j] ?? 0) <= 0);
    if (blocked.length === 0) return target;
    const step = Math.min(
      ...blocked.map((j) => (current[j] ?? 0) / ((current[j] ?? 0) - (target[j] ?? 0) || 1)),
    );
    const before = current;
    current = before.map((value, j) => value + step * ((target[j] ?? 0) - value));
    const held = blocked.filter((j) => (current[j] ?? 0) <= 1e-15 * Math.max(1, ...before));
    for (const j of held) current[j] = 0;
    free = free.filter((j) => !held.includes(j));
  }
  return current.map(() => 0);
}

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

const squares = (values: readonly number[]): number => product(values, values);
