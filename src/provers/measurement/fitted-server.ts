import type { MeasuredStep, Measurement } from '../../model/measurement.ts';
import { measuredDemands } from '../../queueing/measured-demands.ts';
import { mixtureOf } from '../../queueing/mixture.ts';
import type { ServedClass } from '../../queueing/mixture.ts';
import type { DemandFit } from '../../queueing/utilisation-law.ts';

/** A server as its CPU time describes it. Times in seconds, CPU in busy cores. */
export interface FittedServer {
  readonly kind: 'server';
  readonly fit: DemandFit;
  /** Squared coefficient of variation of each operation's service; 1 where single requests could not be watched. */
  readonly scv: readonly number[];
  /** Cores it can use at once. */
  readonly servers: number;
}

export type FittedServerResult = FittedServer | { readonly kind: 'unfit'; readonly why: string };

/** Taken where nothing is known: exponential. */
const unknownVariability = 1;

/** Demands from the ladder, variability from single requests, the number of servers from the CPU at the maximum. */
export function fittedServer(measurement: Measurement): FittedServerResult {
  const fit = measuredDemands(measurement);
  if (fit.kind === 'undetermined') return { kind: 'unfit', why: fit.why };
  const all = measurement.saturation === undefined ? measurement.steps : [measurement.saturation];
  const busiest = Math.max(...all.map(({ processor }) => processor.server ?? 0));
  return {
    kind: 'server',
    fit,
    scv: measurement.operations.map(({ single }) => single?.scv ?? unknownVariability),
    servers: Math.min(measurement.cores, Math.max(1, Math.round(busiest))),
  };
}

/** Requests a second that fell due, whether or not they could be sent. */
export const dueRate = ({ requests, seconds }: MeasuredStep): number =>
  (requests.sent + requests.dropped) / seconds;

/**
 * Classes as the server serves them: what it does without requests takes its part of the cores first, so a service
 * lasts S/(1 − U₀/c) (reduced-work-rate approximation; Lazowska et al., ch. 11).
 */
export function servedClasses(
  { fit, scv, servers }: FittedServer,
  rate: number,
  shares: readonly number[],
): readonly ServedClass[] {
  const left = Math.max(1e-6, 1 - fit.background.value / servers);
  return shares.map((share, index) => ({
    arrival: rate * share,
    service: (fit.demands[index]?.value ?? 0) / left,
    scv: scv[index] ?? unknownVariability,
  }));
}

/** Requests a second at which all cores are busy: (c − U₀)/D. */
export function predictedMaximum(server: FittedServer, shares: readonly number[]): number {
  const { service } = mixtureOf(servedClasses(server, 1, shares));
  return service > 0 ? server.servers / service : Infinity;
}
