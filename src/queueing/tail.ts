/**
 * The t at which a falling tail function reaches `target` (0 < target < 1), by doubling and bisection from `start`.
 * Bisection halves the bracket 80 times: exact to the last digits of a double.
 */
export function inverseTail(tail: (t: number) => number, target: number, start: number): number {
  let low = 0;
  let high = start > 0 ? start : 1;
  while (tail(high) > target) {
    low = high;
    high *= 2;
    if (!Number.isFinite(high)) return Infinity;
  }
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (tail(middle) > target) low = middle;
    else high = middle;
  }
  return high;
}
