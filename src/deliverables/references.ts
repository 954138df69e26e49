import type { Block, Deliverable } from './deliverable.ts';

/** Links of a block, as they are written: `path` or `path#section`. */
function linksOf(block: Block): readonly string[] {
  if (block.kind !== 'table') return [];
  return block.rows
    .flat()
    .flatMap((cell) => (typeof cell === 'object' && 'kind' in cell && cell.kind === 'link' ? [cell.to] : []));
}

/**
 * Links that lead to no document, section or artifact of the package, each with the place it stands in. Only what
 * is written in the same deliverables counts as a target, so all of them have to be given at once; `others` are the
 * files of the package that no deliverable writes.
 */
export function brokenReferences(
  deliverables: readonly Deliverable[],
  others: readonly string[] = [],
): readonly string[] {
  const targets = new Set([
    ...others,
    ...deliverables.flatMap(({ documents, artifacts }) => [
      ...documents.flatMap(({ path, sections }) => [path, ...sections.map(({ id }) => `${path}#${id}`)]),
      ...artifacts.map(({ path }) => path),
    ]),
  ]);
  return deliverables.flatMap(({ documents }) =>
    documents.flatMap(({ path, sections }) =>
      sections.flatMap(({ id, blocks }) =>
        blocks
          .flatMap(linksOf)
          .filter((to) => !targets.has(to))
          .map((to) => `${path}#${id} → ${to}`),
      ),
    ),
  );
}
