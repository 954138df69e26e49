/** A linear model with the doubt about each coefficient. */
export interface LinearFit {
  readonly coefficients: readonly number[];
  /** Of each coefficient, for errors of equal variance that do not depend on each other. Infinite without spare rows. */
  readonly standardErrors: readonly number[];
  /** Rows less coefficients. */
  readonly degreesOfFreedom: number;
  /** Square root of the residuals' variance, in the unit of the values. */
  readonly residualDeviation: number;
}

/** A column whose part that others do not explain is shorter than this share of it cannot be told from them. */
const dependent = 1e-9;

/**
 * Ordinary least squares by a QR decomposition (modified Gram–Schmidt), which keeps the digits that normal equations
 * lose. Undefined when there are fewer rows than columns, or the columns depend on each other: then no coefficient can
 * be told from another. Source: Golub and Van Loan, Matrix Computations, ch. 5; standard errors: any book of regression.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): LinearFit | undefined {
  const size = rows[0]?.length ?? 0;
  if (size === 0 || rows.length < size) return undefined;
  const decomposed = decompose(rows, size);
  if (decomposed === undefined) return undefined;
  const { orthogonal, inverse } = decomposed;
  const projected = orthogonal.map((column) => dot(column, values));
  const coefficients = inverse.map((row) => dot(row, projected));
  const residuals = rows.map((row, index) => (values[index] ?? 0) - dot(row, coefficients));
  const degreesOfFreedom = rows.length - size;
  const variance = degreesOfFreedom === 0 ? Infinity : dot(residuals, residuals) / degreesOfFreedom;
  return {
    coefficients,
    standardErrors: inverse.map((row) => Math.sqrt(variance * dot(row, row))),
    degreesOfFreedom,
    residualDeviation: Math.sqrt(variance),
  };
}

interface Decomposed {
  /** Columns of Q. */
  readonly orthogonal: readonly (readonly number[])[];
  /** Rows of R⁻¹; (XᵀX)⁻¹ = R⁻¹R⁻ᵀ. */
  readonly inverse: readonly (readonly number[])[];
}

function decompose(rows: readonly (readonly number[])[], size: number): Decomposed | undefined {
  const orthogonal: number[][] = [];
  const upper = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (let j = 0; j < size; j++) {
    const column = rows.map((row) => row[j] ?? 0);
    const length = Math.sqrt(dot(column, column));
    for (const [i, unit] of orthogonal.entries()) {
      const share = dot(unit, column);
      set(upper, i, j, share);
      for (const [k, part] of unit.entries()) column[k] = (column[k] ?? 0) - share * part;
    }
    const rest = Math.sqrt(dot(column, column));
    if (!(rest > dependent * length)) return undefined;
    set(upper, j, j, rest);
    orthogonal.push(column.map((part) => part / rest));
  }
  return { orthogonal, inverse: inverseOf(upper) };
}

/** Inverse of an upper triangular matrix, by back substitution. */
function inverseOf(upper: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = upper.length;
  const inverse = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (let j = 0; j < size; j++)
    for (let i = j; i >= 0; i--) {
      const known = upper[i]
        ?.slice(i + 1, j + 1)
        .reduce((sum, u, k) => sum + u * (inverse[i + 1 + k]?.[j] ?? 0), 0);
      set(inverse, i, j, ((i === j ? 1 : 0) - (known ?? 0)) / (upper[i]?.[i] ?? 1));
    }
  return inverse;
}

function set(matrix: readonly number[][], i: number, j: number, value: number): void {
  const row = matrix[i];
  if (row !== undefined) row[j] = value;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
