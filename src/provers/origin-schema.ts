import { z } from 'zod';
import type { Origin } from '../model/origin.ts';

/** An origin as the files of a package hold it. */
export const originSchema: z.ZodType<Origin> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    file: z.string(),
    line: z.number(),
    column: z.number().exactOptional(),
  }),
  z.object({ kind: z.literal('catalog'), object: z.string() }),
  z.object({
    kind: z.literal('given'),
    path: z.string(),
    file: z.string().exactOptional(),
    line: z.number().exactOptional(),
    text: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('derived'), rule: z.string(), from: z.array(z.string()) }),
  z.object({
    kind: z.literal('default'),
    pack: z.string(),
    version: z.string(),
    path: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('assumed'), because: z.string() }),
]);
