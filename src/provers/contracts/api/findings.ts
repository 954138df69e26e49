import type { Finding } from '../../../findings/finding.ts';
import { compareText } from '../../../model/text.ts';
import type { PlaceOf } from './places.ts';
import type { ApiRule, Hit } from './rule.ts';

/** A rule that hit something, with one edit to make for each subject. */
export interface RuleHits {
  readonly rule: Omit<ApiRule, 'check'>;
  readonly hits: readonly Hit[];
}

/** Places of one finding that are listed; the number of all of them is said. */
const mostPlaces = 20;
const mostLabels = 4;
/** Characters of all labels together, the first apart. */
const longestLabels = 200;

/**
 * What one edit clears is one finding: hits of a rule in one component, or in all operations together, since those are
 * mended by one shared part.
 */
export const groupedFindings = (
  file: string,
  all: readonly RuleHits[],
  placeOf: PlaceOf,
): readonly Finding[] =>
  all.flatMap(({ rule, hits }) =>
    [...bySubject(hits)]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([subject, list]) => findingOf(file, rule, subject, list, placeOf)),
  );

function bySubject(hits: readonly Hit[]): ReadonlyMap<string, readonly Hit[]> {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const subject = subjectOf(hit.pointer);
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [hit]);
    else group.push(hit);
  }
  return groups;
}

/** `components/schemas/Order`, `paths`, `info`: what somebody opens to mend it. */
export function subjectOf(pointer: string): string {
  const parts = pointer.replace(/^#?\/?/, '').split('/');
  const [first = '', second, third] = parts;
  if (first === 'components' && second !== undefined && third !== undefined)
    return `components/${second}/${third.replaceAll('~1', '/').replaceAll('~0', '~')}`;
  return first === '' ? 'document' : first;
}

function findingOf(
  file: string,
  rule: Omit<ApiRule, 'check'>,
  subject: string,
  list: readonly Hit[],
  placeOf: PlaceOf,
): Finding {
  const placed = list.map((hit) => ({ ...hit, place: placeOf(hit.pointer) }));
  const hits = placed.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const labels = [...new Set(hits.map(({ label }) => label).filter((label) => label !== ''))];
  const shown = shownOf(labels);
  const named = shown.join(', ');
  const more = labels.length > shown.length ? ` and ${labels.length - shown.length} more` : '';
  const count = hits.length === 1 ? '1 place' : `${hits.length} places`;
  const { id, severity, standards, summary, why, next } = rule;
  return {
    rule: id,
    subject,
    severity,
    confidence: 'certain',
    what: `${summary}: ${named === '' ? '' : `${named}${more}; `}${count}.`,
    why,
    next,
    standards,
    evidence: hits.slice(0, mostPlaces).map(({ place }) => ({
      kind: 'read' as const,
      origin: { kind: 'read' as const, file, ...place },
    })),
  };
}

function shownOf(labels: readonly string[]): readonly string[] {
  let length = 0;
  return labels
    .slice(0, mostLabels)
    .filter((label, at) => (length += label.length) <= longestLabels || at === 0);
}
