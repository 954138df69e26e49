import type { PlanNode } from './explain.ts';
import type { Projection, SizedRelation } from './projection.ts';

/** Finds what a plan node's names mean, partitions folded into their table. */
export interface Names {
  readonly relation: (node: PlanNode) => SizedRelation | undefined;
  /** Name of the table without its partition. */
  readonly table: (node: PlanNode) => string;
  readonly index: (node: PlanNode) => string;
  /** Whether the index holds only the rows of a predicate. */
  readonly isPartial: (node: PlanNode) => boolean;
}

export function namesOf({ catalogue, sizes }: Projection): Names {
  const relations = new Map(
    catalogue.relations.map((relation) => [`${relation.schema}.${relation.name}`, relation]),
  );
  const indexes = new Map(catalogue.indexes.map((index) => [index.name, index.rootName]));
  const partial = new Set(
    catalogue.indexes.flatMap(({ name, predicate }) => (predicate === undefined ? [] : [name])),
  );
  const found = ({ schema = '', relation = '' }: PlanNode) => relations.get(`${schema}.${relation}`);
  return {
    relation: (node) => sizes.get(found(node)?.oid ?? ''),
    table: (node) => found(node)?.root.name ?? node.relation ?? '',
    isPartial: ({ index }) => index !== undefined && partial.has(index),
    index: (node) => indexes.get(node.index ?? '') ?? node.index ?? '',
  };
}

/** `Limit > Index Scan (orders_customer_idx)`; the equal parts of partitions are written once, with their number. */
export function shapeOf(node: PlanNode, names: Names): string {
  const on =
    node.index !== undefined
      ? ` (${names.index(node)})`
      : node.relation !== undefined && node.children.length === 0
        ? ` (${names.table(node)})`
        : '';
  const parts = counted(node.children.map((child) => shapeOf(child, names)));
  if (parts.length === 0) return `${node.type}${on}`;
  const below = parts.length === 1 ? (parts[0] ?? '') : `[${parts.join(', ')}]`;
  return `${node.type}${on} > ${below}`;
}

function counted(shapes: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  return [...counts].map(([shape, count]) => (count === 1 ? shape : `${count} x ${shape}`));
}

/** Every node of a plan, the top first. */
export function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

/** Names of the indexes a plan reads, each once, in the order of the plan. */
export const indexesOf = (plan: PlanNode, names: Names): readonly string[] => [
  ...new Set(nodesOf(plan).flatMap((node) => (node.index === undefined ? [] : [names.index(node)]))),
];
