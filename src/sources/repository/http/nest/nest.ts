import type { Codebase } from '../../javascript/codebase.ts';
import { createInjector } from '../../javascript/injection.ts';
import { importersOf } from '../../javascript/relevance.ts';
import type { Evaluator } from '../../javascript/evaluator.ts';
import { lookup } from '../../javascript/scope.ts';
import type { ClassNode } from '../../javascript/syntax.ts';
import type { ClassValue } from '../../javascript/value.ts';
import type { Route } from '../routing.ts';
import type { Application } from './application.ts';
import type { GuardContext } from './guards.ts';
import type { NestWorld } from './library.ts';
import { readModules } from './modules.ts';
import type { ModuleGraph } from './modules.ts';
import type { Standing } from './routes.ts';
import { routesOfClass } from './routes.ts';

/** Routes of every controller, resolver and gateway, once for each application whose modules lead to it. */
export function nestRoutes(
  { machine, modules }: Evaluator,
  world: NestWorld,
  codebase: Codebase,
  files: readonly string[],
): readonly Route[] {
  const injector = createInjector(machine, (packageName, path) =>
    packageName === '@nestjs/core' && path === 'Reflector' ? world.reflector : undefined,
  );
  const context: GuardContext = { machine, world, injector };
  const routes: Route[] = [];
  const reached = new Set<ClassValue>();
  const served = servingApplications(world.applications).map((application): Served => ({
    application,
    graph: readModules(machine, world.collector, injector, application.root),
  }));
  const listening = new Set(
    served
      .filter(({ application }) => application.settings.microservices.length > 0)
      .flatMap(({ graph }) => graph.controllers.map(({ shape }) => shape)),
  );
  for (const { application, graph } of served)
    for (const { shape, module } of [...graph.controllers, ...graph.providers]) {
      reached.add(shape);
      const messagesElsewhere = listening.has(shape);
      routes.push(...routesOfClass(context, shape, { application, graph, module, messagesElsewhere }));
    }
  const standing = lostStanding(served, codebase);
  for (const shape of classesOf(files, codebase, modules.scopeOf))
    if (!reached.has(shape)) routes.push(...routesOfClass(context, shape, standing));
  const alone: Standing = { application: undefined, graph: undefined, module: undefined };
  for (const shape of classesOf(importersOf(codebase, ['type-graphql']), codebase, modules.scopeOf))
    routes.push(...routesOfClass(context, shape, alone));
  return routes;
}

/** Of several applications with one root module those that are started; all of them when none is. */
const servingApplications = (applications: readonly Application[]): readonly Application[] =>
  applications.filter(
    ({ root, settings }) =>
      settings.starts || !applications.some((other) => other.root === root && other.settings.starts),
  );

interface Served {
  readonly application: Application;
  readonly graph: ModuleGraph;
}

/**
 * A controller that no module was seen to name: with a single application it is most likely served by that one. Where
 * the repository holds no application at all, or only its start and not its modules, nothing in it can set another
 * path; which checks stand before everything is then not known.
 */
function lostStanding(served: readonly Served[], codebase: Codebase): Standing {
  const [only] = served;
  const none: Standing = { application: undefined, graph: undefined, module: undefined };
  if (only === undefined)
    return mentions(codebase, 'NestFactory')
      ? { ...none, doubt: 'no application was found' }
      : { ...none, unseenChecks: true };
  if (served.length > 1) return { ...none, doubt: 'which application serves this controller was not found' };
  if (only.application.root.kind === 'unknown' && !mentions(codebase, 'RouterModule'))
    return { ...only, module: undefined, unseenChecks: true };
  return {
    ...only,
    module: undefined,
    doubt: 'no module that the application reaches names this controller',
  };
}

/** Whether code that is no test imports a name of NestJS. */
const mentions = (codebase: Codebase, name: string): boolean =>
  [...codebase.files.values()].some(
    ({ path, test, imports }) =>
      !test &&
      imports.some(({ resolved }) => resolved.kind === 'library' && resolved.name === '@nestjs/core') &&
      codebase.repository.files.get(path)?.text.includes(name) === true,
  );

/** Classes with decorators at the top level of the files. */
function classesOf(
  files: readonly string[],
  codebase: Codebase,
  scopeOf: Evaluator['modules']['scopeOf'],
): readonly ClassValue[] {
  return files.flatMap((path) => {
    const scope = scopeOf(path);
    const tree = codebase.tree(path);
    if (scope === undefined || tree === undefined) return [];
    return tree.program.body.flatMap((item): readonly ClassValue[] => {
      const node: ClassNode | undefined =
        item.type === 'ClassDeclaration'
          ? item
          : (item.type === 'ExportNamedDeclaration' || item.type === 'ExportDefaultDeclaration') &&
              item.declaration?.type === 'ClassDeclaration'
            ? item.declaration
            : undefined;
      if (node?.id === null || node === undefined || node.decorators.length === 0 || node.abstract) return [];
      const value = lookup(scope, node.id.name);
      return value?.kind === 'class' ? [value] : [];
    });
  });
}
