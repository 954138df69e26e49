import { priceKeys } from '../../model/brief.ts';
import type { Brief, PriceKey } from '../../model/brief.ts';
import type { Quantity, Unit } from '../../model/origin.ts';
import { highOf, lowOf } from '../quantities.ts';

interface UsualPrice {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: Unit;
  readonly what: string;
}

/**
 * Unit prices in EUR, net, without discounts: the order of magnitude of public list prices of large providers in
 * European regions. They rank options; a quote replaces them (`constraints.prices` of the brief). No labour, licences or
 * support contracts.
 */
const usualPrices: Readonly<Record<PriceKey, UsualPrice>> = {
  vcpu: { value: 28, low: 18, high: 40, unit: 'EUR/month', what: 'one vCPU for a month' },
  memory: { value: 3.5, low: 2, high: 5, unit: 'EUR/month', what: 'one GB of memory for a month' },
  storage: {
    value: 0.12,
    low: 0.08,
    high: 0.2,
    unit: 'EUR/month',
    what: 'one GB of replicated block storage for a month',
  },
  'managed-database': {
    value: 1.8,
    low: 1.4,
    high: 2.5,
    unit: 'x',
    what: 'managed database against the bare machine',
  },
  'managed-cache': {
    value: 1.6,
    low: 1.3,
    high: 2.2,
    unit: 'x',
    what: 'managed cache against the bare machine',
  },
  gateway: { value: 25, low: 15, high: 45, unit: 'EUR/month', what: 'managed gateway for a month' },
  egress: { value: 0.05, low: 0.01, high: 0.09, unit: 'EUR', what: 'one GB sent to the internet' },
  'cross-zone': { value: 0.01, low: 0, high: 0.02, unit: 'EUR', what: 'one GB sent to another zone' },
};

/** Stands in the origin of every price that is a default. */
export const pricesVersion = '2026.11';

export type Prices = Readonly<Record<PriceKey, Quantity>>;

export const priceWords = (key: PriceKey): string => usualPrices[key].what;

/** The prices a brief gives; the usual one for each it does not. */
export function pricesOf({ constraints }: Pick<Brief, 'constraints'>): Prices {
  const price = (key: PriceKey): Quantity => constraints.prices?.[key] ?? usualPrice(key);
  return {
    vcpu: price('vcpu'),
    memory: price('memory'),
    storage: price('storage'),
    'managed-database': price('managed-database'),
    'managed-cache': price('managed-cache'),
    gateway: price('gateway'),
    egress: price('egress'),
    'cross-zone': price('cross-zone'),
  };
}

function usualPrice(key: PriceKey): Quantity {
  const { value, low, high, unit } = usualPrices[key];
  return {
    value,
    unit,
    origin: { kind: 'default', pack: 'prices', version: pricesVersion, path: key },
    low,
    high,
  };
}

/** Where between low and high the prices are taken. */
export type PriceLevel = 'value' | 'low' | 'high';

/** A price at one end of its range; one that was given has no range. */
export function priceAt(prices: Prices, key: PriceKey, level: PriceLevel): number {
  const price = prices[key];
  return level === 'value' ? price.value : level === 'low' ? lowOf(price) : highOf(price);
}

/** Whether a cost was computed from prices that were given, for its origin. */
export function pricesSaid(prices: Prices): string {
  const given = priceKeys.filter((key) => prices[key].origin.kind !== 'default');
  return given.length === 0
    ? 'unit prices are defaults with ranges'
    : `prices given: ${given.join(', ')}; ${given.length === priceKeys.length ? 'none is a default' : 'the others are defaults with ranges'}`;
}

export const listedPrices = (prices: Prices): readonly (readonly [PriceKey, Quantity])[] =>
  priceKeys.map((key) => [key, prices[key]] as const);
