/**
 * Mean response in service times where each arrival looks at two of `replicas` single exponential servers and joins
 * the shorter queue. Σ ρ^(2^i − 2) in the limit of many replicas (Mitzenmacher, IEEE TPDS 12, 2001; Vvedenskaya,
 * Dobrushin and Karpelevich 1996), plus the term of order 1/n of the refined mean field, near ρ²/(2n(1 − ρ)) in
 * requests a server (Gast and Van Houdt, SIGMETRICS 2017). Approximate; for few replicas it errs by several per cent.
 */
export function twoChoicesResponse(rho: number, replicas: number): number {
  if (rho === 0 || replicas === 1) return 1 / (1 - rho);
  let limit = 0;
  for (let i = 1; i < 64; i++) {
    const term = rho ** (2 ** i - 2);
    limit += term;
    if (term < 1e-17) break;
  }
  return Math.min(1 / (1 - rho), limit + rho / (2 * replicas * (1 - rho)));
}
