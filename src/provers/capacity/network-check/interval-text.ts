import type { IntervalEstimate } from '../../../model/network-figures.ts';
import { six } from '../../settle.ts';

/** Mean and half-width of an estimate, or that it has no interval. */
export const withInterval = ({ mean, halfWidth }: IntervalEstimate, unit = ''): string =>
  Number.isFinite(halfWidth)
    ? `${six(mean)}${unit} ± ${six(halfWidth)}${unit}`
    : `${six(mean)}${unit}, of unknown error`;
