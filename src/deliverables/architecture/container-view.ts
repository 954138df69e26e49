import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import type { Connection, Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;

/** What runs, what it is made of and who talks to whom, inside the trust boundaries. */
export function containerView(backend: Backend): Graph {
  const { containers, connections } = backend.architecture;
  const known = new Set(containers.map(({ id }) => id));
  const outside = [...new Set(connections.flatMap(({ from, to }) => [from, to]))].filter(
    (id) => !known.has(id),
  );
  return {
    kind: 'graph',
    id: 'containers',
    title: `${backend.name}: containers`,
    view: 'container',
    groups: backend.trust.boundaries.map(({ id, name }) => ({ id, title: name, boundary: 'trust' })),
    nodes: [
      ...outside.map((id): GraphNode => ({ id, title: id, kind: outsideKind(backend, id) })),
      ...containers.map((container) => containerNode(backend, container)),
    ],
    edges: connections.map(connectionEdge),
  };
}

function outsideKind({ trust }: Backend, id: string): GraphNode['kind'] {
  return trust.actors.find(({ name }) => name === id)?.kind === 'system' ? 'external' : 'person';
}

export function containerNode({ trust }: Backend, container: Container): GraphNode {
  const boundary = trust.boundaries.find(({ inside }) => inside.includes(container.id));
  return {
    id: container.id,
    title: container.name,
    subtitle: container.technology,
    kind: nodeKind(container.kind),
    ...(boundary === undefined ? {} : { group: boundary.id }),
    facts: {
      purpose: container.purpose,
      ...fact('instances', container.instances),
      ...fact('vCPU', container.vcpu),
      ...fact('memory', container.memoryBytes),
      ...fact('cost', container.cost),
      ...fact('availability', container.availability),
      ...(container.contexts.length === 0 ? {} : { contexts: container.contexts.join(', ') }),
    },
  };
}

const fact = (name: string, value: Quantity | undefined): Readonly<Record<string, string>> =>
  value === undefined ? {} : { [name]: quantityText(value) };

function nodeKind(kind: Container['kind']): GraphNode['kind'] {
  switch (kind) {
    case 'database':
    case 'replica':
    case 'cache':
    case 'search':
    case 'object-store':
      return 'store';
    case 'broker':
      return 'queue';
    case 'external':
      return 'external';
    case 'gateway':
    case 'application':
    case 'worker':
    case 'scheduler':
    case 'cdn':
      return 'container';
  }
}

/** Dashed = the caller does not wait. */
export const connectionEdge = ({ from, to, purpose, protocol, synchronous }: Connection): GraphEdge => ({
  from,
  to,
  label: `${purpose} [${protocol}]`,
  style: synchronous ? 'solid' : 'dashed',
});
