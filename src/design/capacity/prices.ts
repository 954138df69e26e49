import type { Quantity } from '../../model/origin.ts';

/**
 * Unit prices in EUR, net, without discounts: the order of magnitude of public list prices of large providers in
 * European regions. They rank options; a quote replaces them. No labour, licences or support contracts.
 */
export const prices = {
  vcpuMonth: { value: 28, low: 18, high: 40, what: 'one vCPU for a month' },
  memoryMonth: { value: 3.5, low: 2, high: 5, what: 'one GB of memory for a month' },
  storageMonth: { value: 0.12, low: 0.08, high: 0.2, what: 'one GB of replicated block storage for a month' },
  managedDatabase: { value: 1.8, low: 1.4, high: 2.5, what: 'managed database against the bare machine' },
  managedCache: { value: 1.6, low: 1.3, high: 2.2, what: 'managed cache against the bare machine' },
  gatewayMonth: { value: 25, low: 15, high: 45, what: 'managed gateway for a month' },
  egress: { value: 0.05, low: 0.01, high: 0.09, what: 'one GB sent to the internet' },
} as const;

export type PriceName = keyof typeof prices;

/** Stands in the origin of every cost. */
export const pricesVersion = '2026.11';

export function price(name: PriceName): Quantity {
  const { value, low, high } = prices[name];
  const unit = name === 'managedDatabase' || name === 'managedCache' ? 'x' : 'EUR/month';
  return {
    value,
    unit,
    origin: { kind: 'default', pack: 'prices', version: pricesVersion, path: name },
    low,
    high,
  };
}

/** Where between low and high the prices are taken. */
export type PriceLevel = 'value' | 'low' | 'high';
