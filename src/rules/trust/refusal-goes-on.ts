import type { Gap } from '../../model/origin.ts';
import { bySubject, firstOf, isForDevelopment } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const refusalGoesOn: Rule = {
  id: 'refusal-goes-on',
  summary: 'A check refuses a caller and the code behind it runs all the same.',
  severity: 'blocker',
  standards: ['CWE-698', 'CWE-862', 'API2:2023', 'ASVS-5.0-8.3.1'],
  remedy: {
    title: 'End the request where it is refused',
    impact: 5,
    effort: { low: 0.1, high: 0.2 },
    risk: 'low',
    rollback: 'take the return out again',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'none', privileges: 'none' },
  check: ({ gaps }) =>
    bySubject(
      gaps.filter(
        ({ kind, origin }) => kind === 'open-refusal' && origin !== undefined && !isForDevelopment(origin),
      ),
      placeOf,
    ).map(fault),
};

/** The function in its file; a script goes by its file alone. */
function placeOf({ origin, why }: Gap): string {
  const file = origin?.kind === 'read' ? origin.file : '';
  const name = why.split(' ')[0] ?? '';
  return name === file ? file : `${file}: ${name}`;
}

function fault({ subject, first, all }: Together<Gap>): Fault {
  const ids = [...new Set(all.map((each) => each.subject))];
  return {
    subject,
    confidence: 'likely',
    what: `${first.why}; ${firstOf(ids, 3)} ${ids.length === 1 ? 'does its' : 'do their'} work for callers who were turned away.`,
    why: 'An answer or a redirect ends nothing: what stands behind it is done before the caller is gone, and what it writes is sent along.',
    next: 'Return, exit or abort directly behind the refusal, and try the address as somebody it should refuse.',
    evidence: first.origin === undefined ? [] : [{ kind: 'read', origin: first.origin }],
    reachedBy: ids,
  };
}
