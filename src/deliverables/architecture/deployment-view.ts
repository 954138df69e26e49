import { containerNode } from './container-view.ts';
import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import type { DeploymentUnit } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;

const isPlace = ({ kind }: DeploymentUnit): boolean => kind === 'zone' || kind === 'node';

/**
 * Where containers run. Zones and nodes are frames with the containers they run; files of a repository
 * (Dockerfile, Compose, Kubernetes …) are boxes with their facts.
 */
export function deploymentView(backend: Backend): Graph {
  const { deployment, containers } = backend.architecture;
  const places = deployment.filter(isPlace);
  const units = deployment.filter((unit) => !isPlace(unit));
  const inPlaces = places.flatMap((place) =>
    place.runs.flatMap((id) => {
      const container = containers.find((entry) => entry.id === id);
      const node = container === undefined ? undefined : containerNode(backend, container);
      return node === undefined ? [] : [{ ...node, id: `${place.id}/${id}`, group: place.id }];
    }),
  );
  return {
    kind: 'graph',
    id: 'deployment',
    title: `${backend.name}: deployment`,
    view: 'deployment',
    groups: places.map(({ id, name }) => ({ id, title: name, boundary: 'zone' })),
    nodes: [...inPlaces, ...units.map(unitNode)],
    edges: [...placeEdges(backend, places), ...unitEdges(units)],
  };
}

const unitNode = ({ id, name, kind, facts, runs }: DeploymentUnit): GraphNode => ({
  id,
  title: name,
  subtitle: kind,
  kind: 'container',
  facts: { ...facts, ...(runs.length === 0 ? {} : { runs: runs.join(', ') }) },
});

/** Connections within a place; one that leaves its place is drawn between the first places of both ends. */
function placeEdges({ architecture }: Backend, places: readonly DeploymentUnit[]): readonly GraphEdge[] {
  return architecture.connections.flatMap(({ from, to, protocol, synchronous }) => {
    const style = synchronous ? 'solid' : 'dashed';
    const together = places.filter(({ runs }) => runs.includes(from) && runs.includes(to));
    if (together.length > 0)
      return together.map(({ id }) => ({ from: `${id}/${from}`, to: `${id}/${to}`, label: protocol, style }));
    const start = places.find(({ runs }) => runs.includes(from));
    const end = places.find(({ runs }) => runs.includes(to));
    if (start === undefined || end === undefined) return [];
    return [{ from: `${start.id}/${from}`, to: `${end.id}/${to}`, label: protocol, style }];
  });
}

/** A unit that runs another one (a Deployment its image, a service its Dockerfile). */
function unitEdges(units: readonly DeploymentUnit[]): readonly GraphEdge[] {
  const ids = new Set(units.map(({ id }) => id));
  return units.flatMap(({ id, runs }) =>
    runs
      .filter((target) => target !== id && ids.has(target))
      .map((target) => ({ from: id, to: target, label: 'runs', style: 'dashed' as const })),
  );
}
