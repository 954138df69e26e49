import type { Backend } from '../model/backend.ts';
import { emptyBackend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import type { DesignRecord } from '../model/decision.ts';
import type { Load } from '../model/load.ts';
import { rounded } from '../model/rounded.ts';
import { designApi } from './api/api.ts';
import { architectureOf } from './architecture/architecture.ts';
import { cachesOf } from './architecture/caches.ts';
import { listedPrices, pricesOf, priceWords } from './capacity/prices.ts';
import { capacityAssumptions } from './capacity/register.ts';
import { accessPatterns } from './data/access-patterns.ts';
import { dataGaps, designData } from './data/data.ts';
import { withEffectGrants } from './data/effect-grants.ts';
import { decisionsOf } from './decisions/decisions.ts';
import { domainFor } from './domain/apart.ts';
import { composeDomain } from './domain/compose.ts';
import type { Domain } from './domain.ts';
import { effectsOver } from './effects/effects.ts';
import { layoutOf } from './data/layout.ts';
import { loadModel } from './load/load.ts';
import { becauseOf, compareOptions, scoredOption } from './options/compare.ts';
import type { Comparison } from './options/result.ts';
import { designProcesses } from './processes/processes.ts';
import { withStepLimits } from './processes/step-limits.ts';
import { loadRecord } from './record/load.ts';
import { assumptionRegister } from './requirements/assumptions.ts';
import { designContradictions } from './requirements/contradictions.ts';
import { designRequirements } from './requirements/requirements.ts';
import { problemOf } from './sizing/problem.ts';
import { technologiesOf } from './stack/technologies.ts';
import { secretsOf } from './trust/secrets.ts';
import { designTrust } from './trust/trust.ts';

/** From a request to a whole backend: domain, load, options, the choice, and every part made for it. */
export function designBackend(brief: Brief, domain: Domain = composeDomain(brief)): Backend {
  const load = loadModel({ ...domain, ...(brief.users !== undefined && { users: brief.users }) });
  const problem = problemOf(brief, domain, load);
  const compared = compareOptions(problem);
  const { sized, shape } = compared.chosen;
  const shaped = domainFor(domain, shape);
  const comparison = { ...compared, problem: { ...problem, domain: shaped } };
  const basis = { brief, domain: shaped, load, shape };
  const caches = cachesOf(problem, sized);
  const architecture = architectureOf(comparison.problem, sized, caches, secretsOf(basis));
  const layout = layoutOf(basis);
  const effects = effectsOver(layout);
  const processes = designProcesses(basis);
  const told = {
    operations: domain.operations.map(effects.operation),
    events: processes.events.map(effects.event),
    flows: processes.flows.map(effects.flow),
  };
  const backend = rounded<Backend>({
    ...emptyBackend(brief.system.id, 'designed'),
    name: brief.system.name,
    stack: technologiesOf(brief, architecture.containers),
    entities: domain.entities,
    operations: told.operations,
    tests: domain.tests,
    architecture,
    data: withEffectGrants(layout, designData(basis), told),
    api: designApi(basis),
    trust: designTrust(basis, architecture.containers),
    processes: {
      ...withStepLimits(
        {
          ...processes,
          events: told.events,
          flows: told.flows,
        },
        sized.streams.layout,
        architecture.connections,
      ),
      caches,
    },
    load: withAccessPatterns(domain, loadRecord(comparison)),
    requirements: designRequirements(brief, domain, designContradictions(comparison)),
    design: designRecord(comparison),
    gaps: [...domain.gaps, ...load.gaps, ...dataGaps(basis), ...effects.gaps],
  });
  return registered(brief, backend);
}

const withAccessPatterns = ({ operations, entities }: Domain, load: Load): Load => ({
  ...load,
  accessPatterns: accessPatterns(operations, entities, load.rates),
});

const designRecord = (comparison: Comparison): DesignRecord => ({
  options: comparison.options.map((option) => scoredOption(comparison.problem, option)),
  chosen: comparison.chosen.id,
  because: becauseOf(comparison),
  flips: comparison.flips,
  prices: listedPrices(comparison.problem.prices).map(([key, price]) => ({ name: priceWords(key), price })),
  decisions: decisionsOf(comparison),
});

/** The finished backend with the register of everything in it that nobody said. */
function registered(brief: Brief, backend: Backend): Backend {
  const used = assumptionRegister(backend, brief.packs);
  const assumptions = [...used, ...capacityAssumptions(used, pricesOf(brief))];
  return { ...backend, requirements: { ...backend.requirements, assumptions } };
}
