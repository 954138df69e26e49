import type { MeasuredStep, Measurement } from '../../model/measurement.ts';
import { measuredDemands, threadDemands } from '../../queueing/measured-demands.ts';
import { mixtureOf } from '../../queueing/mixture.ts';
import type { ServedClass } from '../../queueing/mixture.ts';
import type { DemandFit } from '../../queueing/utilisation-law.ts';
import { wakingUtilisation } from '../../queueing/waking-demands.ts';

/** A part of a server in which requests wait for each other: a thread, or the cores that its threads share. */
export interface FittedStation {
  readonly name: string;
  readonly fit: DemandFit;
  /** Its busy time as a straight line in the throughput, which is what can be taken off that of the whole server. */
  readonly line: DemandFit;
  /** CPU seconds more that a request costs which finds it idle: a thread that has to be woken. */
  readonly waking: number;
  /** Time that a request has it for itself, in its busy time: 1 where it works all the while. */
  readonly held: number;
  /** Squared coefficient of variation of each operation's service; 1 where single requests could not be watched. */
  readonly scv: readonly number[];
  /** Requests it serves at once. */
  readonly servers: number;
}

/** A server as its CPU time describes it. Times in seconds, CPU in busy cores. */
export interface FittedServer {
  readonly kind: 'server';
  /** All its threads together. */
  readonly fit: DemandFit;
  readonly scv: readonly number[];
  /** Cores it can use at once. */
  readonly servers: number;
  /**
   * Its threads, the first being the one that takes requests and answers them, where one thread is what limits it; else
   * one station for all, as any thread may serve any request.
   */
  readonly stations: readonly FittedStation[];
}

export type FittedServerResult = FittedServer | { readonly kind: 'unfit'; readonly why: string };

/** Taken where nothing is known: exponential. */
const unknownVariability = 1;
/** Part of the time, at the maximum, in which a thread that is the limit runs or waits for a CPU. */
const alwaysBusy = 0.85;
/** Part of the time, at the maximum, that a thread has to be busy to be taken for what limits it. */
const leastHeld = 0.4;
/** Part of the machine's cores beyond which they are the limit. */
const usedUp = 0.9;
/** Part of the limiting thread's demand below which another thread makes nobody wait. */
const worthAStation = 0.1;

/** Demands from the ladder, variability from single requests, what limits it from the CPU at the maximum. */
export function fittedServer(measurement: Measurement): FittedServerResult {
  const fit = measuredDemands(measurement);
  if (fit.kind === 'undetermined') return { kind: 'unfit', why: fit.why };
  const { saturation, cores, operations } = measurement;
  const all = saturation === undefined ? measurement.steps : [saturation];
  const busiest = Math.max(...all.map(({ processor }) => processor.server ?? 0));
  const scv = operations.map(({ single }) => single?.scv ?? unknownVariability);
  const servers = Math.min(cores, Math.max(1, Math.round(busiest)));
  const threads = threadStations(measurement);
  const stations =
    threads.length > 0 ? threads : [{ name: 'server', fit, line: fit, waking: 0, held: 1, scv, servers }];
  return { kind: 'server', fit, scv, servers, stations };
}

function threadStations(measurement: Measurement): readonly FittedStation[] {
  const { saturation, threads = [], operations } = measurement;
  const busy = (saturation?.processor.threads ?? []).map(({ ran, waited }) => ran + waited);
  const isLimit = Math.max(0, ...busy) >= alwaysBusy;
  const held = isLimit ? -1 : heldThread(measurement, busy);
  if (!isLimit && held === -1) return [];
  const shares = operations.map(({ share }) => share);
  const candidates = threadDemands(measurement).flatMap((fit, place) =>
    fit.kind === 'fit'
      ? [
          {
            isMain: threads[place]?.isMain === true,
            demand: shares.reduce((sum, share, index) => sum + share * (fit.demands[index]?.value ?? 0), 0),
            station: {
              name: threads[place]?.name ?? '',
              fit,
              line: fit.straight,
              waking: fit.waking,
              held: place === held ? 1 / (busy[place] ?? 1) : 1,
              scv: operations.map(({ single }) => single?.threads?.[place]?.scv ?? unknownVariability),
              servers: 1,
            },
          },
        ]
      : [],
  );
  const most = Math.max(0, ...candidates.map(({ demand }) => demand));
  const stations = candidates.filter(({ demand }) => demand >= worthAStation * most);
  return stations
    .toSorted((a, b) => Number(b.isMain) - Number(a.isMain) || b.demand - a.demand)
    .map(({ station }) => station);
}

/**
 * A thread that is not busy and still is what limits the server: while it waits for the rest of a request (a connection
 * through a transaction) it serves nobody else. The thread that takes requests never is. -1 where no thread can be.
 */
function heldThread({ threads = [], saturation, cores }: Measurement, busy: readonly number[]): number {
  const { server = 0, generator = 0, others = 0 } = saturation?.processor ?? {};
  if (server + generator + others > usedUp * cores) return -1;
  const beside = busy.map((part, place) => (threads[place]?.isMain === true ? 0 : part));
  const most = Math.max(0, ...beside);
  return most >= leastHeld ? beside.indexOf(most) : -1;
}

/** Requests a second that fell due, whether or not they could be sent. */
export const dueRate = ({ requests, seconds }: MeasuredStep): number =>
  (requests.sent + requests.dropped) / seconds;

/** Part of a station's servers that what it does without requests leaves. */
export const cpuLeft = ({ fit, servers }: Pick<FittedStation, 'fit' | 'servers'>): number =>
  Math.max(1e-6, 1 - fit.background.value / servers);

/**
 * Classes as a station serves them: what it does without requests takes its part of the cores first, so a service
 * lasts S/(1 − U₀/c) (reduced-work-rate approximation; Lazowska et al., ch. 11).
 */
export function servedClasses(
  station: Pick<FittedStation, 'fit' | 'held' | 'scv' | 'servers'>,
  rate: number,
  shares: readonly number[],
): readonly ServedClass[] {
  const left = cpuLeft(station);
  return shares.map((share, index) => ({
    arrival: rate * share,
    service: ((station.fit.demands[index]?.value ?? 0) * station.held) / left,
    scv: station.scv[index] ?? unknownVariability,
  }));
}

/** Part of its servers that the busiest station uses at a rate. */
export const utilisationOf = ({ stations }: FittedServer, rate: number, shares: readonly number[]): number =>
  Math.max(
    ...stations.map((station) => {
      const { arrival, service } = mixtureOf(servedClasses(station, rate, shares));
      return wakingUtilisation(
        (arrival * service) / station.servers,
        (arrival * station.waking) / cpuLeft(station),
      );
    }),
  );

/** Busy cores of what the server does beside its stations (collecting garbage, compiling) at a rate. */
export function besideStations(
  { fit, stations }: FittedServer,
  rate: number,
  shares: readonly number[],
): number {
  const busy = ({ background, demands }: DemandFit): number =>
    background.value +
    rate * shares.reduce((sum, share, index) => sum + share * (demands[index]?.value ?? 0), 0);
  return Math.max(0, busy(fit) - stations.reduce((sum, { line }) => sum + busy(line), 0));
}
