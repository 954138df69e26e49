import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import type { Connection, Container, ContainerKind } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Threat } from '../../model/domain.ts';
import type { TrustBoundary } from '../../model/trust.ts';
import type { Origin } from '../../model/origin.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;
export type Stride = Threat['stride'];

/** What a data-flow diagram is made of. `flow` is one connection in its direction. */
export interface Element {
  readonly id: string;
  readonly title: string;
  readonly kind: 'actor' | 'process' | 'store' | 'flow';
  /** Ids, kinds and names a threat may call it by. */
  readonly names: readonly string[];
  readonly connection?: Connection;
}

/** STRIDE per element (Shostack 2014): which categories can hit which kind of element. */
export const categories: Readonly<Record<Element['kind'], readonly Stride[]>> = {
  actor: ['S', 'R'],
  process: ['S', 'T', 'R', 'I', 'D', 'E'],
  store: ['T', 'R', 'I', 'D'],
  flow: ['T', 'I', 'D'],
};

const storeKinds: ReadonlySet<ContainerKind> = new Set([
  'database',
  'replica',
  'cache',
  'broker',
  'search',
  'object-store',
]);

export const graphKind = (kind: ContainerKind): GraphNode['kind'] => {
  if (kind === 'external') return 'external';
  if (kind === 'broker') return 'queue';
  return storeKinds.has(kind) ? 'store' : 'process';
};

/** Containers of the model; of a recovered backend without any, the ones its code implies. */
export function partsOf(backend: Backend): readonly Container[] {
  const { architecture, api, data, processes } = backend;
  if (architecture.containers.length > 0) return architecture.containers;
  const part = (id: string, kind: ContainerKind, technology: string, origin: Origin): Container => ({
    id,
    name: id,
    kind,
    technology,
    purpose: id,
    contexts: [],
    origin,
  });
  const first = api.endpoints[0]?.origin ?? data.tables[0]?.origin;
  const framework = backend.stack.find(({ role }) => role === 'framework')?.name ?? 'application code';
  const outside = new Map([
    ...processes.integrations.map(({ id, origin }) => [id, origin] as const),
    ...processes.calls.map(({ target, origin }) => [target, origin] as const),
  ]);
  return [
    ...(first === undefined ? [] : [part('application', 'application', framework, first)]),
    ...(data.engine === undefined
      ? []
      : [part('database', 'database', data.engine.name, data.engine.origin)]),
    ...[...outside].map(([id, origin]) => part(id, 'external', 'HTTP', origin)),
  ];
}

/** Connections of the model; of implied parts, that the application talks to each of them. */
export function flowsOf(backend: Backend): readonly Connection[] {
  const { architecture } = backend;
  const parts = partsOf(backend);
  const known = new Set([...parts.map(({ id }) => id), ...backend.trust.actors.map(({ name }) => name)]);
  if (architecture.containers.length > 0)
    return architecture.connections.filter(({ from, to }) => known.has(from) && known.has(to));
  return parts
    .filter(({ kind }) => kind !== 'application')
    .map(({ id, kind, origin }) => ({
      id: `application-${id}`,
      from: 'application',
      to: id,
      protocol: kind === 'database' ? 'SQL' : 'not known',
      purpose: kind === 'database' ? 'reads and writes' : 'calls',
      synchronous: true,
      encrypted: 'unknown',
      crossesTrustBoundary: kind === 'external',
      origin,
    }));
}

/** A design is served over TLS; of a recovered backend the code does not say what stands before it. */
const callerProtocol = ({ source }: Backend): string => (source === 'designed' ? 'HTTPS' : 'HTTP');

/** Actors that are no part; where the architecture draws some of them, those it leaves out act inside it. */
function actorsOf(backend: Backend): Backend['trust']['actors'] {
  const parts = new Set(partsOf(backend).map(({ id }) => id));
  const flows = flowsOf(backend);
  const outside = backend.trust.actors.filter(({ name }) => !parts.has(name));
  const drawn = outside.filter(({ name }) => flows.some(({ from, to }) => from === name || to === name));
  return drawn.length > 0 ? drawn : outside;
}

/** Where requests of people and peers come in. */
export function entryOf(backend: Backend): Container | undefined {
  const parts = partsOf(backend);
  return parts.find(({ kind }) => kind === 'gateway') ?? parts.find(({ kind }) => kind === 'application');
}

/** Whoever sends requests to a recovered backend, of which code names nobody. */
const callerId = 'caller';

const hasUnnamedCaller = (backend: Backend): boolean =>
  actorsOf(backend).length === 0 && backend.api.endpoints.length > 0;

/** The caller that nobody names, and the way in. */
function unnamedCaller(backend: Backend): readonly Element[] {
  const door = entryOf(backend);
  if (!hasUnnamedCaller(backend)) return [];
  return [
    { id: callerId, title: callerId, kind: 'actor', names: [callerId] },
    ...(door === undefined
      ? []
      : [
          {
            id: `${callerId}-${door.id}`,
            title: `${callerId} → ${door.name}`,
            kind: 'flow',
            names: [],
          } as const,
        ]),
  ];
}

/**
 * Boundaries of the model; of a recovered backend without any, the one that always is there: what runs from this
 * repository on one side, callers and services of others on the other.
 */
export function boundariesOf(backend: Backend): readonly TrustBoundary[] {
  const { boundaries } = backend.trust;
  const own = partsOf(backend).filter(({ kind }) => kind !== 'external');
  if (boundaries.length > 0 || backend.source === 'designed' || own.length === 0) return boundaries;
  return [{ id: 'own-system', name: 'This system', inside: own.map(({ id }) => id) }];
}

export function elements(backend: Backend): readonly Element[] {
  const parts = partsOf(backend);
  return [
    ...unnamedCaller(backend),
    ...actorsOf(backend).map(({ name }): Element => ({
      id: name,
      title: name,
      kind: 'actor',
      names: [name],
    })),
    ...parts.map(({ id, name, kind }): Element => ({
      id,
      title: name,
      kind: kind === 'external' ? 'actor' : storeKinds.has(kind) ? 'store' : 'process',
      names: [id, kind, id.replace(/^integration[:-]/, '')],
    })),
    ...flowsOf(backend).map((connection): Element => ({
      id: connection.id,
      title: `${connection.from} → ${connection.to}`,
      kind: 'flow',
      names: [connection.id],
      connection,
    })),
  ];
}

/** The system as processes, stores and flows inside their trust boundaries. */
export function dataFlowDiagram(backend: Backend): Graph {
  const parts = partsOf(backend);
  const flows = flowsOf(backend);
  const door = entryOf(backend);
  const boundaries = boundariesOf(backend);
  const inside = new Map(boundaries.flatMap(({ id, inside: ids }) => ids.map((part) => [part, id] as const)));
  const actors = actorsOf(backend);
  const callers = hasUnnamedCaller(backend) ? [callerId] : actors.map(({ name }) => name);
  return {
    kind: 'graph',
    id: 'data-flow',
    title: `${backend.name}: data flow`,
    view: 'data-flow',
    groups: boundaries.map(({ id, name }) => ({ id, title: name, boundary: 'trust' })),
    nodes: [
      ...callers.map((name): GraphNode => ({
        id: name,
        title: name,
        kind: actors.find((actor) => actor.name === name)?.kind === 'system' ? 'external' : 'person',
      })),
      ...parts.map(({ id, name, kind, technology }): GraphNode => {
        const group = inside.get(id);
        return {
          id,
          title: name,
          subtitle: technology,
          kind: graphKind(kind),
          ...(group === undefined ? {} : { group }),
        };
      }),
    ],
    edges: [
      ...(door === undefined
        ? []
        : callers
            .filter((name) => !flows.some(({ from }) => from === name))
            .map((name): GraphEdge => ({
              from: name,
              to: door.id,
              label: callerProtocol(backend),
              style: 'solid',
            }))),
      ...flows.map(({ from, to, protocol, encrypted, synchronous }): GraphEdge => ({
        from,
        to,
        label: `${protocol}${encrypted === true ? ', encrypted' : encrypted === false ? ', in clear' : ''}`,
        style: synchronous ? 'solid' : 'dashed',
      })),
    ],
  };
}
