/**
 * Mean number present where arrivals are Poisson, offering `offered` seconds of work a second, and work goes at
 * `speeds[n − 1]` with n present, the last for more: p[n] = p[n−1]·offered/speed(n). Exact for exponential service
 * first come first served, and for any service that is shared (Baskett, Chandy, Muntz and Palacios 1975).
 * Source: Kleinrock vol. 1, ch. 3. Infinity when the last speed is not above what is offered.
 */
export function loadDependentLength(offered: number, speeds: readonly number[]): number {
  const last = speeds.at(-1) ?? 1;
  const ratio = offered / last;
  if (offered === 0) return 0;
  if (ratio >= 1) return Infinity;
  const logs = [0];
  for (const speed of speeds) logs.push((logs.at(-1) ?? 0) + Math.log(offered / speed));
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((log) => Math.exp(log - largest));
  const end = speeds.length;
  const atEnd = weights[end] ?? 0;
  const total = weights.reduce((a, b) => a + b, 0) + (atEnd * ratio) / (1 - ratio);
  const inHead = weights.reduce((sum, weight, n) => sum + n * weight, 0);
  return (inHead + atEnd * ((end * ratio) / (1 - ratio) + ratio / (1 - ratio) ** 2)) / total;
}
