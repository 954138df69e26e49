import type { Quantity, Unit } from '../model/origin.ts';

/** Lower end of the range; the value itself where no range was given. */
export const lowOf = (quantity: Quantity): number => quantity.low ?? quantity.value;

/** Upper end of the range; the value itself where no range was given. */
export const highOf = (quantity: Quantity): number => quantity.high ?? quantity.value;

/** A number for people: up to three significant digits below a thousand, whole and grouped above. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return 'unbounded';
  const size = Math.abs(value);
  if (size >= 1000) return grouped(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A quantity for people: `5,000 requests/s`, `99.9 %`, `3 x`. */
export function inWords(quantity: Quantity): string {
  if (quantity.unit === 'ratio') return `${Number((quantity.value * 100).toPrecision(6))} %`;
  if (quantity.unit === 'count') return plain(quantity.value);
  return `${plain(quantity.value)} ${quantity.unit}`;
}

/** A factor of a product with its name; `divides` puts it below the line. */
export interface Factor {
  readonly name: string;
  readonly quantity: Quantity;
  readonly divides?: boolean;
}

/**
 * Product of positive factors with its range by interval arithmetic: the low end takes the low end of what multiplies
 * and the high end of what divides. The origin names every factor, so that a reader can redo the sum.
 */
export function product(unit: Unit, rule: string, factors: readonly Factor[], scale = 1): Quantity {
  const at = (pick: (factor: Factor) => number) =>
    factors.reduce((total, factor) => (factor.divides ? total / pick(factor) : total * pick(factor)), scale);
  return ranged(
    at(({ quantity }) => quantity.value),
    at(({ quantity, divides }) => (divides ? highOf(quantity) : lowOf(quantity))),
    at(({ quantity, divides }) => (divides ? lowOf(quantity) : highOf(quantity))),
    unit,
    rule,
    factors.map(({ name, quantity }) => `${name} ${inWords(quantity)}`),
  );
}

/** Sum of quantities of one unit, ranges added end by end. */
export function total(
  unit: Unit,
  rule: string,
  parts: readonly Quantity[],
  from: readonly string[],
): Quantity {
  const at = (pick: (part: Quantity) => number) => parts.reduce((sum, part) => sum + pick(part), 0);
  return ranged(
    at((part) => part.value),
    at(lowOf),
    at(highOf),
    unit,
    rule,
    from,
  );
}

/** A derived quantity that keeps its range only where the ends differ from the value. */
export function ranged(
  value: number,
  low: number,
  high: number,
  unit: Unit,
  rule: string,
  from: readonly string[],
): Quantity {
  return {
    value,
    unit,
    origin: { kind: 'derived', rule, from },
    ...(low < value && { low }),
    ...(high > value && { high }),
  };
}
