import { gammaTime } from '../laplace.ts';
import type { Transform } from '../laplace.ts';

/** One of two kinds of exponential times: how likely it is, and its rate for an overall mean of 1. */
interface Kind {
  readonly probability: number;
  readonly rate: number;
}

/**
 * Two kinds of exponential times with overall mean 1 and this squared coefficient of variation above 1, each kind giving
 * half of the time: many short ones and few long ones (hyperexponential with balanced means). Source: Morse 1958;
 * Tijms, A First Course in Stochastic Models, appendix B.
 */
export function balancedRates(scv: number): { readonly often: Kind; readonly rarely: Kind } {
  const often = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return {
    often: { probability: often, rate: 2 * often },
    rarely: { probability: 1 - often, rate: 2 * (1 - often) },
  };
}

/**
 * The distribution that stands for a time known by two moments: gamma up to the variability of an exponential time, two
 * kinds of exponential times beyond. The simulator draws from the same.
 */
export function momentTime(mean: number, scv: number): Transform {
  if (scv <= 1 || mean === 0) return gammaTime(mean, scv);
  const { often, rarely } = balancedRates(scv);
  const short = gammaTime(mean / often.rate, 1);
  const long = gammaTime(mean / rarely.rate, 1);
  return (s) => {
    const a = short(s);
    const b = long(s);
    return {
      re: often.probability * a.re + rarely.probability * b.re,
      im: often.probability * a.im + rarely.probability * b.im,
    };
  };
}

/** The gamma distributed parts of such a time: their probabilities, means and squared coefficients of variation. */
export function gammaParts(
  mean: number,
  scv: number,
): readonly { readonly probability: number; readonly mean: number; readonly scv: number }[] {
  if (scv <= 1) return [{ probability: 1, mean, scv }];
  const { often, rarely } = balancedRates(scv);
  return [often, rarely].map(({ probability, rate }) => ({ probability, mean: mean / rate, scv: 1 }));
}
