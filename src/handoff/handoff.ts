import type { Deliverable, ItemState } from '../deliverables/deliverable.ts';
import type { Claim, Outcome } from '../findings/claim.ts';
import type { Finding } from '../findings/finding.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { GateVerdict, PhaseRecord } from '../gates/gate.ts';
import type { Backend } from '../model/backend.ts';
import type { DesignRecord } from '../model/decision.ts';
import { peerRequests } from './peers.ts';
import type { PeerRequest } from './peers.ts';

/** Everything the machine-readable face is made from. */
export interface HandoffBasis {
  readonly version: string;
  readonly job: 'analyze' | 'design' | 'migrate';
  readonly backend: Backend;
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Recommendation[];
  readonly claims: readonly Claim[];
  readonly outcomes: readonly Outcome[];
  readonly gates: readonly GateVerdict[];
  readonly phases: readonly PhaseRecord[];
  readonly deliverables: readonly Deliverable[];
  readonly items: readonly ItemState[];
}

/** `handoff.json`: verdict first, then what to do, then what is not known. */
export interface Handoff {
  readonly schemaVersion: 1;
  readonly product: { readonly name: 'plumbline'; readonly version: string };
  readonly job: 'analyze' | 'design' | 'migrate';
  readonly subject: string;
  readonly verdict: {
    readonly state: 'open' | 'shut' | 'insufficient-evidence';
    readonly sentence: string;
    readonly claims: ClaimCount;
  };
  readonly recommendations: readonly Recommendation[];
  readonly gates: readonly GateVerdict[];
  readonly findings: {
    readonly blocker: number;
    readonly warning: number;
    readonly advice: number;
    readonly file: string;
  };
  readonly design: Pick<DesignRecord, 'chosen' | 'because' | 'flips'> | null;
  readonly openQuestions: Backend['requirements']['questions'];
  readonly contradictions: Backend['requirements']['contradictions'];
  readonly assumptions: Backend['requirements']['assumptions'];
  readonly notUnderstood: Backend['requirements']['unread'];
  readonly peerRequests: readonly PeerRequest[];
  readonly coverage: {
    readonly done: number;
    readonly notApplicable: number;
    readonly missing: readonly string[];
    readonly read: Backend['coverage'];
    readonly gaps: Backend['gaps'];
  };
  readonly incomplete: readonly string[];
  readonly deliverables: readonly {
    readonly number: number;
    readonly title: string;
    readonly summary: string;
    readonly files: readonly string[];
  }[];
  readonly reproduce: string;
}

export interface ClaimCount {
  readonly total: number;
  readonly proved: number;
  readonly refuted: number;
  readonly undecided: number;
  /** Recommendations without a claim, as a part of all recommendations (0..1). */
  readonly judgementShare: number;
}

export function countClaims(
  outcomes: readonly Outcome[],
  recommendations: readonly Recommendation[],
): ClaimCount {
  const count = (kind: Outcome['verdict']['kind']): number =>
    outcomes.filter(({ verdict }) => verdict.kind === kind).length;
  const judged = recommendations.filter(({ claims }) => claims.length === 0).length;
  return {
    total: outcomes.length,
    proved: count('proved'),
    refuted: count('refuted'),
    undecided: count('undecided'),
    judgementShare:
      recommendations.length === 0 ? 0 : Math.round((judged / recommendations.length) * 1000) / 1000,
  };
}

/** Shut wins over missing evidence, missing evidence over open. */
export function overallState(gates: readonly GateVerdict[]): Handoff['verdict']['state'] {
  if (gates.some(({ state }) => state === 'shut')) return 'shut';
  return gates.every(({ state }) => state === 'open') && gates.length > 0 ? 'open' : 'insufficient-evidence';
}

export function handoff(basis: HandoffBasis): Handoff {
  const { backend, findings, gates, items, outcomes, recommendations } = basis;
  const { requirements, design } = backend;
  const claims = countClaims(outcomes, recommendations);
  const severity = (kind: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === kind).length;
  return {
    schemaVersion: 1,
    product: { name: 'plumbline', version: basis.version },
    job: basis.job,
    subject: backend.name,
    verdict: { state: overallState(gates), sentence: sentence(basis, claims), claims },
    recommendations,
    gates,
    findings: {
      blocker: severity('blocker'),
      warning: severity('warning'),
      advice: severity('advice'),
      file: 'findings.sarif',
    },
    design:
      design === undefined ? null : { chosen: design.chosen, because: design.because, flips: design.flips },
    openQuestions: requirements.questions,
    contradictions: requirements.contradictions,
    assumptions: requirements.assumptions,
    notUnderstood: requirements.unread,
    peerRequests: peerRequests(backend, basis.deliverables),
    coverage: {
      done: items.filter(({ state }) => state === 'done').length,
      notApplicable: items.filter(({ state }) => state === 'not-applicable').length,
      missing: items.filter(({ state }) => state === 'missing').map(({ item }) => item),
      read: backend.coverage,
      gaps: backend.gaps,
    },
    incomplete: [...new Set(outcomes.flatMap(({ incomplete }) => incomplete))],
    deliverables: basis.deliverables.map(({ number, title, summary, documents, artifacts }) => ({
      number,
      title,
      summary,
      files: [...documents, ...artifacts].map(({ path }) => path),
    })),
    reproduce: 'plumbline verify <this directory>',
  };
}

function sentence({ backend, gates, findings }: HandoffBasis, claims: ClaimCount): string {
  const shut = gates.filter(({ state }) => state !== 'open').map(({ gate, state }) => `${gate} (${state})`);
  const settled = `${claims.proved} of ${claims.total} claims proved, ${claims.refuted} refuted, ${claims.undecided} undecided`;
  const blockers = findings.filter(({ severity }) => severity === 'blocker').length;
  const subject =
    backend.migration !== undefined
      ? `The way from ${backend.migration.legacy.name} to its successor`
      : backend.source === 'designed'
        ? `The design of ${backend.name}`
        : backend.name;
  return `${subject}: ${shut.length === 0 ? 'all four gates are open' : `not open: ${shut.join(', ')}`}; ${settled}; ${blockers} blocking findings.`;
}
