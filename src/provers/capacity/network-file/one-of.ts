import { z } from 'zod';
import { faultOf } from '../../document-fault.ts';

type Given = Readonly<Record<string, unknown>>;

/** Parses with a schema that was chosen by what was given, and tells its faults at their own paths. */
export function parseAs<T>(schema: z.ZodType<T>, given: Given, context: z.RefinementCtx<unknown>): T {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const { path, why } of parsed.error.issues.map(faultOf))
    context.addIssue({ code: 'custom', path: [...path], message: why, input: given });
  return z.NEVER;
}

/**
 * An object whose verb, the one key that names a kind, decides what else may stand in it: a fault is then told for that
 * kind alone and not for all of them.
 */
export function oneOf<T>(kinds: Readonly<Record<string, z.ZodType<T>>>, what: string): z.ZodType<T> {
  return z.record(z.string(), z.unknown()).transform((given, context): T => {
    const verbs = Object.keys(given).filter((word) => word in kinds);
    const kind = kinds[verbs[0] ?? ''];
    if (kind !== undefined && verbs.length === 1) return parseAs(kind, given, context);
    const message = `${what} has exactly one of ${Object.keys(kinds).join(', ')}`;
    context.addIssue({ code: 'custom', message, input: given });
    return z.NEVER;
  });
}
