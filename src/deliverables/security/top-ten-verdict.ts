import { shown } from './asvs/proofs.ts';
import type { Proof } from './asvs/proofs.ts';
import type { Undecided } from './asvs/requirement.ts';
import { findingsAgainst, open } from './asvs/verdict.ts';
import type { Verdict } from './asvs/verdict.ts';
import type { Basis } from '../deliverable.ts';
import type { ApiRisk } from './top-ten.ts';

/** What shows that a risk is met, where anything does, and what it depends on otherwise. */
const deciding: Readonly<Record<string, { readonly proof?: Proof; readonly otherwise: Undecided }>> = {
  'API1:2023': { proof: 'own-objects', otherwise: 'business' },
  'API3:2023': { otherwise: 'business' },
  'API5:2023': { proof: 'functions-guarded', otherwise: 'business' },
  'API6:2023': { otherwise: 'business' },
  'API7:2023': { proof: 'no-request-forgery', otherwise: 'code' },
  'API8:2023': { otherwise: 'operation' },
  'API9:2023': { otherwise: 'operation' },
};

/** The verdict on one risk; an answer of the model is what was seen, not what was shown. */
export function riskVerdict(basis: Basis, risk: ApiRisk): Verdict {
  const findings = findingsAgainst(basis, risk.id);
  if (findings.length > 0) return { kind: 'violated', findings };
  const answer = risk.answer(basis.backend);
  if (answer.kind === 'not-applicable') return answer;
  const { proof, otherwise } = deciding[risk.id] ?? { otherwise: 'code' };
  const seen = proof === undefined ? undefined : shown(basis, proof);
  if (seen?.isEnough === true) return { kind: 'met', evidence: seen.words };
  return open(basis.backend, risk.id, otherwise, seen?.words);
}
