import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import type { Backend } from '../../model/backend.ts';
import { quantityText } from '../../model/quantity.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;

/** Who uses the system and what it needs from outside. Nothing inside is shown. */
export function contextView(backend: Backend): Graph {
  const externals = externalSystems(backend);
  const actors = backend.trust.actors.filter(({ name }) => !externals.some(({ id }) => id === name));
  const system: GraphNode = {
    id: backend.id,
    title: backend.name,
    kind: 'system',
    facts: {
      contexts: String(backend.architecture.contexts.length),
      endpoints: String(backend.api.endpoints.length),
      tables: String(backend.data.tables.length),
    },
  };
  return {
    kind: 'graph',
    id: 'context',
    title: `${backend.name}: context`,
    view: 'context',
    groups: [],
    nodes: [
      ...actors.map(({ name, kind }): GraphNode => ({
        id: name,
        title: name,
        kind: kind === 'person' ? 'person' : 'external',
      })),
      system,
      ...externals,
    ],
    edges: [
      ...actors.map(({ name }): GraphEdge => ({
        from: name,
        to: system.id,
        label: actorDoes(backend, name),
        style: 'solid',
      })),
      ...externals.flatMap(({ id }) => externalEdges(backend, system.id, id)),
    ],
  };
}

/** Integrations and external containers, once each. */
function externalSystems({ architecture, processes }: Backend): readonly GraphNode[] {
  const integrations = processes.integrations.map(({ id, kind, style, sla, latency }): GraphNode => ({
    id,
    title: id,
    subtitle: kind,
    kind: 'external',
    facts: {
      style,
      ...(sla === undefined ? {} : { availability: quantityText(sla) }),
      ...(latency === undefined ? {} : { latency: quantityText(latency) }),
    },
  }));
  const containers = architecture.containers
    .filter(({ kind, id }) => kind === 'external' && !integrations.some((known) => sameSystem(known.id, id)))
    .map(({ id, name, technology }): GraphNode => ({
      id,
      title: name,
      subtitle: technology,
      kind: 'external',
    }));
  return [...integrations, ...containers];
}

/** Containers name an integration `integration:<id>` or by its plain id. */
const sameSystem = (integration: string, container: string): boolean =>
  container === integration || container.replace(/^integration[:-]/, '') === integration;

/** The busiest operations of an actor, so that the arrow says what the actor comes for. */
function actorDoes({ load, trust }: Backend, actor: string): string {
  const busy = load.workloads
    .filter((workload) => workload.actor === actor)
    .toSorted((a, b) => (b.share?.value ?? 0) - (a.share?.value ?? 0))
    .map(({ operation }) => operation);
  const allowed = trust.permissions
    .filter(({ role, effect }) => role === actor && effect === 'allow')
    .map(({ operation }) => operation);
  const operations = [...new Set([...busy, ...allowed])];
  if (operations.length === 0) return 'uses';
  const rest = operations.length - 3;
  return `${operations.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function externalEdges(
  { architecture, processes }: Backend,
  system: string,
  id: string,
): readonly GraphEdge[] {
  const integration = processes.integrations.find((entry) => entry.id === id);
  const calls = architecture.connections.filter(({ to }) => sameSystem(id, to));
  const purpose = calls[0]?.purpose ?? integration?.kind ?? 'calls';
  const edges: GraphEdge[] = [];
  if (integration === undefined || integration.direction !== 'in')
    edges.push({ from: system, to: id, label: purpose, style: 'solid' });
  if (integration?.direction === 'in' || integration?.callbacks === 'webhook')
    edges.push({ from: id, to: system, label: integration.callbacks ?? integration.style, style: 'dashed' });
  return edges;
}
