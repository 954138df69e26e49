import type { Facts } from '../facts.ts';
import { endpointsOf } from './http/endpoints.ts';
import { expressRouters } from './http/express.ts';
import { startedApplications } from './http/fastify/command-line.ts';
import { fastifyWorld } from './http/fastify/fastify.ts';
import { fastifyRoutes } from './http/fastify/routes.ts';
import { followMounts } from './http/mounts.ts';
import { nestWorld } from './http/nest/library.ts';
import { nestRoutes } from './http/nest/nest.ts';
import type { Codebase } from './javascript/codebase.ts';
import { createEvaluator } from './javascript/evaluator.ts';
import { serverFiles } from './javascript/relevance.ts';

/** Endpoints of the target: its code is walked from every file that reaches a server library. */
export function readInterface(codebase: Codebase): Facts {
  const express = expressRouters();
  const nest = nestWorld();
  const fastify = fastifyWorld();
  const libraries = [express.library, nest.library, fastify.library];
  const evaluator = createEvaluator(codebase, libraries);
  const packages = libraries.flatMap((library) => library.packages);
  for (const path of serverFiles(codebase, packages)) evaluator.modules.run(path);
  startedApplications(evaluator.machine, fastify);
  fastify.finish();
  const routes = [
    ...followMounts(express.routers),
    ...fastifyRoutes(fastify.instances),
    ...nestRoutes(evaluator, nest, codebase, serverFiles(codebase, nest.library.packages)),
  ];
  const found = endpointsOf(routes);
  return { api: { endpoints: found.endpoints }, gaps: [...evaluator.gaps, ...found.gaps] };
}
