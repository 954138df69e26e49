import { designedDomain } from './designed-domain.ts';
import { recognised } from '../design/calibration/calibrate.ts';
import type { Domain } from '../design/domain.ts';
import type { Brief } from '../model/brief.ts';
import type { Calibration } from '../model/load-record.ts';
import { exploreMigration } from './explore-migration.ts';
import type { ExploredMigration } from './explore-migration.ts';
import { exploreRepository } from './explore-repository.ts';
import type { ExploredRepository } from './explore-repository.ts';
import type { Check, PhaseResult } from './phases.ts';
import type { RoadRequest } from './request.ts';

/** What phase 2 found: a repository read into a Backend, alone or with what it shall become, or a brief composed into one domain. */
export type Explored =
  | ExploredRepository
  | ExploredMigration
  | { readonly kind: 'domain'; readonly brief: Brief; readonly domain: Domain };

/** Phase 2: facts are gathered. Nothing of a target is run. */
export async function explore(
  request: RoadRequest,
  brief: Brief | undefined,
): Promise<PhaseResult<Explored>> {
  if (request.job !== 'design')
    return request.job === 'analyze' ? exploreRepository(request, brief) : exploreMigration(request, brief);
  if (brief === undefined) throw new Error('a design needs a brief');
  const domain = designedDomain(brief, request.calibration);
  return {
    value: { kind: 'domain', brief, domain },
    inputs: [
      ...brief.packs.map(({ id, version }) => `${id}@${version}`),
      ...(request.calibration === undefined ? [] : [`load test ${request.calibration.file}`]),
    ],
    outputs: [
      `${domain.entities.length} entities`,
      `${domain.operations.length} operations`,
      `${domain.events.length} events`,
      `${domain.flows.length} flows`,
    ],
    checks: [
      {
        check: 'entities and operations were composed',
        passed: domain.entities.length > 0 && domain.operations.length > 0,
        detail: `${domain.entities.length} entities with ${domain.operations.length} operations`,
        essential: true,
      },
      ...(request.calibration === undefined ? [] : [calibrationCheck(domain, request.calibration)]),
    ],
  };
}

/** A test whose operations all have other names would change nothing without a word. */
function calibrationCheck(domain: Domain, calibration: Calibration): Check {
  const { known, unknown } = recognised(domain, calibration);
  const names = domain.operations.slice(0, 5).map(({ id }) => `"${id}"`);
  const others = unknown.length === 0 ? '' : `; not known: ${unknown.join(', ')}`;
  return {
    check: 'the load test names operations of the brief',
    passed: known > 0,
    detail:
      known > 0
        ? `${known} of them${others}`
        : `it names ${unknown.join(', ')}; operations are called ${names.join(', ')} …`,
    essential: true,
  };
}
