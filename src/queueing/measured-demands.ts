import type { Measurement } from '../model/measurement.ts';
import { fitDemands } from './utilisation-law.ts';
import type { DemandResult } from './utilisation-law.ts';

/** Service demands of a measured server, in the order of its operations, from the CPU and throughput of its steps. */
export function measuredDemands({ steps, server }: Measurement): DemandResult {
  const points = steps.flatMap(({ processor, throughput }) =>
    processor.server === undefined ? [] : [{ busy: processor.server, throughput }],
  );
  if (points.length > 0) return fitDemands(points);
  return {
    kind: 'undetermined',
    why: server.kind === 'unwatched' ? server.why : 'no step holds the CPU of the server',
  };
}
