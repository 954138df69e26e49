import type { Technology } from '../../model/architecture.ts';
import type { Brief } from '../../model/brief.ts';
import type { Origin, Sourced } from '../../model/origin.ts';
import { meansProduct, rolesOf, ruledOut } from './products.ts';
import type { Product } from './products.ts';

/** The product of a role, why, and what else could fill it. */
export interface Choice {
  readonly product: Product;
  readonly origin: Origin;
  readonly alternatives: readonly string[];
  readonly excluded: readonly { readonly name: string; readonly by: Sourced<string> }[];
}

export type Role = Technology['role'];

/** A must or a pin names the product, known to us or not; else the first one that nothing rules out. */
export function chooseProduct({ constraints, pins }: Brief, role: Role): Choice | undefined {
  const all = rolesOf(role);
  const excluded = all.flatMap((product) => {
    const by = constraints.avoid.find(({ value }) => ruledOut(product, value));
    return by === undefined ? [] : [{ name: product.name, by }];
  });
  const left = all.filter(({ name }) => !excluded.some((entry) => entry.name === name));
  const pin = pins.find(({ topic }) => topic === role);
  const said = pin === undefined ? constraints.must[role] : { value: pin.choose, origin: pin.origin };
  const product =
    said === undefined || isNone(said.value)
      ? left[0]
      : (all.find((entry) => meansProduct(entry, said.value)) ?? unknown(role, said.value));
  if (product === undefined) return undefined;
  const because = excluded[0]?.by;
  return {
    product,
    origin: said?.origin ??
      because?.origin ?? { kind: 'derived', rule: 'first proven product of its role', from: [role] },
    alternatives: left.flatMap(({ name }) => (name === product.name ? [] : [name])),
    excluded,
  };
}

/** A word that refuses the whole role. */
export const isNone = (text: string): boolean => /^(no|none|without|false|never|off)\b/i.test(text.trim());

/** A product the brief demands and we hold no facts about. */
const unknown = (role: Role, name: string): Product => ({
  name,
  role,
  words: [name.toLowerCase()],
  protocol: role === 'database' ? 'SQL' : 'TCP',
});
