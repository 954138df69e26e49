import { type Joint, type Visit, visitsOf } from './joint.ts';
import type { LogWeights } from './logarithms.ts';

/**
 * A resource that several askers share. With i requests there it does `capacity(i)` seconds of work a second and
 * serves `served(i)` of them; the others wait in order of arrival.
 */
export interface SharedResource {
  readonly capacity: (present: number) => number;
  readonly served: (present: number) => number;
  readonly hasQueue: boolean;
}

/** Requests of one asker at a resource. */
export interface Crowd {
  /** Arrivals per second with 0, 1, … of its own there; one number for arrivals that do not depend on it. */
  readonly arrivals: Float64Array | number;
  /** Requests per second of it now. */
  readonly flow: number;
  /** Seconds of work each brings, with nobody else in service. */
  readonly service: number;
  /** How much longer than the requests of all its requests are served with so many present, for what they bring. */
  readonly stretch: (present: number) => number;
  /** Seconds each is there, by the last step; from them how the crowds share the place. Absent: as its service. */
  readonly before: number | undefined;
}

export interface CrowdResult {
  /** Answers per second with 0, 1, … of the asker's own there; empty for arrivals that do not depend on it. */
  readonly answers: Float64Array;
  readonly waiting: number;
  readonly residence: number;
}

interface SharedResult {
  readonly crowds: readonly CrowdResult[];
  /** Probability of so many requests of all askers, and arrivals per second of all of them then. */
  readonly present: Float64Array;
  readonly arrivals: Float64Array;
}

/** More present than this are not followed: the geometric tail is below 1e-10 there or the resource is overloaded. */
const mostPresent = 4000;

/**
 * Joint distribution of the requests of all askers, each with arrivals that depend on its own number there:
 * π(n) ∝ (i!/Π C(l)) Π_a [Π λ_a(l) s_a^n_a / n_a!] with i = Σ n_a, exact for processor sharing and for equal exponential
 * services (BCMP 1975; Lam 1977 for arrivals that depend on the state). In a queue the crowds share the place as their
 * times there do, wait equally long for those before them, and are served each for its own time. `meets` is the part of
 * an other's requests that one who is there can meet: none that it waits for itself.
 */
export function shareResource(
  resource: SharedResource,
  crowds: readonly Crowd[],
  meets: (one: number, other: number) => number,
): SharedResult {
  const shares = sharesOf(resource, crowds);
  const size = sizeOf(resource, crowds, shares);
  const logs = crowds.map((crowd, at) => arrivalWeights(crowd.arrivals, shares[at] ?? 0, size));
  const busy = new Float64Array(size);
  for (let i = 1; i < size; i++) busy[i] = (busy[i - 1] ?? 0) + Math.log(i / resource.capacity(i));
  const joint: Joint = { resource, crowds, shares, logs, busy };
  const { present, visits } = visitsOf(joint, meets);
  const work = meanService(crowds);
  return {
    present,
    arrivals: Float64Array.from({ length: present.length - 1 }, (_, i) =>
      (present[i] ?? 0) > 0
        ? ((present[i + 1] ?? 0) * resource.capacity(i + 1)) / work / (present[i] ?? 1)
        : 0,
    ),
    crowds: waitingAlike(resource, crowds, shares, visits),
  };
}

function meanService(crowds: readonly Crowd[]): number {
  const flow = crowds.reduce((sum, crowd) => sum + crowd.flow, 0);
  const work = crowds.reduce((sum, crowd) => sum + crowd.flow * crowd.service, 0);
  return flow > 0 ? work / flow : (crowds[0]?.service ?? 0);
}

/** Work by which each crowd weighs: in a queue in the proportion of its time there, in sum the work that comes. */
function sharesOf({ hasQueue }: SharedResource, crowds: readonly Crowd[]): readonly number[] {
  if (!hasQueue) return crowds.map(({ service }) => service);
  const time = ({ before, service }: Crowd): number => before ?? service;
  const times = crowds.reduce((sum, crowd) => sum + crowd.flow * time(crowd), 0);
  const work = crowds.reduce((sum, crowd) => sum + crowd.flow * crowd.service, 0);
  return crowds.map((crowd) => (times > 0 ? (time(crowd) * work) / times : crowd.service));
}

function sizeOf(resource: SharedResource, crowds: readonly Crowd[], shares: readonly number[]): number {
  let [limited, load] = [1, 0];
  crowds.forEach(({ arrivals }, at) => {
    if (typeof arrivals === 'number') load += arrivals * (shares[at] ?? 0);
    else limited += arrivals.length;
  });
  if (load === 0) return Math.min(limited, mostPresent);
  const most = resource.capacity(mostPresent);
  const places = resource.served(mostPresent);
  const tail = load < most ? Math.log(1e-10) / Math.log(load / most) : mostPresent;
  const spread = load + 12 * Math.sqrt(load) + 20;
  const beyond = places >= mostPresent && most >= mostPresent ? spread : spread + places + tail;
  return Math.min(mostPresent, Math.ceil(limited + beyond));
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

/**
 * What the product form gives a crowd is in the proportion of its share of the work; in a queue everybody waits for
 * those before, whatever they bring themselves. The sum of all that waits stays.
 */
function waitingAlike(
  { hasQueue }: SharedResource,
  crowds: readonly Crowd[],
  shares: readonly number[],
  visits: readonly Visit[],
): readonly CrowdResult[] {
  const ahead = visits.map(({ waiting }, at) => ((shares[at] ?? 0) > 0 ? waiting / (shares[at] ?? 1) : 0));
  const sum = (values: (at: number) => number): number =>
    crowds.reduce((total, { flow }, at) => total + flow * values(at), 0);
  const scale = sum((at) => ahead[at] ?? 0);
  const unit = scale > 0 ? sum((at) => visits[at]?.waiting ?? 0) / scale : 0;
  return visits.map((visit, at) => {
    const waiting = hasQueue ? (ahead[at] ?? 0) * unit : visit.waiting;
    const residence = waiting + visit.served;
    const answers =
      residence > 0 ? visit.answers.map((rate) => (rate * visit.residence) / residence) : visit.answers;
    return { answers, waiting, residence };
  });
}
