import type { Measurement } from '../model/measurement.ts';
import { fitDemands } from './utilisation-law.ts';
import type { DemandResult } from './utilisation-law.ts';

/**
 * Service demands of a measured server, in the order of its operations. Each step counts from idle to idle: at the
 * edges of a window inside it, CPU and answers would not be those of the same requests.
 */
export function measuredDemands({ steps, server }: Measurement): DemandResult {
  const points = steps.flatMap(({ whole: { seconds, answered, cpu } }) =>
    cpu === undefined ? [] : [{ busy: cpu / seconds, throughput: answered.map((count) => count / seconds) }],
  );
  if (points.length > 0) return fitDemands(points);
  return {
    kind: 'undetermined',
    why: server.kind === 'unwatched' ? server.why : 'no step holds the CPU of the server',
  };
}
