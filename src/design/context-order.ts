import type { Context, ContextRelation } from '../model/architecture.ts';

/**
 * Contexts so that each comes after the ones it needs (`from` supplies `to`). Relations that form a circle keep the
 * given order among themselves.
 */
export function contextOrder(
  contexts: readonly Context[],
  relations: readonly ContextRelation[],
): readonly Context[] {
  const byId = new Map(contexts.map((context) => [context.id, context]));
  const placed = new Set<string>();
  const order: Context[] = [];
  const place = (context: Context): void => {
    if (placed.has(context.id)) return;
    placed.add(context.id);
    for (const { from, to } of relations) {
      const supplier = to === context.id ? byId.get(from) : undefined;
      if (supplier !== undefined) place(supplier);
    }
    order.push(context);
  };
  contexts.forEach(place);
  return order;
}
