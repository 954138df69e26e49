import { boundariesOf, flowsOf, partsOf } from '../data-flow.ts';
import type { CodeView } from '../../../artifacts/otm.ts';
import type { Backend } from '../../../model/backend.ts';
import type { DecidedThreat, Standing } from './threat.ts';

const states: Readonly<Record<Exclude<Standing['kind'], 'not-applicable'>, string>> = {
  violated: 'exposed',
  mitigated: 'mitigated',
  open: 'unknown',
};

/** Parts, flows and decided threats of a recovered backend as the exchange format takes them; nothing for a design. */
export function exportedThreats(backend: Backend, decided: readonly DecidedThreat[]): CodeView | undefined {
  if (decided.length === 0) return undefined;
  return {
    parts: partsOf(backend),
    boundaries: boundariesOf(backend),
    flows: flowsOf(backend),
    threats: decided.flatMap(({ threat, element, standing, rating }) =>
      standing.kind === 'not-applicable'
        ? []
        : [
            {
              id: threat.id,
              title: threat.title,
              stride: threat.stride,
              cwe: threat.cwe,
              likelihood: rating / threat.impact,
              impact: threat.impact,
              element: element.id,
              state: states[standing.kind],
              evidence: evidenceOf(standing),
            },
          ],
    ),
  };
}

function evidenceOf(standing: Standing): string {
  switch (standing.kind) {
    case 'violated':
      return standing.findings.map(({ rule, subject }) => `${rule}@${subject}`).join(', ');
    case 'mitigated':
      return standing.evidence.map(({ words }) => words).join('; ');
    case 'open':
      return standing.question;
    case 'not-applicable':
      return standing.reason;
  }
}
