import type { Deliverable } from '../deliverables/deliverable.ts';
import type { Diagram } from '../deliverables/diagram.ts';
import type { ReportPart, ReportPicture } from './report-data.ts';
import { diagramSvg } from './svg/diagram.ts';

export interface Pictures {
  readonly drawn: Readonly<Record<string, ReportPicture>>;
  /** The name under which a diagram was drawn. */
  readonly key: (diagram: Diagram) => string;
}

/** Draws every diagram of the documents once, also when several documents show it. */
export async function drawPictures(deliverables: readonly Deliverable[]): Promise<Pictures> {
  const drawn: Record<string, ReportPicture> = {};
  const keys = new Map<Diagram, string>();
  for (const diagram of diagramsOf(deliverables)) {
    const picture = { title: diagram.title, svg: await diagramSvg(diagram, 'page'), parts: parts(diagram) };
    let key = diagram.id;
    for (let copy = 2; Object.hasOwn(drawn, key) && drawn[key]?.svg !== picture.svg; copy++)
      key = `${diagram.id}-${copy}`;
    drawn[key] = picture;
    keys.set(diagram, key);
  }
  return { drawn, key: (diagram) => keys.get(diagram) ?? diagram.id };
}

/** The diagrams of all documents, in reading order. */
export function diagramsOf(deliverables: readonly Deliverable[]): readonly Diagram[] {
  return deliverables.flatMap(({ documents }) =>
    documents.flatMap(({ sections }) =>
      sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.kind === 'diagram' ? [block.diagram] : [])),
      ),
    ),
  );
}

/** In the order of `data-n` in the drawing. */
function parts(diagram: Diagram): readonly ReportPart[] {
  switch (diagram.kind) {
    case 'graph':
      return diagram.nodes.map(({ id, title, subtitle, facts }) => ({
        id,
        title,
        ...(subtitle === undefined ? {} : { subtitle }),
        ...(facts === undefined ? {} : { facts }),
      }));
    case 'erd':
      return diagram.tables.map(({ name, columns }) => ({
        id: name,
        title: name,
        subtitle: `table, ${columns.length} columns`,
      }));
    case 'sequence':
      return diagram.participants.map(({ id, title }) => ({ id, title }));
    case 'curve':
    case 'scatter':
    case 'ranges':
    case 'roadmap':
      return [];
  }
}
