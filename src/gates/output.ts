import type { Gate, GateEvidence, GateVerdict } from './gate.ts';
import { verdictOf } from './verdict.ts';

/**
 * Are the deliverables good? Every claim must have been settled and none refuted; eight deliverables with content.
 * Claims that could not be decided are told; where they are more than those that were proved (an engine did not start,
 * say) there is not enough to judge from.
 */
export const outputGate: Gate = (evidence) => {
  const { outcomes, claims } = evidence;
  const proved = outcomes.filter(({ verdict }) => verdict.kind === 'proved').length;
  const checked = [...deliverables(evidence), ...refuted(evidence)];
  const next =
    'Correct the artefact named in the counterexample and settle the claim again: `plumbline verify <package>`.';
  if (claims === 0 || proved === 0)
    return verdictOf('output', checked, {
      insufficient: `${claims} claims were made and none was proved: the documents are unsupported`,
      next: 'Give the provers something to run (a schema, a workload, an API), then repeat phase 6.',
      returnTo: 6,
    });
  const undecided = outcomes.filter(({ verdict }) => verdict.kind === 'undecided').length;
  if (undecided > proved)
    return verdictOf('output', checked, {
      insufficient: `${undecided} of ${claims} claims could not be decided, ${proved} are proved`,
      next: 'Read why in the receipts (an engine that did not start undecides all its claims), then repeat phase 6.',
      returnTo: 6,
    });
  return verdictOf(
    'output',
    [
      ...checked,
      {
        item: 'claims settled',
        passed: outcomes.length === claims,
        detail: `${outcomes.length} of ${claims} claims have an outcome, ${proved} are proved`,
      },
    ],
    { next, returnTo: 6 },
  );
};

type Checked = GateVerdict['checked'];

function deliverables({ deliverables: all }: GateEvidence): Checked {
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  return numbers.map((number) => {
    const found = all.find((deliverable) => deliverable.number === number);
    const sections =
      found?.documents.flatMap(({ sections: list }) => list).filter(({ blocks }) => blocks.length > 0)
        .length ?? 0;
    return {
      item: `deliverable ${number}`,
      passed: sections > 0,
      detail: found === undefined ? 'was not written' : `${found.title}: ${sections} sections with content`,
    };
  });
}

/** Each claim that is refuted; the others are told by number, their receipts by name. */
function refuted({ outcomes }: GateEvidence): Checked {
  const failed = outcomes.flatMap(({ claim, verdict }) =>
    verdict.kind === 'refuted'
      ? [{ item: claim, passed: false, detail: `refuted: ${verdict.counterexample}` }]
      : [],
  );
  const none = { item: 'no claim is refuted', passed: true, detail: `${outcomes.length} outcomes` };
  return failed.length > 0 ? failed : [none];
}
