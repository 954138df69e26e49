import { itemStates, requirementAnswers } from '../deliverables/coverage.ts';
import type { ItemState } from '../deliverables/deliverable.ts';
import { allGates } from '../gates/all.ts';
import type { GateEvidence, GateVerdict } from '../gates/gate.ts';
import type { PhaseResult } from './phases.ts';

export interface Validated {
  readonly gates: readonly GateVerdict[];
  readonly items: readonly ItemState[];
}

/** Phase 8: four gates judge from what the phases before left behind. */
export function validate(evidence: Omit<GateEvidence, 'items' | 'answers'>): PhaseResult<Validated> {
  const { deliverables, backend } = evidence;
  const items = itemStates(deliverables);
  const answers = requirementAnswers(backend.requirements.items, deliverables);
  const gates = allGates.map((gate) => gate({ ...evidence, items, answers }));
  const missing = items.filter(({ state }) => state === 'missing');
  return {
    value: { gates, items },
    inputs: [`${evidence.outcomes.length} outcomes`, `${items.length} catalogue items`],
    outputs: gates.map(({ gate, state }) => `${gate}: ${state}`),
    checks: [
      {
        check: 'four gates judged',
        passed: gates.length === 4,
        detail: gates.map(({ gate, state }) => `${gate} ${state}`).join(', '),
        essential: true,
      },
      {
        check: 'no catalogue item is missing',
        passed: missing.length === 0,
        detail:
          missing.length === 0
            ? 'all done or not applicable'
            : `missing: ${missing.map(({ item }) => item).join(', ')}`,
        essential: false,
      },
    ],
  };
}
