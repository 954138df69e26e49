import { endpointsOf } from './http/endpoints.ts';
import type { EndpointFacts } from './http/endpoints.ts';
import { startedApplications } from './http/fastify/command-line.ts';
import { fastifyWorld } from './http/fastify/fastify.ts';
import { fastifyRoutes } from './http/fastify/routes.ts';
import { callFrameworks } from './http/frameworks.ts';
import { fileRoutes } from './http/file-routes.ts';
import { fileLibraries } from './http/files/libraries.ts';
import { serverActionGaps } from './http/files/server-actions.ts';
import { graphqlWorld } from './http/graphql/library.ts';
import { graphqlRouters } from './http/graphql/serve.ts';
import { callUncalled } from './http/uncalled.ts';
import { withoutTemplates } from './http/generator-templates.ts';
import { behindFiles } from './http/inner-routers.ts';
import { followMounts } from './http/mounts.ts';
import { nestWorld } from './http/nest/library.ts';
import { nestRoutes } from './http/nest/nest.ts';
import { orpcWorld } from './http/orpc/library.ts';
import { orpcRouters } from './http/orpc/serve.ts';
import { createRouters } from './http/routers.ts';
import { socketWorld } from './http/sockets/sockets.ts';
import { tsRestWorld } from './http/ts-rest/library.ts';
import { tsRestRouters } from './http/ts-rest/serve.ts';
import { trpcWorld } from './http/trpc/library.ts';
import { enterHandlers, servedRouters } from './http/trpc/serve.ts';
import type { Codebase } from './javascript/codebase.ts';
import { createEvaluator } from './javascript/evaluator.ts';
import { importersOf, serverFiles } from './javascript/relevance.ts';

/** Endpoints of the target's JavaScript: it is walked from every file that reaches a server library. */
export function readInterface(codebase: Codebase): EndpointFacts {
  const routers = createRouters();
  const frameworks = callFrameworks(routers);
  const nest = nestWorld();
  const fastify = fastifyWorld();
  const trpc = trpcWorld();
  const orpc = orpcWorld();
  const tsRest = tsRestWorld();
  const graphql = graphqlWorld();
  const sockets = socketWorld();
  const libraries = [
    ...frameworks.map(({ library }) => library),
    nest.library,
    fastify.library,
    trpc.library,
    orpc.library,
    tsRest.library,
    graphql.library,
    sockets.library,
  ];
  const evaluator = createEvaluator(codebase, [...libraries, ...fileLibraries]);
  const own = new Map(frameworks.map(({ library, entryPackages }) => [library, entryPackages]));
  const packages = libraries.flatMap((library) => own.get(library) ?? library.packages);
  for (const path of serverFiles(codebase, packages)) evaluator.modules.run(path);
  startedApplications(evaluator.machine, fastify);
  fastify.finish();
  enterHandlers(evaluator.machine, [trpc, orpc, tsRest], routers.all);
  callUncalled(evaluator, codebase, startingPoints(codebase, packages), {
    frameworks,
    fastify: (site) => fastify.instance(site, true).host,
    routers,
  });
  fastify.finish();
  for (const { finish } of frameworks) finish?.(evaluator, codebase);
  const procedures = servedRouters(evaluator.machine, trpc, codebase, routers.all);
  const called = orpcRouters(evaluator.machine, orpc, routers.all);
  const contracts = tsRestRouters(evaluator.machine, tsRest, routers);
  const schemas = graphqlRouters(evaluator.machine, graphql, codebase, routers.all, fastify.instances);
  const served = [...procedures, ...called, ...contracts, ...schemas];
  const routes = [
    ...behindFiles(fileRoutes(evaluator, codebase), {
      machine: evaluator.machine,
      routers,
      served,
      routes: [...followMounts(served), ...followMounts(routers.all)],
    }),
    ...frameworks.flatMap(({ routes }) => routes?.(evaluator, codebase) ?? []),
    ...fastifyRoutes(fastify.instances),
    ...sockets.routes(),
    ...nestRoutes(evaluator, nest, codebase, serverFiles(codebase, nest.library.packages)),
  ];
  const found = endpointsOf(withoutTemplates(routes, codebase), evaluator.machine);
  return {
    endpoints: found.endpoints,
    gaps: [...evaluator.gaps, ...found.gaps, ...serverActionGaps(codebase)],
  };
}

/**
 * Importers of a server library; where there are some, also files of routers whose class above is not in the target, and
 * files that register routes on what they are given by a loader.
 */
function startingPoints(codebase: Codebase, packages: readonly string[]): readonly string[] {
  const importers = importersOf(codebase, packages);
  if (importers.length === 0) return importers;
  const known = new Set(importers);
  const others = [...codebase.files.values()].filter(({ path, test }) => {
    if (test || known.has(path)) return false;
    const text = codebase.repository.files.get(path)?.text ?? '';
    return /\bextends\s+\w*Router\b/.test(text) || registersRoutes.test(text);
  });
  return [...importers, ...others.map(({ path }) => path)];
}

const registersRoutes =
  /\b(app|router|application|fastify)\s*\.\s*(get|post|put|patch|delete|all|route)\s*\(\s*(['"`]\/|\{)/;
