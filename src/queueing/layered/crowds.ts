import { logConvolve, type LogWeights, normalised } from './logarithms.ts';

/**
 * A resource that several askers share. With i requests there it does `capacity(i)` seconds of work a second; up to
 * `places` of them are served, the others wait in order of arrival or, with Infinity, all are served at once.
 */
export interface SharedResource {
  readonly places: number;
  readonly capacity: (present: number) => number;
  /** How many of those present are served; as many as there are places, when absent. */
  readonly served?: (present: number) => number;
}

/** Requests of one asker at a resource. */
export interface Crowd {
  /** Arrivals per second with 0, 1, … of its own there; one number for arrivals that do not depend on it. */
  readonly arrivals: Float64Array | number;
  /** Requests per second of it now, by which services are weighed. */
  readonly flow: number;
  /** Seconds of work each brings. */
  readonly service: number;
  /** Part of `service` after which the asker goes on. */
  readonly answered: number;
}

export interface CrowdResult {
  /** Answers per second with 0, 1, … of the asker's own there; only the first and second entry for open arrivals. */
  readonly answers: Float64Array;
  /** Seconds waited and served for each request, over all states. */
  readonly waiting: number;
  readonly residence: number;
}

export interface SharedResult {
  readonly crowds: readonly CrowdResult[];
  /** Probability of so many requests of all askers, and arrivals per second of all of them then. */
  readonly present: Float64Array;
  readonly arrivals: Float64Array;
}

/** More present than this are not followed: the geometric tail is below 1e-10 there or the resource is overloaded. */
const mostPresent = 4000;

/**
 * Joint distribution of the requests of all askers, each with arrivals that depend on its own number there:
 * π(n) ∝ (i!/Π C(l)) Π_a [Π λ_a(l) h^n_a / n_a!] with i = Σ n_a, exact for processor sharing and for equal exponential
 * services (BCMP 1975; Lam 1977 for arrivals that depend on the state). Waiting is common to all in an ordered queue;
 * each is then served for as long as its own work takes. `seen` is the part of an other's arrivals that can meet one
 * who is there: none that it has caused itself (interlocking: Franks 1999, ch. 4).
 */
export function shareResource(
  resource: SharedResource,
  crowds: readonly Crowd[],
  seen: (by: number, other: number) => number = () => 1,
): SharedResult {
  const common = Number.isFinite(resource.places) ? meanService(crowds) : undefined;
  const services = crowds.map(({ service }) => common ?? service);
  const size = sizeOf(resource, crowds, services);
  const logs = crowds.map((crowd, at) => arrivalWeights(crowd.arrivals, services[at] ?? 0, size));
  const busy = new Float64Array(size);
  for (let i = 1; i < size; i++) busy[i] = (busy[i - 1] ?? 0) + Math.log(i / resource.capacity(i));
  const all = logs.reduce<LogWeights>((sum, one) => logConvolve(sum, one, size), new Float64Array(1));
  const present = normalised(all.map((log, i) => log + (busy[i] ?? 0)));
  const work = common ?? meanService(crowds);
  return {
    present,
    arrivals: Float64Array.from({ length: present.length - 1 }, (_, i) =>
      (present[i] ?? 0) > 0
        ? ((present[i + 1] ?? 0) * resource.capacity(i + 1)) / work / (present[i] ?? 1)
        : 0,
    ),
    crowds: crowds.map((crowd, at) => {
      const others = logs.reduce<LogWeights>(
        (sum, one, other) => (other === at ? sum : logConvolve(sum, thinned(one, seen(at, other)), size)),
        new Float64Array(1),
      );
      return crowdResult(resource, crowd, services[at] ?? 0, { own: logs[at] ?? others, others, busy });
    }),
  };
}

function meanService(crowds: readonly Crowd[]): number {
  const flow = crowds.reduce((sum, crowd) => sum + crowd.flow, 0);
  const work = crowds.reduce((sum, crowd) => sum + crowd.flow * crowd.service, 0);
  return flow > 0 ? work / flow : (crowds[0]?.service ?? 0);
}

/** Fewer of the others are seen by one who is their cause. */
const thinned = (logs: LogWeights, part: number): LogWeights =>
  part === 1 ? logs : logs.map((log, n) => (n === 0 ? log : log + n * Math.log(Math.max(part, 1e-9))));

function sizeOf(resource: SharedResource, crowds: readonly Crowd[], services: readonly number[]): number {
  let closed = 1;
  let load = 0;
  crowds.forEach(({ arrivals }, at) => {
    if (typeof arrivals === 'number') load += arrivals * (services[at] ?? 0);
    else closed += arrivals.length;
  });
  if (load === 0) return Math.min(closed, mostPresent);
  const places = Number.isFinite(resource.places) ? resource.places : 0;
  const most = places > 0 ? resource.capacity(mostPresent) : Infinity;
  const tail =
    load < most && places > 0 ? Math.log(1e-10) / Math.log(load / most) : load + 12 * Math.sqrt(load) + 20;
  return Math.min(
    mostPresent,
    Math.ceil(closed + 2 * places + (Number.isFinite(tail) ? tail : 0) + load + 10),
  );
}

function arrivalWeights(arrivals: Float64Array | number, service: number, size: number): LogWeights {
  const most = typeof arrivals === 'number' ? size - 1 : arrivals.length;
  const logs = [0];
  for (let n = 1; n <= most; n++) {
    const rate = typeof arrivals === 'number' ? arrivals : (arrivals[n - 1] ?? 0);
    if (rate <= 0 || service <= 0) break;
    logs.push((logs[n - 1] ?? 0) + Math.log((rate * service) / n));
  }
  return Float64Array.from(logs);
}

function crowdResult(
  { places, capacity, served: servedWith = (present) => Math.min(present, places) }: SharedResource,
  { arrivals, service, answered }: Crowd,
  common: number,
  weights: { readonly own: LogWeights; readonly others: LogWeights; readonly busy: Float64Array },
): CrowdResult {
  const { own, others, busy } = weights;
  const most = typeof arrivals === 'number' ? own.length - 1 : arrivals.length;
  const answers = new Float64Array(most + 1);
  // Of what is served, this asker's own work and its part before the answer.
  const part = common > 0 ? (service / common) * answered : 0;
  let [flow, waited, served] = [0, 0, 0];
  const largest = peak(own, others, busy);
  for (let j = 1; j <= most; j++) {
    let [total, rate, waiting] = [0, 0, 0];
    const highest = peakOf(others, busy, j);
    for (let m = 0; m < others.length && j + m < busy.length; m++) {
      const log = (others[m] ?? 0) + (busy[j + m] ?? 0) - highest;
      if (log < -40) continue;
      const weight = Math.exp(log);
      const i = j + m;
      total += weight;
      rate += ((weight * j) / i) * (capacity(i) / (common || 1));
      waiting += ((weight * j) / i) * (i - servedWith(i));
    }
    if (total <= 0 || rate <= 0) continue;
    const inService = j * total - waiting;
    answers[j] = j / ((waiting + inService * part) / rate);
    const share = Math.exp((own[j] ?? -Infinity) + highest - largest);
    flow += share * rate;
    waited += share * waiting;
    served += share * inService * part;
  }
  const isSeen = flow > 0;
  return {
    answers,
    waiting: isSeen ? waited / flow : 0,
    residence: isSeen ? (waited + served) / flow : service * answered,
  };
}

function peakOf(others: LogWeights, busy: Float64Array, j: number): number {
  let highest = -Infinity;
  for (let m = 0; m < others.length && j + m < busy.length; m++)
    highest = Math.max(highest, (others[m] ?? 0) + (busy[j + m] ?? 0));
  return highest;
}

function peak(own: LogWeights, others: LogWeights, busy: Float64Array): number {
  let highest = -Infinity;
  for (let j = 1; j < own.length; j++) highest = Math.max(highest, (own[j] ?? 0) + peakOf(others, busy, j));
  return highest;
}
