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
 * an arrival finds is corrected by how the parts of the classes shift when one customer is away, three times.
 */
export function linearizer(
  classes: readonly ApproximateClass[],
  stations: readonly ArrivalStation[],
): ApproximateFigures {
  const populations = classes.map(({ population }) => population);
  let shifts: Shifts = classes.map(() => classes.map(() => stations.map(() => 0)));
  let whole = core(classes, stations, populations, shifts);
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
  return { throughputs: whole.throughputs, seconds: whole.seconds, hasSettled: whole.hasSettled };
}

const without = (populations: readonly number[], r: number): readonly number[] =>
  populations.map((population, s) => (s === r ? population - 1 : population));

/** Rounds after which two steps are averaged, and after which it is given up. */
const calm = 100;
const mostRounds = 3000;

/** Fixed point at one population vector. */
function core(
  classes: readonly ApproximateClass[],
  stations: readonly ArrivalStation[],
  populations: readonly number[],
  shifts: Shifts,
  start?: Core,
): Core {
  let queues = classes.map(({ visits }, r) =>
    stations.map((_, k) => start?.queues[r]?.[k] ?? startingQueue(visits, k, populations[r] ?? 0)),
  );
  let throughputs = classes.map((_, r) => start?.throughputs[r] ?? 0);
  let seconds: readonly (readonly number[])[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const given = queues;
    const rates = throughputs;
    seconds = stations.map((station, k) =>
      classes.map((_, r) =>
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
    if (change < 1e-11) return { queues, throughputs: next, seconds, hasSettled: true };
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
