import type { Facts } from '../facts.ts';
import { endpointsOf } from './http/endpoints.ts';
import { expressRouters } from './http/express.ts';
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
  const evaluator = createEvaluator(codebase, [express.library, nest.library]);
  const nestFiles = serverFiles(codebase, nest.library.packages);
  const packages = [...express.library.packages, ...nest.library.packages];
  for (const path of serverFiles(codebase, packages)) evaluator.modules.run(path);
  const routes = [...followMounts(express.routers), ...nestRoutes(evaluator, nest, codebase, nestFiles)];
  const found = endpointsOf(routes);
  return { api: { endpoints: found.endpoints }, gaps: [...evaluator.gaps, ...found.gaps] };
}
