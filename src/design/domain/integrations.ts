import type { Integration } from '../../model/brief.ts';
import type { Gap } from '../../model/origin.ts';
import type { Part } from './entities.ts';

/** Integrations, and under which id a pack's own one is now found. */
export interface Integrations {
  readonly integrations: readonly Integration[];
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * An integration of the brief takes the place of a pack's of the same kind, when both are the only ones of it: the
 * user's `stripe` of kind payments is what flows of the payments pack call. What the user leaves open stays as the
 * pack says.
 */
export function mergedIntegrations(parts: readonly Part[], gaps: Gap[]): Integrations {
  const own = parts.at(-1)?.fragment.integrations ?? [];
  const brought = parts
    .slice(0, -1)
    .flatMap(({ name, fragment }) =>
      fragment.integrations.map((integration) => ({ integration, pack: name })),
    );
  const renamed = new Map<string, string>();
  const results = own.map((integration) => {
    const alike = brought.filter((each) => each.integration.kind === integration.kind);
    const sole = own.filter(({ kind }) => kind === integration.kind).length === 1 && alike.length === 1;
    const found =
      brought.find((each) => each.integration.id === integration.id) ?? (sole ? alike[0] : undefined);
    if (found === undefined) return integration;
    renamed.set(found.integration.id, integration.id);
    if (found.integration.id !== integration.id)
      gaps.push({
        kind: 'duplicate-name',
        subject: found.integration.id,
        why: `${integration.id} of the brief stands for ${found.integration.id} of ${found.pack}: both are its only integration for ${integration.kind}.`,
        origin: integration.origin,
      });
    return withDefaults(integration, found.integration);
  });
  const left = new Map<string, Integration>();
  for (const { integration } of brought)
    if (!renamed.has(integration.id) && !left.has(integration.id)) left.set(integration.id, integration);
  return { integrations: [...results, ...left.values()], renamed };
}

/** A direction other than `out` was said; `out` is also what the language takes when nothing is. */
const withDefaults = (given: Integration, standard: Integration): Integration => ({
  ...standard,
  ...given,
  direction: given.direction === 'out' ? standard.direction : given.direction,
});
