/** One server, Poisson arrivals, any service time with mean `service` seconds and squared coefficient of variation `scv`. */
export interface GeneralServer {
  readonly arrival: number;
  readonly service: number;
  readonly scv: number;
}

export interface GeneralServerResult {
  readonly utilisation: number;
  readonly waiting: number;
  readonly response: number;
  readonly queueLength: number;
}

/**
 * M/G/1, first come first served: W = λS²(1 + scv)/2(1 − ρ). scv 0 is deterministic, 1 exponential. Gives means
 * only: no percentile follows from two moments. Source: Pollaczek 1930, Khinchine 1932; Kleinrock vol. 1.
 */
export function generalServer(station: GeneralServer): GeneralServerResult {
  const { arrival, service, scv } = station;
  const utilisation = arrival * service;
  const waiting =
    utilisation >= 1 ? Infinity : (arrival * service * service * (1 + scv)) / (2 * (1 - utilisation));
  return {
    utilisation,
    waiting,
    response: waiting + service,
    queueLength: arrival === 0 ? 0 : arrival * waiting,
  };
}

/**
 * Mean waiting times of two classes, the first with non-preemptive priority. `secondMoment` is E[S²]
 * (2S² for exponential service). Source: Cobham 1954.
 */
export function priorityWaiting(
  first: { readonly arrival: number; readonly service: number; readonly secondMoment: number },
  second: { readonly arrival: number; readonly service: number; readonly secondMoment: number },
): readonly [number, number] {
  const residual = (first.arrival * first.secondMoment + second.arrival * second.secondMoment) / 2;
  const ahead = first.arrival * first.service;
  const all = ahead + second.arrival * second.service;
  if (all >= 1) return [ahead >= 1 ? Infinity : residual / (1 - ahead), Infinity];
  return [residual / (1 - ahead), residual / ((1 - ahead) * (1 - all))];
}
