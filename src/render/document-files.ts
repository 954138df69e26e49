import type { Deliverable } from '../deliverables/deliverable.ts';
import { diagramPath, markdown } from './markdown.ts';
import { mermaid } from './mermaid.ts';
import type { ProofBook } from './proofs.ts';
import { diagramSvg } from './svg/diagram.ts';

/** The files of a deliverable as they stand in the package: Markdown, pictures with their sources, artifacts. */
export async function documentFiles(
  deliverable: Deliverable,
  proofs: ProofBook,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const document of deliverable.documents) {
    files.set(document.path, markdown(document, proofs));
    for (const { blocks } of document.sections)
      for (const block of blocks)
        if (block.kind === 'diagram') {
          files.set(diagramPath(document, block.diagram, 'svg'), await diagramSvg(block.diagram));
          files.set(diagramPath(document, block.diagram, 'mmd'), mermaid(block.diagram));
        }
  }
  for (const { path, text } of deliverable.artifacts) files.set(path, text);
  return files;
}
