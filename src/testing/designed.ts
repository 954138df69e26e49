import { designApi } from '../design/api/api.ts';
import { dataGaps, designData } from '../design/data/data.ts';
import type { DesignBasis } from '../design/domain.ts';
import { domainFor } from '../design/domain/apart.ts';
import { composeDomain } from '../design/domain/compose.ts';
import { loadModel } from '../design/load/load.ts';
import { designProcesses } from '../design/processes/processes.ts';
import { designTrust } from '../design/trust/trust.ts';
import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import { briefOf } from './briefs.ts';

/** What the parts of a design are made from, for a brief in text and the simplest option unless said otherwise. */
export function basisOf(text: string, shape: Partial<DesignBasis['shape']> = {}): DesignBasis {
  const brief = briefOf(text);
  const domain = composeDomain(brief);
  const whole = {
    style: 'modular-monolith',
    replicas: false,
    cache: false,
    partitioning: false,
    asyncCheckout: false,
    ...shape,
  } as const;
  return {
    brief,
    domain: domainFor(domain, whole),
    load: loadModel({ ...domain, ...(brief.users && { users: brief.users }) }),
    shape: whole,
  };
}

/** The domain, data, API, trust and process parts of a design as a Backend; its architecture is another's to add. */
export function partsOf(basis: DesignBasis): Backend {
  const { brief, domain, load } = basis;
  const empty = emptyBackend(brief.system.id, 'designed');
  return {
    ...empty,
    name: brief.system.name,
    entities: domain.entities,
    operations: domain.operations,
    tests: domain.tests,
    architecture: { ...empty.architecture, contexts: domain.contexts },
    data: designData(basis),
    api: designApi(basis),
    trust: designTrust(basis),
    processes: { ...designProcesses(basis), caches: [] },
    load: { ...empty.load, ...load },
    requirements: { ...empty.requirements, objectives: brief.objectives },
    gaps: [...domain.gaps, ...dataGaps(basis)],
  };
}
