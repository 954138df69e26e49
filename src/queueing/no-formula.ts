import type { NoSolution } from '../model/network-figures.ts';

/** No formula answers this network: why, and what would let one, in words. */
export const noFormula = (because: string, mend: string): NoSolution => ({
  kind: 'no-formula',
  because,
  mend,
});
