import { z } from 'zod';
import type { Measurement } from '../../model/measurement.ts';

const amount = z.number().min(0);
const share = z.number().min(0).max(1);
const count = z.int().min(0);

const response = z.strictObject({
  count,
  mean: amount,
  p50: amount,
  p90: amount,
  p95: amount,
  p99: amount,
  max: amount,
});

const requests = z.strictObject({
  sent: count,
  answered: count,
  refused: count,
  failed: count,
  timedOut: count,
  dropped: count,
});

const step = z.strictObject({
  rate: z.number().positive().describe('requests a second that were due'),
  shares: z.array(share).min(1).max(20),
  arrivals: z.enum(['poisson', 'constant']),
  seed: z.int(),
  warmUpSeconds: amount,
  seconds: z.number().positive(),
  throughput: z.array(amount).min(1).max(20).describe('answers a second, for each operation'),
  requests,
  response: response.describe('seconds, from the moment a request was due'),
  batches: z.array(amount.nullable()).max(100),
  tails: z.array(amount.nullable()).max(100),
  lateness: z
    .strictObject({ mean: amount, p99: amount })
    .describe('seconds by which the generator sent late'),
  processor: z
    .strictObject({
      server: amount.exactOptional(),
      waited: amount.exactOptional(),
      threads: z
        .array(z.strictObject({ ran: z.number(), waited: z.number() }))
        .max(100)
        .exactOptional(),
      generator: amount,
      others: amount.exactOptional(),
      stolen: amount.exactOptional(),
    })
    .describe('busy cores: CPU seconds a second'),
  whole: z
    .strictObject({
      seconds: z.number().positive(),
      answered: z.array(count).min(1).max(20),
      cpu: amount.exactOptional(),
      threads: z.array(z.number()).max(100).exactOptional(),
    })
    .describe('from the first request to the last answer: idle before and after'),
});

/** What `measure --out` writes; published as docs/measurement.schema.json. */
export const measurementSchema: z.ZodType<Measurement> = z.strictObject({
  kind: z.literal('plumbline-measurement'),
  schemaVersion: z.literal(1),
  target: z.string().max(300),
  operations: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100).describe('operation of a brief where one is meant (`list Product`)'),
        method: z.string().max(20),
        path: z.string().max(8000),
        share,
        single: z
          .strictObject({
            count,
            mean: amount,
            scv: amount,
            threads: z
              .array(z.strictObject({ mean: amount, scv: amount }))
              .max(100)
              .exactOptional(),
          })
          .exactOptional()
          .describe('CPU seconds of single requests, one after another'),
      }),
    )
    .min(1)
    .max(20),
  cores: z.int().min(1),
  server: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('watched'), processes: count, command: z.string().max(200) }),
    z.strictObject({ kind: z.literal('unwatched'), why: z.string().max(500) }),
  ]),
  threads: z
    .array(z.strictObject({ name: z.string().max(100), isMain: z.boolean() }))
    .max(100)
    .exactOptional()
    .describe('threads of the server that did most of its work'),
  steps: z.array(step).max(1000),
  trials: z.array(step).max(100).describe('steps that nothing was fitted to'),
  saturation: step.exactOptional(),
  notes: z.array(z.string().max(500)).max(100),
});
