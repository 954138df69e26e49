import type { MeasuredStep, Measurement } from '../model/measurement.ts';
import { fitDemands } from './utilisation-law.ts';
import type { DemandResult, LoadPoint } from './utilisation-law.ts';
import { fitWakingDemands } from './waking-demands.ts';
import type { WakingDemandResult } from './waking-demands.ts';

/**
 * Service demands of a measured server, in the order of its operations. Each step counts from idle to idle: at the
 * edges of a window inside it, CPU and answers would not be those of the same requests.
 */
export function measuredDemands({ steps, server }: Measurement): DemandResult {
  return fitted(
    steps,
    ({ cpu }) => cpu,
    server.kind === 'unwatched' ? server.why : 'no step holds the CPU of the server',
    fitDemands,
  );
}

type Undetermined = Exclude<DemandResult, { readonly kind: 'fit' }>;

/** What the thread of an embedded PostgreSQL is called. */
const databaseThread = 'postgres';

/** The same without the threads of a database inside the server, and what those cost by themselves. */
export function demandsByPart(measurement: Measurement): {
  readonly application: DemandResult;
  readonly database?: DemandResult;
} {
  const { steps, threads = [] } = measurement;
  const places = threads.flatMap(({ name }, place) => (name === databaseThread ? [place] : []));
  if (places.length === 0) return { application: measuredDemands(measurement) };
  const databaseCpu = ({ threads: used = [] }: MeasuredStep['whole']): number =>
    places.reduce((sum, place) => sum + (used[place] ?? 0), 0);
  const why = 'no step holds the CPU of the server';
  return {
    application: fitted(
      steps,
      (whole) => (whole.cpu === undefined ? undefined : whole.cpu - databaseCpu(whole)),
      why,
      fitDemands,
    ),
    database: fitted(steps, databaseCpu, why, fitDemands),
  };
}

/** The same of each of its threads, in their order, with what it costs to wake one; empty where threads were not read. */
export const threadDemands = ({ steps, threads = [] }: Measurement): readonly WakingDemandResult[] =>
  threads.map(({ name }, place) =>
    fitted(
      steps,
      (whole) => whole.threads?.[place],
      `no step holds the CPU of the thread ${name}`,
      fitWakingDemands,
    ),
  );

function fitted<T>(
  steps: readonly MeasuredStep[],
  cpuOf: (whole: MeasuredStep['whole']) => number | undefined,
  why: string,
  fit: (points: readonly LoadPoint[]) => T,
): T | Undetermined {
  const points = steps.flatMap(({ whole }) => {
    const cpu = cpuOf(whole);
    return cpu === undefined
      ? []
      : [
          {
            busy: Math.max(0, cpu) / whole.seconds,
            throughput: whole.answered.map((count) => count / whole.seconds),
          },
        ];
  });
  return points.length > 0 ? fit(points) : { kind: 'undetermined', why };
}
