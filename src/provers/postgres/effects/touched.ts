import type { Flow } from '../../../model/domain.ts';
import type { Effects, SqlStatement } from '../../../model/effects.ts';
import type { Delivered, DeliveredTable } from './delivered.ts';

/** Tables that the statements of a flow name, with those of the flows it starts. */
export function touchedBy(
  delivered: Delivered,
  flow: Flow,
  seen: ReadonlySet<string> = new Set(),
): readonly DeliveredTable[] {
  const all = flow.steps.flatMap(({ effects, undo }) => [effects, undo]);
  return touchedByEffects(delivered, all, new Set([...seen, flow.id]));
}

export function touchedByEffects(
  delivered: Delivered,
  all: readonly (Effects | undefined)[],
  seen: ReadonlySet<string> = new Set(),
): readonly DeliveredTable[] {
  const text = all.flatMap((effects) => effects?.statements ?? []).map(({ sql }: SqlStatement) => sql);
  const named = delivered.tables.filter(({ table }) => text.some((sql) => names(sql, table)));
  const started = all
    .flatMap((effects) => delivered.flows.find(({ id }) => id === effects?.flow) ?? [])
    .filter(({ id }) => !seen.has(id));
  return [...new Set([...named, ...started.flatMap((flow) => touchedBy(delivered, flow, seen))])];
}

/** `orders.orders` and not the beginning of `orders.orders_archive`. */
function names(sql: string, table: string): boolean {
  for (let at = sql.indexOf(table); at !== -1; at = sql.indexOf(table, at + 1))
    if (!/[\w."]/.test(sql[at - 1] ?? ' ') && !/[\w"]/.test(sql[at + table.length] ?? ' ')) return true;
  return false;
}
