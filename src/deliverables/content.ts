import type { Artifact, Block, Section } from './deliverable.ts';

/** A block with something to read in it. Notes speak about content and are none themselves. */
export function hasContent(block: Block): boolean {
  switch (block.kind) {
    case 'paragraph':
    case 'code':
      return block.text.trim() !== '';
    case 'list':
      return block.items.length > 0;
    case 'table':
      return block.rows.length > 0;
    case 'claims':
      return block.ids.length > 0;
    case 'note':
      return false;
    case 'diagram':
      switch (block.diagram.kind) {
        case 'graph':
          return block.diagram.nodes.length > 0;
        case 'erd':
          return block.diagram.tables.length > 0;
        case 'sequence':
          return block.diagram.steps.length > 0;
        case 'curve':
          return block.diagram.series.length > 0;
        case 'scatter':
          return block.diagram.points.length > 0;
        case 'ranges':
          return block.diagram.bars.length > 0;
        case 'roadmap':
          return block.diagram.steps.length > 0;
      }
  }
}

export const sectionHasContent = (section: Section): boolean => section.blocks.some(hasContent);
export const artifactHasContent = (artifact: Artifact): boolean => artifact.text.trim() !== '';
