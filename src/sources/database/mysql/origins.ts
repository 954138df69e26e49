import type { Origin } from '../../../model/origin.ts';

/** `shop.orders.total`: where in the catalogue a value was read. */
export const catalogOf = (...names: readonly string[]): Origin => ({
  kind: 'catalog',
  object: names.join('.'),
});
