import { z } from 'zod';

const perSecond = { us: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60, h: 3600, d: 86_400 } as const;
type TimeUnit = keyof typeof perSecond;
const isUnit = (text: string): text is TimeUnit => text in perSecond;

/** Times beyond it are mistakes, and would leave the range of the histograms and of sums of squares. */
const longest = 1e9;

/** Seconds as a number, at most 1e9 of them, or with a unit: `5ms`, `1.5s`, `30d`. */
export const seconds = z.union([z.number(), z.string()]).transform((given, context) => {
  const match =
    typeof given === 'string' ? /^(\d+(?:\.\d+)?)\s*(us|ms|s|min|m|h|d)$/.exec(given.trim()) : null;
  const unit = match?.[2] ?? '';
  const value = typeof given === 'number' ? given : isUnit(unit) ? Number(match?.[1]) * perSecond[unit] : NaN;
  const isTime = Number.isFinite(value) && value >= 0;
  if (isTime && value <= longest) return value;
  context.addIssue({
    code: 'custom',
    message: isTime
      ? `${JSON.stringify(given)} is longer than ${longest} s (30 years)`
      : `${JSON.stringify(given)} is no time: write seconds as a number, or 5ms, 1.5s, 10min`,
  });
  return z.NEVER;
});

export const positiveSeconds = seconds.refine((value) => value > 0, 'it must be longer than 0 s');

/** A mean alone is exponential (scv 1). */
export const randomTime = z
  .union([seconds, z.strictObject({ mean: seconds, scv: z.number().min(0).max(1e4).default(1) })])
  .transform((given) => (typeof given === 'number' ? { mean: given, scv: 1 } : given));

export const count = z.number().int().min(1).max(1e9);

/** A whole number, or `unlimited`. */
export const countOrUnlimited = z
  .union([z.number().int().min(0).max(1e9), z.literal('unlimited')])
  .transform((given) => (given === 'unlimited' ? Infinity : given));

export const ratio = z.number().min(0).max(1);
export const rate = z.number().min(0).max(1e12);
export const name = z.string().min(1).max(100);
