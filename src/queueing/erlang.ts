/**
 * Probability that an arrival finds all `servers` busy and is lost (M/M/c/c). `offered` is λ/μ in erlangs.
 * Recursion B(k) = aB(k−1)/(k + aB(k−1)): no factorials, so it holds for hundreds of servers.
 * Source: Erlang 1917; recursion in Kleinrock, Queueing Systems vol. 1, and Bolch et al., ch. 6.
 */
export function erlangB(offered: number, servers: number): number {
  let blocking = 1;
  // Once it is rounded to none it stays so, which spares what is left of very many servers.
  for (let k = 1; k <= servers && blocking > 0; k++)
    blocking = (offered * blocking) / (k + offered * blocking);
  return blocking;
}

/**
 * Probability that an arrival has to wait (M/M/c). 1 when the station is saturated.
 * C = B / (1 − ρ(1 − B)), Kleinrock vol. 1; Bolch et al., ch. 6.
 */
export function erlangC(offered: number, servers: number): number {
  const utilisation = offered / servers;
  if (utilisation >= 1) return 1;
  const blocking = erlangB(offered, servers);
  return blocking / (1 - utilisation * (1 - blocking));
}
