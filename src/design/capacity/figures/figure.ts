import type { Unit } from '../../../model/origin.ts';

/** A number nobody gave: its range and why it was taken. Replace it by a measurement as soon as there is one. */
export interface Figure {
  readonly value: number;
  readonly unit: Unit;
  readonly low: number;
  readonly high: number;
  readonly subject: string;
  readonly because: string;
}

/** One line of the tables beside this file: value, unit, range, what it is, why it was taken. */
export const f = (
  value: number,
  unit: Unit,
  low: number,
  high: number,
  subject: string,
  because: string,
): Figure => ({ value, unit, low, high, subject, because });
