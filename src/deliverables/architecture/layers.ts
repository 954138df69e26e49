import { code, codeCell, count, list, names, paragraph, section, table } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import type { Layer, Module } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';

/** A layer may use itself and those listed: dependencies point inwards, the domain uses nothing. */
const allowed: Readonly<Record<Exclude<Layer, 'unknown'>, readonly Layer[]>> = {
  interface: ['application', 'domain'],
  application: ['domain'],
  domain: [],
  infrastructure: ['application', 'domain'],
};
const layers = ['interface', 'application', 'domain', 'infrastructure'] as const;

const rulesPath = '1-architecture/dependency-rules.json';

/** A dependency that points the wrong way; the composition root alone may use every layer. */
const breaks = (from: Layer, to: Layer): boolean =>
  from !== 'unknown' && to !== 'unknown' && from !== to && !allowed[from].includes(to);

/** Module tree, layer matrix as it is, and the rules that keep it. */
export function layerSections({ backend }: Basis): readonly (Section | undefined)[] {
  const { modules } = backend.architecture;
  const known = modules.filter(({ layer }) => layer !== 'unknown').length;
  const root = compositionRoot(backend);
  return [
    section({ id: 'modules', title: 'Module tree' }, moduleTree(modules)),
    section(
      {
        id: 'layers',
        title: 'Layers and dependency rules',
        items:
          known * 2 > modules.length && ruleModules(modules).length > 0 && root !== undefined ? ['1.6'] : [],
      },
      ruleModules(modules).length === 0
        ? undefined
        : paragraph(
            `The rules below are executable: \`npx depcruise --config ${rulesPath} <source folder>\` (${rulesPath}).`,
          ),
      known === 0 ? undefined : layerMatrix(modules, root),
      table(
        ['from', 'to', 'layers'],
        wrongWay(modules, root).map(({ from, to }) => [
          codeCell(from.id),
          codeCell(to.id),
          `${from.layer} uses ${to.layer}`,
        ]),
      ),
    ),
    root === undefined
      ? undefined
      : section(
          { id: 'composition-root', title: 'Composition root' },
          paragraph(
            `${root.name} (\`${root.path ?? root.id}\`) is the one place where implementations are chosen and handed to the modules that ask for them.`,
          ),
          list(root.dependsOn.map(({ module }) => module)),
        ),
  ];
}

/** The module that wires the others: named so, or the one that uses most layers. */
export function compositionRoot({ architecture }: Backend): Module | undefined {
  const byName = architecture.modules.find(({ id, path }) =>
    /(^|[/_.-])(composition|composition-root|main|bootstrap|container|server|app)$/i.test(path ?? id),
  );
  return byName?.dependsOn.length === 0 ? undefined : byName;
}

interface Dependency {
  readonly from: Module;
  readonly to: Module;
}

function dependencies(modules: readonly Module[]): readonly Dependency[] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  return modules.flatMap((from) =>
    from.dependsOn.flatMap(({ module }) => {
      const to = byId.get(module);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
}

const wrongWay = (modules: readonly Module[], root: Module | undefined): readonly Dependency[] =>
  dependencies(modules).filter(({ from, to }) => from.id !== root?.id && breaks(from.layer, to.layer));

/** How many dependencies run from which layer to which; a wrong direction is marked. */
function layerMatrix(modules: readonly Module[], root: Module | undefined) {
  const all = dependencies(modules).filter(({ from }) => from.id !== root?.id);
  return table(
    ['uses →', ...layers],
    layers.map((from): readonly Cell[] => [
      from,
      ...layers.map((to): Cell => {
        const uses = all.filter((entry) => entry.from.layer === from && entry.to.layer === to).length;
        if (uses > 0) return count(uses, `dependencies from ${from} to ${to}`);
        return breaks(from, to) ? 'forbidden' : '–';
      }),
    ]),
  );
}

function moduleTree(modules: readonly Module[]) {
  if (modules.length === 0) return undefined;
  const lines = modules
    .toSorted((a, b) => compareText(a.path ?? a.id, b.path ?? b.id))
    .map(({ path, id, layer, files, lines: size, dependsOn }) => {
      const sizes = files > 0 ? `, ${files} files, ${size} lines` : '';
      return `${path ?? id}  (${layer}${sizes}; uses ${names(dependsOn.map(({ module }) => module))})`;
    });
  const shown = lines.slice(0, 200);
  const rest = lines.length - shown.length;
  return code('text', [...shown, ...(rest > 0 ? [`… and ${rest} more in model.json`] : [])].join('\n'));
}

const ruleModules = (modules: readonly Module[]): readonly Module[] =>
  modules.filter(({ path, layer }) => path !== undefined && layer !== 'unknown');

const pattern = (modules: readonly Module[]): string =>
  `^(${modules.map(({ path = '' }) => path.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')})/`;

/** The layer rules as a dependency-cruiser configuration. */
export function layerArtifacts({ backend }: Basis): readonly Artifact[] {
  const modules = ruleModules(backend.architecture.modules);
  if (modules.length === 0) return [];
  const root = compositionRoot(backend);
  const ofLayer = (layer: Layer): readonly Module[] =>
    modules.filter((module) => module.layer === layer && module.id !== root?.id);
  const forbidden = layers.flatMap((from) =>
    layers
      .filter((to) => breaks(from, to) && ofLayer(from).length > 0 && ofLayer(to).length > 0)
      .map((to): Json => ({
        name: `${from}-uses-${to}`,
        severity: 'error',
        from: { path: pattern(ofLayer(from)) },
        to: { path: pattern(ofLayer(to)) },
      })),
  );
  const rules: Json = {
    forbidden: [
      { name: 'circle', severity: 'error', from: {}, to: { circular: true } },
      ...forbidden,
      ...contextRules(backend, modules),
    ],
    options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
  };
  const untold = backend.architecture.modules.length - modules.length;
  return [
    {
      path: rulesPath,
      text: `${JSON.stringify(rules, null, 2)}\n`,
      lost: untold === 0 ? [] : [`${untold} modules without a known layer or path are under no layer rule`],
      items: [],
    },
  ];
}

/** A context may use another one only where the context map has a relation between them. */
function contextRules({ architecture }: Backend, modules: readonly Module[]): readonly Json[] {
  const contexts = architecture.contexts.map(({ id }) => id);
  const inside = (context: string): readonly Module[] =>
    modules.filter((module) => module.context === context);
  return contexts.flatMap((from): readonly Json[] => {
    const related = architecture.relations.flatMap((relation) =>
      relation.from === from ? [relation.to] : relation.to === from ? [relation.from] : [],
    );
    const strangers = contexts.filter((to) => to !== from && !related.includes(to)).flatMap(inside);
    if (inside(from).length === 0 || strangers.length === 0) return [];
    return [
      {
        name: `${from}-uses-unrelated-context`,
        severity: 'error',
        from: { path: pattern(inside(from)) },
        to: { path: pattern(strangers) },
      },
    ];
  });
}
