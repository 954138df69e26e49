import { multiServer } from '../../mmc.ts';
import { generalWait } from './general.ts';

/** One priority level: arrivals per second, mean and second moment of its service time. */
export interface Level {
  readonly arrival: number;
  readonly service: number;
  readonly secondMoment: number;
}

/** Seconds before a request is first served, and the factor by which those ahead of it stretch its service. */
export interface LevelStay {
  readonly waiting: number;
  readonly stretch: number;
}

/**
 * Mean waits by level, the first goes first; started requests are finished. W_k = W0/((1 − σ_{k−1})(1 − σ_k)) with σ
 * the load of the levels so far. One server: exact, W0 = Σ λE[S²]/2 (Cobham, Operations Research 2, 1954). Several:
 * W0 from the queue without priorities, W(1 − ρ); exact for equal exponential service (Kella and Yechiali, Queueing
 * Systems 1, 1985), else scaled from one server (Bondi and Buzen, Performance Evaluation Review 12(3), 1984).
 */
export function headOfLine(levels: readonly Level[], servers: number): readonly LevelStay[] {
  const all = merged(levels);
  const rho = (all.arrival * all.service) / servers;
  const residual = waitWithoutPriority(all, servers) * (1 - rho);
  let before = 0;
  return levels.map(({ arrival, service }) => {
    const upTo = before + (arrival * service) / servers;
    const waiting = residual / ((1 - before) * (1 - upTo));
    before = upTo;
    return { waiting, stretch: 1 };
  });
}

/**
 * The same where a higher level interrupts service, which goes on later from where it was. One server: exact,
 * S_k/(1 − σ_{k−1}) + Σ_{i≤k} λE[S²]/2/((1 − σ_{k−1})(1 − σ_k)) (Jaiswal 1968; Kleinrock vol. 2, ch. 3). Several with
 * equal exponential service: exact, the first k levels together are an M/M/c. Else the delay of one server is scaled by
 * how much less the first k levels wait at several (Bondi and Buzen 1984).
 */
export function preemptiveResume(levels: readonly Level[], servers: number): readonly LevelStay[] {
  if (servers > 1 && isMarkovian(levels)) return preemptiveMarkovian(levels, servers);
  let before = 0;
  return levels.map(({ arrival, service }, k) => {
    const ahead = merged(levels.slice(0, k + 1));
    const upTo = before + (arrival * service) / servers;
    const scale = servers === 1 ? 1 : scaleOf(ahead, servers);
    const residual = (ahead.arrival * ahead.secondMoment) / (2 * servers * servers);
    const waiting = (scale * residual) / ((1 - before) * (1 - upTo));
    const stretch = 1 + (scale / servers) * (1 / (1 - before) - 1);
    before = upTo;
    return { waiting, stretch };
  });
}

/** Wait at `servers` over the wait at one server of that speed, without priorities. */
function scaleOf(level: Level, servers: number): number {
  const service = level.service / servers;
  const fast = { ...level, service, secondMoment: level.secondMoment / (servers * servers) };
  const one = waitWithoutPriority(fast, 1);
  return one === 0 ? 1 : waitWithoutPriority(level, servers) / one;
}

function preemptiveMarkovian(levels: readonly Level[], servers: number): readonly LevelStay[] {
  let arrivalsBefore = 0;
  let inSystemBefore = 0;
  return levels.map(({ arrival, service }) => {
    const upTo = multiServer({ arrival: arrivalsBefore + arrival, service, servers });
    const response = arrival === 0 ? service : (upTo.inSystem - inSystemBefore) / arrival;
    arrivalsBefore += arrival;
    inSystemBefore = upTo.inSystem;
    return { waiting: Math.max(0, response - service), stretch: 1 };
  });
}

/** Exponential service with one mean for all, to rounding. */
export function isMarkovian(levels: readonly Level[]): boolean {
  const first = levels[0]?.service ?? 0;
  return levels.every(
    ({ service, secondMoment }) =>
      Math.abs(service - first) <= 1e-9 * first &&
      Math.abs(secondMoment - 2 * service * service) <= 1e-9 * secondMoment,
  );
}

export function merged(levels: readonly Level[]): Level {
  const arrival = levels.reduce((sum, level) => sum + level.arrival, 0);
  if (arrival === 0)
    return { arrival: 0, service: levels[0]?.service ?? 0, secondMoment: levels[0]?.secondMoment ?? 0 };
  const mean = (of: (level: Level) => number): number =>
    levels.reduce((sum, level) => sum + level.arrival * of(level), 0) / arrival;
  return {
    arrival,
    service: mean((level) => level.service),
    secondMoment: mean((level) => level.secondMoment),
  };
}

/** Squared coefficient of variation of the service time; within rounding of a whole number it is that number. */
export function scvOf({ service, secondMoment }: Level): number {
  // Times so short that their square underflows are none.
  if (service * service === 0) return 0;
  const scv = Math.max(0, secondMoment / (service * service) - 1);
  const whole = Math.round(scv);
  return Math.abs(scv - whole) < 1e-9 ? whole : scv;
}

const waitWithoutPriority = (level: Level, servers: number): number =>
  generalWait({ ...level, servers, arrivalScv: 1, serviceScv: scvOf(level) });
