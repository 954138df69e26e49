import { z } from 'zod';

const rate = z.number().min(0);
/** Seconds; null, which JSON has for infinity, where a queue grows without end. */
const time = z
  .number()
  .min(0)
  .nullable()
  .transform((seconds) => seconds ?? Infinity);
const queueSchema = z.object({
  container: z.string(),
  kind: z.literal('queue'),
  arrival: rate,
  service: z.number().min(0),
  scv: z.number().min(0),
  servers: z.number().positive(),
  instances: z.number().min(1),
  utilisationLimit: z.number().positive(),
  stated: z.object({ utilisation: z.number(), response: time, p95: time, p99: time }),
});
const delaySchema = z.object({
  container: z.string(),
  kind: z.literal('delay'),
  arrival: rate,
  service: z.number().min(0),
  scv: z.number().min(0),
});
const budgetSchema = z.object({
  operation: z.string(),
  workload: z.string(),
  hops: z.array(
    z.object({
      container: z.string(),
      mean: time,
      // Null: a time without end has no variation.
      scv: z
        .number()
        .min(0)
        .nullish()
        .transform((scv) => scv ?? undefined),
      reached: z.number().min(0).max(1).optional(),
    }),
  ),
  stated: z.object({ mean: time, p95: time, p99: time }),
  objective: z.object({ id: z.string(), percentile: z.number().gt(0).lt(100), limit: z.number() }).optional(),
});
const pathSchema = z.object({
  operation: z.string(),
  workload: z.string(),
  parts: z.array(z.object({ container: z.string(), availability: z.number().min(0).max(1) })),
  stated: z.number(),
  objective: z.object({ id: z.string(), required: z.number() }).optional(),
});
const networkSchema = z.object({
  stations: z.array(z.discriminatedUnion('kind', [queueSchema, delaySchema])),
  latency: z.array(budgetSchema),
  availability: z.array(pathSchema),
  people: z.array(z.object({ workload: z.string(), think: z.number(), peakRate: rate, response: time })),
});

/** `5-performance/network.json`: seconds and requests per second. */
export type Network = z.infer<typeof networkSchema>;
export type Queue = z.infer<typeof queueSchema>;
export type Budget = z.infer<typeof budgetSchema>;
export type Path = z.infer<typeof pathSchema>;

/** @throws when the text is no such network. */
export const readNetwork = (text: string): Network => networkSchema.parse(JSON.parse(text));

/** Workload and operation, which together name one way through the network. */
export const wayOf = ({ operation, workload }: { readonly operation: string; readonly workload: string }) =>
  `${workload}, ${operation}`;
