import type { Codebase } from '../javascript/codebase.ts';
import type { Decoration } from '../javascript/decorators.ts';
import { readDecorators } from '../javascript/decorators.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import { siteOf } from '../javascript/machine.ts';
import { ownEntry } from '../javascript/own.ts';
import { importersOf } from '../javascript/relevance.ts';
import { plainKey } from '../javascript/syntax.ts';
import type { ClassValue, FunctionValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, optionsOf, textOf } from '../javascript/value.ts';
import type { Dialect } from './decorated-dialects.ts';
import { dialects } from './decorated-dialects.ts';
import { decoratedParameters } from './decorated-parameters.ts';
import { given } from './express.ts';
import { joinPaths, pathsOf, rootPath } from './paths.ts';
import type { RoutePath } from './paths.ts';
import type { CallFramework } from './routers.ts';
import type { Given, JudgedGuard, Route } from './routing.ts';
import { verbNamed } from './verbs.ts';

/** Frameworks of controller classes: LoopBack, routing-controllers, Inversify, tsoa, Ts.ED. */
export function decorated(): CallFramework {
  const prefixes: RoutePath[] = [];
  const prefixFor = ({ packages }: Dialect): RoutePath =>
    (packages.includes('routing-controllers') ? prefixes[0] : undefined) ?? rootPath;
  return {
    technology: 'decorated',
    standIn: () => nothing,
    routes: (evaluator, codebase) =>
      dialects.flatMap((dialect) => controllersOf(evaluator, codebase, dialect, prefixFor(dialect))),
    library: {
      packages: dialects.flatMap(({ packages }) => packages),
      call: ({ path }, args) => {
        if (!/^(createExpressServer|createKoaServer|useExpressServer|useKoaServer)$/.test(path))
          return undefined;
        const options = args
          .flatMap(optionsOf)
          .find((arg) => arg.kind === 'object' && arg.fields.has('routePrefix'));
        const prefix = options?.kind === 'object' ? options.fields.get('routePrefix') : undefined;
        if (prefix !== undefined) prefixes.push(pathsOf(prefix)[0] ?? rootPath);
        return native('server', () => nothing);
      },
    },
  };
}

interface Reading {
  readonly evaluator: Evaluator;
  readonly dialect: Dialect;
  readonly prefix: RoutePath;
}

function controllersOf(
  evaluator: Evaluator,
  codebase: Codebase,
  dialect: Dialect,
  prefix: RoutePath,
): readonly Route[] {
  const classes = new Set<ClassValue>();
  for (const path of importersOf(codebase, dialect.packages))
    for (const value of classesIn(evaluator, path)) classes.add(value);
  return [...classes].flatMap((shape) => routesOf({ evaluator, dialect, prefix }, shape));
}

function classesIn({ modules }: Evaluator, path: string): readonly ClassValue[] {
  const exported = modules.exportsOf(path).map(([, value]) => value);
  const held = [...(modules.scopeOf(path)?.bindings.values() ?? [])].flatMap(({ value }) => value ?? []);
  return [...exported, ...held].flatMap((value) =>
    value.kind === 'class' && value.file.path === path ? [value] : [],
  );
}

function decorationsOf(
  { evaluator, dialect }: Reading,
  nodes: ClassValue['node']['decorators'],
  shape: ClassValue,
): readonly Decoration[] {
  const found = readDecorators(evaluator.machine, { gathered: undefined }, nodes, shape);
  return found.filter((each) => each.package === '' || dialect.packages.includes(each.package));
}

function routesOf(reading: Reading, shape: ClassValue): readonly Route[] {
  const { dialect, prefix } = reading;
  const onClass = decorationsOf(reading, shape.node.decorators, shape);
  const controller = onClass.find(({ name }) => dialect.controllers?.test(name) === true);
  if (dialect.controllers !== undefined && controller === undefined) return [];
  const base = joinPaths(prefix, pathIn(controller?.args[0] ?? basePathOf(onClass)));
  return shape.node.body.body.flatMap((member): readonly Route[] => {
    if (member.type !== 'MethodDefinition' || member.kind !== 'method' || member.value.body === null)
      return [];
    const key = plainKey(member.key, member.computed);
    if (key === undefined || member.decorators.length === 0) return [];
    const decorations = decorationsOf(reading, member.decorators, shape);
    const { file, scope } = shape;
    const method: FunctionValue = {
      kind: 'function',
      node: member.value,
      file,
      scope,
      home: shape,
      name: `${shape.node.id?.name ?? 'class'}.${key}`,
      fields: new Map(),
    };
    const site = siteOf(file, member.key);
    return decorations.flatMap((each) => {
      const verb = verbOf(dialect, each);
      if (verb === undefined) return [];
      return [routeOf(reading, { base, onClass, decorations, controller, method, site }, verb, each)];
    });
  });
}

/** LoopBack's `@api({ basePath: '/x' })`. */
const basePathOf = (onClass: readonly Decoration[]): Value | undefined => {
  const spec = onClass.find(({ name }) => name === 'api')?.args[0];
  return spec?.kind === 'object' ? spec.fields.get('basePath') : undefined;
};

/** A path, or an object with one. */
function pathIn(value: Value | undefined): RoutePath {
  if (value === undefined) return rootPath;
  const own = value.kind === 'object' ? value.fields.get('path') : value;
  return own === undefined ? rootPath : (pathsOf(own)[0] ?? rootPath);
}

function verbOf({ verbs }: Dialect, { name, args }: Decoration): ReturnType<typeof verbNamed> {
  if (name === 'operation' || name === 'Method' || name === 'httpMethod') {
    const text = args[0] === undefined ? undefined : textOf(args[0]);
    return text === undefined ? undefined : verbNamed(text);
  }
  return ownEntry(verbs, name);
}

interface Member {
  readonly base: RoutePath;
  readonly onClass: readonly Decoration[];
  readonly decorations: readonly Decoration[];
  readonly controller: Decoration | undefined;
  readonly method: FunctionValue;
  readonly site: Site;
}

function routeOf(reading: Reading, member: Member, verb: Route['methods'][number], route: Decoration): Route {
  const { dialect, evaluator } = reading;
  const { base, onClass, decorations, controller, method, site } = member;
  const skip = route.name === 'operation' || route.name === 'httpMethod' ? 1 : 0;
  const used = [...onClass, ...decorations].filter(({ name }) => dialect.middlewares.test(name));
  const before: readonly Given[] = [
    ...rest(controller),
    ...rest(route),
    ...used.flatMap((each) => given(each.args, each.site, 0)),
  ];
  return {
    technology: 'decorated',
    methods: [verb],
    path: joinPaths(base, pathIn(route.args[skip])),
    guards: before,
    handlers: [{ value: method, site, conditional: false }],
    judged: checksOf(dialect, onClass, decorations),
    parameters: decoratedParameters(evaluator.machine, dialect, method),
    site,
  };
}

/** Functions behind the path, as Inversify takes middlewares. */
const rest = (decoration: Decoration | undefined): readonly Given[] =>
  decoration === undefined
    ? []
    : given(
        decoration.args.slice(1).filter((arg) => arg.kind === 'function' || arg.kind === 'result'),
        decoration.site,
        1,
      );

/** A check of the method replaces that of the class; `authenticate.skip()` removes it. */
function checksOf(
  dialect: Dialect,
  onClass: readonly Decoration[],
  decorations: readonly Decoration[],
): readonly JudgedGuard[] {
  const skips = decorations.some(
    ({ name }) => name.endsWith('.skip') || /^(Public|AllowAnonymous|NoSecurity)$/.test(name),
  );
  return (['authentication', 'authorisation'] as const).flatMap((kind) => {
    const fits = ({ name }: Decoration): boolean => dialect[kind].test(name);
    const own = decorations.filter(fits);
    const chosen = own.length > 0 ? own : skips ? [] : onClass.filter(fits);
    return chosen.map(({ name, args, site }) => ({
      guard: { name, kind, requires: args.flatMap(requirements), origin: site.origin },
      resolved: true,
      conditional: false,
      passes: false,
    }));
  });
}

function requirements(arg: Value): readonly string[] {
  if (arg.kind === 'array') return arg.items.flatMap((item) => textOf(item) ?? []);
  if (arg.kind === 'object')
    return [...arg.fields.values()].flatMap((value) => (value.kind === 'object' ? [] : requirements(value)));
  return textOf(arg) === undefined ? [] : [textOf(arg) ?? ''];
}
