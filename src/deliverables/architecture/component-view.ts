import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';
import type { Container, Module } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;

/** More boxes than this say nothing; modules are then folded into their context or folder. */
const readable = 30;

/** The application container that carries most contexts: the one where a mistake costs most. */
export function criticalContainer({ architecture }: Backend): Container | undefined {
  return architecture.containers
    .filter(({ kind }) => kind === 'application')
    .toSorted((a, b) => b.contexts.length - a.contexts.length)[0];
}

/** Modules of the critical container, grouped by context (designed) or layer (recovered without contexts). */
export function componentView(backend: Backend): Graph {
  const { modules, contexts } = backend.architecture;
  const inside = modulesOf(backend, criticalContainer(backend));
  const fold = folding(inside);
  const folded = [...new Set(inside.map(fold))];
  const nodes = folded.map((id) =>
    componentNode(
      id,
      inside.filter((module) => fold(module) === id),
    ),
  );
  const groups = [...new Set(nodes.flatMap(({ group }) => group ?? []))];
  return {
    kind: 'graph',
    id: 'components',
    title: `${criticalContainer(backend)?.name ?? backend.name}: components`,
    view: 'component',
    groups: groups.map((id) => ({
      id,
      title: contexts.find((context) => context.id === id)?.name ?? id,
      boundary: 'context',
    })),
    nodes,
    edges: dependencies(inside, modules, fold),
  };
}

/** Modules that run in the container: those of its contexts, or all when modules name no context. */
export function modulesOf({ architecture }: Backend, container: Container | undefined): readonly Module[] {
  if (container === undefined || container.contexts.length === 0) return architecture.modules;
  const inside = architecture.modules.filter(
    ({ context }) => context === undefined || container.contexts.includes(context),
  );
  return inside.length === 0 ? architecture.modules : inside;
}

function folding(modules: readonly Module[]): (module: Module) => string {
  if (modules.length <= readable) return ({ id }) => id;
  if (modules.every(({ context }) => context !== undefined))
    return ({ context, layer }) => `${context ?? ''}/${layer}`;
  const atDepth = (depth: number) => (module: Module) =>
    (module.path ?? module.id).split('/').slice(0, depth).join('/');
  const depth = [4, 3, 2].find((level) => new Set(modules.map(atDepth(level))).size <= readable) ?? 1;
  return atDepth(depth);
}

function componentNode(id: string, modules: readonly Module[]): GraphNode {
  const [first] = modules;
  const layers = [...new Set(modules.map(({ layer }) => layer))];
  const contexts = [...new Set(modules.flatMap(({ context }) => context ?? []))];
  const group = contexts.length === 1 ? contexts[0] : undefined;
  const files = modules.reduce((sum, module) => sum + module.files, 0);
  return {
    id,
    title: modules.length === 1 ? (first?.name ?? id) : id,
    subtitle: layers.length === 1 ? (layers[0] ?? '') : `${layers.length} layers`,
    kind: 'component',
    ...(group === undefined ? {} : { group }),
    facts: {
      layers: layers.join(', '),
      ...(modules.length > 1 ? { modules: String(modules.length) } : {}),
      ...(files > 0 ? { files: String(files) } : {}),
    },
  };
}

function dependencies(
  inside: readonly Module[],
  all: readonly Module[],
  fold: (module: Module) => string,
): readonly GraphEdge[] {
  const byId = new Map(all.map((module) => [module.id, module]));
  const counts = new Map<string, { readonly from: string; readonly to: string; uses: number }>();
  for (const module of inside)
    for (const { module: target } of module.dependsOn) {
      const other = byId.get(target);
      if (other === undefined || !inside.includes(other)) continue;
      const [from, to] = [fold(module), fold(other)];
      if (from === to) continue;
      const edge = counts.get(`${from} ${to}`) ?? { from, to, uses: 0 };
      edge.uses += 1;
      counts.set(`${from} ${to}`, edge);
    }
  return [...counts.values()].map(({ from, to, uses }) => ({
    from,
    to,
    label: uses === 1 ? 'uses' : `uses (${uses})`,
    style: 'solid',
  }));
}
