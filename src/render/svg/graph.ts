import type { Diagram, GraphEdge, GraphNode } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { place } from './layout.ts';
import type { ElkExtendedEdge, ElkNode, Placement, PlacedEdge } from './layout.ts';
import { textWidth, wrapped } from './measure.ts';
import { arrowHead, label, path, rect, rounded, tooltip } from './picture.ts';
import type { Box, Picture } from './picture.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;

/** Kinds that are worth a word above the title; the others are plain from the view. */
const kindWords: Readonly<Partial<Record<GraphNode['kind'], string>>> = {
  person: 'PERSON',
  system: 'SYSTEM',
  external: 'EXTERNAL',
  store: 'STORE',
  queue: 'QUEUE',
};

const padding = 12;

interface Card {
  readonly node: GraphNode;
  readonly word: string;
  readonly title: readonly string[];
  readonly subtitle: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Cards, boundaries and lines of a C4-like, data-flow, state or module view. */
export async function graphPicture(diagram: Graph): Promise<Picture> {
  const cards = diagram.nodes.map((node) => card(node, diagram.view));
  const placement = await layout(diagram, cards);
  const groups = diagram.groups.flatMap((group) => {
    const box = placement.nodes.get(`g ${group.id}`);
    return box === undefined ? [] : [{ group, box }];
  });
  const order = new Map(diagram.nodes.map(({ id }, index) => [id, index]));
  const turned = turnedEdges(diagram);
  const edges = diagram.edges.map((edge, index) => {
    const placed = placement.edges.get(`e${index}`);
    if (placed === undefined || placed.points.length < 2) return '';
    return edgeText(
      edge,
      order,
      turned.has(index) ? { ...placed, points: placed.points.toReversed() } : placed,
    );
  });
  const nodes = cards.flatMap((each, index) => {
    const box = placement.nodes.get(`n ${each.node.id}`);
    return box === undefined ? [] : [cardText(each, box, index, diagram.view)];
  });
  const { width, height } = placement;
  return {
    width,
    height,
    body: [...groups.map(boundary), ...edges, ...groups.map(boundaryTitle), ...nodes].join(''),
  };
}

function card(node: GraphNode, view: Graph['view']): Card {
  const small = view === 'state';
  const limit = small ? 120 : 168;
  const word = small ? '' : (kindWords[node.kind] ?? '');
  const title = wrapped(oneLine(node.title), limit, 13, 2, 'bold');
  const subtitle = wrapped(oneLine(node.subtitle ?? ''), limit, 11, 2);
  const widest = Math.max(
    ...title.map((line) => textWidth(line, 13, 'bold')),
    ...subtitle.map((line) => textWidth(line, 11)),
    small ? 50 : 100,
  );
  const height = 2 * padding + (word === '' ? 0 : 13) + title.length * 16 + subtitle.length * 14 - 4;
  return { node, word, title, subtitle, width: Math.ceil(widest + 2 * padding + 4), height };
}

async function layout(diagram: Graph, cards: readonly Card[]): Promise<Placement> {
  const known = new Set(diagram.nodes.map(({ id }) => id));
  const groups = new Set(diagram.groups.map(({ id }) => id));
  const leaf = ({ node, width, height }: Card): ElkNode => ({ id: `n ${node.id}`, width, height });
  const children: ElkNode[] = [
    ...diagram.groups.map(({ id, title }) => ({
      id: `g ${id}`,
      layoutOptions: {
        'elk.padding': '[top=32,left=14,bottom=14,right=14]',
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${Math.ceil(textWidth(title, 11, 'bold')) + 28},60)`,
      },
      children: cards.filter(({ node }) => node.group === id).map(leaf),
    })),
    ...cards.filter(({ node }) => node.group === undefined || !groups.has(node.group)).map(leaf),
  ];
  const turned = turnedEdges(diagram);
  const edges = diagram.edges.flatMap((edge, index): readonly ElkExtendedEdge[] => {
    if (!known.has(edge.from) || !known.has(edge.to)) return [];
    const [source, target] = turned.has(index) ? [edge.to, edge.from] : [edge.from, edge.to];
    return [{ id: `e${index}`, sources: [`n ${source}`], targets: [`n ${target}`], labels: elkLabels(edge) }];
  });
  return place({ id: 'root', children, edges }, { 'elk.direction': direction(diagram) });
}

/**
 * Edges the layout shall see the other way round, so that an answer runs beside its question and systems outside
 * stay at the bottom although they call back.
 */
function turnedEdges({ view, nodes, edges }: Graph): ReadonlySet<number> {
  if (view === 'state') return new Set();
  const outside = new Set(
    view === 'data-flow' ? [] : nodes.filter(({ kind }) => kind === 'external').map(({ id }) => id),
  );
  const seen = new Set<string>();
  const turned = new Set<number>();
  edges.forEach(({ from, to }, index) => {
    const inward = outside.has(from) && !outside.has(to);
    if (inward || (seen.has(`${to} > ${from}`) && from !== to)) turned.add(index);
    else seen.add(`${from} > ${to}`);
  });
  return turned;
}

/** Processes and states read from left to right; structure reads from top to bottom. */
const direction = ({ view }: Graph): string =>
  view === 'data-flow' || view === 'state' || view === 'context-map' ? 'RIGHT' : 'DOWN';

const edgeLines = (edge: GraphEdge): readonly string[] => wrapped(oneLine(edge.label), 150, 11, 3);

function elkLabels(edge: GraphEdge): NonNullable<ElkExtendedEdge['labels']> {
  const lines = edgeLines(edge);
  if (lines.length === 0) return [];
  const width = Math.max(...lines.map((line) => textWidth(line, 11))) + 6;
  return [{ text: edge.label, width: Math.ceil(width), height: lines.length * 13 + 2 }];
}

interface PlacedGroup {
  readonly group: Graph['groups'][number];
  readonly box: Box;
}

const boundary = ({ group, box }: PlacedGroup): string =>
  rect(box, group.boundary === 'trust' ? 'b u' : group.boundary === 'zone' ? 'b d' : 'b', 8);

/** Drawn after the lines, so that a line never crosses it out. */
const boundaryTitle = ({ group, box }: PlacedGroup): string =>
  label(
    oneLine(group.title),
    { x: box.x + 14, y: box.y + 20 },
    group.boundary === 'trust' ? 's t z ul' : 's t z',
  );

function edgeText(edge: GraphEdge, order: ReadonlyMap<string, number>, placed: PlacedEdge): string {
  const line = path(rounded(placed.points), edge.style === 'dashed' ? 'p d' : 'p');
  const at = placed.label;
  const words =
    at === undefined
      ? ''
      : edgeLines(edge)
          .map((text, index) => label(text, { x: at.x + at.width / 2, y: at.y + 11 + index * 13 }, 'l i'))
          .join('');
  return `<g data-f="${order.get(edge.from) ?? ''}" data-t="${order.get(edge.to) ?? ''}">${line}${arrowHead(placed.points)}${words}</g>`;
}

function cardText(each: Card, box: Box, index: number, view: Graph['view']): string {
  const { node, word, title, subtitle } = each;
  const round = node.kind === 'state' || node.kind === 'process' ? Math.min(18, box.height / 2) : 6;
  const left = box.x + padding + 4;
  let y = box.y + padding;
  const lines: string[] = [];
  if (word !== '') {
    lines.push(label(word, { x: left, y: y + 7 }, 'w'));
    y += 13;
  }
  for (const line of title) {
    lines.push(label(line, { x: left, y: y + 11 }, 't'));
    y += 16;
  }
  for (const line of subtitle) {
    lines.push(label(line, { x: left, y: y + 9 }, 's'));
    y += 14;
  }
  const full = [node.title, node.subtitle ?? '']
    .filter((part) => part !== '')
    .map(oneLine)
    .join(' — ');
  const shape = rect(box, node.kind === 'external' || node.kind === 'zone' ? 'c d' : 'c', round);
  return `<g class="${node.kind}" data-n="${index}">${tooltip(full)}${shape}${view === 'state' ? '' : mark(node.kind, box)}${lines.join('')}</g>`;
}

/** A strip of the kind's colour at the left edge; stores and queues also carry their sign. */
function mark(kind: GraphNode['kind'], box: Box): string {
  const strip = `<path d="M${box.x + 0.5} ${box.y + 8}h4v${Math.round(box.height - 16)}h-4z" class="k"/>`;
  const x = box.x + box.width - 22;
  const y = box.y + 10;
  switch (kind) {
    case 'store':
      return `${strip}<path d="M${x} ${y + 2}v9c0 3 12 3 12 0v-9M${x} ${y + 2}c0 3 12 3 12 0s-12-3-12 0" class="p"/>`;
    case 'queue':
      return `${strip}<path d="M${x - 2} ${y}h14v9h-14zm5 0v9m4.500-9v9" class="p"/>`;
    case 'person':
      return `${strip}<path d="M${x + 3} ${y + 3}a3 3 0 1 0 6 0 3 3 0 1 0-6 0M${x} ${y + 12}c0-6 12-6 12 0" class="p"/>`;
    case 'system':
    case 'external':
    case 'container':
    case 'component':
    case 'process':
    case 'state':
    case 'zone':
      return strip;
  }
}
