import { partsOf } from './data-flow.ts';
import type { Element } from './data-flow.ts';
import type { Backend } from '../../model/backend.ts';
import type { Control, Threat } from '../../model/domain.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** A threat with what stands against it. Both ratings run from 1 to 9. */
export interface Risk {
  readonly threat: Threat;
  readonly controls: readonly Control[];
  /** Named as a control, but nowhere described. */
  readonly missing: readonly string[];
  readonly rating: Quantity;
  readonly residual: Quantity;
  readonly treatment: 'mitigate' | 'open';
}

export function risks({ trust }: Backend): readonly Risk[] {
  return trust.threats.map((threat) => {
    const controls = trust.controls.filter(({ id }) => threat.controls.includes(id));
    const left = Math.max(1, threat.likelihood - controls.length);
    return {
      threat,
      controls,
      missing: threat.controls.filter((id) => !controls.some((control) => control.id === id)),
      rating: derived(threat.likelihood * threat.impact, 'count', 'likelihood × impact', [
        `likelihood ${threat.likelihood} of 3`,
        `impact ${threat.impact} of 3`,
      ]),
      residual: derived(left * threat.impact, 'count', '(likelihood − 1 per control, at least 1) × impact', [
        `likelihood ${threat.likelihood} of 3`,
        `${controls.length} controls`,
        `impact ${threat.impact} of 3`,
      ]),
      treatment: controls.length > 0 ? 'mitigate' : 'open',
    };
  });
}

/**
 * The element a threat hits: named directly, or the store of its entity, or the process that runs its operation.
 * One that cannot be placed stays with the first process, where requests arrive.
 */
export function placeOf(backend: Backend, all: readonly Element[], { target, context }: Threat): string {
  const direct = all.find(({ names }) => names.includes(target));
  if (direct !== undefined) return direct.id;
  const parts = partsOf(backend);
  if (backend.entities.some(({ name }) => name === target)) {
    const store = parts.find(({ kind }) => kind === 'database');
    if (store !== undefined) return store.id;
  }
  const runs = parts.filter(({ kind }) => kind === 'application' || kind === 'worker');
  return (runs.find(({ contexts }) => contexts.includes(context)) ?? runs[0] ?? parts[0])?.id ?? target;
}
