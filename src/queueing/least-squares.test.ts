import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastSquares } from './least-squares.ts';
import { nonnegativeLeastSquares } from './nonnegative-least-squares.ts';
import { studentQuantile } from './student-t.ts';

/** Table 2 of Student's t in any book of statistics; Abramowitz and Stegun 1964, table 26.10. */
test.each([
  [0.95, 1, 12.706],
  [0.95, 2, 4.303],
  [0.95, 5, 2.571],
  [0.95, 6, 2.447],
  [0.95, 10, 2.228],
  [0.99, 7, 3.499],
  [0.9, 30, 1.697],
  [0.95, 120, 1.98],
])('Student at level %d with %i degrees is %d', (level, degrees, expected) => {
  expect(studentQuantile(level, degrees)).toBeCloseTo(expected, 3);
});

/** Norris, NIST Statistical Reference Datasets: certified values of a line through 36 points. */
test('the line of NIST Norris, with its certified standard errors', () => {
  const norris = [
    [0.2, 0.1],
    [337.4, 338.8],
    [118.2, 118.1],
    [884.6, 888.0],
    [10.1, 9.2],
    [226.5, 228.1],
    [666.3, 668.5],
    [996.3, 998.5],
    [448.6, 449.1],
    [777.0, 778.9],
    [558.2, 559.2],
    [0.4, 0.3],
    [0.6, 0.1],
    [775.5, 778.1],
    [666.9, 668.8],
    [338.0, 339.3],
    [447.5, 448.9],
    [11.6, 10.8],
    [556.0, 557.7],
    [228.1, 228.3],
    [995.8, 998.0],
    [887.6, 888.8],
    [120.2, 119.6],
    [0.3, 0.3],
    [0.3, 0.6],
    [556.8, 557.6],
    [339.1, 339.3],
    [887.2, 888.0],
    [999.0, 998.5],
    [779.0, 778.9],
    [11.1, 10.2],
    [118.3, 117.6],
    [229.2, 228.9],
    [669.1, 668.4],
    [448.9, 449.2],
    [0.5, 0.2],
  ] as const;
  const fit = leastSquares(
    norris.map(([y]) => [1, y]),
    norris.map(([, x]) => x),
  );
  expect(fit?.coefficients[0]).toBeCloseTo(-0.262323073774029, 9);
  expect(fit?.coefficients[1]).toBeCloseTo(1.00211681802045, 11);
  expect(fit?.standardErrors[0]).toBeCloseTo(0.232818234301152, 9);
  expect(fit?.standardErrors[1]).toBeCloseTo(0.000429796848199937, 11);
  expect(fit?.residualDeviation).toBeCloseTo(0.884796396144373, 9);
});

test('columns that depend on each other determine nothing', () => {
  expect(
    leastSquares(
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      [1, 2, 3],
    ),
  ).toBeUndefined();
  expect(leastSquares([[1, 2]], [1])).toBeUndefined();
});

const number = fc.double({ min: -10, max: 10, noNaN: true }).map((value) => Math.round(value * 100) / 100);
const problem = fc.integer({ min: 1, max: 5 }).chain((columns) =>
  fc.integer({ min: columns, max: columns + 6 }).chain((rows) =>
    fc.record({
      rows: fc.array(fc.array(number, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
      values: fc.array(number, { minLength: rows, maxLength: rows }),
    }),
  ),
);
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

test('no coefficient is negative, and none could be moved to lessen the error (Karush–Kuhn–Tucker)', () => {
  fc.assert(
    fc.property(problem, ({ rows, values }) => {
      const { coefficients } = nonnegativeLeastSquares(rows, values);
      const residuals = rows.map((row, index) => (values[index] ?? 0) - dot(row, coefficients));
      return coefficients.every((value, j) => {
        const slope = dot(
          rows.map((row) => row[j] ?? 0),
          residuals,
        );
        return value >= 0 && (value > 0 ? Math.abs(slope) < 1e-6 : slope < 1e-6);
      });
    }),
    { numRuns: 500 },
  );
});

test('a column hundreds of times shorter than another is not taken for rounding', () => {
  const rows = [
    [0.03, 0, 0],
    [0, 0.02, -0.02],
    [-8.33, 0, 0.01],
  ];
  const values = rows.map((row) => dot(row, [0.1, 0.1, 0.1]));
  for (const value of nonnegativeLeastSquares(rows, values).coefficients) expect(value).toBeCloseTo(0.1, 6);
});

test('recovers positive coefficients, as ordinary least squares does', () => {
  const truth = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(problem, truth, ({ rows }, all) => {
      const values = rows.map((row) => dot(row, all));
      const fit = leastSquares(rows, values);
      fc.pre(
        fit !== undefined && fit.coefficients.every((value, j) => Math.abs(value - (all[j] ?? 0)) < 1e-6),
      );
      const { coefficients } = nonnegativeLeastSquares(rows, values);
      return coefficients.every((value, j) => Math.abs(value - (all[j] ?? 0)) < 1e-5);
    }),
  );
});
