import type { Basis } from './deliverables/deliverable.ts';
import type { Brief } from './model/brief.ts';
import { analyse } from './road/analyse.ts';
import { startCompanions } from './road/companions.ts';
import type { Companions } from './road/companions.ts';
import { clarify } from './road/clarify.ts';
import { execute } from './road/execute.ts';
import { explore } from './road/explore.ts';
import { packageFiles } from './road/package-files.ts';
import type { RoadResult } from './road/package-files.ts';
import { startRoadLog } from './road/phases.ts';
import type { RoadLog } from './road/phases.ts';
import { plan } from './road/plan.ts';
import { present } from './road/present.ts';
import type { RoadRequest } from './road/request.ts';
import { ripple } from './road/ripple.ts';
import { validate } from './road/validate.ts';

export interface RoadSettings {
  readonly version: string;
  /** One line before each phase. */
  readonly announce: (line: string) => void;
}

/**
 * The eight phases, from a request to a package. Nothing is written here: the files are the answer.
 * @throws UnreadableRequest when phase 1 cannot read the request, RoadStopped when an essential check fails.
 */
export async function walkRoad(request: RoadRequest, settings: RoadSettings): Promise<RoadResult> {
  const log = startRoadLog(settings.announce);
  const brief = await log.phase(1, 'Clarification', () => clarify(request));
  const companions = startCompanions(request.job);
  try {
    return await walkOn(request, brief, log, settings, companions);
  } finally {
    await companions.end();
  }
}

async function walkOn(
  request: RoadRequest,
  brief: Brief | undefined,
  { phase, records }: RoadLog,
  settings: RoadSettings,
  { prove, draw }: Companions,
): Promise<RoadResult> {
  const explored = await phase(2, 'Exploration', () => explore(request, brief));
  const { backend, findings, legacyFindings } = await phase(3, 'Analysis', () => analyse(explored));
  await phase(4, 'Solution presentation', () => present(backend, findings));
  const { recommendations, claims, inputs } = await phase(5, 'Planning', () => plan(backend, findings));
  const { outcomes, receipts } = await phase(6, 'Execution of the analysis', () =>
    execute(claims, inputs, prove),
  );
  const basis: Basis = {
    backend,
    findings,
    ...(legacyFindings === undefined ? {} : { legacyFindings }),
    recommendations,
    claims,
    outcomes,
  };
  const { deliverables, files, brokenReferences } = await phase(7, 'Ripple effect', () =>
    ripple(basis, inputs, draw),
  );
  const { gates, items } = await phase(8, 'Validation', () =>
    validate({
      ...basis,
      claims: claims.length,
      deliverables,
      phases: records(),
      brokenReferences,
      ...(request.baseline !== undefined && { baseline: request.baseline }),
    }),
  );

  const made = { ...basis, request, brief, receipts, deliverables, gates, items, phases: records() };
  return packageFiles(made, files, settings);
}
