/**
 * Mean wait in service times where Poisson arrivals are dealt out in turn to `replicas` queues of one exponential server
 * each: the time between arrivals at one queue is Erlang. GI/M/1, exact: with σ the root of
 * σ = (nρ/(nρ + 1 − σ))^n below one, the wait is σ/(1 − σ). Source: Kleinrock vol. 1, ch. 6.
 */
export function dealtInTurnWait(rho: number, replicas: number): number {
  let low = 0;
  let high = 1 - 1e-15;
  const arrivals = replicas * rho;
  // σ − A(σ) is negative below the root and positive between it and one.
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle < Math.exp(-replicas * Math.log1p((1 - middle) / arrivals))) low = middle;
    else high = middle;
  }
  return low / (1 - low);
}
