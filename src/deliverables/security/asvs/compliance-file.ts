import { jsonText } from '../../../artifacts/emitted.ts';
import type { JsonObject } from '../../../artifacts/emitted.ts';
import type { Artifact, Basis } from '../../deliverable.ts';
import { riskVerdict } from '../top-ten-verdict.ts';
import { topTen } from '../top-ten.ts';
import { tally } from './judged.ts';
import type { Judged } from './judged.ts';
import { openWords } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const attribution =
  'OWASP Foundation, CC BY-SA 4.0: ids, levels and titles; texts are not repeated, verdicts are ours';

export const compliancePath = '3-security/compliance.json';

/** The same verdicts for programs: ASVS 5.0.0 by requirement, and the ten risks of APIs. */
export function complianceFile(basis: Basis, judged: readonly Judged[]): Artifact {
  const risks = topTen.map((risk) => ({ risk, verdict: riskVerdict(basis, risk) }));
  const document: JsonObject = {
    schemaVersion: 1,
    standards: [
      {
        name: 'OWASP ASVS',
        version: '5.0.0',
        link: 'https://github.com/OWASP/ASVS/tree/v5.0.0/5.0',
        attribution,
        counts: { ...tally(judged.map(({ verdict }) => verdict)) },
        requirements: judged.map(({ requirement: { id, level }, verdict }) => ({
          id,
          level,
          ...plain(verdict),
        })),
      },
      {
        name: 'OWASP API Security Top 10',
        version: '2023',
        link: 'https://owasp.org/API-Security/editions/2023/en/0x11-t10/',
        attribution,
        counts: { ...tally(risks.map(({ verdict }) => verdict)) },
        requirements: risks.map(({ risk, verdict }) => ({ id: risk.id, ...plain(verdict) })),
      },
    ],
  };
  return { path: compliancePath, text: jsonText(document), lost: [], items: ['3.5'] };
}

function plain(verdict: Verdict): JsonObject {
  switch (verdict.kind) {
    case 'violated':
      return {
        verdict: verdict.kind,
        findings: verdict.findings.map(({ rule, subject }) => ({ rule, subject })),
      };
    case 'met':
      return { verdict: verdict.kind, evidence: verdict.evidence };
    case 'not-applicable':
      return { verdict: verdict.kind, reason: verdict.reason };
    case 'undecided':
      return {
        verdict: verdict.kind,
        because: verdict.because,
        reason: openWords[verdict.because],
        ...(verdict.seen === undefined ? {} : { seen: verdict.seen }),
      };
  }
}
