import type { Relation } from '../catalogue.ts';
import { nodesOf } from '../plan-shape.ts';
import type { Production } from '../production/open-production.ts';
import type { PlannedQuery } from './plan-queries.ts';

/** A table and the queries whose plan reads it. */
export interface ReadTable {
  readonly root: Relation['root'];
  readonly queries: readonly PlannedQuery[];
}

/** The tables of a known size that plans read; partitions count as their whole. */
export function readTables(
  { catalogue, sizes }: Production,
  planned: readonly PlannedQuery[],
): readonly ReadTable[] {
  const groups = new Map<string, { readonly root: Relation['root']; readonly queries: PlannedQuery[] }>();
  for (const each of planned) {
    const roots = new Map<string, Relation['root']>();
    for (const { relation, schema } of nodesOf(each.plan)) {
      const found = catalogue.relations.find(({ name, schema: own }) => name === relation && own === schema);
      if (found !== undefined && sizes.has(found.oid))
        roots.set(JSON.stringify([found.root.schema, found.root.name]), found.root);
    }
    for (const [key, root] of roots) {
      const group = groups.get(key) ?? { root, queries: [] };
      groups.set(key, group);
      group.queries.push(each);
    }
  }
  return [...groups.values()];
}
