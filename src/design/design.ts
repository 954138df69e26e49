import type { Backend } from '../model/backend.ts';
import { emptyBackend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import type { DesignRecord } from '../model/decision.ts';
import { architectureOf } from './architecture/architecture.ts';
import { cachesOf } from './architecture/caches.ts';
import { dataGaps, designData } from './data/data.ts';
import { decisionsOf } from './decisions/decisions.ts';
import { composeDomain } from './domain/compose.ts';
import type { Domain } from './domain.ts';
import { loadModel } from './load/load.ts';
import { becauseOf, compareOptions, scoredOption } from './options/compare.ts';
import type { Comparison } from './options/result.ts';
import { loadRecord } from './record/load.ts';
import { problemOf } from './sizing/problem.ts';
import { technologiesOf } from './stack/technologies.ts';

/** From a request to a whole backend: domain, load, options, the choice, and every part made for it. */
export function designBackend(brief: Brief, domain: Domain = composeDomain(brief)): Backend {
  const load = loadModel({
    ...(brief.users !== undefined && { users: brief.users }),
    workloads: domain.workloads,
    operations: domain.operations,
  });
  const problem = problemOf(brief, domain, load);
  const comparison = compareOptions(problem);
  const basis = { brief, domain, load, shape: comparison.chosen.shape };
  const caches = cachesOf(problem, comparison.chosen.sized);
  const architecture = architectureOf(problem, comparison.chosen.sized, caches);
  const empty = emptyBackend(brief.system.id, 'designed');
  return {
    ...empty,
    name: brief.system.name,
    stack: technologiesOf(brief, architecture.containers),
    entities: domain.entities,
    operations: domain.operations,
    tests: domain.tests,
    architecture,
    data: designData(basis),
    processes: {
      ...empty.processes,
      events: domain.events,
      flows: domain.flows,
      caches,
      integrations: domain.integrations,
    },
    load: loadRecord(comparison),
    design: designRecord(comparison),
    gaps: [...domain.gaps, ...load.gaps, ...dataGaps(basis)],
  };
}

const designRecord = (comparison: Comparison): DesignRecord => ({
  options: comparison.options.map((option) => scoredOption(comparison.problem, option)),
  chosen: comparison.chosen.id,
  because: becauseOf(comparison),
  flips: comparison.flips,
  decisions: decisionsOf(comparison),
});
