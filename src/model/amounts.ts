import { quantityText } from './quantity.ts';
import type { Quantity, Unit } from './origin.ts';

/** A named part of a sum or a product; the name goes into the origin, so that a reader can redo it. */
export type Part = readonly [name: string, quantity: Quantity];

const low = ({ low: end, value }: Quantity): number => end ?? value;
const high = ({ high: end, value }: Quantity): number => end ?? value;
const words = ([name, quantity]: Part): string => `${name} ${quantityText(quantity)}`;

/** A derived quantity that keeps its range only where the ends differ. */
export function ranged(
  [value, from, to]: readonly [value: number, low: number, high: number],
  unit: Unit,
  rule: string,
  inputs: readonly string[],
): Quantity {
  const origin = { kind: 'derived', rule, from: inputs } as const;
  return from === to ? { value, unit, origin } : { value, unit, origin, low: from, high: to };
}

/** Sum of parts of one unit; ranges add end by end. */
export function sum(parts: readonly Part[], unit: Unit, rule: string): Quantity {
  const total = (pick: (quantity: Quantity) => number): number =>
    parts.reduce((all, [, quantity]) => all + pick(quantity), 0);
  const inputs = parts.length <= 12 ? parts.map(words) : [`${parts.length} parts`];
  return ranged([total(({ value }) => value), total(low), total(high)], unit, rule, inputs);
}

/** Product of non-negative parts times a constant; the low end of a product is the product of the low ends. */
export function product(parts: readonly Part[], unit: Unit, rule: string, constant = 1): Quantity {
  const all = (pick: (quantity: Quantity) => number): number =>
    parts.reduce((result, [, quantity]) => result * pick(quantity), constant);
  return ranged([all(({ value }) => value), all(low), all(high)], unit, rule, parts.map(words));
}

/** Positive dividend by positive divisor; the low end divides the low by the high. */
export function quotient(dividend: Part, divisor: Part, unit: Unit, rule: string): Quantity {
  const [, above] = dividend;
  const [, below] = divisor;
  if (below.value === 0) return ranged([0, 0, 0], unit, `${rule} (divisor is zero)`, [words(dividend)]);
  return ranged(
    [above.value / below.value, low(above) / high(below), high(above) / (low(below) || below.value)],
    unit,
    rule,
    [words(dividend), words(divisor)],
  );
}
