import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs';
import type { Box, Point } from './picture.ts';

export type { ElkExtendedEdge, ElkNode, ElkPort };

/** Where everything lies, in coordinates of the whole picture. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, PlacedEdge>;
}

export interface PlacedEdge {
  readonly points: readonly Point[];
  readonly label?: Box;
}

const common: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.randomSeed': '1',
  'elk.aspectRatio': '1.5',
  'elk.padding': '[top=12,left=12,bottom=12,right=12]',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '3',
  'elk.spacing.componentComponent': '36',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
  'elk.layered.feedbackEdges': 'true',
};

/** The Eclipse Layout Kernel is 1.6 MB of script, so it is loaded only when something is drawn, or soon will be. */
export const loadLayout = async () => (await import('elkjs/lib/elk.bundled.js')).default;

/** Lays nodes and edges out. */
export async function place(root: ElkNode, options: LayoutOptions): Promise<Placement> {
  const elk = await loadLayout();
  const laid = await new elk.default().layout({ ...root, layoutOptions: { ...common, ...options } });
  const nodes = new Map<string, Box>();
  const collect = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      nodes.set(child.id, box(child));
      collect(child);
    }
  };
  collect(laid);
  const edges = new Map((laid.edges ?? []).map((edge) => [edge.id, placedEdge(edge)]));
  return { width: laid.width ?? 0, height: laid.height ?? 0, nodes, edges };
}

const box = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({ x, y, width, height });

function placedEdge(edge: ElkExtendedEdge): PlacedEdge {
  const points = (edge.sections ?? []).flatMap((section) => [
    section.startPoint,
    ...(section.bendPoints ?? []),
    section.endPoint,
  ]);
  const [text] = edge.labels ?? [];
  return {
    points: points.map(({ x, y }) => ({ x, y })),
    ...(text === undefined ? {} : { label: box(text) }),
  };
}
