import type { Complex } from '../../laplace.ts';
import { multiServer } from '../../mmc.ts';

/**
 * Mean wait in service times of M/D/c, exact: with z_k the roots of z^c = exp(cρ(z − 1)) inside the unit circle,
 * E[Lq] = Σ 1/(1 − z_k) + ((cρ)² − c(c − 1))/(2c(1 − ρ)), k = 1…c − 1. Source: Crommelin, Post Office Electrical
 * Engineers Journal 25, 1932; Tijms, A First Course in Stochastic Models, ch. 9. In light traffic the two parts
 * cancel; there the approximation of Cosmetatos (Operational Research Quarterly 27, 1976) takes its place.
 */
export function constantServiceWait(offered: number, servers: number): number {
  if (offered === 0) return 0;
  const rho = offered / servers;
  let queue = (offered * offered - servers * (servers - 1)) / (2 * servers * (1 - rho));
  for (let k = 1; k < servers; k++) queue += inverseOfOneMinus(root(rho, (2 * Math.PI * k) / servers));
  return queue > 1e-9 * servers ? queue / offered : cosmetatos(offered, servers);
}

/** Solves z = exp(i·angle + ρ(z − 1)) by Newton's method, started by a few steps of the iteration itself. */
function root(rho: number, angle: number): Complex {
  let z: Complex = { re: 0, im: 0 };
  for (let step = 0; step < 100; step++) {
    const size = Math.exp(rho * (z.re - 1));
    const turned = angle + rho * z.im;
    const next = { re: size * Math.cos(turned), im: size * Math.sin(turned) };
    const change = { re: z.re - next.re, im: z.im - next.im };
    if (step < 10) {
      z = next;
      continue;
    }
    const slope = { re: 1 - rho * next.re, im: -rho * next.im };
    const length = slope.re * slope.re + slope.im * slope.im;
    const by = {
      re: (change.re * slope.re + change.im * slope.im) / length,
      im: (change.im * slope.re - change.re * slope.im) / length,
    };
    z = { re: z.re - by.re, im: z.im - by.im };
    if (Math.hypot(by.re, by.im) < 1e-15) break;
  }
  return z;
}

/** Real part of 1/(1 − z); the roots come in conjugate pairs. */
function inverseOfOneMinus(z: Complex): number {
  const re = 1 - z.re;
  return re / (re * re + z.im * z.im);
}

function cosmetatos(offered: number, servers: number): number {
  const rho = offered / servers;
  const more = ((1 - rho) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * rho * servers);
  const exponential = multiServer({ arrival: offered, service: 1, servers }).waiting;
  return (exponential / 2) * Math.min(2, 1 + more);
}
