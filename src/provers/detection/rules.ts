import { z } from 'zod';

const count = z.object({
  id: z.string(),
  kind: z.literal('count'),
  /** s */
  window: z.number().positive(),
  expected: z.number().positive(),
  most: z.number().positive(),
  visit: z.number().min(1),
  watched: z.number().min(1),
  alarm: z.number().positive(),
});
const learned = z.object({
  id: z.string(),
  kind: z.literal('learned'),
  window: z.number().positive(),
  days: z.int().min(2),
  visit: z.number().min(1),
});
const journey = z.object({
  id: z.string(),
  kind: z.literal('travel'),
  speed: z.number().positive(),
  elsewhere: z.number().min(0).max(0.5),
  gap: z.number().positive(),
  nearest: z.number().min(0),
  farthest: z.number().positive(),
  newDevice: z.number().min(0).max(1),
  stated: z.object({ alone: z.number(), onNewDevice: z.number() }),
});
const fileSchema = z.object({
  rules: z.array(z.discriminatedUnion('kind', [count, learned, journey])).min(1),
});

export type CountRule = z.infer<typeof count>;
export type LearnedRule = z.infer<typeof learned>;
export type TravelRule = z.infer<typeof journey>;
export type DetectionRule = CountRule | LearnedRule | TravelRule;

export const readRules = (text: string): readonly DetectionRule[] => fileSchema.parse(JSON.parse(text)).rules;
