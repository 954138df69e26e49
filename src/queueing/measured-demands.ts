import type { MeasuredStep, Measurement } from '../model/measurement.ts';
import { fitDemands } from './utilisation-law.ts';
import type { DemandResult } from './utilisation-law.ts';

/**
 * Service demands of a measured server, in the order of its operations. Each step counts from idle to idle: at the
 * edges of a window inside it, CPU and answers would not be those of the same requests.
 */
export function measuredDemands({ steps, server }: Measurement): DemandResult {
  return fitted(
    steps,
    ({ cpu }) => cpu,
    server.kind === 'unwatched' ? server.why : 'no step holds the CPU of the server',
  );
}

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
    ),
    database: fitted(steps, databaseCpu, why),
  };
}

/** The same of each of its threads, in their order; empty where threads were not read. */
export const threadDemands = ({ steps, threads = [] }: Measurement): readonly DemandResult[] =>
  threads.map(({ name }, place) =>
    fitted(steps, (whole) => whole.threads?.[place], `no step holds the CPU of the thread ${name}`),
  );

function fitted(
  steps: readonly MeasuredStep[],
  cpuOf: (whole: MeasuredStep['whole']) => number | undefined,
  why: string,
): DemandResult {
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
  return points.length > 0 ? fitDemands(points) : { kind: 'undetermined', why };
}
