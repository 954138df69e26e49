import { expect, test } from 'vitest';
import { studentQuantile } from './student-t.ts';

// Two-sided points from the table of Law, Simulation Modeling and Analysis, T.1, and of NIST/SEMATECH 1.3.6.7.2.
test.each([
  [0.95, 1, 12.706],
  [0.95, 2, 4.303],
  [0.95, 9, 2.262],
  [0.99, 9, 3.25],
  [0.95, 30, 2.042],
  [0.999, 19, 3.883],
  [0.95, 100, 1.984],
])('Student t, %f two-sided with %i degrees of freedom', (level, freedom, expected) => {
  expect(studentQuantile(level, freedom)).toBeCloseTo(expected, 3);
});
