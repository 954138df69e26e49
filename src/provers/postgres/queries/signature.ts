import type { PlanNode } from '../explain.ts';

/** One node without its numbers: `Index Scan Backward on orders o using orders_placed_idx`. */
export function nodeWords(node: PlanNode): string {
  const { type, join, strategy, partial, direction, relation, alias, index, parent } = node;
  const name = [partial, strategy, type, direction, join === undefined || join === 'Inner' ? undefined : join]
    .filter((part) => part !== undefined)
    .join(' ');
  const called = alias === undefined || alias === relation ? '' : ` ${alias}`;
  return [
    parent === undefined ? '' : `${parent}: `,
    name,
    relation === undefined ? '' : ` on ${relation}${called}`,
    index === undefined ? '' : ` using ${index}`,
  ].join('');
}

/** A plan in one line, without numbers: equal for plans that do the same. */
export function signatureOf(node: PlanNode): string {
  const below = node.children.map(signatureOf);
  if (below.length === 0) return nodeWords(node);
  return `${nodeWords(node)} > ${below.length === 1 ? below[0] : `[${below.join(', ')}]`}`;
}

/** A plan as a tree for people, a node a line, with rows and cost. */
export function treeOf(node: PlanNode, depth = 0): readonly string[] {
  const line = `${'  '.repeat(depth)}${nodeWords(node)}  rows ${node.rows}, cost ${node.cost}`;
  return [line, ...node.children.flatMap((child) => treeOf(child, depth + 1))];
}
