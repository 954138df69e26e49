import type { Diagram } from '../../deliverables/diagram.ts';
import { escapeXml } from '../visible.ts';
import { curvePicture } from './curve.ts';
import { erdPicture } from './erd.ts';
import { graphPicture } from './graph.ts';
import { n } from './picture.ts';
import type { Picture } from './picture.ts';
import { rangesPicture } from './ranges.ts';
import { roadmapPicture } from './roadmap.ts';
import { scatterPicture } from './scatter.ts';
import { sequencePicture } from './sequence.ts';
import { darkStyle, diagramStyle } from './style.ts';

/** `own`: a file that stands alone. `page`: to be set into a page that carries `diagramStyle` once. */
export type StylePlace = 'own' | 'page';

/** Layout is the expensive part; the file and the report share it. */
const drawn = new WeakMap<Diagram, Promise<Picture>>();

/** Has a diagram drawn by `draw`, which answers as `drawPicture` does, before anybody asks for it. */
export function drawAhead(diagram: Diagram, draw: (diagram: Diagram) => Promise<Picture>): void {
  if (drawn.has(diagram)) return;
  const picture = draw(diagram);
  // That it cannot be drawn is told to who asks for it.
  picture.catch(() => {});
  drawn.set(diagram, picture);
}

/** The diagram as SVG: no external reference, the same bytes for the same diagram. */
export async function diagramSvg(diagram: Diagram, style: StylePlace = 'own'): Promise<string> {
  const known = drawn.get(diagram) ?? drawPicture(diagram);
  drawn.set(diagram, known);
  const picture = await known;
  return style === 'page'
    ? `<svg ${sizeOf(picture)} class="dg" role="img" aria-label="${escapeXml(diagram.title)}">${picture.body}</svg>`
    : svgFile(diagram.title, picture);
}

const sizeOf = ({ width, height }: Picture): string =>
  `viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}"`;

/** A picture as a file that stands alone. */
export const svgFile = (title: string, picture: Picture): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${sizeOf(picture)} class="dg" role="img"><title>${escapeXml(title)}</title><style>${diagramStyle}${darkStyle}</style>${picture.body}</svg>\n`;

/** The picture without its frame; the same for the same diagram, wherever it is drawn. */
export async function drawPicture(diagram: Diagram): Promise<Picture> {
  switch (diagram.kind) {
    case 'graph':
      return graphPicture(diagram);
    case 'erd':
      return erdPicture(diagram);
    case 'sequence':
      return sequencePicture(diagram);
    case 'curve':
      return curvePicture(diagram);
    case 'scatter':
      return scatterPicture(diagram);
    case 'ranges':
      return rangesPicture(diagram);
    case 'roadmap':
      return roadmapPicture(diagram);
  }
}
