import { findingName } from '../findings/finding.ts';
import type { Gate, GateEvidence, GateVerdict } from './gate.ts';
import { verdictOf } from './verdict.ts';

/**
 * Did anything get worse, and does it hold together? References resolve, a designed backend is free of blockers,
 * and against a baseline no new blocker or warning appeared.
 */
export const systemGate: Gate = (evidence) =>
  verdictOf('system', [references(evidence), ...ownFaults(evidence), ...regressions(evidence)], {
    next: 'Withdraw the change that brought these, or mend them; a baseline (`--baseline handoff.json`) accepts what was there before.',
    returnTo: 7,
  });

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
