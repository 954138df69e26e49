import type { Decoration } from '../../javascript/decorators.ts';
import { readDecorators } from '../../javascript/decorators.ts';
import { siteOf } from '../../javascript/machine.ts';
import { plainKey } from '../../javascript/syntax.ts';
import type { ClassValue, FunctionValue, Site, Value } from '../../javascript/value.ts';
import type { RoutePath } from '../paths.ts';
import type { Route } from '../routing.ts';
import type { Application } from './application.ts';
import { decorationGuards } from './decoration-guards.ts';
import type { GivenGuard, GuardContext, Handled } from './guards.ts';
import { judgeNestGuard } from './guards.ts';
import type { Metadata } from './metadata.ts';
import { metadataOf } from './metadata.ts';
import { covering } from './middleware.ts';
import type { ModuleGraph } from './modules.ts';
import { nestParameters } from './parameters.ts';
import { handlerPaths, versionsOf } from './paths.ts';
import { operationOf } from './protocols.ts';
import type { Operation } from './protocols.ts';

/** Where a controller stands: its application, the module that names it, and what holds for all of them. */
export interface Standing {
  readonly application: Application | undefined;
  readonly graph: ModuleGraph | undefined;
  readonly module: ClassValue | undefined;
  /** Why the path is not known for certain. */
  readonly doubt?: string;
  /** The modules were not seen, so checks for every handler may exist. */
  readonly unseenChecks?: boolean;
}

interface Member {
  readonly method: FunctionValue;
  readonly decorations: readonly Decoration[];
  readonly site: Site;
}

/** Decorators of a class; those of a class above it hold where the class itself has none of the name. */
export function classDecorations(context: GuardContext, shape: ClassValue): readonly Decoration[] {
  const own = readDecorators(context.machine, context.world.collector, shape.node.decorators, shape);
  if (shape.parent?.kind !== 'class') return own;
  const names = new Set(own.filter(({ name }) => name !== 'UseGuards').map(({ name }) => name));
  return [...classDecorations(context, shape.parent).filter(({ name }) => !names.has(name)), ...own];
}

/** Handlers of a class and of the classes above it; a method that is overridden without decorators is none. */
function membersOf(context: GuardContext, shape: ClassValue): readonly Member[] {
  const found = new Map<string, Member | undefined>();
  let at: Value | undefined = shape;
  for (let depth = 0; at?.kind === 'class' && depth < 20; depth += 1) {
    const home: ClassValue = at;
    for (const member of home.node.body.body) {
      if (member.type !== 'MethodDefinition' || member.kind !== 'method' || member.value.body === null)
        continue;
      const key = plainKey(member.key, member.computed);
      if (key === undefined || found.has(key)) continue;
      const decorations = readDecorators(context.machine, context.world.collector, member.decorators, home);
      const name = `${shape.node.id?.name ?? 'class'}.${key}`;
      const method: FunctionValue = {
        kind: 'function',
        node: member.value,
        file: home.file,
        scope: home.scope,
        home,
        name,
        fields: new Map(),
      };
      found.set(
        key,
        decorations.length === 0 ? undefined : { method, decorations, site: siteOf(home.file, member.key) },
      );
    }
    at = home.parent;
  }
  return [...found.values()].flatMap((member) => member ?? []);
}

export function routesOfClass(
  context: GuardContext,
  shape: ClassValue,
  standing: Standing,
): readonly Route[] {
  const onClass = classDecorations(context, shape);
  return membersOf(context, shape).flatMap((member) =>
    member.decorations.flatMap((decoration) => {
      const operation = operationOf(decoration, onClass, member.method);
      return operation === undefined ? [] : routeOf(context, shape, standing, onClass, member, operation);
    }),
  );
}

function routeOf(
  context: GuardContext,
  shape: ClassValue,
  standing: Standing,
  onClass: readonly Decoration[],
  member: Member,
  operation: Operation,
): readonly Route[] {
  const { application, graph } = standing;
  const decorations = [...onClass, ...member.decorations];
  const metadata: Metadata = {
    handler: metadataOf(member.decorations.toReversed()),
    controller: metadataOf(onClass.toReversed()),
    asked: [],
    unsure: false,
  };
  const handled: Handled = { decorations, metadata, type: operation.protocol, verb: operation.method };
  const guards: readonly GivenGuard[] = [
    ...(application?.settings.guards ?? []),
    ...(graph?.guards ?? []),
    ...usedGuards(onClass),
    ...usedGuards(member.decorations),
  ];
  const judged = [
    ...guards.flatMap((guard) => judgeNestGuard(context, guard, handled)),
    ...decorationGuards(decorations),
  ];
  const parameters = nestParameters(context, shape, member.method, member.decorations);
  return pathsOfOperation(standing, onClass, member, operation).map((path) => ({
    technology: 'nestjs',
    methods: [operation.method],
    path,
    guards: covering(application, graph, shape, path, operation.method),
    judged,
    parameters,
    handlers: [{ value: member.method, site: member.site, conditional: false }],
    site: member.site,
    protocol: operation.protocol,
    ...(standing.unseenChecks === true && { unseenChecks: true }),
    ...(application === undefined ? {} : { application: application.site }),
  }));
}

function pathsOfOperation(
  standing: Standing,
  onClass: readonly Decoration[],
  member: Member,
  operation: Operation,
): readonly RoutePath[] {
  const { application, graph, module, doubt } = standing;
  const paths =
    operation.protocol === 'http'
      ? handlerPaths(application, {
          controller: operation.prefix,
          method: operation.path,
          versions: versionsOf(member.decorations) ?? versionsOf(onClass),
          modulePrefix: module === undefined ? '' : (graph?.prefixes.get(module) ?? ''),
          verb: operation.method,
        })
      : [operation.fixed];
  return doubt === undefined || operation.protocol !== 'http'
    ? paths
    : paths.map((path) => ({ ...path, resolved: false, why: path.why ?? doubt }));
}

const usedGuards = (decorations: readonly Decoration[]): readonly GivenGuard[] =>
  decorations
    .filter(({ name }) => name === 'UseGuards')
    .flatMap(({ args, site }) => args.map((value) => ({ value, site, conditional: false })));
