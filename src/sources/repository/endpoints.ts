import type { Facts } from '../facts.ts';
import { endpointsOf } from './http/endpoints.ts';
import { expressRouters } from './http/express.ts';
import { followMounts } from './http/mounts.ts';
import type { Codebase } from './javascript/codebase.ts';
import { createEvaluator } from './javascript/evaluator.ts';
import { serverFiles } from './javascript/relevance.ts';

/** Endpoints of the target: its code is walked from every file that reaches a server library. */
export function readInterface(codebase: Codebase): Facts {
  const express = expressRouters();
  const { modules, gaps } = createEvaluator(codebase, [express.library]);
  for (const path of serverFiles(codebase, express.library.packages)) modules.run(path);
  const found = endpointsOf(followMounts(express.routers));
  return { api: { endpoints: found.endpoints }, gaps: [...gaps, ...found.gaps] };
}
