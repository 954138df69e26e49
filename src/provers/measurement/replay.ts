import { drawer } from '../seeded.ts';

/** A request as it fell due. */
export interface Arrival {
  /** Seconds after the start. */
  readonly due: number;
  /** Index of its class. */
  readonly operation: number;
}

export interface ReplayedServer {
  /** Mean service in seconds and its squared coefficient of variation, for each class. */
  readonly classes: readonly { readonly service: number; readonly scv: number }[];
  readonly servers: number;
}

/** Runs with services of their own; one is enough where they do not vary. */
const replications = 20;

/**
 * Mean response in seconds of the arrivals between `from` and `to` at a first come, first served station that is fed
 * exactly them. A formula speaks of an infinite run; over some seconds the arrivals alone move the mean of a busy
 * server by tenths, and that part of the chance is known. Services are gamma distributed with the given two moments.
 * Source: Lindley 1952; for several servers Kiefer and Wolfowitz 1955.
 */
export function replayedResponse(
  next: () => () => Arrival,
  { classes, servers }: ReplayedServer,
  from: number,
  to: number,
): number {
  const runs = classes.some(({ scv }) => scv > 0) ? replications : 1;
  let sum = 0;
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const arrivals = next();
    const draw = drawer(run + 1);
    const free = Array.from({ length: servers }, () => 0);
    for (let arrival = arrivals(); arrival.due < to; arrival = arrivals()) {
      const { service = 0, scv = 0 } = classes[arrival.operation] ?? {};
      const earliest = firstFree(free);
      const end = Math.max(arrival.due, free[earliest] ?? 0) + gamma(service, scv, draw);
      free[earliest] = end;
      if (arrival.due < from) continue;
      sum += end - arrival.due;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function firstFree(free: readonly number[]): number {
  let earliest = 0;
  for (const [index, time] of free.entries()) if (time < (free[earliest] ?? 0)) earliest = index;
  return earliest;
}

/** Marsaglia and Tsang, ACM TOMS 26(3), 2000; for shapes below 1 with their power of a uniform number. */
function gamma(mean: number, scv: number, draw: () => number): number {
  if (scv <= 0) return mean;
  const shape = 1 / scv;
  const boosted = shape < 1 ? shape + 1 : shape;
  const factor = shape < 1 ? (1 - draw()) ** (1 / shape) : 1;
  const d = boosted - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(draw);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - draw()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return (mean / shape) * d * v * factor;
  }
}

/** Box and Muller 1958. */
const normal = (draw: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
