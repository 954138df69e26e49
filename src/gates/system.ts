import { findingName } from '../findings/finding.ts';
import type { Gate, GateEvidence, GateVerdict } from './gate.ts';
import { verdictOf } from './verdict.ts';

/**
 * Did anything get worse, and does it hold together? References resolve, a designed backend is free of blockers,
 * and against a baseline no new blocker or warning appeared.
 */
export const systemGate: Gate = (evidence) => {
  const checked = [
    references(evidence),
    ...ownFaults(evidence),
    ...migrationPlan(evidence),
    ...regressions(evidence),
  ];
  if (isUnseen(evidence) && checked.every(({ passed }) => passed))
    return verdictOf('system', checked, {
      insufficient:
        'no code of the legacy system was read: the steps were replayed on an inventory that is assumed',
      next: 'Name the repository of the legacy system: plumbline migrate <path>',
      returnTo: 2,
    });
  return verdictOf('system', checked, {
    next: 'Withdraw the change that brought these, or mend them; a baseline (`--baseline handoff.json`) accepts what was there before.',
    returnTo: 7,
  });
};

/** A migration away from something that nobody has shown. */
const isUnseen = ({ backend: { migration } }: GateEvidence): boolean =>
  migration !== undefined && migration.legacy.coverage.files === 0;

type Checked = GateVerdict['checked'];

function references({ brokenReferences }: GateEvidence): Checked[number] {
  return {
    item: 'cross references resolve',
    passed: brokenReferences.length === 0,
    detail:
      brokenReferences.length === 0 ? 'every link leads somewhere' : brokenReferences.slice(0, 10).join('; '),
  };
}

/** What we design ourselves must pass the rules we judge others by. */
function ownFaults({ backend, findings }: GateEvidence): Checked {
  if (backend.source !== 'designed') return [];
  const faults = findings.filter(({ severity }) => severity !== 'advice');
  if (faults.length === 0)
    return [
      {
        item: 'the design passes the rules',
        passed: true,
        detail: 'no blocker and no warning among the findings',
      },
    ];
  return faults.map((finding) => ({ item: findingName(finding), passed: false, detail: finding.what }));
}

/** A migration leads into no state in which something is lost or has two writers: its plan was replayed. */
function migrationPlan({ backend, outcomes }: GateEvidence): Checked {
  if (backend.migration === undefined) return [];
  const outcome = outcomes.find(({ claim }) => claim.startsWith('migration-plan/'));
  const detail =
    outcome === undefined
      ? 'the plan was not replayed'
      : outcome.verdict.kind === 'proved'
        ? `${backend.migration.plan.steps.length} steps replayed, each forwards and back`
        : outcome.verdict.kind === 'refuted'
          ? outcome.verdict.counterexample
          : outcome.verdict.reason;
  return [
    { item: 'every step of the migration is safe', passed: outcome?.verdict.kind === 'proved', detail },
  ];
}

/** For a recovered backend its faults are the result, not a failure; new ones against a baseline are. */
function regressions({ baseline, findings, backend }: GateEvidence): Checked {
  if (baseline === undefined) {
    if (backend.source === 'designed') return [];
    return [
      { item: 'baseline', passed: true, detail: 'none given: nothing to compare with, so nothing got worse' },
    ];
  }
  const known = new Set(baseline);
  const fresh = findings.filter(
    (finding) => finding.severity !== 'advice' && !known.has(findingName(finding)),
  );
  if (fresh.length === 0)
    return [
      {
        item: 'baseline',
        passed: true,
        detail: `no new blocker or warning beside ${known.size} known findings`,
      },
    ];
  return fresh.map((finding) => ({
    item: findingName(finding),
    passed: false,
    detail: `new since the baseline: ${finding.what}`,
  }));
}
