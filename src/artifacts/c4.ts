import type { Container, ContainerKind } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import type { Flow } from '../model/domain.ts';
import { snakeCase } from './words.ts';

/** A box of the C4 model: a person, a container of ours, a context inside one, or a system outside. */
export interface C4Element {
  /** Identifier valid in LikeC4 and Structurizr, unique in its file. */
  readonly id: string;
  /** Full path: `system.api`, `customer`. */
  readonly path: string;
  readonly kind: 'person' | 'container' | 'store' | 'queue' | 'component' | 'external';
  readonly title: string;
  readonly technology: string;
  readonly description: string;
  /** Path of the element it stands in. */
  readonly parent?: string;
}

export interface C4Relation {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly technology: string;
  readonly synchronous: boolean;
}

export interface C4Model {
  readonly system: string;
  readonly elements: readonly C4Element[];
  readonly relations: readonly C4Relation[];
  readonly flows: readonly {
    readonly id: string;
    readonly title: string;
    readonly steps: readonly C4Relation[];
  }[];
  readonly zones: readonly { readonly title: string; readonly runs: readonly string[] }[];
  readonly lost: readonly string[];
}

const reserved = new Set([
  'specification',
  'model',
  'views',
  'view',
  'element',
  'deployment',
  'this',
  'it',
  'group',
  'global',
  'dynamic',
  'person',
  'container',
  'component',
  'store',
  'queue',
  'external',
  'system',
  'workspace',
  'extend',
  'extends',
]);

/** Gives every name an identifier: letters, digits and underscores, no word of the languages, none twice. */
function identifiers(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const plain = snakeCase(name) || 'unnamed';
    const safe = /^\d/.test(plain) || reserved.has(plain) ? `x_${plain}` : plain;
    let id = safe;
    for (let count = 2; taken.has(id); count += 1) id = `${safe}_${count}`;
    taken.add(id);
    return id;
  };
}

const kinds: Readonly<Record<ContainerKind, C4Element['kind']>> = {
  gateway: 'container',
  application: 'container',
  worker: 'container',
  scheduler: 'container',
  database: 'store',
  replica: 'store',
  cache: 'store',
  broker: 'queue',
  search: 'store',
  'object-store': 'store',
  cdn: 'container',
  external: 'external',
};

/** The architecture as C4 elements and relations, the common ground of LikeC4 and Structurizr. */
export function c4Model(backend: Backend): C4Model {
  const identify = identifiers();
  const system = identify(`${backend.id} system`);
  const lost: string[] = [];
  const byId = new Map<string, C4Element>();
  for (const actor of backend.trust.actors.filter(({ kind }) => kind === 'person')) {
    const id = identify(actor.name);
    byId.set(actor.name, {
      id,
      path: id,
      kind: 'person',
      title: actor.name,
      technology: '',
      description: '',
    });
  }
  for (const container of backend.architecture.containers) {
    const element = containerElement(container, identify(container.id), system);
    byId.set(container.id, element);
  }
  const components = backend.architecture.containers
    .filter(({ kind }) => kind === 'application' || kind === 'worker')
    .flatMap((container) => contextElements(container, byId.get(container.id), backend, identify));
  return {
    system,
    elements: [...byId.values(), ...components],
    relations: relations(backend, byId, lost),
    flows: backend.processes.flows
      .filter(({ critical }) => critical)
      .map((flow) => flowView(flow, backend, byId, lost)),
    zones: zones(backend, byId),
    lost,
  };
}

function containerElement(container: Container, id: string, system: string): C4Element {
  const outside = container.kind === 'external';
  return {
    id,
    path: outside ? id : `${system}.${id}`,
    kind: kinds[container.kind],
    title: container.name,
    technology: container.technology,
    description: container.purpose,
    ...(outside ? {} : { parent: system }),
  };
}

function contextElements(
  container: Container,
  parent: C4Element | undefined,
  backend: Backend,
  identify: (name: string) => string,
): readonly C4Element[] {
  if (parent === undefined) return [];
  return container.contexts.flatMap((name) => {
    const context = backend.architecture.contexts.find(({ id }) => id === name);
    if (context === undefined) return [];
    const id = identify(`${container.id} ${name}`);
    return [
      {
        id,
        path: `${parent.path}.${id}`,
        kind: 'component' as const,
        title: context.name,
        technology: 'bounded context',
        description: context.purpose,
        parent: parent.path,
      },
    ];
  });
}

function relations(
  backend: Backend,
  byId: ReadonlyMap<string, C4Element>,
  lost: string[],
): readonly C4Relation[] {
  const drawn = backend.architecture.connections.flatMap((connection): readonly C4Relation[] => {
    const from = byId.get(connection.from);
    const to = byId.get(connection.to);
    if (from === undefined || to === undefined) {
      lost.push(
        `connection ${connection.id}: ${from === undefined ? connection.from : connection.to} is no element`,
      );
      return [];
    }
    return [
      {
        from: from.path,
        to: to.path,
        title: connection.purpose,
        technology: connection.protocol,
        synchronous: connection.synchronous,
      },
    ];
  });
  const door = entrance(backend);
  const entry = byId.get(door?.id ?? '');
  const users = [...byId.values()].filter(
    (element) => element.kind === 'person' && !drawn.some(({ from }) => from === element.path),
  );
  const uses = users.flatMap((user) =>
    entry === undefined
      ? []
      : [{ from: user.path, to: entry.path, title: 'uses', technology: 'HTTPS', synchronous: true }],
  );
  return [...uses, ...drawn];
}

/** Where requests come in: the first of CDN, gateway, application. */
function entrance(backend: Backend): Container | undefined {
  const order: readonly ContainerKind[] = ['cdn', 'gateway', 'application'];
  return order
    .map((kind) => backend.architecture.containers.find((container) => container.kind === kind))
    .find((container) => container !== undefined);
}

function flowView(flow: Flow, backend: Backend, byId: ReadonlyMap<string, C4Element>, lost: string[]) {
  const application = backend.architecture.containers.find(
    ({ kind, contexts }) => (kind === 'application' || kind === 'worker') && contexts.includes(flow.context),
  );
  const home = byId.get(
    application?.id ?? backend.architecture.containers.find(({ kind }) => kind === 'application')?.id ?? '',
  );
  const steps = flow.steps.flatMap((step): readonly C4Relation[] => {
    const target = byId.get(place(step.at, backend));
    if (home === undefined || target === undefined) {
      lost.push(`flow ${flow.id}: step ${step.id} happens at ${step.at}, which is no element`);
      return [];
    }
    const to = target.path === home.path ? storeOf(backend, byId) : target;
    if (to === undefined || to.path === home.path) return [];
    return [
      {
        from: home.path,
        to: to.path,
        title: step.kind === 'publish' ? `publish ${step.action}` : step.action,
        technology: '',
        synchronous: step.kind !== 'publish',
      },
    ];
  });
  return { id: snakeCase(`flow ${flow.id}`), title: flow.name, steps };
}

/** The container of a context, or the external system of an integration. */
function place(at: string, backend: Backend): string {
  const integration = at.startsWith('integration:') ? at.slice('integration:'.length) : undefined;
  const containers = backend.architecture.containers;
  if (integration !== undefined)
    return (
      containers.find(({ id }) => id === integration || id === at || id === `external-${integration}`)?.id ??
      at
    );
  return containers.find(({ kind, contexts }) => kind === 'application' && contexts.includes(at))?.id ?? at;
}

const storeOf = (backend: Backend, byId: ReadonlyMap<string, C4Element>): C4Element | undefined =>
  byId.get(backend.architecture.containers.find(({ kind }) => kind === 'database')?.id ?? '');

function zones(backend: Backend, byId: ReadonlyMap<string, C4Element>): C4Model['zones'] {
  return backend.architecture.deployment
    .filter(({ kind }) => kind === 'zone' || kind === 'node' || kind === 'kubernetes')
    .map((unit) => ({
      title: unit.name,
      runs: unit.runs.flatMap((id) => {
        const element = byId.get(id);
        return element?.parent === undefined ? [] : [element.path];
      }),
    }))
    .filter(({ runs }) => runs.length > 0);
}
