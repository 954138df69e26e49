import type { Layer, Module } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';
import type { Emitted } from './emitted.ts';
import { names } from './emitted.ts';

interface Rule {
  readonly name: string;
  readonly comment: string;
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: { readonly path?: string; readonly pathNot?: string; readonly circular?: boolean };
}

/** Which layers a layer may not reach: dependencies point inwards, at the domain. */
const forbidden: Readonly<Record<Exclude<Layer, 'unknown'>, readonly Layer[]>> = {
  domain: ['application', 'infrastructure', 'interface'],
  application: ['infrastructure', 'interface'],
  infrastructure: ['interface'],
  interface: ['infrastructure'],
};

/** The layers and contexts as rules for dependency-cruiser, so that a build fails where the design is left. */
export function dependencyRules(backend: Backend): Emitted {
  const modules = backend.architecture.modules.filter(({ path }) => path !== undefined);
  const lost = losses(backend);
  if (modules.length === 0)
    return { text: '', lost: [...lost, 'no module has a path: there is nothing to hold'] };
  const rules = [circular, ...layerRules(modules), ...contextRules(modules, backend)];
  const config = {
    forbidden: rules.map((rule) => ({ ...rule, severity: 'error' })),
    options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
  };
  const text = `// Run with: npx depcruise --config dependency-cruiser.cjs src\n/** @type {import('dependency-cruiser').IConfiguration} */\nmodule.exports = ${JSON.stringify(config, null, 2)};\n`;
  return { text, lost };
}

const circular: Rule = {
  name: 'no-circle',
  comment: 'Modules that import each other in a circle can only be understood, tested and moved together.',
  from: {},
  to: { circular: true },
};

const pathPattern = (paths: readonly string[]): string =>
  `^(${[...new Set(paths)]
    .sort(compareText)
    .map((path) => path.replace(/\/$/, '').replaceAll(/[.*+?^${}()|[\]\\]/g, (each) => `\\${each}`))
    .join('|')})/`;

const pathsOf = (modules: readonly Module[]): readonly string[] => modules.flatMap(({ path }) => path ?? []);

function layerRules(modules: readonly Module[]): readonly Rule[] {
  const inLayer = (layer: Layer): readonly Module[] => modules.filter((module) => module.layer === layer);
  return (['domain', 'application', 'infrastructure', 'interface'] as const).flatMap(
    (layer): readonly Rule[] => {
      const from = inLayer(layer);
      const to = forbidden[layer].flatMap(inLayer);
      if (from.length === 0 || to.length === 0) return [];
      return [
        {
          name: `${layer}-looks-inwards`,
          comment: `${layer} code knows nothing of ${forbidden[layer].join(', ')}.`,
          from: { path: pathPattern(pathsOf(from)) },
          to: { path: pathPattern(pathsOf(to)) },
        },
      ];
    },
  );
}

/** A context reaches another only where the design says that one depends on the other. */
function contextRules(modules: readonly Module[], backend: Backend): readonly Rule[] {
  const contexts = [...new Set(modules.flatMap(({ context }) => context ?? []))].sort(compareText);
  return contexts.flatMap((context): readonly Rule[] => {
    const own = modules.filter((module) => module.context === context);
    const allowed = allowedContexts(context, own, modules, backend);
    const others = modules.filter(
      (module) => module.context !== undefined && module.context !== context && !allowed.has(module.context),
    );
    if (others.length === 0) return [];
    return [
      {
        name: `${context}-keeps-to-itself`,
        comment:
          allowed.size === 0
            ? `${context} depends on no other context.`
            : `${context} depends on ${[...allowed].sort(compareText).join(', ')} and on no other context.`,
        from: { path: pathPattern(pathsOf(own)) },
        to: { path: pathPattern(pathsOf(others)) },
      },
    ];
  });
}

/** Contexts that are upstream of this one, and those its modules are planned to import. */
function allowedContexts(
  context: string,
  own: readonly Module[],
  modules: readonly Module[],
  backend: Backend,
): ReadonlySet<string> {
  const upstream = backend.architecture.relations.filter(({ to }) => to === context).map(({ from }) => from);
  const imported = own.flatMap(({ dependsOn }) =>
    dependsOn.flatMap(({ module }) => modules.find(({ id }) => id === module)?.context ?? []),
  );
  return new Set([...upstream, ...imported].filter((each) => each !== context));
}

function losses(backend: Backend): readonly string[] {
  const { modules } = backend.architecture;
  const pathless = modules.filter(({ path }) => path === undefined).map(({ id }) => id);
  const unlayered = modules
    .filter(({ layer, path }) => layer === 'unknown' && path !== undefined)
    .map(({ id }) => id);
  return [
    ...(pathless.length === 0 ? [] : [`modules without a path: ${names(pathless)}`]),
    ...(unlayered.length === 0
      ? []
      : [`modules of unknown layer, held by no layer rule: ${names(unlayered)}`]),
  ];
}
