import { visitSeconds } from './arriving.ts';
import type { ArrivalStation } from './arriving.ts';

/** A class of the approximate solution. */
export interface ApproximateClass {
  readonly population: number;
  /** Mean visits to each station. */
  readonly visits: readonly number[];
  /** Seconds of a cycle from the seconds of one visit to each station, thinking included. */
  readonly cycle: (visitSeconds: readonly number[]) => number;
}

export interface ApproximateFigures {
  readonly throughputs: readonly number[];
  /** `seconds[station][class]` of one visit. */
  readonly seconds: readonly (readonly number[])[];
  readonly hasSettled: boolean;
  /** The first estimate stands, for want of time for its corrections. */
  readonly isUncorrected: boolean;
}

/** Part of class s at station k with one of class r away, less its part with all: `shifts[r][s][k]`. */
type Shifts = readonly (readonly (readonly number[])[])[];

interface Core {
  /** Mean numbers `queues[class][station]`. */
  readonly queues: readonly (readonly number[])[];
  readonly throughputs: readonly number[];
  readonly seconds: readonly (readonly number[])[];
  readonly hasSettled: boolean;
}

/**
 * Approximate mean value analysis where the lattice of populations is too large or the network has no product form:
 * the Linearizer of Chandy and Neuse (Communications of the ACM 25(2), 1982). Schweitzer's and Bard's estimate of what
 * an arrival finds is corrected by how the parts of the classes shift when one customer is away, three times. Beyond
 * `mostCorrected` the first estimate stands: the corrections take as many times as long as there are classes.
 */
export function linearizer(
  classes: readonly ApproximateClass[],
  stations: readonly ArrivalStation[],
): ApproximateFigures {
  const populations = classes.map(({ population }) => population);
  let shifts: Shifts | undefined;
  let whole = core(classes, stations, populations, shifts);
  const isUncorrected = classes.length * roundWork(classes.length, stations.length) > mostCorrected;
  if (isUncorrected) return { ...whole, isUncorrected };
  for (let round = 0; round < 2; round++) {
    const fewer = classes.map((_, r) => core(classes, stations, without(populations, r), shifts, whole));
    shifts = fewer.map(({ queues }, r) =>
      classes.map((_class, s) =>
        stations.map((_station, k) => {
          const left = (populations[s] ?? 0) - (s === r ? 1 : 0);
          if (left <= 0) return 0;
          return (queues[s]?.[k] ?? 0) / left - (whole.queues[s]?.[k] ?? 0) / (populations[s] ?? 1);
        }),
      ),
    );
    whole = core(classes, stations, populations, shifts, whole);
  }
  return { ...whole, isUncorrected };
}

/** Terms of one round of the iteration: every class at every station finds some of every class. */
export const roundWork = (classes: number, stations: number): number => classes ** 2 * stations;
/** Terms of a round, classes times, up to which the estimate is corrected: some seconds. */
const mostCorrected = 3_000_000;
/** Terms of all rounds of one fixed point: some seconds. */
const mostTerms = 300_000_000;
/** Terms of a round beyond which too few rounds could be done. */
export const mostRoundWork = mostTerms / 30;

const without = (populations: readonly number[], r: number): readonly number[] =>
  populations.map((population, s) => (s === r ? population - 1 : population));

/** Rounds after which two steps are averaged, and after which it is given up. */
const calm = 100;
const mostRounds = 3000;
/** Part of a class that still moves when the iteration has settled; the second where rounds are dear. */
const exactly = 1e-11;
const roughly = 1e-7;

/** Fixed point at one population vector. */
function core(
  classes: readonly ApproximateClass[],
  stations: readonly ArrivalStation[],
  populations: readonly number[],
  shifts: Shifts | undefined,
  start?: Core,
): Core {
  let queues = classes.map(({ visits }, r) =>
    stations.map((_, k) => start?.queues[r]?.[k] ?? startingQueue(visits, k, populations[r] ?? 0)),
  );
  let throughputs = classes.map((_, r) => start?.throughputs[r] ?? 0);
  let seconds: readonly (readonly number[])[] = [];
  const rounds = Math.min(mostRounds, Math.ceil(mostTerms / roundWork(classes.length, stations.length)));
  const settledAt = rounds < mostRounds ? roughly : exactly;
  for (let round = 0; round < rounds; round++) {
    const given = queues;
    const rates = throughputs;
    seconds = stations.map((station, k) =>
      shifts === undefined
        ? secondsAlike(classes, station, populations, given, rates, k)
        : classes.map((_, r) =>
            visitSeconds(station, r, foundAt(classes, station, populations, shifts, given, rates, r, k)),
          ),
    );
    const wished = classes.map(({ cycle }, r) => {
      const own = populations[r] ?? 0;
      const time = cycle(seconds.map((byClass) => byClass[r] ?? 0));
      return own === 0 || time === 0 ? 0 : own / time;
    });
    const most = fullest(classes, stations, wished);
    const next = most > 1 ? wished.map((rate) => rate / most) : wished;
    let change = 0;
    queues = classes.map(({ visits }, r) =>
      stations.map((_, k) => {
        const length = (next[r] ?? 0) * (visits[k] ?? 0) * (seconds[k]?.[r] ?? 0);
        const old = given[r]?.[k] ?? 0;
        change = Math.max(change, Math.abs(length - old) / Math.max(1, populations[r] ?? 1));
        return round < calm ? length : (length + old) / 2;
      }),
    );
    throughputs = next.map((rate, r) => (round < calm ? rate : (rate + (rates[r] ?? 0)) / 2));
    if (change < settledAt) return { queues, throughputs: next, seconds, hasSettled: true };
  }
  return { queues, throughputs, seconds, hasSettled: false };
}

/** Utilisation of the fullest station. Estimates may ask for more than there is, which nobody gets. */
function fullest(
  classes: readonly ApproximateClass[],
  stations: readonly ArrivalStation[],
  rates: readonly number[],
): number {
  return stations.reduce((most, { servers, speeds, openPart, services }, k) => {
    const work = classes.reduce(
      (sum, { visits }, r) => sum + (rates[r] ?? 0) * (visits[k] ?? 0) * (services[r] ?? 0),
      0,
    );
    const capacity = speeds === undefined ? servers : Math.max(...speeds);
    return Math.max(most, work / (capacity * (1 - openPart)));
  }, 0);
}

const startingQueue = (visits: readonly number[], k: number, population: number): number =>
  (visits[k] ?? 0) > 0 ? population / visits.filter((each) => each > 0).length : 0;

/**
 * Seconds of a visit of each class where no shifts are known: all find the same, less their own part of themselves, so
 * that it is worked out once for all of them.
 */
function secondsAlike(
  classes: readonly ApproximateClass[],
  station: ArrivalStation,
  populations: readonly number[],
  queues: readonly (readonly number[])[],
  throughputs: readonly number[],
  k: number,
): readonly number[] {
  const present = classes.map((_, s) => queues[s]?.[k] ?? 0);
  const busy = classes.map(({ visits }, s) =>
    Math.min(present[s] ?? 0, (throughputs[s] ?? 0) * (visits[k] ?? 0) * (station.services[s] ?? 0)),
  );
  const others = populations.reduce((a, b) => a + b, 0) - 1;
  return classes.map(({ visits }, r) => {
    if ((visits[k] ?? 0) === 0) return 0;
    const all = { present: present[r] ?? 0, busy: busy[r] ?? 0 };
    const left = Math.max(0, 1 - 1 / Math.max(1, populations[r] ?? 1));
    present[r] = all.present * left;
    busy[r] = all.busy * left;
    const seconds = visitSeconds(station, r, { present, busy, others });
    present[r] = all.present;
    busy[r] = all.busy;
    return seconds;
  });
}

/** What a request of class r finds at station k: everybody else as estimated with one of r away. */
function foundAt(
  classes: readonly ApproximateClass[],
  station: ArrivalStation,
  populations: readonly number[],
  shifts: Shifts,
  queues: readonly (readonly number[])[],
  throughputs: readonly number[],
  r: number,
  k: number,
) {
  const present = classes.map((_, s) => {
    const all = populations[s] ?? 0;
    const left = all - (s === r ? 1 : 0);
    if (left <= 0) return 0;
    return Math.max(0, left * ((queues[s]?.[k] ?? 0) / all + (shifts[r]?.[s]?.[k] ?? 0)));
  });
  const busy = classes.map(({ visits }, s) => {
    const all = populations[s] ?? 0;
    const left = all - (s === r ? 1 : 0);
    if (left <= 0) return 0;
    const working = ((throughputs[s] ?? 0) * (visits[k] ?? 0) * (station.services[s] ?? 0) * left) / all;
    return Math.min(present[s] ?? 0, working);
  });
  const others = populations.reduce((a, b) => a + b, 0) - 1;
  return { present, busy, others };
}
