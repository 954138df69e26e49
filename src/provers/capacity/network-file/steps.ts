import { z } from 'zod';
import type { CallPolicy, Step, Times } from '../../../model/network.ts';
import { oneOf } from './one-of.ts';
import { count, name, positiveSeconds, randomTime, rate, ratio } from './values.ts';

const backoff = z.strictObject({
  base: positiveSeconds,
  factor: z.number().min(1).max(100).default(2),
  cap: positiveSeconds.default(Infinity),
  jitter: z.enum(['none', 'full', 'equal', 'decorrelated']).default('none'),
});

/** What a caller may do about failure; the words stand beside `call`. */
const policyShape = {
  timeout: positiveSeconds.optional(),
  attempts: count.max(1000).default(1),
  backoff: backoff.optional(),
  budget: z.strictObject({ ratio: z.number().min(0), burst: z.number().min(0).default(10) }).optional(),
  breaker: z
    .strictObject({
      window: positiveSeconds.default(10),
      ratio: ratio.default(0.5),
      least: count.default(20),
      open: positiveSeconds.default(5),
    })
    .optional(),
  hedgeAfter: positiveSeconds.optional(),
  rateLimit: z.strictObject({ rate, burst: z.number().min(1).default(1) }).optional(),
  concurrency: count.optional(),
  adaptive: z.enum(['vegas', 'gradient']).optional(),
  throttle: z.strictObject({ k: z.number().min(1).default(2) }).optional(),
} as const;
const policySchema = z.strictObject(policyShape);

/** Leaves the policy out where the caller does nothing about failure, so that plain networks stay plain. */
function policyOf(given: z.infer<typeof policySchema>): { readonly policy?: CallPolicy } {
  const { attempts, timeout, backoff: pause, budget, breaker, hedgeAfter } = given;
  const { rateLimit, concurrency, adaptive, throttle } = given;
  const policy: CallPolicy = {
    attempts,
    ...(timeout !== undefined && { timeout }),
    ...(pause !== undefined && { backoff: pause }),
    ...(budget !== undefined && { budget }),
    ...(breaker !== undefined && { breaker }),
    ...(hedgeAfter !== undefined && { hedgeAfter }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(concurrency !== undefined && { concurrency }),
    ...(adaptive !== undefined && { adaptive }),
    ...(throttle !== undefined && { throttle }),
  };
  return attempts === 1 && Object.keys(policy).length === 1 ? {} : { policy };
}

const times = z
  .union([z.number().min(0).max(1e6), z.strictObject({ geometric: z.number().min(0).max(1e6) })])
  .transform((given): Times =>
    typeof given === 'number' ? { kind: 'fixed', mean: given } : { kind: 'geometric', mean: given.geometric },
  );

const work = z
  .strictObject({ work: name, time: randomTime })
  .transform(({ work: station, time }): Step => ({ kind: 'work', station, time }));

const call = z
  .strictObject({
    call: name,
    times: times.default({ kind: 'fixed', mean: 1 }),
    wait: z.boolean().default(true),
    ...policyShape,
  })
  .transform(({ call: operation, times: often, wait, ...policy }): Step => ({
    kind: 'call',
    operation,
    times: often,
    isAwaited: wait,
    ...policyOf(policy),
  }));

const mixedCall = z
  .union([
    z.number().min(0),
    z.strictObject({ mean: z.number().min(0), wait: z.boolean().default(true), ...policyShape }),
  ])
  .transform((given) => (typeof given === 'number' ? { mean: given, wait: true, attempts: 1 } : given));

const mix = z
  .strictObject({ mix: name, time: randomTime, calls: z.record(name, mixedCall).default({}) })
  .transform(({ mix: station, time, calls }): Step => ({
    kind: 'mix',
    station,
    time,
    calls: Object.entries(calls).map(([operation, { mean, wait, ...policy }]) => ({
      operation,
      mean,
      isAwaited: wait,
      ...policyOf(policy),
    })),
  }));

const hold = z
  .strictObject({ hold: name, do: z.lazy(() => steps) })
  .transform(({ hold: pool, do: inner }): Step => ({ kind: 'hold', pool, steps: inner }));

const choose = z
  .strictObject({
    choose: z.array(z.strictObject({ probability: ratio, do: z.lazy(() => steps) })).min(1),
  })
  .refine(
    ({ choose: branches }) => branches.reduce((sum, { probability }) => sum + probability, 0) <= 1 + 1e-9,
    'the probabilities sum to more than 1',
  )
  .transform(({ choose: branches }): Step => ({
    kind: 'choose',
    branches: branches.map(({ probability, do: inner }) => ({ probability, steps: inner })),
  }));

const fork = z
  .strictObject({ fork: z.array(z.lazy(() => steps)).min(1), wanted: count.optional() })
  .superRefine(({ fork: branches, wanted = 1 }, context) => {
    if (wanted > branches.length)
      context.addIssue({
        code: 'custom',
        path: ['wanted'],
        message: `${wanted} answers are wanted of ${branches.length} branches`,
      });
  })
  .transform(({ fork: branches, wanted }): Step => ({
    kind: 'fork',
    branches,
    wanted: wanted ?? branches.length,
  }));

const cached = z
  .strictObject({ cached: name, do: z.lazy(() => steps) })
  .transform(({ cached: cache, do: inner }): Step => ({ kind: 'cached', cache, steps: inner }));

const step: z.ZodType<Step> = oneOf<Step>({ work, call, mix, hold, choose, fork, cached }, 'a step');

/** One step, or several in a row. */
export const steps: z.ZodType<readonly Step[]> = z.array(step);
