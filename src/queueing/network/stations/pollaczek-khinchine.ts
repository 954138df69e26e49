import { over } from '../../laplace.ts';
import type { Transform } from '../../laplace.ts';
import { momentTime } from '../moment-time.ts';
import { scvOf } from './priority.ts';
import type { Level } from './priority.ts';

/**
 * Transform of the waiting time of M/G/1, first come first served: (1 − ρ)s/(s − λ + λB(s)), B being the mixture of the
 * service times of all sources, each a `momentTime`. Source: Pollaczek 1930, Khinchine 1932; Kleinrock
 * vol. 1, ch. 5.
 */
export function pollaczekKhinchine(sources: readonly Level[]): Transform {
  const arrival = sources.reduce((sum, source) => sum + source.arrival, 0);
  const rho = sources.reduce((sum, source) => sum + source.arrival * source.service, 0);
  const parts = sources.map((source) => ({
    arrival: source.arrival,
    time: momentTime(source.service, scvOf(source)),
  }));
  return (s) => {
    let re = s.re - arrival;
    let im = s.im;
    for (const part of parts) {
      const service = part.time(s);
      re += part.arrival * service.re;
      im += part.arrival * service.im;
    }
    return over({ re: (1 - rho) * s.re, im: (1 - rho) * s.im }, { re, im });
  };
}
