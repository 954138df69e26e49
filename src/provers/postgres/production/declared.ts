import type { Projection } from '../projection.ts';
import { factsOf, partOf } from '../projection-sql.ts';
import type { ProjectedTable } from '../read-projection.ts';
import type { Told } from './inject.ts';

/** What the planner was told of the tables of a design, by oid. */
export function toldOfProjection(
  { catalogue, sizes }: Projection,
  tables: readonly ProjectedTable[],
): ReadonlyMap<string, Told> {
  const told = [...sizes].flatMap(([oid, sized]) => {
    const { root } = sized.relation;
    const table = tables.find((each) => each.table === root.name && each.schema === root.schema);
    if (table === undefined) return [];
    const { columns } = partOf(table, sized.relation, catalogue.relations);
    const facts = [...columns].map(([name, column]) => [name, factsOf(sized.relation, column)] as const);
    return [[oid, { ...sized, columns: new Map(facts) }] as const];
  });
  return new Map(told);
}
