import { derived } from '../../model/origin.ts';
import type { Origin, Quantity, Unit } from '../../model/origin.ts';
import { pricesSaid } from '../capacity/prices.ts';
import { ranged } from '../quantities.ts';
import type { Level } from '../sizing/zones.ts';
import { costLines } from '../sizing/cost.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { chooseProduct } from '../stack/choose.ts';
import type { Role } from '../stack/choose.ts';

export const gb = 1e9;

export const by = (rule: string, ...from: readonly string[]): Origin => ({ kind: 'derived', rule, from });

/** The product of a role with its version, for a box of a diagram. */
export function technologyOf({ brief }: Problem, role: Role, otherwise: string): string {
  const product = chooseProduct(brief, role)?.product;
  return product === undefined ? otherwise : [product.name, product.version].filter(Boolean).join(' ');
}

export type Pricer = (container: string) => { readonly cost: Quantity } | undefined;

/** Cost of a container with the range of its prices. */
export function pricer(problem: Problem, option: SizedOption): Pricer {
  const [now, low, high] = (['value', 'low', 'high'] as const).map((level) =>
    costLines(problem, option, level),
  );
  return (container) => {
    const find = (lines: typeof now): number =>
      lines?.find((line) => line.container === container)?.cost ?? 0;
    const line = now?.find((entry) => entry.container === container);
    if (line === undefined) return undefined;
    const from = [...line.from, pricesSaid(problem.prices)];
    return { cost: ranged(line.cost, find(low), find(high), 'EUR/month', 'machines × unit prices', from) };
  };
}

export const levels = (at: (level: Level) => number, rule: string, from: readonly string[]): Quantity =>
  ranged(at('value'), at('low'), at('high'), 'ratio', rule, from);

export const count = (value: number, unit: Unit, rule: string, ...from: readonly string[]): Quantity =>
  derived(value, unit, rule, from);
