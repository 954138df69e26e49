import type { Quantity } from '../../model/origin.ts';
import { availabilityFigures } from './figures/availability.ts';
import type { Figure } from './figures/figure.ts';
import { limitFigures } from './figures/limits.ts';
import { loadFigures } from './figures/load.ts';
import { machineFigures } from './figures/machines.ts';
import { workFigures } from './figures/work.ts';

/** Everything the sizing takes for granted, in one place. Times in seconds. */
export const figures = {
  ...loadFigures,
  ...machineFigures,
  ...workFigures,
  ...availabilityFigures,
  ...limitFigures,
} satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof figures;

/** Stands in the origin of every quantity taken from here. */
export const figuresVersion = '2026.11';

/** The one figure that has another value at the moment. */
let supposed: { readonly name: FigureName; readonly value: number } | undefined;

export const valueOf = (name: FigureName): number =>
  supposed?.name === name ? supposed.value : figures[name].value;

/**
 * What `work` answers when one figure has another value: how a range of a figure becomes a range of a result, without
 * handing all figures through every function. Restored before it returns; `work` must not be asynchronous.
 */
export function supposing<T>(name: FigureName, value: number, work: () => T): T {
  const before = supposed;
  supposed = { name, value };
  try {
    return work();
  } finally {
    supposed = before;
  }
}

/** The figure with range and origin, to be shown or computed with. */
export function figure(name: FigureName): Quantity {
  const { unit, low, high } = figures[name];
  return {
    value: valueOf(name),
    unit,
    origin: { kind: 'default', pack: 'capacity-figures', version: figuresVersion, path: name },
    low,
    high,
  };
}

/** Sizes of machines that are offered, in vCPU. The last one is the vertical limit of a database primary. */
export const instanceSizes = [2, 4, 8] as const;
export const databaseSizes = [2, 4, 8, 16, 32, 48, 64] as const;

/** GB of memory for each vCPU of an application instance and of a database. */
export const applicationMemory = 2;
export const databaseMemory = 4;
