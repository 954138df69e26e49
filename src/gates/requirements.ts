import type { Gate, GateEvidence, GateVerdict } from './gate.ts';
import { verdictOf } from './verdict.ts';

/**
 * Is everything that was asked answered? Each requirement must be named by a section or artifact of a deliverable,
 * no catalogue item the request depends on may be missing, and no objective may be known to fail.
 */
export const requirementsGate: Gate = (evidence) => {
  const { requirements } = evidence.backend;
  if (requirements.items.length === 0)
    return verdictOf('requirements', [], {
      insufficient: 'no requirement is known: nothing can be compared with the deliverables',
      next: 'Give a brief (`plumbline design brief.yaml`, or `analyze` with --brief) that says what the backend must do.',
      returnTo: 1,
    });
  return verdictOf(
    'requirements',
    [...answered(evidence), ...objectives(evidence), ...contradictions(evidence), ...rejected(evidence)],
    {
      next: 'Answer the requirements named here, or change the brief: phase 1 reads it again.',
      returnTo: 1,
    },
  );
};

type Checked = GateVerdict['checked'];

function answered({ answers, backend }: GateEvidence): Checked {
  return backend.requirements.items.map((requirement) => {
    const places = answers.get(requirement.id) ?? [];
    return {
      item: requirement.id,
      passed: places.length > 0,
      detail:
        places.length > 0
          ? `${requirement.text}: answered in ${places.slice(0, 3).join(', ')}`
          : `${requirement.text}: no deliverable answers it`,
    };
  });
}

function objectives({ backend }: GateEvidence): Checked {
  const latency = backend.load.budgets.flatMap(({ objective, operation }) =>
    objective === undefined
      ? []
      : [
          {
            item: `objective ${objective.id}`,
            passed: objective.met,
            detail: `${operation}: p${objective.percentile} limit ${objective.limit.value} ${objective.limit.unit}${objective.met ? ' is met' : ' is not met by the chosen design'}`,
          },
        ],
  );
  const availability = backend.load.availability.flatMap(({ objective, operation, availability: value }) =>
    objective === undefined
      ? []
      : [
          {
            item: `objective ${objective.id} availability`,
            passed: objective.met,
            detail: `${operation}: ${value.value} against ${objective.required.value} required`,
          },
        ],
  );
  return [...latency, ...availability];
}

function contradictions({ backend }: GateEvidence): Checked {
  return backend.requirements.contradictions.map(({ id, what, accepted }) => ({
    item: `contradiction ${id}`,
    passed: accepted === true,
    detail: what,
  }));
}

/** A design whose chosen option fails a criterion was chosen only because none holds: that shuts the gate. */
function rejected({ backend }: GateEvidence): Checked {
  const chosen = backend.design?.options.find(({ id }) => id === backend.design?.chosen);
  if (chosen === undefined) return [];
  return chosen.criteria.map(({ id, met, words }) => ({
    item: `criterion ${id}`,
    passed: met,
    detail: words,
  }));
}
