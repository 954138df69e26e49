/** A limit on calls under way that follows the round-trip time, after Netflix's concurrency-limits. */
export interface AdaptiveLimit {
  readonly kind: 'vegas' | 'gradient';
  limit: number;
  /** Shortest round trip seen lately (Vegas), in seconds. */
  least: number;
  /** Round trip averaged over a long time (Gradient2), in seconds. */
  long: number;
  samples: number;
}

const initialLimit = 20;
const mostGradient = 200;
const mostVegas = 1000;
const smoothing = 0.2;
const longWindow = 600;
const tolerance = 1.5;
const queueSize = 4;
/** Vegas forgets the least round trip after so many samples for each call allowed. */
const probeMultiplier = 30;

export const adaptiveLimit = (kind: 'vegas' | 'gradient'): AdaptiveLimit => ({
  kind,
  limit: initialLimit,
  least: Infinity,
  long: 0,
  samples: 0,
});

/** One attempt that went out has ended; `inFlight` counts it. */
export function adaptLimit(
  state: AdaptiveLimit,
  isSuccess: boolean,
  seconds: number,
  inFlight: number,
): void {
  state.samples++;
  if (state.kind === 'vegas') adaptVegas(state, isSuccess, seconds, inFlight);
  else adaptGradient(state, seconds, inFlight);
}

/** queue = L(1 − least/RTT) held between α = 3·log10 L and β = 6·log10 L; a failure lowers L by log10 L. */
function adaptVegas(state: AdaptiveLimit, isSuccess: boolean, seconds: number, inFlight: number): void {
  const { limit } = state;
  const step = Math.max(1, Math.log10(limit));
  if (!isSuccess) {
    state.limit = Math.max(1, limit - step);
    return;
  }
  if (state.samples >= probeMultiplier * limit) {
    state.samples = 0;
    state.least = Infinity;
  }
  if (seconds < state.least) {
    state.least = seconds;
    return;
  }
  if (inFlight * 2 < limit) return;
  const queue = limit * (1 - state.least / seconds);
  if (queue <= step) state.limit = limit + 6 * step;
  else if (queue < 3 * step) state.limit = limit + step;
  else if (queue > 6 * step) state.limit = limit - step;
  state.limit = Math.min(mostVegas, Math.max(1, state.limit));
}

/** new = gradient·L + queueSize, gradient = tolerance × long/short within [0.5, 1], smoothed by 0.2. */
function adaptGradient(state: AdaptiveLimit, seconds: number, inFlight: number): void {
  const { limit } = state;
  const weight = state.samples <= 10 ? 1 / state.samples : 2 / (longWindow + 1);
  state.long += (seconds - state.long) * weight;
  // A long average far above the present says that a load is over: it comes down faster than by averaging.
  if (state.long > 2 * seconds) state.long *= 0.95;
  if (inFlight < limit / 2) return;
  const gradient = seconds > 0 ? Math.max(0.5, Math.min(1, (tolerance * state.long) / seconds)) : 1;
  const next = limit * (1 - smoothing) + smoothing * (gradient * limit + queueSize);
  state.limit = Math.min(mostGradient, Math.max(initialLimit, next));
}
