import type { ConversionPlan } from '../../migration/conversion/plan.ts';

/** Tables that references hold together, each group a plan of its own. */
export function groupsOf(plan: ConversionPlan): readonly ConversionPlan[] {
  const group = new Map(plan.tables.map(({ name }) => [name, name]));
  const root = (name: string): string => {
    const above = group.get(name) ?? name;
    return above === name ? name : root(above);
  };
  for (const { name, references } of plan.tables)
    for (const { key } of references) group.set(root(name), root(key.references.table));
  const roots = [...new Set(plan.tables.map(({ name }) => root(name)))];
  return roots.map((one) => ({
    schema: plan.schema,
    tables: plan.tables.filter(({ name }) => root(name) === one),
    referred: plan.referred.filter(({ table }) => root(table) === one),
  }));
}
