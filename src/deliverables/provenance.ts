import { count } from './blocks.ts';
import type { Backend } from '../model/backend.ts';
import type { Origin, Quantity } from '../model/origin.ts';

const kinds: readonly Origin['kind'][] = ['given', 'read', 'catalog', 'derived', 'default', 'assumed'];

/** How many values of the model come from where, in the order from said to guessed; kinds without values are left out. */
export function provenance(
  backend: Backend,
): readonly { readonly kind: Origin['kind']; readonly values: Quantity }[] {
  const counts = new Map<string, number>();
  countOrigins(backend, counts);
  return kinds.flatMap((kind) => {
    const values = counts.get(kind);
    return values === undefined ? [] : [{ kind, values: count(values, `${kind} origins in model.json`) }];
  });
}

function countOrigins(value: unknown, counts: Map<string, number>): void {
  if (Array.isArray(value)) {
    for (const entry of value) countOrigins(entry, counts);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (key !== 'origin') countOrigins(entry, counts);
    else if (typeof entry === 'object' && entry !== null && 'kind' in entry) {
      const kind = String(entry.kind);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
}
