import { assumed, derived } from '../model/origin.ts';
import type { Quantity } from '../model/origin.ts';
import type { OperationCost } from '../model/domain.ts';
import { quantityText } from '../model/quantity.ts';

const because = 'classes for quotas and shedding; any two bounds do, as long as they stay';

/** CPU up to which an operation is light, and up to which it is medium. */
export const costBounds = {
  light: assumed(5, 'ms', because, 2, 10),
  medium: assumed(20, 'ms', because, 10, 50),
} as const;

export type CostClass = 'light' | 'medium' | 'heavy';

/** CPU of application and database together. */
export const workOf = ({ cpu, database }: OperationCost): Quantity =>
  derived(cpu.value + database.value, 'ms', 'CPU of application + database', [
    `application ${quantityText(cpu)}`,
    `database ${quantityText(database)}`,
  ]);

export function costClass({ value }: Quantity): CostClass {
  if (value <= costBounds.light.value) return 'light';
  return value <= costBounds.medium.value ? 'medium' : 'heavy';
}
