import type { Recommendation } from '../findings/recommendation.ts';
import { assumed } from '../model/origin.ts';
import type { Quantity } from '../model/origin.ts';

/** Days of one person. */
export const effortOf = ({ effort: { low, high } }: Recommendation): Quantity =>
  assumed((low + high) / 2, 'days', 'estimate of the remedy for its number of places', low, high);
