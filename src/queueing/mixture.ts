/** One class of requests at a station: arrivals a second, mean service in seconds and its variability. */
export interface ServedClass {
  readonly arrival: number;
  readonly service: number;
  /** Squared coefficient of variation of the service time. */
  readonly scv: number;
}

/**
 * All classes as one: mean and squared coefficient of variation of the service of an arbitrary request. The spread
 * between classes adds to that within them: E[S²] = Σ pᵢ·Sᵢ²(1 + scvᵢ). Law of total expectation.
 */
export function mixtureOf(classes: readonly ServedClass[]): ServedClass {
  const arrival = classes.reduce((sum, { arrival: rate }) => sum + rate, 0);
  if (arrival === 0) return { arrival: 0, service: 0, scv: 0 };
  const moment = (power: (part: ServedClass) => number): number =>
    classes.reduce((sum, part) => sum + (part.arrival / arrival) * power(part), 0);
  const service = moment((part) => part.service);
  const second = moment((part) => part.service ** 2 * (1 + part.scv));
  return { arrival, service, scv: service === 0 ? 0 : Math.max(0, second / service ** 2 - 1) };
}
