import { multiServer } from '../../mmc.ts';
import { balancedRates } from '../moment-time.ts';
import { constantServiceWait } from './deterministic.ts';

/** One queue, first come first served, any arrivals and service by their first two moments. */
export interface GeneralQueue {
  /** Arrivals per second, and mean service time in seconds. */
  readonly arrival: number;
  readonly service: number;
  readonly servers: number;
  /** Squared coefficients of variation of the time between arrivals and of service. */
  readonly arrivalScv: number;
  readonly serviceScv: number;
}

/**
 * Mean wait in seconds. Exact for Poisson arrivals with exponential service (M/M/c), constant service (M/D/c) or one
 * server (M/G/1). Poisson arrivals between constant and exponential service: the harmonic interpolation of Kimura
 * (Management Science 32, 1986), within 1.5 % of exact figures for Erlang-2. Beyond exponential that of Boxma, Cohen and
 * Huffels (Operations Research 27, 1979) for times of two kinds (`balancedRates`), within 5 % up to scv 4 and 20 % at 9. Other arrivals: Krämer and Langenbach-Belz (1976) for one server, Whitt (Production and Operations Management 2,
 * 1993) for several. A wait below 1e-15 of a service time is none.
 */
export function generalWait(queue: GeneralQueue): number {
  const wait = waitOf(queue);
  return wait < 1e-15 * queue.service ? 0 : wait;
}

function waitOf(queue: GeneralQueue): number {
  const { arrival, service, servers, arrivalScv, serviceScv } = queue;
  if (arrival === 0 || service === 0) return 0;
  const markovian = multiServer(queue).waiting;
  if (markovian === 0) return 0;
  if (arrivalScv === 1)
    return markovian * poissonFactor(arrival * service, servers, serviceScv, markovian / service);
  const rho = (arrival * service) / servers;
  const factor = servers === 1 ? oneServerFactor(rho, arrivalScv, serviceScv) : whittFactor(queue, rho);
  return (markovian * factor * (arrivalScv + serviceScv)) / 2;
}

function poissonFactor(offered: number, servers: number, scv: number, markovian: number): number {
  if (servers === 1 || scv === 1) return (1 + scv) / 2;
  const constant = constantServiceWait(offered, servers) / markovian;
  if (scv < 1) return (1 + scv) / (2 * scv + (1 - scv) / constant);
  const weight = burstWeight(servers, scv);
  return ((1 + scv) * constant) / (2 * weight * constant + 1 - weight);
}

/**
 * α of Boxma, Cohen and Huffels, (E[S²]/(γ·E[S]) − c − 1)/(c − 1): γ is the mean time until the first of c requests in
 * service is done, each having left what is left at any moment; half of those are of either kind where the means of the
 * two kinds are balanced. 0 for constant, 1 for exponential service.
 */
function burstWeight(servers: number, scv: number): number {
  // With so many the two kinds are half and half, and the powers of one half would underflow.
  if (servers > 1000) return (scv * servers - 1) / (servers - 1);
  const { often, rarely } = balancedRates(scv);
  let first = 0;
  let odds = 2 ** -servers;
  for (let k = 0; k <= servers; k++) {
    first += odds / (k * often.rate + (servers - k) * rarely.rate);
    odds *= (servers - k) / (k + 1);
  }
  return ((1 + scv) / first - servers - 1) / (servers - 1);
}

function oneServerFactor(rho: number, arrivalScv: number, serviceScv: number): number {
  if (arrivalScv >= 1) return 1;
  const both = arrivalScv + serviceScv;
  return both === 0 ? 0 : Math.exp((-2 * (1 - rho) * (1 - arrivalScv) ** 2) / (3 * rho * both));
}

/** φ(ρ, ca², cs², m) of Whitt 1993, (2.16) to (2.25). */
function whittFactor({ servers, arrivalScv, serviceScv }: GeneralQueue, rho: number): number {
  const gamma = Math.min(
    0.24,
    ((1 - rho) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * servers * rho),
  );
  const constantService = 1 + gamma;
  const constantArrivals = (1 - 4 * gamma) * Math.exp((-2 * (1 - rho)) / (3 * rho));
  const mean = (arrivalScv + serviceScv) / 2;
  const between = mean >= 1 ? 1 : Math.min(1, (constantService + constantArrivals) / 2) ** (2 * (1 - mean));
  if (arrivalScv >= serviceScv) {
    const weight = 4 * arrivalScv - 3 * serviceScv;
    if (weight === 0) return between;
    return (4 * (arrivalScv - serviceScv) * constantService + serviceScv * between) / weight;
  }
  const weight = 2 * arrivalScv + 2 * serviceScv;
  return ((serviceScv - arrivalScv) * constantArrivals + (serviceScv + 3 * arrivalScv) * between) / weight;
}
