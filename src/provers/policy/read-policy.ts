import { z } from 'zod';

const condition = z.enum(['owner', 'tenant', 'team', 'assigned']);

const policy = z.object({
  policy: z.literal(1),
  default: z.literal('deny'),
  roles: z.array(z.object({ name: z.string(), kind: z.string(), declared: z.boolean() })),
  entities: z.array(z.object({ name: z.string(), owner: z.string().optional() })),
  operations: z.array(
    z.object({
      id: z.string(),
      verb: z.string(),
      entity: z.string(),
      action: z.string().optional(),
      anonymous: z.boolean(),
    }),
  ),
  rules: z.array(
    z.object({
      role: z.string(),
      verbs: z.array(z.string()),
      entities: z.array(z.string()),
      where: condition.optional(),
      mask: z.string().optional(),
      from: z.string(),
    }),
  ),
  permissions: z.array(
    z.object({
      role: z.string(),
      operation: z.string(),
      effect: z.enum(['allow', 'deny']),
      condition: condition.optional(),
      mask: z.string().optional(),
    }),
  ),
});

export type Policy = z.infer<typeof policy>;
export type PolicyRule = Policy['rules'][number];
export type PolicyOperation = Policy['operations'][number];
export type PolicyRow = Policy['permissions'][number];
export type Condition = z.infer<typeof condition>;

/** The policy of the package; a file of another shape throws with the path of the first thing that is wrong. */
export function readPolicy(text: string): Policy {
  const json: unknown = JSON.parse(text);
  const result = policy.safeParse(json);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw new Error(`policy.json: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'wrong shape'}`);
}
