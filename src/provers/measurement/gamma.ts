/**
 * A gamma distributed number with a mean and a squared coefficient of variation; the mean itself where it does not vary.
 * Marsaglia and Tsang, ACM TOMS 26(3), 2000; for shapes below 1 with their power of a uniform number.
 */
export function gamma(mean: number, scv: number, draw: () => number): number {
  if (scv <= 0 || mean <= 0) return mean;
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
